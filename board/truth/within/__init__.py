"""Compares the figures of a sentence with each other: parts and sums, shares and their counts."""
