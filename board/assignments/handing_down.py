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
from board.submissions.document import opened, signed
from board.submissions.shape import LONGEST_LABEL, head_of, line, rows_of
from board.submissions.taking import CLOCKS_DIFFER, NotTaken, activity_of, refuse_unknown
from board.units.tree import require_within


def answer(store: Store, content: bytes) -> bytes:
    """Returns what a unit that asks gets, and notes what it has. Raises NotTaken in words."""
    try:
        file = opened(content, ASK)
    except BoardError as error:
        raise NotTaken(error.title, error.message, error.remedy) from error
    head = head_of(file.document, ASK)
    if abs(head["made_at"] - clock.now()) > CLOCKS_DIFFER:
        raise NotTaken("时间对不上", "单位电脑的时间和本级差了十分钟以上。", "请核对单位电脑的日期和时间。")
    refuse_unknown(store, head["unit_id"], file.fingerprint)
    activity_id = activity_of(store, head, head["made_at"].date())
    note_kept(store, activity_id, head["unit_id"], rows_of(file.document, "kept", ASK))
    issuing.note_kept(store, activity_id, head["unit_id"], rows_of(file.document, "plans", ASK))
    return _made(store, activity_id, head["unit_id"], clock.now())


def file_for(store: Store, actor: Actor, activity_id: str, unit_id: str) -> bytes:
    """The same as a file, for a unit that nobody can reach. Raises Refused."""
    require(actor, PERMISSION)
    require_within(actor, store, [unit_id], clock.today())
    return _made(store, activity_id, unit_id, clock.now())


def _made(store: Store, activity_id: str, unit_id: str, now: datetime) -> bytes:
    about = activity(store, activity_id)
    rows = [
        {
            **{name: row[name] for name in ("assignment_id", "seq", "action", "problem", "aspect", "source", "wanted")},
            **{"item_no": row["item_id"], "reason": row["reason"], "due_on": row["due_on"].isoformat()},
            "ordered_on": row["happened_at"].date().isoformat(),
        }
        for row in store.rows("assignments/of_unit", activity_id=activity_id, unit_id=unit_id)
    ]
    head = {"format": DOWN.format, "unit_id": unit_id, "campaign": about.name, "stage": about.stage}
    head |= {"superior": line(about.unit_name, {}, LONGEST_LABEL), "made_at": now.isoformat(timespec="seconds")}
    sections = {"assignments": rows, "deadlines": _deadlines(store, activity_id, unit_id, now.date())}
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


def note_kept(store: Store, activity_id: str, unit_id: str, kept: list[Row]) -> None:
    """Note the steps that the unit has and that weren't noted; steps that aren't its own are passed over."""
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
