"""单位: the tree of units above and below one another, what happened to each on which day, and their keys."""
