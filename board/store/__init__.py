"""One DuckDB file: opened once, read by named statement, written one transaction at a time.

Every subject stands on it. What was written, by whom and from where is kept in the same transaction
(`board.store.trail`).
"""
