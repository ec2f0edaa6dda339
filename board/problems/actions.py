"""Problems found (问题): their sources and causes, and the rectification items they became.

A problem is a record of the kind `PROBLEM`, registered, edited and removed by `board.store.records`. The actions here
take `at`, when it happened (None: now), and raise Refused, Invalid by field, and BoardError where there is no such
problem.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Invalid
from board.opinions import actions as opinions
from board.problems.rules import FIELDS, what_is_wrong
from board.rectification.registry import ACTIONS
from board.rectification.writing import Asked, act, next_ids
from board.store.frames import kept
from board.store.records import Kind, When
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed
from board.words import STUDY_SOURCE

PROBLEM = Kind(
    subject="problems",
    key="problem_id",
    prefix="W-",
    permission="meeting.edit",
    word="问题",
    fields=FIELDS,
    what_is_wrong=what_is_wrong,
    same=lambda problem: tuple(problem[name] for name in ("about", "member_id", "content")),
    same_field="content",
)


def link_source(
    store: Store, actor: Actor, activity_id: str, problem_id: str, source_kind: str, source_id: str, *, at: When = None
) -> None:
    """Link a problem to a source (`words.PROBLEM_SOURCE`), if it isn't linked already."""
    require(actor, PROBLEM.permission)
    link = {"problem_id": problem_id, "source_kind": source_kind, "source_id": source_id}
    linked_at = at or clock.now()
    store.write(
        lambda transaction: link_source_within(transaction, activity_id, link, linked_at),
        Deed("problems.link_source", actor),
    )


def link_source_within(transaction: Transaction, activity_id: str, link: Mapping[str, str], linked_at: Any) -> None:
    """Like `link_source`, inside a larger transaction; the caller checks the permission. link: problem_id, source_kind,
    source_id."""
    _refuse_unknown(transaction, activity_id, link["problem_id"], link["source_kind"], link["source_id"])
    if link not in transaction.rows("problems/linked_sources", activity_id=activity_id):
        rows = [{"activity_id": activity_id, **link, "linked_at": linked_at}]
        transaction.insert("problems/insert_sources", rows)


def unlink_source(
    store: Store, actor: Actor, activity_id: str, problem_id: str, source_kind: str, source_id: str, *, at: When = None
) -> None:
    """Remove a problem's link to a source, if there is one."""
    require(actor, PROBLEM.permission)
    link = {"problem_id": problem_id, "source_kind": source_kind, "source_id": source_id}
    ended_at = at or clock.now()
    store.write(
        lambda transaction: transaction.run("problems/end_source", activity_id=activity_id, **link, at=ended_at),
        Deed("problems.unlink_source", actor),
    )


def make_item(
    store: Store, actor: Actor, activity_id: str, problem_id: str, fields: Mapping[str, Any], *, at: When = None
) -> str:
    """Register a rectification item (`rectification.fields.FIELDS`) for a problem and link them; returns its id."""
    require(actor, PROBLEM.permission)
    require(actor, ACTIONS["add"].permission)
    happened_at = at or clock.now()

    def work(transaction: Transaction) -> str:
        (item_id,) = next_ids(transaction, activity_id, 1)
        act(transaction, Asked(actor, activity_id, item_id, "add", fields, happened_at))
        _link_item(transaction, activity_id, problem_id, item_id, happened_at)
        return item_id

    return store.write(work, Deed("problems.make_item", actor))


def link_item(store: Store, actor: Actor, activity_id: str, problem_id: str, item_id: str, *, at: When = None) -> None:
    """Link a problem to the item that rectifies it, if it isn't linked already."""
    require(actor, PROBLEM.permission)
    linked_at = at or clock.now()
    store.write(
        lambda transaction: _link_item(transaction, activity_id, problem_id, item_id, linked_at),
        Deed("problems.link_item", actor, problem_id),
    )


def unlink_item(
    store: Store, actor: Actor, activity_id: str, problem_id: str, item_id: str, *, at: When = None
) -> None:
    """Remove a problem's link to an item, if there is one."""
    require(actor, PROBLEM.permission)
    link = {"activity_id": activity_id, "problem_id": problem_id, "item_id": item_id}
    ended_at = at or clock.now()
    store.write(
        lambda transaction: transaction.run("problems/end_item", **link, at=ended_at),
        Deed("problems.unlink_item", actor, problem_id),
    )


@kept
def problems(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per problem at the end of a day.

    All columns of `problems`; member_name; source_count (the meeting that found it counts); opinion_ids, talk_ids,
    outline_ids, study_ids, item_ids (of items in the ledger) as linked that day, joined by 、; has_subjective_cause;
    happened_at, actor_name and action of its last event.
    """
    absent = opinions.absent_items(store, activity_id, as_of)
    rows = store.read("problems/problems", activity_id=activity_id, as_of=as_of, absent=absent)
    return _of_lots(store, activity_id, as_of, rows) if store.hides_some() else rows


def _of_lots(store: Store, activity_id: str, as_of: date, rows: pd.DataFrame) -> pd.DataFrame:
    """The problems without those source opinions that are not visible to the current reader."""
    every = rows["opinion_ids"].str.split("、").explode().rename("opinion_id").to_frame()
    every = every[every["opinion_id"] != ""]
    there = opinions.of_lots(store, activity_id, as_of, every)
    counts = [each.groupby(level=0).size().reindex(rows.index, fill_value=0) for each in (every, there)]
    return rows.assign(
        opinion_ids=there.groupby(level=0)["opinion_id"].agg("、".join).reindex(rows.index, fill_value=""),
        source_count=rows["source_count"] - counts[0] + counts[1],
    )


def of_item(store: Store, activity_id: str, as_of: date, item_id: str) -> pd.DataFrame:
    """The problems that an item rectifies, as of the end of a day: rows of `problems`."""
    frame = problems(store, activity_id, as_of)
    return frame[frame["item_ids"].str.split("、").map(lambda ids: item_id in ids).astype(bool)]


def events(store: Store, activity_id: str, problem_id: str) -> pd.DataFrame:
    """One row per event of a problem, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("problems/events", activity_id=activity_id, problem_id=problem_id)


def item_draft(problem: Mapping[str, Any], sources: tuple[str, ...] = ()) -> dict[str, Any]:
    """The initial values of an item's form for a problem. sources: the words for where an item comes from. Pure."""
    came_of = {"专题民主生活会": problem["meeting_id"], "征求意见": problem["opinion_ids"]}
    came_of |= {"谈心谈话": problem["talk_ids"], "发言提纲": problem["outline_ids"], STUDY_SOURCE: problem["study_ids"]}
    return {
        "source": next((word for word, there in came_of.items() if there and word in sources), None),
        "aspect": problem["aspect"],
        "problem": problem["content"],
        "subjective_cause": problem["subjective_cause"],
        "objective_cause": problem["objective_cause"],
        "kind": "immediate" if problem["solve_now"] else "dated",
        "leader_id": problem["member_id"],
        "found_on": problem["found_on"],
        "report_section": problem["report_section"],
    }


def _link_item(transaction: Transaction, activity_id: str, problem_id: str, item_id: str, linked_at: Any) -> None:
    _refuse_unknown(transaction, activity_id, problem_id, "item", item_id)
    link = {"problem_id": problem_id, "item_id": item_id}
    if link not in transaction.rows("problems/linked_items", activity_id=activity_id):
        transaction.insert("problems/insert_items", [{"activity_id": activity_id, **link, "linked_at": linked_at}])


def _refuse_unknown(transaction: Transaction, activity_id: str, problem_id: str, kind: str, linked_id: str) -> None:
    there = transaction.rows("problems/present", activity_id=activity_id)
    if not any(row["problem_id"] == problem_id and not row["is_removed"] for row in there):
        raise BoardError("没有这个问题", f"{problem_id} 不在本活动里，或刚刚被移出。", "请刷新页面，核对编号。")
    rows = transaction.rows("problems/linkable", activity_id=activity_id)
    if (kind, linked_id) not in {(row["kind"], row["linked_id"]) for row in rows}:
        field = "item_id" if kind == "item" else "source_id"
        raise Invalid({field: f"没有 {linked_id or '这条记录'}，或已移出"})
