"""Statements that the rest of the check doesn't reach: by the words of records, by days without a month, in all."""
