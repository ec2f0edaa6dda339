"""The unit's side: a version that came waits until somebody takes it over, or doesn't and says why."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Conflict, Invalid
from board.plan_versions import issuing
from board.plan_versions.applying import digest_of_changes, effects, lay_over
from board.plan_versions.changes import Change
from board.plan_versions.shape import SECTIONS, Content, digest_of_plan
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.checks import a_moment
from board.submissions.shape import LONGEST_REASON, line
from board.typed import plain

PERMISSION = "tasks.edit"
RECEIVED = "received"  # what is told of a version that nobody decided on


def keep(
    reader: Store | Transaction, activity_id: str, document: Mapping[str, Any], more: Row, *, is_strict: bool
) -> list[Row]:
    """The rows of `superior_plans` that a document from the superior brings: one, or none where it is known.

    more: superior, way. is_strict: an older version than is known is refused, else passed over. Raises BoardError.
    """
    if not document["plan"]:
        return []
    content = {section: document[section] for section in SECTIONS}
    head, sha256 = content["plan"][0], digest_of_plan(content)
    rows = reader.rows("plan_versions/arrived", activity_id=activity_id)
    if any(row["sha256"] == sha256 for row in rows):
        return []
    issued_at = a_moment(head["issued_at"])
    if rows and (head["version"], issued_at) < (rows[-1]["version"], rows[-1]["issued_at"]):
        if not is_strict:
            return []
        message = f"文件里是方案第 {head['version']} 版，这里已经有第 {rows[-1]['version']} 版。"
        raise BoardError("方案比这里的旧", message, "没有收下。请向上级要最新的文件。")
    kept = {"version": head["version"], "note": head["note"], "issued_at": issued_at, "sha256": sha256}
    kept |= {"content": json.dumps(content, ensure_ascii=False, sort_keys=True)}
    return [{"activity_id": activity_id, **kept, **more, "received_at": clock.now()}]


def decisions(store: Store, activity_id: str) -> list[Row]:
    """Returns for the superior, of each version, sha256, decision, reason."""
    return [
        {"sha256": row["sha256"], "decision": row["decision"] or RECEIVED, "reason": row["reason"]}
        for row in store.rows("plan_versions/arrived", activity_id=activity_id)
    ]


def newest(reader: Store | Transaction, activity_id: str) -> Row | None:
    """The newest version that came, with decision ('': it waits), reason, decided_by, decided_at; None for none."""
    rows = reader.rows("plan_versions/arrived", activity_id=activity_id)
    return rows[-1] if rows else None


def in_use(reader: Store | Transaction, activity_id: str) -> Row | None:
    """The newest version that was taken over."""
    rows = reader.rows("plan_versions/arrived", activity_id=activity_id)
    return next((row for row in rows[::-1] if row["decision"] == "taken"), None)


def preview(reader: Store | Transaction, activity_id: str, row: Mapping[str, Any], today: date) -> list[Change]:
    """Exactly what taking over a version (of `newest`) would change, and what stays and why."""
    used = in_use(reader, activity_id)
    base: Content | None = json.loads(used["content"]) if used else None
    return effects(reader, activity_id, json.loads(row["content"]), base, today)


def take_over(store: Store, actor: Actor, activity_id: str, sha256: str, seen: str, *, goes_on: bool = False) -> None:
    """Take over the version that waits. seen: the digest of the changes that were looked at
    (`applying.digest_of_changes`); goes_on: the units below get it, too, as this bureau's next version.

    Raises Refused, Conflict where something else would change by now, Invalid, and BoardError where it doesn't wait.
    """
    require(actor, PERMISSION)

    def work(transaction: Transaction) -> None:
        now = clock.now()
        row = _waiting(transaction, activity_id, sha256)
        changes = preview(transaction, activity_id, row, now.date())
        if digest_of_changes(changes) != seen:
            raise Conflict("刚刚变了", "看过以后有人改了任务或者评议表，会变的不一样了。", "请再看一遍，再接收。")
        reason = f"{row['superior']}方案第 {row['version']} 版"
        content = json.loads(row["content"])
        form = lay_over(transaction, actor, activity_id, content, changes, reason, now)
        _decide(transaction, actor, row, "taken", "")
        if goes_on:
            issuing.hand_on(transaction, actor, row, content, form, now)

    store.write(work, Deed("plan_versions.accept", actor, record=sha256[:12]))


def decline(store: Store, actor: Actor, activity_id: str, sha256: str, reason: str) -> None:
    """Leave the own plan as it is, with a reason that the superior sees. Raises Refused, Invalid, BoardError."""
    require(actor, PERMISSION)
    shown = line(plain(reason) or "", {}, LONGEST_REASON)
    if not shown:
        raise Invalid({"reason": "请写为什么不接收，上级看得到"})

    def work(transaction: Transaction) -> None:
        _decide(transaction, actor, _waiting(transaction, activity_id, sha256), "declined", shown)

    store.write(work, Deed("plan_versions.decline", actor, record=sha256[:12]))


def _waiting(transaction: Transaction, activity_id: str, sha256: str) -> Row:
    """The version, if it is the newest and isn't in use; one that was declined may still be taken over."""
    row = newest(transaction, activity_id)
    if row is None or row["sha256"] != sha256:
        raise Conflict("方案刚刚变了", "上级又下发了新的一版，或者没有这一版。", "请看一看现在的，再办。")
    if row["decision"] == "taken":
        raise Conflict("已经接收了", f"{row['decided_by']}已经接收了这一版。", "请刷新页面。")
    return row


def _decide(transaction: Transaction, actor: Actor, row: Row, decision: str, reason: str) -> None:
    made = {"activity_id": row["activity_id"], "sha256": row["sha256"], "decision": decision, "reason": reason}
    who = {"happened_at": clock.now(), "actor_id": actor.account_id, "actor_name": actor.name}
    transaction.insert("plan_versions/insert_decisions", [{**made, **who}])
