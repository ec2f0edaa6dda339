"""Bytes as they come from outside → text, sheets and documents; and the way out as CSV."""
