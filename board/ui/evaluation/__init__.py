"""What 群众评议 is made of: `page` in its order, then a module for each part of it."""
