"""Frames and texts → Word, Excel and printable files."""
