"""Files coming in: bytes → table → layout → mapping → checked rows. Pure: knows neither store nor page."""
