"""查改看板: the product's own code. See README for the map."""
