"""Writing items to the store, shared by single actions, batches and files, so that all make the same checks.

`look_up` reads what a write needs, `outcome` decides without the store, `act` does both and writes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from board import clock
from board.access import Actor, Role, require
from board.errors import BoardError, Invalid, Refused
from board.rectification.fields import taken
from board.rectification.news import news
from board.rectification.registry import ACTIONS
from board.rectification.rules import apply, is_permitted
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.store import Row, Store, Transaction
from board.typed import plain

Seq = int | None

SUBJECT = "rectification"
_KEPT_BY_RULES = frozenset({"seq", "was_late", "was_accepted_late", "reported_percent"})
_MUST_BE = {
    "leader_id": ("member", "牵头领导须是班子成员"),
    "owner_id": ("person", "责任人不在人员名单里"),
    "verifier_id": ("person", "验收人不在人员名单里"),
    "aspect": ("aspect", "所属方面不在本活动的选项里"),
    "source": ("source", "问题来源不在本活动的选项里"),
    "department": ("department", "责任部门不在本活动的选项里"),
    "report_section": ("section", "报告章节不在本活动的选项里"),
    "criterion_id": ("criterion", "本活动没有这个评议项目"),
}
# If the activity has none of these, none can be named; for words, a kind without any accepts free text.
_NEVER_FREE = ("person", "member", "criterion")


@dataclass(frozen=True)
class Asked:
    """A request for an action on an item: which action, its input, when, and the `seq` the person was looking at."""

    actor: Actor
    activity_id: str
    item_id: str
    action: str
    given: Mapping[str, Any]
    happened_at: datetime
    seen_seq: Seq = None


@dataclass(frozen=True)
class Ledger:
    """The data a write needs: the present states of the items it touches, when each last changed, and the choices they
    may name.

    since: for items that changed after they were looked at, the events from the one looked at on, with names.
    assigned: for items that units below were assigned, open_count (of those units) and handed_in_by (an account).
    """

    items: Mapping[str, Row]
    last_at: Mapping[str, datetime]
    choices: Mapping[str, frozenset[str]]
    since: Mapping[str, list[Row]]
    names: Mapping[str, str]
    assigned: Mapping[str, Row]


def look_up(reader: Store | Transaction, activity_id: str, seen: Mapping[str, Seq]) -> Ledger:
    """Reads the ledger for these items, some of which may not exist. `seen`: id → the `seq` looked at, if any."""
    asked = {"activity_id": activity_id, "item_ids": list(seen)}
    items = {row["item_id"]: row for row in _with_reported(reader, asked)}
    stale = {key: seq for key, seq in seen.items() if seq is not None and key in items and items[key]["seq"] != seq}
    choices: dict[str, set[str]] = {kind: set() for kind in _NEVER_FREE}
    for row in reader.rows("rectification/choices", activity_id=activity_id):
        choices.setdefault(row["kind"], set()).add(row["choice"])
    return Ledger(
        items,
        {row["item_id"]: row["happened_at"] for row in reader.rows("rectification/last_events", **asked)},
        {kind: frozenset(known) for kind, known in choices.items()},
        {key: _events_since(reader, activity_id, key, seq) for key, seq in stale.items()},
        _names(reader, activity_id) if stale else {},
        {
            row["item_id"]: row
            for row in reader.rows("assignments/unfinished", **asked, as_of=clock.today(), after_no=0)
        },
    )


def _with_reported(reader: Store | Transaction, asked: Row) -> list[Row]:
    """The present states; what was last reported of items handed in before it was kept is read from their events."""
    rows = reader.rows("rectification/present", **asked)
    if all(row["reported_percent"] is not None for row in rows):
        return rows
    reported = {row["item_id"]: row["reported_percent"] for row in reader.rows("rectification/last_reported", **asked)}
    return [
        row if row["reported_percent"] is not None else {**row, "reported_percent": reported.get(row["item_id"], 0)}
        for row in rows
    ]


def outcome(ledger: Ledger, asked: Asked, state: Row | None) -> Row | None:
    """Returns the item's state after the request; None where an edit would change nothing.

    `state` is the one in the ledger, or the result of an earlier action of the same write.

    Raises Refused, Conflict, Invalid by field, and BoardError where the item's status doesn't allow it.
    """
    require(asked.actor, ACTIONS[asked.action].permission)
    if state is not None:
        _refuse_stranger(state, asked)
        _refuse_stale(ledger, asked)
        if asked.action == "close" and state["status"] == "submitted" and asked.item_id in ledger.assigned:
            _refuse_alone(ledger, asked)
    given = {**_as_taken(asked), "activity_id": asked.activity_id, "item_id": asked.item_id}
    wrong = wrong_moment(asked.happened_at, [{"happened_at": ledger.last_at.get(asked.item_id)}])
    wrong |= _unknown(ledger.choices, given)
    try:
        after = apply(state, asked.action, given, asked.happened_at.date())
    except Invalid as refusal:
        raise Invalid(wrong | refusal.fields) from refusal
    if wrong:
        raise Invalid(wrong)
    return after if asked.action != "edit" or _differ(state, after) else None


def act(transaction: Transaction, asked: Asked) -> None:
    """Carry out one action as part of a larger write. Raises as `outcome` does."""
    ledger = look_up(transaction, asked.activity_id, {asked.item_id: asked.seen_seq})
    after = outcome(ledger, asked, ledger.items.get(asked.item_id))
    if after is not None:
        record(transaction, SUBJECT, "item_id", after, event_of(asked))


def event_of(asked: Asked, batch_id: str | None = None) -> Event:
    """The event of a request, as part of a batch or on its own."""
    return Event(asked.action, asked.actor, asked.happened_at, plain(asked.given.get("reason")) or "", batch_id)


def next_ids(reader: Store | Transaction, activity_id: str, count: int) -> Iterator[str]:
    """The ids of the next items; numbers are never reused, not even those of removed items."""
    number = reader.rows("rectification/last_number", activity_id=activity_id)[0]["number"]
    return (f"R-{number + place:03d}" for place in range(1, count + 1))


def _refuse_stale(ledger: Ledger, asked: Asked) -> None:
    """Compares with the ledger: earlier changes to the item by the same write don't count as a conflict."""
    if asked.seen_seq is None or asked.item_id not in ledger.items:
        return
    unseen = [row for row in ledger.since.get(asked.item_id, []) if row["seq"] >= asked.seen_seq]
    refuse_stale(ledger.items[asked.item_id], asked.seen_seq, news(unseen, ledger.names, clock.today()))


def _events_since(reader: Store | Transaction, activity_id: str, item_id: str, seq: int) -> list[Row]:
    return [
        row
        for row in reader.rows("rectification/events", activity_id=activity_id, item_id=item_id)
        if row["seq"] >= seq
    ]


def _names(reader: Store | Transaction, activity_id: str) -> dict[str, str]:
    people = {row["person_id"]: row["name"] for row in reader.rows("activities/people", activity_id=activity_id)}
    criteria = reader.rows("activities/criteria", activity_id=activity_id)
    return people | {row["criterion_id"]: row["label"] for row in criteria}


def _as_taken(asked: Asked) -> Row:
    given = dict(asked.given)
    if asked.action in {"add", "edit"}:
        return {**given, **taken(given)}
    return _in_own_name(asked.actor, given) if asked.action == "close" else given


def _in_own_name(actor: Actor, given: Row) -> Row:
    """The verifier is the person acting; only a clerk, who records what others did, may name somebody else."""
    verifier = given.get("verifier_id") or actor.person_id
    if Role.CLERK in actor.roles:
        return {**given, "verifier_id": verifier}
    if actor.person_id is None:
        raise Refused(
            "还不知道您是哪一位",
            "您的账号没有对应到人员，销号时记不下验收人。",
            "请管理员到“系统管理”里给您的账号选好“对应的人员”，再来销号。",
        )
    if verifier != actor.person_id:
        raise Invalid({"verifier_id": "验收人只能是您本人"})
    return {**given, "verifier_id": verifier}


def _differ(state: Row | None, after: Row) -> bool:
    return state is None or any(after[name] != state[name] for name in state.keys() - _KEPT_BY_RULES)


def _refuse_stranger(state: Row, asked: Asked) -> None:
    if is_permitted(state, asked.action, asked.actor.roles, asked.actor.person_id):
        return
    if asked.action == "close":
        raise Refused("不能验收自己的事项", "责任人不能给自己负责的事项销号。", "请由其他领导或工作人员验收。")
    raise Refused("没有权限", f"{state['item_id']} 不是您负责的事项。", "您可以办理责任人是您本人的事项。")


def _refuse_alone(ledger: Ledger, asked: Asked) -> None:
    """An item that units below were assigned is closed once all have closed theirs, by another than handed it in."""
    assigned = ledger.assigned[asked.item_id]
    if assigned["open_count"]:
        message = f"交办的单位里还有 {assigned['open_count']} 个没有销号。"
        raise BoardError("还不能销号", message, "等它们办完报上来，或者退回、撤回。")
    # Else it was handed in by this same write.
    was_handed_in = ledger.items[asked.item_id]["status"] == "submitted"
    if not was_handed_in or assigned["handed_in_by"] == asked.actor.account_id:
        raise Refused("不能一个人办", "交办各单位的事项，提交验收和销号要两个人。", "请另一位同事来销号。")


def _unknown(choices: Mapping[str, frozenset[str]], given: Row) -> dict[str, str]:
    """The fields that name a person, a criterion or a word that the activity doesn't have."""
    named = {name: given[name] for name in _MUST_BE if given.get(name)}
    kinds = {name: _MUST_BE[name][0] for name in named if _MUST_BE[name][0] in choices}
    return {name: _MUST_BE[name][1] for name, kind in kinds.items() if named[name] not in choices[kind]}
