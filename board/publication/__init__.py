"""通报与公开: what was written up and published, where, when and to whom."""
