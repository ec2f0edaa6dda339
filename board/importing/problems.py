"""Problems of a file, cell by cell, in words the clerk can act on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Literal

import pandas as pd

Severity = Literal["error", "warning"]

SEVERITY_LABELS: dict[Severity, str] = {"error": "须改正", "warning": "请核对"}
# Of a million bad cells only the first are listed; a count gives the total.
MOST_PROBLEMS = 1_000
_ALPHABET = 26


@dataclass(frozen=True)
class Problem:
    """One problem: where it is, the value found there, what is wrong with it and what to do.

    sheet: of a workbook, or None. row: as Excel numbers it. column: "E 认识深不深". An `error` stops the import, a
    `warning` does not.
    """

    sheet: str | None
    row: int
    column: str
    value: str
    what: str
    remedy: str
    severity: Severity = "error"


def letter(index: int) -> str:
    """A column's letters as Excel shows them: 0 is A, 26 is AA."""
    letters = ""
    rest = index + 1
    while rest:
        rest, digit = divmod(rest - 1, _ALPHABET)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_name(index: int, header: str) -> str:
    """A column as a problem names it: its letters and its header."""
    return f"{letter(index)} {header}".strip()


def index_of(column: str) -> int | None:
    """The index, from 0, of the column that a problem names; None if it names none."""
    letters = column.split(" ", maxsplit=1)[0]
    if not re.fullmatch("[A-Z]{1,3}", letters):
        return None
    return reduce(lambda index, each: index * _ALPHABET + ord(each) - ord("A") + 1, letters, 0) - 1


def problems_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """One row per problem, with Chinese headers, to show and to download."""
    columns = ["工作表", "行", "列", "单元格内容", "问题", "怎么改", "程度"]
    rows = [(p.sheet or "", p.row, p.column, p.value, p.what, p.remedy, SEVERITY_LABELS[p.severity]) for p in problems]
    return pd.DataFrame(rows, columns=columns)
