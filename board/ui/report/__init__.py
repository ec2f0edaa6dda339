"""The parts of 分析检查报告: the version and its state in `page`, then a module for each other part."""
