"""The Chinese words of 备份, as `board.words` holds those of the records."""

# Why a copy was made.
BACKUP_REASON: dict[str, str] = {
    "daily": "每天自动",
    "hand": "人工",
    "upgrade": "升级前",
    "restore": "恢复前",
    "replaced": "数据文件被换时",
}

# Which rule keeps a copy.
BACKUP_RULE: dict[str, str] = {
    "hand": "人工做的一直留着",
    "before": "升级、恢复前的留最近 5 份",
    "day": "最近 7 天每天一份",
    "week": "最近 4 周每周一份",
    "month": "最近 12 个月每月一份",
    "ahead": "日期在今天以后，先留着",
}

# The subjects that are counted before a copy is restored.
BACKUP_SUBJECT: dict[str, str] = {
    "activities": "活动",
    "tasks": "工作任务",
    "opinions": "意见",
    "talks": "谈心",
    "problems": "问题",
    "report": "报告版本",
    "rectification": "整改事项",
    "proofs": "佐证文件",
    "imports": "数据导入",
    "ballots": "评议表",
    "publication": "公开记录",
    "accounts": "账号",
}
