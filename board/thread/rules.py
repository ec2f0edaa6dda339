"""来龙去脉 (domain.md): opinion → problem → section of the report → item → criterion, and loose ends. Pure.

Opinions, problems and items follow from each other. Threads end at sections and criteria: they lead to them but not
through them, or everything in one section would be connected.

Links are frames of upper_kind, upper_id, lower_kind, lower_id, the upper record being the earlier step.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from board.store.frames import each_row
from board.thread.words import THREAD_KIND

Record = tuple[str, str]
_ENDS = frozenset({"section", "criterion"})
# Which kinds of records may be linked to each other, the upper one first.
LINKED = frozenset(
    {
        ("opinion", "problem"),
        ("opinion", "item"),
        ("problem", "section"),
        ("problem", "item"),
        ("section", "item"),
        ("section", "criterion"),
        ("item", "criterion"),
    }
)


@dataclass(frozen=True)
class Threads:
    """Links as a graph: what a record leads to, what it comes from, and where threads end.

    `after` and `before` hold opinions, problems and items; `ends` links these to sections and criteria, both ways.
    """

    after: Mapping[Record, frozenset[Record]]
    before: Mapping[Record, frozenset[Record]]
    ends: Mapping[Record, frozenset[Record]]


def threads_of(links: pd.DataFrame) -> Threads:
    """The links of an activity as a graph."""
    after: dict[Record, set[Record]] = defaultdict(set)
    before: dict[Record, set[Record]] = defaultdict(set)
    ends: dict[Record, set[Record]] = defaultdict(set)
    for row in each_row(links):
        upper, lower = (row.upper_kind, row.upper_id), (row.lower_kind, row.lower_id)
        is_end = not _ENDS.isdisjoint({row.upper_kind, row.lower_kind})
        (ends if is_end else after)[upper].add(lower)
        (ends if is_end else before)[lower].add(upper)
    return Threads(*({key: frozenset(found) for key, found in each.items()} for each in (after, before, ends)))


def chain(threads: Threads, start: Record) -> frozenset[Record]:
    """All records on a record's thread, including itself.

    For an opinion, a problem or an item: what it came from, what it led to, and the sections and criteria of all these.
    For a section or a criterion: the threads that end there, without others of its kind; a section changed for a
    criterion and that criterion include each other, but not what else ends at the other.
    """
    if start[0] in _ENDS:
        direct = threads.ends.get(start, frozenset())
        found = {record for root in direct if root[0] not in _ENDS for record in chain(threads, root)} | direct
        return frozenset({start} | {record for record in found if record[0] != start[0]})
    core = {start} | _reached(threads.after, start) | _reached(threads.before, start)
    return frozenset(core.union(*(threads.ends.get(record, ()) for record in core)))


def _reached(steps: Mapping[Record, frozenset[Record]], start: Record) -> set[Record]:
    found: set[Record] = set()
    waiting = [start]
    while waiting:
        new = steps.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return found


def with_merged(links: pd.DataFrame, mains: Mapping[str, str]) -> pd.DataFrame:
    """The links (is_own True), plus those that merged opinions inherit from their main ones (is_own False).

    `mains`: merged → main.
    """
    merged = pd.DataFrame(mains.items(), columns=["merged_id", "upper_id"], dtype="str")
    of_mains = links[links["upper_kind"] == "opinion"].merge(merged, on="upper_id")
    taken_on = of_mains.assign(upper_id=of_mains["merged_id"], is_own=False).drop(columns="merged_id")
    every = pd.concat([links.assign(is_own=True), taken_on])
    return every.drop_duplicates([name for name in every if name != "is_own"], ignore_index=True)


def loose(
    links: pd.DataFrame, opinions: pd.DataFrame, problems: pd.DataFrame, items: pd.DataFrame, weak: Mapping[str, str]
) -> pd.DataFrame:
    """One row per loose end: end (onward: it leads nowhere; behind: it comes from nowhere), kind, record_id, why.

    Onward: opinions that led to nothing and were not answered, problems without an item, weak criteria without a
    response (`weak`: criterion_id → why it is weak). Behind: problems without a source, items without a problem.
    Takes opinions with is_nowhere, problems with source_count.
    """
    silent = opinions[opinions["is_nowhere"]]["opinion_id"]
    mended = _ids(links[links["lower_kind"] == "item"], "upper", "problem")
    idle = problems[~problems["problem_id"].isin(mended)]["problem_id"]
    unraised = problems[problems["source_count"] == 0]["problem_id"]
    found = _ids(links[links["upper_kind"] == "problem"], "lower", "item")
    alone = items[~items["item_id"].isin(found)]["item_id"]
    heard = links[(links["upper_kind"] == "opinion") & (links["lower_kind"] == "item")]["lower_id"].value_counts()
    rows = [
        *_rows("onward", "opinion", silent, lambda _: "没有引到问题或整改，也没有答复"),
        *_rows("onward", "problem", idle, lambda _: "没有整改事项"),
        *_rows("onward", "criterion", weak, lambda criterion_id: weak[criterion_id]),
        *_rows("behind", "problem", unraised, lambda _: "没有写明来源"),
        *_rows("behind", "item", alone, lambda item_id: _without_problem(int(heard.get(item_id, 0)))),
    ]
    return pd.DataFrame(rows, columns=["end", "kind", "record_id", "why"], dtype="str")


def _without_problem(opinion_count: int) -> str:
    return f"没有对应的问题，直接来自 {opinion_count} 条意见" if opinion_count else "没有对应的问题，也没有意见"


def _ids(links: pd.DataFrame, side: str, kind: str) -> set[str]:
    return set(links[links[f"{side}_kind"] == kind][f"{side}_id"])


def _rows(end: str, kind: str, ids: Iterable[str], why: Callable[[str], str]) -> list[tuple[str, str, str, str]]:
    return [(end, kind, record_id, why(record_id)) for record_id in ids]


def ordered(records: Iterable[Record]) -> dict[str, list[str]]:
    """Records by kind, in the order of the thread, each kind's ids in order."""
    found: dict[str, list[str]] = {kind: [] for kind in THREAD_KIND}
    for kind, record_id in sorted(records, key=_place):
        found[kind].append(record_id)
    return found


def _place(record: Record) -> tuple[Any, ...]:
    return len(record[1]), record[1]


def linkable(kind: str) -> list[str]:
    """The kinds that a record of a kind may be linked to, in the thread's order."""
    return [other for other in THREAD_KIND if LINKED & {(kind, other), (other, kind)}]


def as_link(one: Record, other: Record) -> tuple[Record, Record] | None:
    """Two records as a link, the upper one first; None where their kinds are never linked."""
    for upper, lower in ((one, other), (other, one)):
        if (upper[0], lower[0]) in LINKED:
            return upper, lower
    return None
