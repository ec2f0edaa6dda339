"""How a paper is issued: drafted, checked, signed, published, corrected; and which of its figures have moved on since."""
