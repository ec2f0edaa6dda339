"""What a sentence says of one record: an item, a task, a meeting, a publication, a hearing on the report."""
