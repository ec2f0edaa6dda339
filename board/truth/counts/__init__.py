"""The counts that the truth check holds a report against: of the records of every subject, by their traits."""
