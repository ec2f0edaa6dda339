"""活动: what a store holds, its days and people, and the filters kept for looking at it.

An activity is made of a plan (`board.activity.plan`) and a start.
"""
