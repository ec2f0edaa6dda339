"""Linking two records of a thread and parting them again, by the actions that each pair of kinds has already."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from board import problems, rectification, rectification_links, report_links
from board.access import Actor, require
from board.db import Store
from board.errors import Invalid
from board.thread_rules import Record, as_link


def link(
    store: Store,
    actor: Actor,
    activity_id: str,
    one: Record,
    other: Record,
    *,
    seen_seq: int | None = None,
    at: datetime | None = None,
) -> None:
    """Say that two records belong to one thread. Linked already, they stay so; an item's section or criterion is
    replaced.

    `seen_seq`: of an item that is given a section or a criterion, when the person looked at it (None: don't ask).
    Raises Refused, Invalid for kinds that are never linked, and what the pair's own action raises, which asks too.
    """
    require(actor, "thread.edit")
    upper, lower = _pair(one, other)
    first, second = upper[1], lower[1]
    to = (store, actor, activity_id)
    edit = partial(rectification.edit, *to, seen_seq=seen_seq, at=at)
    acts: dict[tuple[str, str], Callable[[], None]] = {
        ("opinion", "problem"): lambda: problems.link_source(*to, second, "opinion", first, at=at),
        ("opinion", "item"): lambda: rectification_links.link(*to, second, [first], at=at),
        ("problem", "section"): lambda: report_links.link_problem(*to, second, first, at=at),
        ("problem", "item"): lambda: problems.link_item(*to, first, second, at=at),
        ("section", "item"): lambda: edit(second, {"report_section": first}),
        ("item", "criterion"): lambda: edit(first, {"criterion_id": second}),
    }
    acts[upper[0], lower[0]]()


def part(
    store: Store,
    actor: Actor,
    activity_id: str,
    one: Record,
    other: Record,
    *,
    seen_seq: int | None = None,
    at: datetime | None = None,
) -> None:
    """End the link between two records, if there is one; days before still have it. Raises as `link`."""
    require(actor, "thread.edit")
    upper, lower = _pair(one, other)
    first, second = upper[1], lower[1]
    to = (store, actor, activity_id)
    edit = partial(rectification.edit, *to, seen_seq=seen_seq, at=at)
    acts: dict[tuple[str, str], Callable[[], None]] = {
        ("opinion", "problem"): lambda: problems.unlink_source(*to, second, "opinion", first, at=at),
        ("opinion", "item"): lambda: rectification_links.unlink(*to, second, first, at=at),
        ("problem", "section"): lambda: report_links.part_problem(*to, second, first, at=at),
        ("problem", "item"): lambda: problems.unlink_item(*to, first, second, at=at),
        ("section", "item"): lambda: edit(second, {"report_section": ""}),
        ("item", "criterion"): lambda: edit(first, {"criterion_id": None}),
    }
    acts[upper[0], lower[0]]()


def _pair(one: Record, other: Record) -> tuple[Record, Record]:
    found = as_link(one, other)
    if found is None:
        raise Invalid({"other": "这两样不能直接连在一起"})
    return found
