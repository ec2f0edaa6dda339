"""Statements held to the records by a few words that tell what they are of, whatever other words stand around them."""
