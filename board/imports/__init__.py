"""数据导入: a checked file brought in, whole or not at all, after a look at its effect; and taken back."""
