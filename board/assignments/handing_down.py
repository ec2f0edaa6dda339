"""The bureau's side of the way down: a unit that proves itself by its key gets its own assignments and the plan."""

from datetime import date, datetime

from board import clock
from board.access import Actor, require
from board.activity.activities import activity
from board.assignments.assigning import PERMISSION
from board.assignments.shape import ASK, DOWN
from board.errors import BoardError
from board.plan_versions import issuing
from board.store.store import Row, Store
from board.store.trail.chain import Deed
from board.submissions import keys
from board.submissions.document import Signed, opened, signed
from board.submissions.shape import LONGEST_LABEL, head_of, line, rows_of
from board.submissions.taking import CLOCKS_DIFFER, NotTaken, activity_of, refuse_unknown
from board.units.tree import directly_below, require_within

_AS_IT_IS = ("assignment_id", "seq", "item_no", "action", "problem", "aspect", "source", "wanted", "reason")


def answer(store: Store, content: bytes) -> bytes:
    """Returns what a unit that asks gets, and notes what it has. Raises NotTaken in words."""
    try:
        file = opened(content, ASK)
    except BoardError as error:
        raise NotTaken(error.title, error.message, error.remedy) from error
    head = head_of(file.document, ASK)
    if abs(head["made_at"] - clock.now()) > CLOCKS_DIFFER:
        raise NotTaken("时间对不上", "单位电脑的时间和本级差了十分钟以上。", "请核对单位电脑的日期和时间。")
    refuse_unknown(store, head["unit_id"], file.fingerprint, must_report=False)
    activity_id = activity_of(store, head, head["made_at"].date())
    note_kept(store, activity_id, head["unit_id"], rows_of(file.document, "kept", ASK))
    issuing.note_kept(store, activity_id, _decided(file, head["unit_id"]))
    return _made(store, activity_id, head["unit_id"], clock.now())


def file_for(store: Store, actor: Actor, activity_id: str, unit_id: str) -> bytes:
    """The same as a file, for a unit that nobody can reach, or the bureau that it is below. Raises Refused."""
    require(actor, PERMISSION)
    receiver = directly_below(unit_id)
    require_within(actor, store, [receiver], clock.today())
    return _made(store, activity_id, receiver, clock.now())


def _made(store: Store, activity_id: str, unit_id: str, now: datetime) -> bytes:
    about = activity(store, activity_id)
    name = line(about.unit_name, {}, LONGEST_LABEL)
    rows, onward = list[Row](), list[Row]()
    for row in store.rows("assignments/of_unit", activity_id=activity_id, unit_id=unit_id):
        step = {each: row[each] for each in _AS_IT_IS} | {
            each: row[each].isoformat() for each in ("due_on", "ordered_on")
        }
        if row["for_unit_id"] or row["superior"]:
            onward.append({**step, "unit_id": row["for_unit_id"], "superior": row["superior"] or name})
        else:
            rows.append(step)
    head = {"format": DOWN.format, "unit_id": unit_id, "campaign": about.name, "stage": about.stage}
    head |= {"superior": name, "made_at": now.isoformat(timespec="seconds")}
    sections = {"assignments": rows, "deadlines": _deadlines(store, activity_id, unit_id, now.date())}
    sections |= DOWN.without_empty({"onward": onward})
    sections |= issuing.newest(store, activity_id) or issuing.NOTHING
    return signed({**head, **sections}, keys.key_of(store), DOWN).content


def _deadlines(store: Store, activity_id: str, unit_id: str, today: date) -> list[Row]:
    """The deadlines as they are, with whether the unit is excused and when it was last reminded."""
    return [
        {
            **{name: row[name] for name in ("deadline_id", "is_locked", "is_excused")},
            **{name: row[name].isoformat() for name in ("for_on", "due_on")},
            "name": line(row["name"], {}, LONGEST_LABEL),
            "reminded_at": row["reminded_at"] and row["reminded_at"].isoformat(timespec="seconds"),
        }
        for row in store.rows("deadlines/for_unit", activity_id=activity_id, unit_id=unit_id, as_of=today)
    ]


def _decided(file: Signed, unit_id: str) -> list[Row]:
    """Returns what the unit that asks, and those below it, did with versions of the plan."""
    own = [{"unit_id": unit_id, **row} for row in rows_of(file.document, "plans", ASK)]
    below = rows_of(file.document, "plans_below", ASK)
    return [*own, *({**row, "unit_id": f"{unit_id}.{row['unit_id']}"} for row in below)]


def kept_below(store: Store, activity_id: str) -> dict[str, int]:
    """The last step that the units below have of each assignment which the superior gave them through this bureau."""
    return {row["assignment_id"]: row["received_seq"] for row in passed_on(store, activity_id) if row["received_seq"]}


def passed_on(store: Store, activity_id: str) -> list[Row]:
    """One row per assignment that the superior gave a unit below through this bureau: assignment_id, for_unit_id,
    received_seq (the last step that the unit has; 0: none)."""
    return store.rows("assignments/passed_on", activity_id=activity_id)


def note_kept(store: Store, activity_id: str, unit_id: str, kept: list[Row]) -> None:
    """Note the steps that the unit, or one below it, has and that weren't noted; those of others are passed over."""
    own = {
        (row["assignment_id"], row["seq"]): row["received_seq"]
        for row in store.rows("assignments/of_unit", activity_id=activity_id, unit_id=unit_id)
    }
    new = [
        {"activity_id": activity_id, **row, "received_at": clock.now()}
        for row in kept
        if row["seq"] > own.get((row["assignment_id"], row["seq"]), row["seq"])
    ]
    if new:
        deed = Deed("assignments.received", record=unit_id)
        store.write(lambda transaction: transaction.insert("assignments/insert_receipts", new), deed)
