"""Ledgers of opinions, tasks and rectification items as files: their columns, and rows of texts read from them."""
