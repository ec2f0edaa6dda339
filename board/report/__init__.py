"""分析检查报告: its versions and sections, who was heard on it, and what became of their points."""
