"""What 分析检查报告 is made of: `page` in its order, then a module for each part of it."""
