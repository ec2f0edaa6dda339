"""The bureau's side: a plan becomes the next version of its activity, here first; units get it with what goes down."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require, require_whole
from board.activity.plan.reading import Plan
from board.activity.plan.rows import answer_rows, criterion_rows, dependency_rows, phase_rows, task_rows
from board.errors import BoardError, Invalid
from board.plan_versions.applying import effects, lay_over
from board.plan_versions.changes import FORM, KEEP, Change
from board.plan_versions.shape import SECTIONS, Content, digest_of_plan
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.document import canonical
from board.submissions.shape import LONGEST_LABEL, LONGEST_REASON, LONGEST_TITLE, line
from board.typed import plain

PERMISSION = "submitted.edit"
NOTHING: Content = {section: [] for section in SECTIONS}
_LONGEST = {"name": LONGEST_TITLE, "output": LONGEST_TITLE}


def preview(store: Store, activity_id: str, plan: Plan) -> list[Change]:
    """Returns what would change in the bureau's own activity, and so in that of a unit which follows it."""
    content, today = _content(store, activity_id, plan), clock.today()
    return effects(store, activity_id, content, newest(store, activity_id), today)


def issue(store: Store, actor: Actor, activity_id: str, plan: Plan, note: str) -> int:
    """Make a plan the next version, in the own activity too; returns its number. Its days count from the activity's
    start. note: what is new, for the units.

    Raises Refused, Invalid by field, and BoardError where nothing would change or the own form can't.
    """
    require(actor, PERMISSION)
    return store.write(
        lambda transaction: issue_in(transaction, actor, activity_id, plan, note, clock.now()),
        Deed("plan_versions.issue", actor),
    )


def issue_in(transaction: Transaction, actor: Actor, activity_id: str, plan: Plan, note: str, now: datetime) -> int:
    """`issue` as part of a larger write."""
    require(actor, PERMISSION)
    require_whole(actor)
    shown = line(plain(note) or "", {}, LONGEST_REASON)
    if not shown:
        raise Invalid({"note": "请写这一版有什么不同，单位看得到"})
    rows = transaction.rows("plan_versions/issued", activity_id=activity_id)
    version = len(rows) + 1
    content = _content(transaction, activity_id, plan)
    base = json.loads(rows[-1]["content"]) if rows else None
    if base is not None and {**base, "plan": []} == content:
        raise BoardError(
            "没有不同", f"这个方案和第 {rows[-1]['version']} 版一样。", "请在系统管理里改好方案，再来下发。"
        )
    changes = effects(transaction, activity_id, content, base, now.date())
    if any(each.kind == FORM and each.effect == KEEP for each in changes):
        raise BoardError("评议项目不能改", "本级的评议表已经用着，改了就和以前的比不成。", "请用评议项目不变的方案。")
    head = {"version": version, "note": shown, "issued_at": now.isoformat(timespec="seconds")}
    content = {**content, "plan": [head]}
    form = lay_over(transaction, actor, activity_id, content, changes, f"方案第 {version} 版", now)
    row = {"activity_id": activity_id, "version": version, "note": shown, "content": canonical(content).decode()}
    row |= {"sha256": digest_of_plan(content), "form_sha256": form, "happened_at": now}
    transaction.insert("plan_versions/insert", [{**row, "actor_id": actor.account_id, "actor_name": actor.name}])
    return version


def hand_on(
    transaction: Transaction, actor: Actor, came: Mapping[str, Any], content: Content, form: str, now: datetime
) -> None:
    """Make the superior's version, which was just taken over here, the next one for the units below. came: a row of
    `superior_plans`; form: the digest of the own form now."""
    version = len(transaction.rows("plan_versions/issued", activity_id=came["activity_id"])) + 1
    note = line(f"{came['superior']}方案第 {came['version']} 版：{came['note']}", {}, LONGEST_REASON)
    head = {"version": version, "note": note, "issued_at": now.isoformat(timespec="seconds")}
    made = {**content, "plan": [head]}
    row = {"activity_id": came["activity_id"], "version": version, "note": note, "content": canonical(made).decode()}
    row |= {"sha256": digest_of_plan(made), "form_sha256": form, "from_sha256": came["sha256"], "happened_at": now}
    transaction.insert("plan_versions/insert", [{**row, "actor_id": actor.account_id, "actor_name": actor.name}])


def decided_below(store: Store, activity_id: str) -> list[Row]:
    """Returns for the superior what units below did with its versions that were handed on: unit_id, sha256 (of its
    own), decision, reason."""
    came = {row["sha256"]: row["from_sha256"] for row in versions(store, activity_id) if row["from_sha256"]}
    if not came:
        return []
    return [
        {"unit_id": row["unit_id"], "sha256": came[row["sha256"]], "decision": row["decision"], "reason": row["reason"]}
        for row in store.rows("plan_versions/receipts", activity_id=activity_id)
        if row["sha256"] in came
    ]


def newest(reader: Store | Transaction, activity_id: str) -> Content | None:
    """The sections of the newest version as they go down; None before the first."""
    rows = reader.rows("plan_versions/issued", activity_id=activity_id)
    content: Content | None = json.loads(rows[-1]["content"]) if rows else None
    return content


def versions(store: Store, activity_id: str) -> list[Row]:
    """One row per version issued, the oldest first: the columns of `plan_versions`."""
    return store.rows("plan_versions/issued", activity_id=activity_id)


def note_kept(store: Store, activity_id: str, kept: list[Row]) -> None:
    """Note what units (unit_id, sha256, decision, reason) did with the versions that were issued here; other versions
    are passed over."""
    if not kept:
        return
    issued = {row["sha256"] for row in versions(store, activity_id)}
    receipts = store.rows("plan_versions/receipts", activity_id=activity_id)
    known = {(row["unit_id"], row["sha256"]): (row["decision"], row["reason"]) for row in receipts}
    of = {"activity_id": activity_id, "received_at": clock.now()}
    new = [
        {**of, **row}
        for row in kept
        if row["sha256"] in issued and known.get((row["unit_id"], row["sha256"])) != (row["decision"], row["reason"])
    ]
    if new:
        deed = Deed("plan_versions.received", record=new[0]["unit_id"])
        store.write(lambda transaction: transaction.insert("plan_versions/insert_receipts", new), deed)


def by_unit(store: Store, activity_id: str, unit_ids: pd.Series) -> pd.DataFrame:
    """One row per unit: unit_id; version, decision (received, taken, declined) and reason of the newest version that it
    has; taken (the newest that it took over). None, 0 where there is none."""
    numbers = {row["sha256"]: row["version"] for row in versions(store, activity_id)}
    rows = pd.DataFrame(
        store.rows("plan_versions/receipts", activity_id=activity_id),
        columns=["unit_id", "sha256", "decision", "reason", "received_at"],
    )
    rows = rows.assign(version=rows["sha256"].map(numbers)).dropna(subset=["version"]).sort_values("version")
    taken = rows[rows["decision"] == "taken"].groupby("unit_id")["version"].max()
    last = rows.drop_duplicates("unit_id", keep="last").set_index("unit_id")
    shown = pd.DataFrame({"unit_id": unit_ids}).join(last[["version", "decision", "reason"]], on="unit_id")
    return shown.assign(
        version=shown["version"].fillna(0).astype(int),
        taken=shown["unit_id"].map(taken).fillna(0).astype(int),
    )


def _content(reader: Store | Transaction, activity_id: str, plan: Plan) -> dict[str, list[Row]]:
    start_on = reader.rows("task_shifts/stage", activity_id=activity_id)[0]["start_on"]
    made = {
        "plan_phases": phase_rows(plan, activity_id, start_on),
        "plan_tasks": task_rows(plan, activity_id, start_on),
        "plan_orders": dependency_rows(plan, activity_id),
        "plan_criteria": criterion_rows(plan, activity_id),
        "plan_answers": answer_rows(plan, activity_id),
    }
    there = {row["phase_id"] for row in reader.rows("activities/phases", activity_id=activity_id)}
    if {row["phase_id"] for row in made["plan_phases"]} != there:
        message = "它的环节和本活动的不一样。"
        raise BoardError("不是这项活动的方案", message, "环节变了是另一个阶段，请新建活动。")
    rows = {section: [_as_sent(section, row) for row in rows] for section, rows in made.items()}
    return {**rows, "plan": []}


def _as_sent(section: str, row: Mapping[str, Any]) -> Row:
    sent = {name: row[name] for name in SECTIONS[section]}
    for name, value in sent.items():
        if isinstance(value, date):
            sent[name] = value.isoformat()
        elif isinstance(value, str):
            sent[name] = line(value, {}, _LONGEST.get(name, LONGEST_LABEL)) if name != "records" else value
        elif isinstance(value, float):
            sent[name] = int(value) if value.is_integer() else value
    return sent
