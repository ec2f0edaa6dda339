"""备份与恢复: copies of the store made while it is served, checked, kept by a rule, and put back."""
