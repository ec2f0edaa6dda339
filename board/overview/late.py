"""What was entered after a day that is over, though it is dated earlier (补录): the day itself doesn't show it."""

from datetime import date

from board.store.store import Store

# Each kind → its words, and the page whose readers may know of it.
KINDS: dict[str, tuple[str, str]] = {
    "talk": ("谈心 {} 次", "talks"),
    "outline": ("提纲 {} 条", "meeting"),
    "meeting": ("会议 {} 次", "meeting"),
    "ballot": ("评议表 {} 张", "evaluation"),
    "publication": ("公开 {} 次", "publication"),
}


def entered_since(store: Store, activity_id: str, day: date) -> dict[str, int]:
    """How many records of each kind (KINDS) are dated up to a day and were entered after it; none of them: left out."""
    counts = {row["kind"]: int(row["row_count"]) for row in store.rows("pasts/late", activity_id=activity_id, day=day)}
    return {kind: counts[kind] for kind in KINDS if counts.get(kind)}
