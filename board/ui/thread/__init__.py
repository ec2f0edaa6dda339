"""What 来龙去脉 is made of: `page` in its order, then a module for each part of it."""
