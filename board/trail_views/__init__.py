"""操作记录 as people read it: the administrator's list of entries, and what others have just saved (刚刚)."""
