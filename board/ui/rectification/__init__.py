"""What 整改台账 is made of: `page` in its order, then a module for each part of it."""
