"""Linking two records of a thread and unlinking them, by the existing actions for each pair of kinds."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from board.access import Actor, require
from board.errors import Invalid
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.rectification import links as rectification_links
from board.report import changes as report_changes
from board.report import links as report_links
from board.store.store import Store
from board.thread.rules import Record, as_link


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
    """Link two records; an existing link is left as it is; an item's section or criterion is replaced.

    `seen_seq`: for an item that is given a section or a criterion, its `seq` when the person opened it (None: no
    check). Raises Refused, Invalid for kinds that are never linked, and whatever the pair's own action raises, which
    checks the permission too.
    """
    require(actor, "thread.edit")
    _act((store, actor, activity_id), one, other, {"at": at}, seen_seq, link_up=True)


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
    """End the link between two records, if there is one; earlier days still have it. Raises as `link`."""
    require(actor, "thread.edit")
    _act((store, actor, activity_id), one, other, {"at": at}, seen_seq, link_up=False)


def _act(
    to: tuple[Store, Actor, str],
    one: Record,
    other: Record,
    when: Mapping[str, datetime | None],
    seen_seq: int | None,
    *,
    link_up: bool,
) -> None:
    """Link or unlink two records by the existing action for their kinds."""
    upper, lower = _pair(one, other)
    first, second = upper[1], lower[1]
    act = partial(rectification.act, *to, seen_seq=seen_seq)
    acts: dict[tuple[str, str], Callable[..., None]] = {
        ("opinion", "problem"): partial(
            problems.link_source if link_up else problems.unlink_source, *to, second, "opinion", first
        ),
        ("opinion", "item"): partial(rectification_links.link, *to, second, [first])
        if link_up
        else partial(rectification_links.unlink, *to, second, first),
        ("problem", "section"): partial(
            report_links.link_problem if link_up else report_links.part_problem, *to, second, first
        ),
        ("problem", "item"): partial(problems.link_item if link_up else problems.unlink_item, *to, first, second),
        ("section", "item"): partial(act, second, "edit", {"report_section": first if link_up else ""}),
        ("section", "criterion"): partial(
            report_changes.link_section if link_up else report_changes.part_section, *to, first, second
        ),
        ("item", "criterion"): partial(act, first, "edit", {"criterion_id": second if link_up else None}),
    }
    acts[upper[0], lower[0]](**when)


def _pair(one: Record, other: Record) -> tuple[Record, Record]:
    found = as_link(one, other)
    if found is None:
        raise Invalid({"other": "这两样不能直接连在一起"})
    return found
