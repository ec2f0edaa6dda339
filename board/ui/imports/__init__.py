"""What 数据导入 is made of: `page` in its order, then a module for each part of it."""
