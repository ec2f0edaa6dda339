"""操作记录 as shown to people: the administrator's list of entries, and what others have just saved (刚刚)."""
