"""工作任务: tasks with outputs, due dates and order; their progress, and what moves when one moves."""
