"""How a table of ballots is laid out, and its conversion to one ballot per row."""
