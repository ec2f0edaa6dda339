"""The pages of a store held against what pandas counts from its export."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from board.access import Role
from board.backup import copies as backup
from board.backup import formats as backup_formats
from board.backup.rules import Reason
from board.store.store import Store
from tests.example_school import Example
from tests.pages.shown_figures import Shown, shown, tallied
from tests.pages.visitor import figures, opened
from tests.recount.counts import Counts
from tests.recount.export import Export
from tests.recount.figures import recount

View = tuple[str, dict[str, str]]
# The rules come first: how many are judged how is counted from their own table.
PAGES: list[View] = [
    (page, {})
    for page in (
        *("procedure", "overview", "sittings", "tasks", "opinions", "talks", "meeting", "report", "rectification"),
        *("thread", "evaluation", "papers", "publication", "imports"),
    )
]
PARTS: list[View] = [
    ("opinions", {"opinions_part": "反馈单"}),
    ("talks", {"talks_view": "谈过的"}),
    *[("meeting", {"meeting_part": part}) for part in ("发言提纲", "会议记录", "问题清单", "其他会议")],
    *[("report", {"report_part": part}) for part in ("核对", "听取意见", "两版对照", "问题")],
    *[("rectification", {"rectification_chart": part}) for part in ("在账时间", "方面与领导", "查出与销号")],
    ("rectification", {"rectification_look": "看板"}),
]


@dataclass
class Compared:
    """What came of it: how many figures were compared, which differ, which nothing counts, and what is passed over."""

    count: int = 0
    differences: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)


def exported(store: Store, place: Path) -> Path:
    """The store's export in open formats."""
    target = place / "open.zip"
    backup_formats.to_open(backup.make(store, Reason.HAND).path, target)
    return target


def compared(school: Example, export: Export, day: date, views: Sequence[View]) -> Compared:
    """Open the pages as of a day, compared with a week before, and hold every figure against its recount."""
    found, known = Compared(), {}
    counts = recount(export, day, _since(day))
    for page, at, seen in _opened(views, day):
        if page == "procedure":
            known = tallied(at)
        _hold(found, seen, counts, {**counts.figures, **known})
    return found


def _since(day: date) -> date | None:
    """The day that pages compare with, as one of them says it."""
    (moment,) = [block.proto.popover.label for block in _page("tasks", day)._tree if block.type == "popover"]
    before = [day - timedelta(days=ago) for ago in range(1, 60)]
    return next((each for each in before if f"与 {each:%m-%d} 相比" in moment), None)


def _page(page: str, day: date, **asked: str) -> AppTest:
    return opened(page, Role.CLERK, as_of=str(day), compare="一周前", **asked)


def _opened(views: Sequence[View], day: date) -> Iterator[tuple[str, AppTest, Shown]]:
    for page, asked in views:
        at = _page(page, day, **asked)
        assert not at.exception
        for name in _rounds(at) if page == "evaluation" else [""]:
            there = _page(page, day, evaluation_round=name) if name else at
            about = {"round": name or _round(at), "part": next(iter(asked.values()), "")}
            yield page, there, shown(page, there, **about)


def _rounds(at: AppTest) -> list[str]:
    """The rounds that the page of 群众评议 offers."""
    return [str(name) for each in at.segmented_control if each.key == "evaluation_round" for name in each.options] or [
        ""
    ]


def _round(at: AppTest) -> str:
    """The round that the overview's card names."""
    notes = [each["note"] for each in figures(at) if each["label"] == "群众评议优良率"]
    return notes[0].removesuffix("：总体评价") if notes else ""


def _hold(found: Compared, seen: Shown, counts: Counts, figures: dict[str, str]) -> None:
    """Take in what a page shows: each figure and each cell that differs from its recount, each row that isn't both."""
    for where, name, value in seen.figures:
        found.count += 1
        if figures.get(name, "0" if "_" in name else None) != value:
            found.differences.append(f"{where} {name}：写的是 {value}，算出来 {figures.get(name)}")
    for key, row, column, value in seen.cells:
        found.count += 1
        counted = counts.tables.get(key, {}).get(row, {}).get(column)
        if counted != value:
            found.differences.append(f"{seen.page} {key} {row} {column}：写的是 {value}，算出来 {counted}")
    for key, rows in seen.rows.items():
        found.count += 1
        if sorted(rows) != sorted(counts.tables.get(key, {})):
            found.differences.append(
                f"{seen.page} {key}：列了 {sorted(rows)}，算出来 {sorted(counts.tables.get(key, {}))}"
            )
    found.unknown += seen.unknown
    for reason, times in seen.passed.items():
        found.passed[reason] = found.passed.get(reason, 0) + times
