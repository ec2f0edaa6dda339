"""问题: what was found, why, what it came of, and which rectification items it became.

The place where opinions and rectification items meet.
"""
