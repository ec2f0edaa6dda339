"""Statements of a sentence about one record: an item, a task, a meeting, a publication, a hearing on the report."""
