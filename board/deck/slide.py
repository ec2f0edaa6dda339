"""A slide: one sentence that says the finding, and below it figures, facts, or a few rows. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

NOBODY = "（没有写）"

# Rows of a slide, and lines of text in them, that fit a projector at a size that the back row reads.
ROWS, TEXT_LINES = 7, 9
# Characters that fit one line of the main column, and of another one if it is longer than a few words.
_LINE_LENGTH, _OTHER_LENGTH, FEW_WORDS = 22, 10, 16
# A list longer than this many slides is cut: a meeting looks at the worst, the rest is in the ledger.
PAGES = 3


@dataclass(frozen=True)
class Figure:
    """A number with its label, its base or what goes with it, and its change since the day compared with."""

    label: str
    value: str
    note: str = ""
    change: str = ""
    is_bad: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a slide: a cell a column, and the share (0 to 1) of a bar behind its last cell, if it has one.

    item_id: of the item that the row is about, if any, which can be decided on. span: of an interval instead of the
    bar: where it begins, its middle, and where it ends (0 to 1).
    """

    cells: tuple[str, ...]
    is_bad: bool = False
    share: float | None = None
    item_id: str = ""
    span: tuple[float, ...] = ()


@dataclass(frozen=True)
class Slide:
    """A slide. name: what it is about, in a list of slides. note: a remark in smaller type. main: the column that is
    read, and gets the room. item_id: of the item that the whole slide is about, if any. counts: the round whose
    ballots are counted live in its figure, if any. hint: to whoever presents; only their phone shows it. mark: where
    the line is that intervals are seen against (0 to 1)."""

    name: str
    title: str
    figures: tuple[Figure, ...] = ()
    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    main: int = 0
    item_id: str = ""
    counts: str = ""
    hint: str = ""
    mark: float = 0

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The items that the slide is about."""
        return tuple(filter(None, (self.item_id, *(line.item_id for line in self.lines))))


def slide_of(content: Mapping[str, Any]) -> Slide:
    """Returns the slide that was kept as plain values (`dataclasses.asdict`)."""
    return Slide(
        **{
            **content,
            "figures": tuple(Figure(**each) for each in content["figures"]),
            "columns": tuple(content["columns"]),
            "lines": tuple(
                Line(**{**each, "cells": tuple(each["cells"]), "span": tuple(each.get("span", ()))})
                for each in content["lines"]
            ),
            "facts": tuple((label, text) for label, text in content["facts"]),
        }
    )


def paged(slide: Slide, lines: Sequence[Line], rest: str, most: int = PAGES) -> list[Slide]:
    """Returns a slide for every few of the lines, at most so many; none without lines.

    rest: where the lines are that find no room, such as 见“整改台账”.
    """
    parts = _parts(lines, slide.main)
    pages = parts[:most]
    left = len(lines) - sum(map(len, pages))
    made = []
    for place, part in enumerate(pages, 1):
        page = f"第 {place} / {len(pages)} 页" if len(pages) > 1 else ""
        more = f"其余 {left} 项{rest}" if left and place == len(pages) else ""
        made.append(replace(slide, lines=part, note="　".join(filter(None, [slide.note, page, more]))))
    return made


def _parts(lines: Sequence[Line], main: int) -> list[tuple[Line, ...]]:
    """The lines in as few parts as fit a slide each, and those as even as possible."""
    fewest = _split(lines, main, ROWS)
    even = -(-len(lines) // max(len(fewest), 1))
    return next(parts for rows in range(even, ROWS + 1) if len(parts := _split(lines, main, rows)) == len(fewest))


def _split(lines: Sequence[Line], main: int, rows: int) -> list[tuple[Line, ...]]:
    parts: list[list[Line]] = []
    height = 0
    for line in lines:
        needed = _height(line, main)
        if not parts or len(parts[-1]) == rows or height + needed > TEXT_LINES:
            parts.append([])
            height = 0
        parts[-1].append(line)
        height += needed
    return [tuple(part) for part in parts]


def _height(line: Line, main: int) -> int:
    """The lines of text that a row takes: two at most of the main column, all of the others."""
    others = [len(text) for place, text in enumerate(line.cells) if place != main and len(text) > FEW_WORDS]
    lines = [-(-length // _OTHER_LENGTH) for length in others]
    return max([1, min(2, -(-len(line.cells[main]) // _LINE_LENGTH)), *lines])


def name_of(name: Any) -> str:
    """A person's name as a slide shows it (None or NaN: nobody was entered)."""
    return name if isinstance(name, str) and name else NOBODY
