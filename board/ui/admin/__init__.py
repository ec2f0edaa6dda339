"""What 系统管理 is made of: `page` in its order, then a module for each part of it."""
