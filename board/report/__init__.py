"""分析检查报告: its versions and sections, hearings on it, and how their points were handled."""
