"""Rectification items: the actions that move them and what is read of them.

What is allowed, asked for and computed stands in `rectification_rules` and `rectification_flags`; here it meets the
store. Every action takes `seen_seq`, the item's `seq` when the person opened it (raises Conflict if it moved on; None:
don't ask), and `at`, when it happened (None: now; never before the item's last event, never in the future). Every
action raises Refused, Invalid by field, and BoardError where the item's status doesn't allow it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, Role, require
from board.db import Row, Store, Transaction
from board.errors import Invalid, Refused
from board.history import Event, record, refuse_stale, wrong_moment
from board.rectification_fields import taken
from board.rectification_flags import with_flags
from board.rectification_links import link_all
from board.rectification_rules import PERMISSION, apply, is_permitted
from board.typed import plain

Seq = int | None
When = datetime | None

_SUBJECT = "rectification"
_MUST_BE = {
    "leader_id": ("member", "牵头领导须是班子成员"),
    "owner_id": ("person", "责任人不在人员名单里"),
    "verifier_id": ("person", "验收人不在人员名单里"),
    "aspect": ("aspect", "所属方面不在本活动的选项里"),
    "source": ("source", "问题来源不在本活动的选项里"),
    "department": ("department", "责任部门不在本活动的选项里"),
}


def add(
    store: Store,
    actor: Actor,
    activity_id: str,
    fields: Mapping[str, Any],
    *,
    opinion_ids: Iterable[str] = (),
    at: When = None,
) -> str:
    """Register an item (`rectification_fields.FIELDS`), linked to the opinions it answers, and return its id."""
    require(actor, PERMISSION["add"])
    linked = tuple(opinion_ids)

    def work(transaction: Transaction) -> str:
        item_id = _next_id(transaction, activity_id)
        given = {**taken(fields), "activity_id": activity_id, "item_id": item_id}
        _write(transaction, None, "add", given, Event("add", actor, at or clock.now()))
        link_all(transaction, activity_id, item_id, linked)
        return item_id

    return store.write(work)


def edit(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    fields: Mapping[str, Any],
    *,
    reason: str = "",
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change typed fields; changing the kind takes a reason. Nothing is written if nothing differs."""
    given = {**taken(fields), "reason": reason}
    _act(store, actor, activity_id, item_id, "edit", given, seen_seq, at)


def start(store: Store, actor: Actor, activity_id: str, item_id: str, *, seen_seq: Seq = None, at: When = None) -> None:
    """Begin the work: 未启动 → 整改中."""
    _act(store, actor, activity_id, item_id, "start", {}, seen_seq, at)


def report(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    percent: int,
    progress: str,
    *,
    proof: str = "",
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Say how far the work is (0..99) and what was done."""
    given = {"percent": percent, "progress": progress, "proof": proof}
    _act(store, actor, activity_id, item_id, "report", given, seen_seq, at)


def submit(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    proof: str,
    progress: str = "",
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Hand the work in with its proof: 整改中 → 待验收."""
    _act(store, actor, activity_id, item_id, "submit", {"proof": proof, "progress": progress}, seen_seq, at)


def send_back(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    reason: str,
    *,
    people_view: str | None = None,
    percent: int | None = None,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Refuse the work with a reason, and the people's view if that is why: 待验收 → 整改中."""
    given = {"reason": reason, "people_view": people_view, "percent": percent}
    _act(store, actor, activity_id, item_id, "send_back", given, seen_seq, at)


def close(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    people_view: str,
    *,
    verifier_id: str | None = None,
    proof: str = "",
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Accept the work and strike it off: 待验收 → 已销号.

    The verifier is the one acting; only a clerk, who writes down what others did, may name somebody else.
    """
    require(actor, PERMISSION["close"])
    _refuse_nobody(actor)
    verifier = verifier_id or actor.person_id
    if Role.CLERK not in actor.roles and verifier != actor.person_id:
        raise Invalid({"verifier_id": "验收人只能是您本人"})
    given = {"people_view": people_view, "verifier_id": verifier, "proof": proof}
    _act(store, actor, activity_id, item_id, "close", given, seen_seq, at)


def reopen(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    reason: str,
    *,
    due_on: date | None = None,
    people_view: str | None = None,
    percent: int | None = None,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Take a closed item up again with a reason, and a new date where the old one has gone: 已销号 → 整改中."""
    given = {"reason": reason, "due_on": due_on, "people_view": people_view, "percent": percent}
    _act(store, actor, activity_id, item_id, "reopen", given, seen_seq, at)


def postpone(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    due_on: date,
    reason: str,
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Move the due date with a reason; the first date is kept."""
    _act(store, actor, activity_id, item_id, "postpone", {"due_on": due_on, "reason": reason}, seen_seq, at)


def remove(
    store: Store, actor: Actor, activity_id: str, item_id: str, reason: str, *, seen_seq: Seq = None, at: When = None
) -> None:
    """Take an item out of the ledger with a reason; its history stays."""
    _act(store, actor, activity_id, item_id, "remove", {"reason": reason}, seen_seq, at)


def items(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per item that stood in the ledger at the end of a day, as it stood then.

    All columns of `rectification_items`; happened_at (of its last event up to that day); leader_name, owner_name,
    verifier_name; and the flags of `rectification_flags.with_flags`. Days are datetime64 (NaT: none).
    """

    def make() -> pd.DataFrame:
        return with_flags(store.read("rectification/items", activity_id=activity_id, as_of=as_of), as_of)

    frame: pd.DataFrame = store.cached(("rectification.items", activity_id, as_of), make)
    return frame.copy(deep=False)


def events(store: Store, activity_id: str, item_id: str) -> pd.DataFrame:
    """One row per event of an item, oldest first: happened_at, actor_name, action, reason and the state it led to."""
    return store.read("rectification/events", activity_id=activity_id, item_id=item_id)


def counts_by_day(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per day from the first event to `as_of`: day_on, found_count, done_count, closed_count.

    Each is what `items` of that day would count, so the curve and the ledger agree.
    """
    return store.read("rectification/counts_by_day", activity_id=activity_id, as_of=as_of)


def _act(
    store: Store,
    actor: Actor,
    activity_id: str,
    item_id: str,
    action: str,
    given: Mapping[str, Any],
    seen_seq: Seq,
    at: When,
) -> None:
    require(actor, PERMISSION[action])
    event = Event(action, actor, at or clock.now(), plain(given.get("reason")) or "")

    def work(transaction: Transaction) -> None:
        found = transaction.rows("rectification/current", activity_id=activity_id, item_id=item_id)
        current = found[0] if found else None
        if current is not None:
            _refuse_stranger(current, action, actor)
            refuse_stale(current, seen_seq)
        _write(transaction, current, action, {**given, "activity_id": activity_id, "item_id": item_id}, event)

    store.write(work)


def _write(transaction: Transaction, current: Row | None, action: str, given: Row, event: Event) -> None:
    key = {"activity_id": given["activity_id"], "item_id": given["item_id"]}
    wrong = wrong_moment(event.happened_at, transaction.rows("rectification/last_event_at", **key))
    wrong |= _unknown(transaction, given)
    try:
        after = apply(current, action, given, event.happened_at.date())
    except Invalid as refusal:
        raise Invalid(wrong | refusal.fields) from refusal
    if wrong:
        raise Invalid(wrong)
    if current is None or action != "edit" or _differ(current, after):
        record(transaction, _SUBJECT, "item_id", after, event)


def _differ(current: Row, after: Row) -> bool:
    kept_by_rules = {"seq", "was_late"}
    return any(after[name] != current[name] for name in current.keys() - kept_by_rules)


def _refuse_stranger(current: Row, action: str, actor: Actor) -> None:
    if is_permitted(current, action, actor.roles, actor.person_id):
        return
    if action == "close":
        raise Refused("不能验收自己的事项", "责任人不能给自己负责的事项销号。", "请由其他领导或工作人员验收。")
    raise Refused("没有权限", f"{current['item_id']} 不是您负责的事项。", "您可以办理责任人是您本人的事项。")


def _refuse_nobody(actor: Actor) -> None:
    """Whoever accepts in their own name must be a person of the activity, or another's name would go on record."""
    if Role.CLERK not in actor.roles and actor.person_id is None:
        raise Refused(
            "还不知道您是哪一位",
            "您的账号没有对应到人员，销号时记不下验收人。",
            "请管理员到“系统管理”里给您的账号选好“对应的人员”，再来销号。",
        )


def _unknown(transaction: Transaction, given: Row) -> dict[str, str]:
    """Fields that name a person or a word the activity doesn't have; words are free where it has none of a kind."""
    named = {name: given[name] for name in _MUST_BE if given.get(name)}
    if not named:
        return {}
    choices: dict[str, set[str]] = {"person": set(), "member": set()}
    for row in transaction.rows("rectification/choices", activity_id=given["activity_id"]):
        choices.setdefault(row["kind"], set()).add(row["choice"])
    kinds = {name: _MUST_BE[name][0] for name in named if _MUST_BE[name][0] in choices}
    return {name: _MUST_BE[name][1] for name, kind in kinds.items() if named[name] not in choices[kind]}


def _next_id(transaction: Transaction, activity_id: str) -> str:
    number = transaction.rows("rectification/last_number", activity_id=activity_id)[0]["number"]
    return f"R-{number + 1:03d}"
