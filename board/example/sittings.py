"""The example school's meeting that was held with slides: one slide, what it decided, its minutes."""

import json
from datetime import date

from board.example.samples import CLERK, Names, event_of, sample
from board.sittings.rules import taken
from board.store.history import record_all, stamped
from board.store.store import Row, Transaction

# A slide as `deck.slide.slide_of` takes it.
_BLANK = {"name": "会议内容", "figures": [], "columns": [], "lines": [], "note": "", "main": 0, "item_id": ""}
_CLOSED_AT = 9


def load_sittings(transaction: Transaction, activity_id: str, today: date, names: Names) -> None:
    """Writes the meeting, its slide and its decisions."""
    (row,) = sample("sittings", today)
    key = {"activity_id": activity_id, "sitting_id": row["sitting_id"]}
    facts = [(f"{place}", text) for place, text in enumerate(row["lines"].split("\n"), 1)]
    slide = json.dumps({**_BLANK, "title": row["title"], "facts": facts}, ensure_ascii=False)
    transaction.insert("sittings/insert_slides", [{**key, "place": 1, "content": slide}])
    record_all(transaction, "sittings", [_sitting(key, row, names)])
    decided = [_decision(activity_id, each, place, names) for place, each in enumerate(sample("decisions", today), 1)]
    record_all(transaction, "decisions", decided)


def _sitting(key: Row, row: Row, names: Names) -> list[Row]:
    start, close = (
        event_of(action, row["on"], place, CLERK, names) for action, place in (("start", 0), ("close", _CLOSED_AT))
    )
    begun = {
        **key,
        "seq": 1,
        "meeting_id": row["meeting_id"],
        "audience": row["audience"],
        "left_out": "",
        "digest": "",
        "frozen_at": start.happened_at,
        "state": "open",
        "minutes": "",
    }
    return [stamped(begun, start), stamped({**begun, "seq": 2, "state": "closed", "minutes": row["minutes"]}, close)]


def _decision(activity_id: str, row: Row, place: int, names: Names) -> list[Row]:
    content, fields = taken(row["kind"], {"content": row["content"]}, row["on"])
    decided = {
        "activity_id": activity_id,
        "decision_id": row["decision_id"],
        "seq": 1,
        "sitting_id": row["sitting_id"],
        "kind": row["kind"],
        "item_id": row.get("item_id", ""),
        "content": content,
        "fields": json.dumps(fields),
        "state": "done",
        "item_batch": "",
    }
    return [stamped(decided, event_of("decide", row["on"], place, CLERK, names))]
