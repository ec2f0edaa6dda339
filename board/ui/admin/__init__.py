"""The parts of 系统管理: the tabs in `page`, and a module for each other part."""
