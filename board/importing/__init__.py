"""Files coming in: bytes → table → layout → mapping → checked rows. Pure: nothing here knows the store or a page."""
