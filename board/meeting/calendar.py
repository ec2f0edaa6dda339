"""Meetings on the time line (会议): entered, edited and removed by the clerk; `activities.meetings` reads them.

Future meetings may be entered. They become days to compare with only once they are past:
`activities.last_meeting_on` never finds a meeting that hasn't been held.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Invalid
from board.store.pasts import keep_past
from board.store.records import When
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import plain_fields

FIELDS = ("kind", "topic", "held_on")

_ASKED = {"kind": "请填写会议类型", "topic": "请填写会议议题", "held_on": "请填写开会日期"}
_LONGEST = {"kind": 20, "topic": 200}
_RECORDED = {"attendance": "出席", "criticism": "批评", "minutes": "会议记录", "problem": "问题", "sitting": "幻灯片"}


def add(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Enter a meeting and return its id. fields: kind (text), topic (text), held_on (date, may be in the future).

    Days before it was entered don't show it.

    Raises Refused without `meetings.edit`, and Invalid by field, also where the same meeting exists already.
    """
    require(actor, "meetings.edit")
    entered_on = at.date() if at else clock.today()
    return store.write(
        lambda transaction: add_within(transaction, activity_id, fields, entered_on), Deed("meetings.add", actor)
    )


def add_within(transaction: Transaction, activity_id: str, fields: Mapping[str, Any], entered_on: date) -> str:
    """Like `add`, inside a larger transaction; the caller checks the permission."""
    given = checked(fields, transaction.rows("meetings/present", activity_id=activity_id))
    number = transaction.rows("meetings/last_number", activity_id=activity_id)[0]["number"]
    key = {"activity_id": activity_id, "meeting_id": f"Y{number + 1}"}
    keep_past(transaction, activity_id, "meetings", entered_on)
    transaction.insert("meetings/insert", [{**key, **given, "entered_on": entered_on}])
    return key["meeting_id"]


def edit(store: Store, actor: Actor, activity_id: str, meeting_id: str, fields: Mapping[str, Any]) -> None:
    """Change a meeting; fields left out stay as they are. Raises as `add`, and BoardError if there is none."""
    require(actor, "meetings.edit")

    def work(transaction: Transaction) -> None:
        known = transaction.rows("meetings/present", activity_id=activity_id)
        current = _found(known, meeting_id)
        if fields.get("kind", current["kind"]) != current["kind"] or _moves_ahead(fields, current):
            _refuse_if_recorded(transaction, activity_id, meeting_id)
        given = checked({**current, **fields}, [row for row in known if row is not current])
        key = {"activity_id": activity_id, "meeting_id": meeting_id}
        keep_past(transaction, activity_id, "meetings")
        transaction.run("meetings/delete", **key)
        transaction.insert("meetings/insert", [{**key, **given, "entered_on": current["entered_on"]}])
        transaction.trace.changed(meeting_id, current, {**current, **given})

    store.write(work, Deed("meetings.edit", actor, meeting_id))


def remove(store: Store, actor: Actor, activity_id: str, meeting_id: str) -> None:
    """Remove a meeting from the time line. Raises Refused without `meetings.edit`, BoardError if there is none."""
    require(actor, "meetings.edit")

    def work(transaction: Transaction) -> None:
        current = _found(transaction.rows("meetings/present", activity_id=activity_id), meeting_id)
        transaction.trace.changed(meeting_id, current, {})
        _refuse_if_recorded(transaction, activity_id, meeting_id)
        keep_past(transaction, activity_id, "meetings")
        transaction.run("meetings/delete", activity_id=activity_id, meeting_id=meeting_id)

    store.write(work, Deed("meetings.remove", actor, meeting_id))


def checked(fields: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> Row:
    """A meeting's own columns, trimmed. Raises Invalid with every wrong field; `others`: the other meetings."""
    given = {**dict.fromkeys(FIELDS), **plain_fields(fields, FIELDS, ())}
    wrong = {name: message for name, message in _ASKED.items() if given[name] is None}
    for name, longest in _LONGEST.items():
        if len(given[name] or "") > longest:
            wrong[name] = f"最多 {longest} 个字"
    if not wrong and any(all(other[name] == given[name] for name in FIELDS) for other in others):
        wrong["held_on"] = "这一天的这个会议已经登记过了"
    if wrong:
        raise Invalid(wrong)
    return given


def _moves_ahead(fields: Mapping[str, Any], current: Row) -> bool:
    """Whether a change would move a meeting that was held into the future."""
    held_on = fields.get("held_on")
    return held_on is not None and held_on > clock.today() >= current["held_on"]


def _refuse_if_recorded(transaction: Transaction, activity_id: str, meeting_id: str) -> None:
    """Raise BoardError where there are records of the meeting, which would be left without one."""
    key = {"activity_id": activity_id, "meeting_id": meeting_id}
    counts = [f"{_RECORDED[row['kind']]} {row['row_count']} 条" for row in transaction.rows("meetings/recorded", **key)]
    if counts:
        raise BoardError(
            "这次会议已经有记录",
            f"会上记下的有：{'、'.join(counts)}。",
            "会议类型不能再改，也不能删去或改到以后；确实记错了的，请先到“民主生活会”移出这些记录；用会议模式开过的会，要留着。",
        )


def _found(known: Iterable[Row], meeting_id: str) -> Row:
    for row in known:
        if row["meeting_id"] == meeting_id:
            return row
    raise BoardError("没有这次会议", "这次会议可能刚刚被别人删去了。", "请刷新页面后再看。")
