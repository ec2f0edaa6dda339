"""操作记录, the audit trail: each entry is chained to the one before it, and to the histories of records.

The store itself writes each entry, within the transaction that the entry describes.
"""
