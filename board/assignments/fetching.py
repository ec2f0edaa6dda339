"""The unit's side of the way down: it asks its superior, or takes a file, and keeps what is new in it.

What came is held to the superior's key: its fingerprint is entered with where to hand up, or kept at the first contact.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from board import clock
from board.access import Actor, require
from board.activity.activities import activity
from board.assignments import handing_down
from board.assignments.shape import ASK, DOWN
from board.errors import BoardError, ServersFault
from board.plan_versions import arriving, issuing
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions import keys
from board.submissions.document import Signed, opened, signed
from board.submissions.following import lake_of
from board.submissions.freezing import WHOLE, superior
from board.submissions.sending import NotReached, asked, words_of
from board.submissions.shape import head_of, rows_of

PATH = "/collect/assigned"
_OF_DEADLINE = ("deadline_id", "name", "for_on", "due_on", "is_locked", "is_excused", "reminded_at")
_OK = 200


def fetch(store: Store) -> int:
    """Ask each activity's superior; returns how many steps and versions of the plan were new.

    Raises NotReached, and BoardError in words.
    """
    count = 0
    for each in store.rows("activities/all"):
        linked = superior(store, each["activity_id"])
        if linked and linked["address"]:
            content = _asked(linked["address"], _ask(store, each["activity_id"], linked["unit_id"]))
            count += _keep(store, each["activity_id"], content, "sent", None)
            if count:
                _asked(linked["address"], _ask(store, each["activity_id"], linked["unit_id"]))  # says what is kept now
    return count


def take_file(store: Store, actor: Actor, activity_id: str, content: bytes) -> int:
    """Keep what came as a file, as `fetch`. Raises Refused, and BoardError in words, with an entry in the trail."""
    require(actor, "submissions.send")
    try:
        return _keep(store, activity_id, content, "file", actor)
    except ServersFault:
        raise
    except BoardError as error:
        store.note(Deed("assignments.refuse", actor, record=error.title))
        raise


def _ask(store: Store, activity_id: str, unit_id: str) -> bytes:
    about = activity(store, activity_id)
    last = {row["assignment_id"]: row["seq"] for row in _known(store, activity_id) if not row["for_unit_id"]}
    last |= handing_down.kept_below(store, activity_id)
    head = {"format": ASK.format, "unit_id": unit_id, "campaign": about.name, "stage": about.stage}
    head["made_at"] = clock.now().isoformat(timespec="seconds")
    kept = [{"assignment_id": assignment_id, "seq": seq} for assignment_id, seq in last.items()]
    plans = {"plans": _plans(store, activity_id), "plans_below": _plans_below(store, activity_id)}
    return signed({**head, "kept": kept, **ASK.without_empty(plans)}, keys.key_of(store), ASK).content


def _plans(store: Store, activity_id: str) -> list[Row]:
    """Returns what was done here with the superior's versions; of several collectors one decides, and the others don't
    say that they only received them."""
    rows = arriving.decisions(store, activity_id)
    return [row for row in rows if row["decision"] != arriving.RECEIVED] if lake_of(store) else rows


def _plans_below(store: Store, activity_id: str) -> list[Row]:
    """Returns what units below did with the superior's versions; nothing of single ones where only sums go up."""
    linked = superior(store, activity_id)
    return issuing.decided_below(store, activity_id) if linked and linked["forwards"] == WHOLE else []


def _asked(address: str, content: bytes) -> bytes:
    answer = asked(address + PATH, content)
    if answer.status_code != _OK:
        message = words_of(answer).get("message")
        raise NotReached("上级没有给", str(message or f"那个网址不像上级的看板（{answer.status_code}）。")[:300], "")
    return answer.content


def _keep(store: Store, activity_id: str, content: bytes, way: str, by: Actor | None) -> int:
    file = opened(content, DOWN)
    head = head_of(file.document, DOWN)
    steps = _steps(file, head["superior"])
    linked = superior(store, activity_id)
    _refuse_foreign(store, activity_id, head, linked)
    _refuse_wrong_key(file, linked)
    known = {(row["assignment_id"], row["seq"]) for row in _known(store, activity_id)}
    is_new_key, current = linked is not None and not linked["fingerprint"], rows_of(file.document, "deadlines", DOWN)
    is_known = all((row["assignment_id"], row["seq"]) in known for row in steps)
    of_plan = {"superior": head["superior"], "way": way}
    is_known = is_known and not arriving.keep(store, activity_id, file.document, of_plan, is_strict=by is not None)
    if not is_new_key and is_known and not _new_deadlines(store, activity_id, current, head["made_at"]):
        return 0

    def work(transaction: Transaction) -> int:
        _note_key(transaction, activity_id, file.fingerprint)
        there = {(row["assignment_id"], row["seq"]) for row in _known(transaction, activity_id)}
        more = {"activity_id": activity_id, "way": way, "received_at": clock.now()}
        new = [{**row, **more} for row in steps if (row["assignment_id"], row["seq"]) not in there]
        transaction.insert("assignments/insert_assigned", new)
        deadlines = _new_deadlines(transaction, activity_id, current, head["made_at"])
        transaction.insert("deadlines/insert_from_superior", deadlines)
        plans = arriving.keep(transaction, activity_id, file.document, of_plan, is_strict=by is not None)
        transaction.insert("plan_versions/insert_arrived", plans)
        return len(new) + len(plans)

    return store.write(work, Deed("assignments.take", by))


def _steps(file: Signed, superior_name: str) -> list[Row]:
    """The steps that came, each with who ordered it and for whom below it is ('': for this unit)."""
    own = [{"superior": superior_name, "for_unit_id": "", **row} for row in rows_of(file.document, "assignments", DOWN)]
    onward = rows_of(file.document, "onward", DOWN)
    return [*own, *({"for_unit_id": row.pop("unit_id"), **row} for row in onward)]


def _known(reader: Store | Transaction, activity_id: str) -> list[Row]:
    return reader.rows("assignments/arrived", activity_id=activity_id)


def _new_deadlines(reader: Store | Transaction, activity_id: str, current: list[Row], made_at: datetime) -> list[Row]:
    """The deadlines that came otherwise than they are known, or no more; none of what is older than what is known."""
    rows = reader.rows("deadlines/known_from_superior", activity_id=activity_id)
    if rows and made_at < rows[-1]["made_at"]:
        return []
    known = {row["deadline_id"]: {name: row[name] for name in (*_OF_DEADLINE, "is_removed")} for row in rows}
    now = {row["deadline_id"]: {**row, "is_removed": False} for row in current}
    now |= {each: {**state, "is_removed": True} for each, state in known.items() if each not in now}
    more = {"activity_id": activity_id, "made_at": made_at, "received_at": clock.now()}
    return [{**state, **more} for each, state in now.items() if known.get(each) != state]


def _note_key(transaction: Transaction, activity_id: str, fingerprint: str) -> None:
    """Keep the superior's key at the first contact; where another came in between, refuse."""
    row = transaction.rows("submissions/superior", activity_id=activity_id)[0]
    if not row["fingerprint"]:
        now = {"seq": row["seq"] + 1, "fingerprint": fingerprint, "happened_at": clock.now()}
        transaction.insert("submissions/insert_superior", [{**row, **now}])


def _refuse_foreign(store: Store, activity_id: str, head: Mapping[str, Any], linked: Row | None) -> None:
    about = activity(store, activity_id)
    if linked is None:
        raise BoardError("还不知道报给谁", "没有登记上级给的单位编号。", "请管理员先登记“报给谁”。")
    if head["unit_id"] != linked["unit_id"]:
        raise BoardError("不是给本单位的", f"这份交办是给编号 {head['unit_id']} 的单位的。", "请向上级要给本单位的。")
    if (head["campaign"], head["stage"]) != (about.name, about.stage):
        message = f"这份交办是“{head['campaign']}（{head['stage']}）”的。"
        raise BoardError("不是这项活动的", message, "请先换到那项活动。")


def _refuse_wrong_key(file: Signed, linked: Row | None) -> None:
    if linked and linked["fingerprint"] not in {"", file.fingerprint}:
        message = f"签名的密钥不是登记的上级的，指纹是 {file.fingerprint}。"
        raise BoardError("不是上级签的", message, "上级换了密钥的，请管理员向上级核对，在“报给谁”里改指纹。")
