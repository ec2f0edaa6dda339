"""What was entered after a day that is over, though it is dated earlier (补录): the day itself doesn't show it."""

from datetime import date

from board.store.sql import OWN_DAYS
from board.store.store import Store

# Each kind → its words, and what its readers may see.
KINDS: dict[str, tuple[str, str]] = {
    "opinions": ("意见 {} 条", "see.givers"),
    "feedback": ("反馈单交付 {} 张", "see.givers"),
    "talks": ("谈心 {} 次", "see.talks"),
    "studies": ("调研成果 {} 条", "see.meeting"),
    "outlines": ("提纲 {} 条", "see.meeting"),
    "meetings": ("会议 {} 次", "see.meeting"),
    "problems": ("问题 {} 条", "see.meeting"),
    "report_versions": ("报告 {} 版", "see.report"),
    "report_hearings": ("对报告听取意见 {} 次", "see.report"),
    "ballots": ("评议表 {} 张", "see.evaluation"),
    "publication": ("公开 {} 次", "see.publication"),
    "tasks": ("任务完成 {} 项", "see.tasks"),
}


def entered_since(store: Store, activity_id: str, day: date) -> dict[str, int]:
    """How many records of each kind (KINDS) are dated up to a day and were entered after it; none of them: left out."""
    key = {"activity_id": activity_id, "day": day}
    counts = {row["kind"]: int(row["row_count"]) for row in store.rows("pasts/late", **key)}
    counts |= {subject: int(store.rows(f"{subject}/late", **key)[0]["row_count"]) for subject in OWN_DAYS}
    return {kind: counts[kind] for kind in KINDS if counts.get(kind)}
