"""Frames → Plotly figures, one module per subject. Nothing here reads the store."""
