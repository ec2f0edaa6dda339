"""Incoming files: bytes → table → layout → mapping → checked rows. Pure: knows neither store nor page."""
