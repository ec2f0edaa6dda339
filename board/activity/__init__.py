"""活动: the activities in a store, with their days and people, and the saved filters for viewing them.

An activity is made from a plan (`board.activity.plan`) and a start.
"""
