"""One DuckDB file: opened once, read by named statement, written one transaction at a time.

Every subject is built on it. Each write is recorded, with who made it and from where, in the same transaction
(`board.store.trail`).
"""
