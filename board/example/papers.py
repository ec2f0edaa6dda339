"""The example school's papers that are being written."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from board.example.samples import CLERK, Names, event_of, sample
from board.papers.issuing import rules
from board.store.history import record_all, stamped
from board.store.store import Row, Transaction

_HEAD = {"number_word": "嘉小发", "addressee": "各年级组、各处室", "form": "red", "has_seal": True}
_HEAD_DAY = -6
_TEXTS = ("opening", "contact")


def load_papers(transaction: Transaction, activity_id: str, today: date, names: Names) -> None:
    """Writes the papers with the versions of their texts."""
    activities = {row["activity_id"]: row for row in transaction.rows("activities/all")}
    head = {"unit": activities[activity_id]["unit_name"], **_HEAD}
    kept = {"activity_id": activity_id, "letterhead_id": rules.LETTERHEAD, "seq": 1, **rules.head_of(head, {})}
    kept_on = today + timedelta(days=_HEAD_DAY)
    record_all(transaction, "letterheads", [[stamped(kept, event_of("edit", kept_on, 0, CLERK, names))]])
    written = groupby(sample("paper_versions", today), lambda row: row["paper_id"])
    histories = [_history({"activity_id": activity_id, "paper_id": each}, head, rows, names) for each, rows in written]
    record_all(transaction, "papers", histories)


def _history(key: Row, head: Row, versions: Iterable[Row], names: Names) -> list[Row]:
    rows: list[Row] = []
    for place, version in enumerate(versions):
        on = version["on"]
        if not rows:
            drafted = rules.drafted(key, version["kind"], {}, head)
            rows.append(stamped(drafted, event_of("draft", on, 0, CLERK, names)))
        before = {name: rows[-1][name] for name in drafted}
        number = {"number_no": int(version["number_no"])} if "number_no" in version else {}
        texts = {name: version[name] for name in _TEXTS if name in version}
        after = rules.after(before, "edit") | rules.own_of(before, number, on, [])
        after["texts"] = json.dumps(rules.texts_of({}, texts), ensure_ascii=False, sort_keys=True)
        rows.append(stamped(after, event_of("edit", on, place + 1, CLERK, names)))
    return rows
