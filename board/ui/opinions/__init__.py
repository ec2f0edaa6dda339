"""What 征求意见 is made of: `page` in its order, then a module for each part of it."""
