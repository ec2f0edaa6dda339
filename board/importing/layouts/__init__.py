"""How the columns of a table of ballots lie, and one ballot a row made of it however they do."""
