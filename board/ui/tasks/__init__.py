"""The parts of 工作任务: most of them in `page`, the others in modules of their own."""
