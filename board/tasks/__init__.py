"""工作任务: what must come out of each, by when and after what; how far it is, and what moves when it moves."""
