"""数据导入: importing a checked file, whole or not at all, after a preview of its effect; and undoing it."""
