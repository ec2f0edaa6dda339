"""Statements on how counts and rates spread: most and least, each and on average, all or none of them."""
