"""转报 on the side above: what a bureau below took, or what happened to its units, is taken from under its cover.

The bureau vouches with its key for the units below it: they are known here by its own number before theirs (D1.S01),
so it can say nothing of any other. The enclosed submission is held to its own seal and to the one before it, as if it
had come straight; only a locked deadline doesn't shut out what the bureau below took.
"""

from functools import partial
from typing import Any

from board import clock
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.cover import COVER, Forwarded, unwrapped
from board.submissions.filed import written_files
from board.submissions.keeping import FORWARDED, NOWHERE, Asked, Outcome, Written, row_of, together, written
from board.submissions.shape import head_of, rows_of
from board.submissions.taking import (
    CLOCKS_DIFFER,
    Last,
    NotTaken,
    activity_of,
    in_words,
    kept,
    last_of,
    next_number,
    receipt_of,
    refuse_out_of_turn,
    refuse_unknown,
    refuse_wrong_days,
)

_LONGEST_PATH = 64
_STATE = ("action", "name", "kind", "parent_id", "merged_into", "is_reporting")


def take_forwarded(store: Store, content: bytes) -> Row:
    """Take a forwarded file and return the receipt of its cover. Raises NotTaken in words, as `taking.take`."""
    return in_words(store, None, lambda: _taken(store, content))


def _taken(store: Store, content: bytes) -> Row:
    file = unwrapped(content)
    known = store.rows("forwards/of_digest", sha256=file.covers[0].sha256)
    if known:
        return receipt_of(store, known[0])
    return receipt_of(store, kept(store, Asked(partial(_judged, file), _deed(file), is_covered=True)))


def _deed(file: Forwarded) -> Deed:
    number = f" {file.submission.document['number']}" if file.submission else ""
    return Deed("submissions.take_forwarded", record=file.path + number)


def _judged(file: Forwarded, reader: Store | Transaction) -> Outcome:
    """The outcome for a forwarded file now: the row of its cover. Raises NotTaken."""
    cover = file.covers[0]
    again = reader.rows("forwards/of_digest", sha256=cover.sha256)
    if again:
        return Outcome(again[0])
    head, now = head_of(cover.document, COVER), clock.now()
    refuse_unknown(reader, head["unit_id"], cover.fingerprint, must_report=False)
    if head["made_at"] > now + CLOCKS_DIFFER:
        raise NotTaken("日子在以后", "转报的时间还没有到。", "请核对转报的单位电脑的日期和时间。")
    units = _new_steps(reader, head["unit_id"], rows_of(cover.document, "units", COVER))
    number, of_submission = _submission(reader, file, {step["unit_id"] for step in units})
    row = {name: head[name] for name in ("unit_id", "number", "made_at")} | {"sha256": cover.sha256}
    row |= {"received_at": now, "fingerprint": cover.fingerprint, "submission_no": number}
    of_cover = written_files("forwards", [{**row, "content": file.before}], {})
    return Outcome(row, {"units/insert_steps": units, **together([of_submission, of_cover])})


def _submission(reader: Store | Transaction, file: Forwarded, new_units: set[str]) -> tuple[int, Written]:
    """The number here of the enclosed submission, 0 for none, and the rows that it is to be kept as, unless it is."""
    if file.submission is None:
        return 0, {}
    there = reader.rows("submissions/of_digest", sha256=file.submission.sha256)
    if there and there[0]["unit_id"] != file.path:
        raise NotTaken(
            "已经收过", f"这一份是编号 {there[0]['unit_id']} 的单位报来的，收过了。", "同一份不能算两个单位的。"
        )
    if there:
        return int(there[0]["submission_no"]), {}
    if file.path not in new_units and not reader.rows("units/steps", unit_id=file.path):
        refusal = NotTaken("没有这个单位", f"编号 {file.path} 不在转报来的单位里。", "请转报的单位先送单位名单。")
        refusal.last = Last()
        raise refusal
    head = head_of(file.submission.document)
    activity_id = activity_of(reader, head, head["as_of"])
    of = {"activity_id": activity_id, "unit_id": file.path, "fingerprint": file.submission.fingerprint}
    refuse_out_of_turn(head, last_of(reader, head, of))
    refuse_wrong_days(head)
    row = row_of(file.submission, activity_id, next_number(reader), FORWARDED, clock.now())
    return int(row["submission_no"]), written(file.submission, row | {"unit_id": file.path})


def _new_steps(reader: Store | Transaction, above: str, rows: list[Row]) -> list[Row]:
    """The steps of the units below that aren't known so; who is at the top there is under the bureau."""
    if not rows:
        return []
    known: dict[str, dict[Any, Row]] = {}
    counts: dict[str, int] = {}
    for step in reader.rows("units/every_step"):
        known.setdefault(step["unit_id"], {})[step["on_date"]] = step
        counts[step["unit_id"]] = max(counts.get(step["unit_id"], 0), step["seq"])
    made, by = [], {"happened_at": clock.now(), **NOWHERE}
    for row in rows:
        unit_id = f"{above}.{row['unit_id']}"
        if not row["unit_id"] or not row["name"] or len(unit_id) > _LONGEST_PATH:
            raise NotTaken("内容不合格式", f"单位 {unit_id} 没有名称，或者编号太长。", "请转报的单位核对单位。")
        row["parent_id"] = f"{above}.{row['parent_id']}" if row["parent_id"] else above
        row["merged_into"] = row["merged_into"] and f"{above}.{row['merged_into']}"
        before = known.get(unit_id, {}).get(row["on_date"])
        if before is None or any(before[name] != row[name] for name in _STATE):
            counts[unit_id] = counts.get(unit_id, 0) + 1
            made.append({**row, "unit_id": unit_id, "seq": counts[unit_id], **by})
    return made
