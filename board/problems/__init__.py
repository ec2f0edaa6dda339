"""问题: problems found, their causes and sources, and the rectification items they became.

Connects opinions with rectification items.
"""
