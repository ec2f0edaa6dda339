"""What the truth check compares a report with: counts of the records of every subject, by their traits."""
