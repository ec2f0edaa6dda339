"""操作记录, the audit trail: each entry is chained to the one before it, and to the histories of records.

Written by the store itself, within the write that it tells of.
"""
