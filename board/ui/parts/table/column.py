"""Columns of a table: the label, the least width, and what stands in a cell once it is written out.

Figures, days and names are never cut and never broken; texts take two lines. `main` is what one reads: it has the most
room and is never folded away. Where room is short the last columns fold into a line below it, then rows become cards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

from board.charts.template import STATE_COLORS
from board.numbers import is_missing

Kind = Literal["id", "text", "name", "number", "day", "moment", "percent", "tags", "marks"]
_PLAIN_COLOR = "#667085"
_FORMATS = {"day": "%Y-%m-%d", "moment": "%Y-%m-%d %H:%M"}


@dataclass(frozen=True)
class Column:
    """One column. width: the least, in pixels, 0 for what its cells take. grows: its share of the room that is left.

    sort: the column that orders the rows when this one's head is pressed, "" itself, None where they can't be ordered
    by it. stays: never folded away. red: a column of booleans; where true the cell is red. colors: of its words.
    detail: a column with more words, shown on demand. pattern: of a moment.
    """

    label: str
    kind: Kind
    width: int = 0
    grows: int = 0
    help: str = ""
    sort: str | None = ""
    stays: bool = False
    red: str = ""
    colors: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""
    pattern: str = ""
    unit: str = ""


def main(label: str, width: int = 320, *, help_text: str = "") -> Column:
    """A text that one reads: it takes the room there is, at least `width` pixels, two lines high."""
    return Column(label, "text", width, grows=3, help=help_text, stays=True)


def text(
    label: str, width: int = 110, *, grows: int = 0, help_text: str = "", stays: bool = False, red: str = ""
) -> Column:
    """Words, two lines high."""
    return Column(label, "text", width, grows=grows, help=help_text, stays=stays, red=red)


def name(
    label: str, width: int = 0, *, help_text: str = "", red: str = "", sort: str | None = "", stays: bool = False
) -> Column:
    """Words that are never broken: a name, a state, how long there is."""
    return Column(label, "name", width, help=help_text, sort=sort, red=red, stays=stays)


def number(label: str, width: int = 0, *, help_text: str = "", unit: str = "") -> Column:
    """A figure."""
    return Column(label, "number", width, help=help_text, unit=unit)


def day(label: str, width: int = 0, *, stays: bool = False) -> Column:
    """A day."""
    return Column(label, "day", width, stays=stays)


def moment(label: str, width: int = 0, pattern: str = _FORMATS["moment"]) -> Column:
    """A day with its time."""
    return Column(label, "moment", width, pattern=pattern)


def percent(label: str, width: int = 0, *, stays: bool = False) -> Column:
    """A share from 0 to 100, with a bar."""
    return Column(label, "percent", width, stays=stays)


def tags(label: str, words: Sequence[str], width: int = 0, *, sort: str | None = None) -> Column:
    """A column of words, each in its state's colour. The column's values are lists of words."""
    colors = {word: STATE_COLORS.get(word, _PLAIN_COLOR) for word in words}
    return Column(label, "tags", width, sort=sort, stays=True, colors=colors)


def marks(label: str, colors: Mapping[str, str], detail: str) -> Column:
    """The marks of what changed; pressing them shows the `detail` below the main text."""
    return Column(label, "marks", sort=None, stays=True, colors=dict(colors), detail=detail)


def columns_of(frame: pd.DataFrame, columns: Mapping[str, Column | str]) -> dict[str, Column]:
    """The columns, those that are only labelled taken for what they hold."""
    return {key: _taken_for(frame, key, each) if isinstance(each, str) else each for key, each in columns.items()}


def _taken_for(frame: pd.DataFrame, key: str, label: str) -> Column:
    values = frame.get(key)
    if values is None or pd.api.types.is_bool_dtype(values):
        return text(label)
    if pd.api.types.is_numeric_dtype(values):
        return number(label)
    return day(label) if pd.api.types.is_datetime64_any_dtype(values) else text(label)


def cells(values: Iterable[Any], column: Column, nothing: str) -> list[Any]:
    """The cells of a column as the browser takes them: text, or a list of words; `nothing` where nothing is."""
    return [nothing if _is_nothing(value) else _written(value, column) for value in values]


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
