"""Columns of a table: label, minimum width, and the text of each cell.

Figures, days and names are never cut or broken; texts take two lines. `main` is the column that is read: it has the
most room and is never folded away. Where room is short the last columns fold into a line below it, then rows become
cards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

from board.charts.template import STATE_COLORS
from board.numbers import is_missing
from board.store.frames import kinds

Kind = Literal["id", "text", "name", "number", "day", "moment", "percent", "tags", "marks"]
_PLAIN_COLOR = "#667085"
_FORMATS = {"day": "%Y-%m-%d", "moment": "%Y-%m-%d %H:%M"}


@dataclass(frozen=True)
class Column:
    """One column. width: the minimum in pixels, 0 for what its cells need. grows: its share of the spare room.

    sort: the column to order the rows by when the head is pressed; "" for this one, None if it can't be ordered by.
    stays: never folded away. red: a column of booleans; where true the cell is red. colors: word → colour.
    is_rare: left out of a table in which no row has anything there. detail: a column with more words, shown on demand.
    pattern: strftime pattern of a moment. unit: follows each number.
    """

    label: str
    kind: Kind
    width: int = 0
    grows: int = 0
    help: str = ""
    sort: str | None = ""
    stays: bool = False
    is_rare: bool = False
    red: str = ""
    colors: Mapping[str, str] = field(default_factory=dict, hash=False)
    detail: str = ""
    pattern: str = ""
    unit: str = ""


def main(label: str, width: int = 320, *, help_text: str = "") -> Column:
    """Returns the column that is read: takes the spare room, at least `width` pixels, two lines high."""
    return Column(label, "text", width, grows=3, help=help_text, stays=True)


def text(
    label: str,
    width: int = 110,
    *,
    grows: int = 0,
    help_text: str = "",
    stays: bool = False,
    red: str = "",
    is_rare: bool = False,
) -> Column:
    """Returns a column of words, two lines high."""
    return Column(label, "text", width, grows=grows, help=help_text, stays=stays, red=red, is_rare=is_rare)


def name(
    label: str,
    width: int = 0,
    *,
    help_text: str = "",
    red: str = "",
    sort: str | None = "",
    stays: bool = False,
    is_rare: bool = False,
) -> Column:
    """Returns a column of words that are never broken: a name, a state, a duration."""
    return Column(label, "name", width, help=help_text, sort=sort, red=red, stays=stays, is_rare=is_rare)


def number(label: str, width: int = 0, *, help_text: str = "", unit: str = "") -> Column:
    """Returns a column of figures."""
    return Column(label, "number", width, help=help_text, unit=unit)


def day(label: str, width: int = 0, *, stays: bool = False) -> Column:
    """Returns a column of days."""
    return Column(label, "day", width, stays=stays)


def moment(label: str, width: int = 0, pattern: str = _FORMATS["moment"]) -> Column:
    """Returns a column of days with their times."""
    return Column(label, "moment", width, pattern=pattern)


def percent(label: str, width: int = 0, *, stays: bool = False) -> Column:
    """Returns a column of shares from 0 to 100, with bars."""
    return Column(label, "percent", width, stays=stays)


def tags(label: str, words: Sequence[str], width: int = 0, *, sort: str | None = None) -> Column:
    """Returns a column of words, each in its state's colour. Its values are lists of words."""
    colors = {word: STATE_COLORS.get(word, _PLAIN_COLOR) for word in words}
    return Column(label, "tags", width, sort=sort, stays=True, colors=colors)


def marks(label: str, colors: Mapping[str, str], detail: str) -> Column:
    """Returns a column that marks what changed; pressing a mark shows the `detail` below the main text."""
    return Column(label, "marks", sort=None, stays=True, colors=dict(colors), detail=detail)


def columns_of(frame: pd.DataFrame, columns: Mapping[str, Column | str]) -> dict[str, Column]:
    """Returns the columns but rare ones that are empty; those given as a label alone get their kind from the frame."""
    kind = kinds(frame)
    made = {
        key: _taken_for(kind.get(key, ""), each) if isinstance(each, str) else each for key, each in columns.items()
    }
    return {key: each for key, each in made.items() if not (each.is_rare and frame[key].fillna("").eq("").all())}


def _taken_for(kind: str, label: str) -> Column:
    if kind in {"i", "u", "f"}:
        return number(label)
    return day(label) if kind == "M" else text(label)


def cells(values: Iterable[Any], column: Column, nothing: str) -> list[Any]:
    """Returns a column's cells as the browser takes them: text or a list of words; `nothing` for a missing value."""
    if column.kind in {"tags", "marks", "percent"}:
        return [nothing if _is_nothing(value) else _written(value, column) for value in values]
    # Most are texts already.
    return [
        value if type(value) is str else nothing if _is_nothing(value) else _written(value, column) for value in values
    ]


def _is_nothing(value: Any) -> bool:
    return not isinstance(value, list | tuple) and is_missing(value)


def _written(value: Any, column: Column) -> Any:
    if column.kind in {"tags", "marks"}:
        return [str(word) for word in value]
    if column.kind == "percent":
        return f"{float(value):.0f}%"
    if column.kind in {"day", "moment"} and isinstance(value, date):
        return f"{value:{column.pattern or _FORMATS[column.kind]}}"
    if column.kind == "number" and not isinstance(value, str):
        return _figure(value) + column.unit
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
