"""What 工作任务 is made of: `page` in its order, then a module for each part of it."""
