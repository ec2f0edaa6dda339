"""How a paper is issued: drafted, checked, signed, published, corrected; and which figures have moved on since."""
