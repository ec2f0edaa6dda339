"""Many actions on items at once: previewed, carried out all or none, undone as a whole.

Each action passes the same checks as a single one (`rectification.writing.outcome`), so a batch can do nothing
that its actor couldn't do item by item.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import pandas as pd

from board import clock
from board.access import Actor, require, sees_own_items_only
from board.errors import BoardError, Conflict, Invalid
from board.rectification.registry import ACTIONS, ITEM_ACTION
from board.rectification.writing import SUBJECT, Asked, event_of, look_up, next_ids, outcome
from board.store.history import record_more, stamped
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import plain

When = datetime | None

# Files belong to a single item, and only whole batches are undone.
BATCHED = frozenset(name for name, action in ACTIONS.items() if action.has_form)
_NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Change:
    """One action on an item (None: a new one, by `add`), with the `given` that `rectification.rules.apply` takes.

    `seen_seq`: the item's `seq` when the person looked at it; None: no check.
    """

    item_id: str | None
    action: str
    given: Mapping[str, Any]
    seen_seq: int | None = None


@dataclass(frozen=True)
class Outcome:
    """The result of a change: the states before and after it (equal: nothing changes), or why it is refused."""

    change: Change
    before: Row | None
    after: Row | None
    problem: BoardError | None


def preview(
    store: Store, actor: Actor, activity_id: str, changes: Iterable[Change], *, at: When = None
) -> list[Outcome]:
    """Returns each change's outcome, in order; changes to the same item build on each other. Nothing is written."""
    asked = _asked(store, actor, activity_id, tuple(changes), at or clock.now())
    return [_seen_by(actor, each) for each in _outcomes(store, activity_id, asked)]


def carry_out(
    store: Store, actor: Actor, activity_id: str, changes: Iterable[Change], title: str, *, at: When = None
) -> str:
    """Carry out all changes or none, as one batch, and return its id. `title` says what was done.

    Changes that change nothing leave no event. Raises BoardError naming the items that fail and why; Invalid where
    every change fails for the same fields; BoardError where nothing would change.
    """
    wanted = tuple(changes)
    happened_at = at or clock.now()
    return store.write(
        lambda transaction: carry_out_within(transaction, actor, activity_id, wanted, title, at=happened_at),
        Deed("rectification.batch", actor),
    )


def carry_out_within(
    transaction: Transaction, actor: Actor, activity_id: str, changes: Sequence[Change], title: str, *, at: datetime
) -> str:
    """Like `carry_out`, inside a larger transaction."""
    for action in {change.action for change in changes} & BATCHED:
        require(actor, ACTIONS[action].permission)
    name = _checked(title, changes)
    asked = _asked(transaction, actor, activity_id, changes, at)
    outcomes = _outcomes(transaction, activity_id, asked)
    _refuse_problems(outcomes)
    batch_id = _next_id(transaction, activity_id)
    histories = _histories(asked, outcomes, batch_id)
    record_more(transaction, SUBJECT, activity_id, "item_id", histories)
    row = {"activity_id": activity_id, "batch_id": batch_id, "title": name, "item_count": len(histories)}
    made = {"happened_at": at, "actor_id": actor.account_id, "actor_name": actor.name, "undone_at": None}
    transaction.insert("batches/insert", [{**row, **made}])
    return batch_id


def undo(store: Store, actor: Actor, activity_id: str, batch_id: str, *, at: When = None) -> int:
    """Bring every item of a batch back to its state before the batch, as new events, and return how many there were.

    Items that the batch registered are removed; items that were late in between stay recorded as late. Raises Refused,
    and BoardError where there is no such batch, it is already undone, or an item has changed since (it is named).
    """
    happened_at = at or clock.now()
    return store.write(
        lambda transaction: undo_within(transaction, actor, activity_id, batch_id, at=happened_at),
        Deed("rectification.undo", actor, batch_id),
    )


def undo_within(transaction: Transaction, actor: Actor, activity_id: str, batch_id: str, *, at: datetime) -> int:
    """Like `undo`, inside a larger transaction."""
    require(actor, ACTIONS["undo"].permission)
    key = {"activity_id": activity_id, "batch_id": batch_id}
    title = _undoable(transaction, key)["title"]
    before = {row["item_id"]: row for row in transaction.rows("batches/before", **key)}
    touched = {row["item_id"]: row["last_seq"] for row in transaction.rows("batches/touched", **key)}
    ledger = look_up(transaction, activity_id, dict.fromkeys(touched))
    _refuse_moved_on([item_id for item_id, seq in touched.items() if ledger.items[item_id]["seq"] != seq])
    histories = []
    for item_id in touched:
        given = {"before": before.get(item_id), "reason": title}
        asked = Asked(actor, activity_id, item_id, "undo", given, at)
        after = outcome(ledger, asked, ledger.items[item_id])
        histories.append([stamped(after or {}, event_of(asked))])
    record_more(transaction, SUBJECT, activity_id, "item_id", histories)
    transaction.run("batches/mark_undone", **key, undone_at=at)
    return len(touched)


def batches(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per batch, the newest first.

    batch_id, title, item_count, happened_at, actor_id, actor_name, undone_at (NaT: not undone), can_undo (not undone,
    and none of its items has changed since).
    """
    return store.read("batches/all", activity_id=activity_id)


def last_batch(store: Store, activity_id: str, account_id: str, day: date) -> Row | None:
    """Returns the last of `batches` that a person carried out on a day."""
    own = set(store.read("batches/done_on", activity_id=activity_id, actor_id=account_id, day_on=day)["batch_id"])
    if not own:  # then nothing depends on what is done to items
        return None
    done = batches(store, activity_id)
    return cast(Row, done[done["batch_id"].isin(own)].iloc[0].to_dict())


def _asked(
    reader: Store | Transaction, actor: Actor, activity_id: str, changes: Sequence[Change], at: datetime
) -> list[Asked]:
    """Returns the changes as requests with item ids; each new item gets the next number."""
    ids = next_ids(reader, activity_id, sum(change.action == "add" for change in changes))
    return [
        Asked(
            actor,
            activity_id,
            next(ids) if change.action == "add" else change.item_id or "",
            change.action,
            change.given,
            at,
            change.seen_seq,
        )
        for change in changes
    ]


def _outcomes(reader: Store | Transaction, activity_id: str, asked: Sequence[Asked]) -> list[Outcome]:
    ledger = look_up(reader, activity_id, _seen(asked))
    states: dict[str, Row] = dict(ledger.items)
    outcomes = []
    for each in asked:
        before, after, problem = states.get(each.item_id), None, None
        try:
            _refuse_alone(each)
            after = outcome(ledger, each, before) or before
        except BoardError as refusal:
            problem = refusal
        if after is not None:
            states[each.item_id] = after
        change = Change(None if each.action == "add" else each.item_id, each.action, each.given, each.seen_seq)
        outcomes.append(Outcome(change, before, after, problem))
    return outcomes


def _seen(asked: Iterable[Asked]) -> dict[str, int | None]:
    """Item → the oldest `seq` that any of the changes was based on."""
    seen: dict[str, int | None] = {}
    for each in asked:
        known = [seq for seq in (seen.get(each.item_id), each.seen_seq) if seq is not None]
        seen[each.item_id] = min(known, default=None)
    return seen


def _seen_by(actor: Actor, found: Outcome) -> Outcome:
    """The outcome without the states of an item that this person may not see."""
    if found.before is None or not sees_own_items_only(actor) or found.before["owner_id"] == actor.person_id:
        return found
    return Outcome(found.change, None, None, found.problem)


def _refuse_alone(asked: Asked) -> None:
    if asked.action not in BATCHED:
        name = ITEM_ACTION.get(asked.action, asked.action)
        raise BoardError(f"不能批量{name}", "这件事要逐项办理。", "请打开事项，在里面办理。")


def _checked(title: str, changes: Sequence[Change]) -> str:
    name = plain(title)
    if name is None:
        raise Invalid({"title": "请写明这次办的是什么"})
    if not changes:
        raise BoardError("没有选中事项", "一项也没有选。", "请先选中要办理的事项。")
    return str(name)


def _histories(asked: Sequence[Asked], outcomes: Sequence[Outcome], batch_id: str) -> list[list[Row]]:
    """The events of each item that changes. Raises BoardError where none does."""
    histories: dict[str, list[Row]] = {}
    for each, found in zip(asked, outcomes, strict=True):
        if found.after is not None and found.after != found.before:
            histories.setdefault(each.item_id, []).append(stamped(found.after, event_of(each, batch_id)))
    if not histories:
        raise BoardError("没有要改的", "选中的事项已经是这样。", "请核对填写的内容。")
    return list(histories.values())


def _refuse_problems(outcomes: Sequence[Outcome]) -> None:
    problems = [(place, each, each.problem) for place, each in enumerate(outcomes, start=1) if each.problem is not None]
    if not problems:
        return
    fields = [problem.fields if isinstance(problem, Invalid) else {} for _, _, problem in problems]
    if len(problems) == len(outcomes) and fields[0] and all(each == fields[0] for each in fields):
        raise Invalid(fields[0])
    lines = [f"{each.change.item_id or f'第 {place} 项'}：{_why(problem)}" for place, each, problem in problems]
    more = f"……一共 {len(lines)} 项" if len(lines) > _NAMED_AT_MOST else ""
    is_conflict = all(isinstance(problem, Conflict) for _, _, problem in problems)
    raise (Conflict if is_conflict else BoardError)(
        f"{len(problems)} 项办不了，这次都没有办理",
        "；".join(lines[:_NAMED_AT_MOST]) + more,
        "请去掉办不了的事项，或者改好，再办一次。",
    )


def _why(problem: BoardError) -> str:
    if isinstance(problem, Invalid):
        return problem.message
    return f"{problem.title}，{problem.message}".rstrip("，。")


def _undoable(transaction: Transaction, key: Mapping[str, str]) -> Row:
    found = transaction.rows("batches/one", **key)
    if not found:
        raise BoardError("不能撤销", "没有这次批量办理。", "请刷新页面核对。")
    if found[0]["undone_at"] is not None:
        raise BoardError("已经撤销过了", f"“{found[0]['title']}”已经撤销。", "请刷新页面核对。")
    return found[0]


def _refuse_moved_on(item_ids: Sequence[str]) -> None:
    if not item_ids:
        return
    more = f"等 {len(item_ids)} 项" if len(item_ids) > _NAMED_AT_MOST else ""
    raise BoardError(
        "不能撤销了",
        f"{'、'.join(item_ids[:_NAMED_AT_MOST])}{more}在这之后又变动过，撤销会丢掉后来的内容。",
        "请打开这些事项，逐项改回。",
    )


def _next_id(transaction: Transaction, activity_id: str) -> str:
    number = transaction.rows("batches/last_number", activity_id=activity_id)[0]["number"]
    return f"B-{number + 1:03d}"
