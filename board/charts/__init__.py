"""Frames → Plotly figures, one module a subject. Nothing here reads the store."""
