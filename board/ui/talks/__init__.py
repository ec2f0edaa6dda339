"""What 谈心谈话 is made of: `page` in its order, then a module for each part of it."""
