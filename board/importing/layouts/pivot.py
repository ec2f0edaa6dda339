"""One answer per row → one ballot per row; a cell keeps the row and column it came from, for its problems."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from board.errors import BoardError
from board.importing.cells import Codes, Problems
from board.importing.choices import Choices
from board.importing.form import BallotForm
from board.importing.layouts.kinds import Shape
from board.importing.layouts.layout import chosen_role
from board.importing.problems import MOST_PROBLEMS, Problem, column_name
from board.importing.roles import (
    BALLOT,
    DAY,
    GROUP,
    SUGGESTION,
    TICKED,
    UNTICKED,
    VALID,
    VOID,
    WAY,
    found_role,
    is_called,
)
from board.importing.table import Table, is_blank
from board.importing.text import clean, shortened

_FACTS = (GROUP, WAY, DAY, VOID, VALID, TICKED, UNTICKED)


@dataclass(frozen=True)
class Pivoted:
    """table: one row per ballot, a column per role; roles: column → role; uses: column of the file → role; problems:
    answers that can't be put together; notes: assumptions in words; voided: the rows of ballots that the clerk made
    void."""

    table: Table
    roles: dict[int, str]
    uses: dict[int, str]
    problems: Problems
    notes: tuple[str, ...]
    voided: frozenset[int] = frozenset()


def pivot(table: Table, shape: Shape, form: BallotForm, choices: Choices) -> Pivoted:
    """Puts answers together by the number of their ballot. Raises BoardError if there is no such number."""
    ballot, facts = _ballot_column(table), _fact_columns(table, form, choices)
    if shape.item is None or shape.answer is None or ballot is None:
        raise _impossible(shape, ballot)
    items = _item_roles(table, shape.item, form)
    ids, notes = _ids(table, ballot, facts, items)
    ballots, firsts = _numbered(ids)
    problems = [*_unknown_items(table, shape.item, items), *_alone(table, ballot, ballots, items)]
    columns: list[pa.DictionaryArray] = []
    origins: dict[int, tuple[Codes, str]] = {}
    names: list[tuple[str, str]] = []
    for role in [*dict.fromkeys(facts.values()), *dict.fromkeys(role for role in items.tolist() if role)]:
        source, rows = _cells_of(role, table, shape, facts, items)
        placed, found = _placed(table, source, rows, ballots, len(firsts), is_fact=role in facts.values())
        problems += found
        origins[len(columns)] = (_rows_of(table, placed, firsts), column_name(source, table.header[source]))
        columns.append(_taken(table.columns[source], placed))
        names.append((role, table.header[source] if role in facts.values() else _item_name(role, form)))
    listed = Problems(tuple(problems[:MOST_PROBLEMS]), len(problems))
    wide = Table(
        tuple(name for _, name in names),
        tuple(columns),
        table.row_numbers[firsts],
        table.separator,
        table.problems,
        table.sheet,
        table.header_row,
        origins,
    )
    uses = {**facts, ballot: BALLOT, shape.item: "criterion", shape.answer: "answer"}
    marked = np.unique(ballots[np.isin(table.row_numbers, sorted(choices.voided_rows))])
    voided = frozenset(table.row_numbers[firsts[marked]].tolist())
    return Pivoted(wide, {i: role for i, (role, _) in enumerate(names)}, uses, listed, tuple(notes), voided)


def _ballot_column(table: Table) -> int | None:
    return next((index for index, name in enumerate(table.header) if is_called(name, BALLOT)), None)


def _fact_columns(table: Table, form: BallotForm, choices: Choices) -> dict[int, str]:
    found: dict[int, str] = {}
    for index, name in enumerate(table.header):
        chosen = chosen_role(index, name, choices.columns)
        role = found_role(name, form) if chosen is None and name else None
        named = chosen if chosen is not None else role.role if role and role.is_exact else ""
        if named in (*_FACTS, SUGGESTION) and named not in found.values():
            found[index] = named
    return found


def _item_roles(table: Table, item: int, form: BallotForm) -> pd.Series:
    """For each row the subject of its answer: a criterion, a fact, or "" if unknown."""
    values = table.columns[item].dictionary.to_pylist()
    roles = np.array([found.role if (found := found_role(value, form)) else "" for value in values] or [""], object)
    return pd.Series(roles[table.columns[item].indices.to_numpy()] if len(values) else [])


def _ids(table: Table, ballot: int, facts: dict[int, str], items: pd.Series) -> tuple[pd.Series, list[str]]:
    """An id per row that identifies its ballot: its number, with group, way and day if each of these numbers anew."""
    notes = []
    ids = _plain(table.columns[ballot])
    blank = pd.Series(is_blank(table.columns[ballot]))
    if blank.any() and not blank.iloc[0]:
        ids = ids.mask(blank).ffill()
        notes.append(f"“{table.header[ballot]}”有 {int(blank.sum())} 格空白，按与上一行同一张评议表读")
    if not pd.DataFrame({"id": ids, "item": items})[items != ""].duplicated().any():
        return ids, notes
    parts = [_plain(table.columns[index]) for index, role in facts.items() if role in _FACTS]
    longer = ids
    for part in parts:
        longer = longer + "\x1f" + part
    if parts and not pd.DataFrame({"id": longer, "item": items})[items != ""].duplicated().any():
        return longer, [*notes, f"“{table.header[ballot]}”在各类人员里分别从头编，按“类别＋编号”区分评议表"]
    return ids, notes


def _plain(column: pa.DictionaryArray) -> pd.Series:
    """A column's texts without invisible differences: P1 and P1 with a blank after it are one ballot."""
    values = np.array([clean(value) for value in column.dictionary.to_pylist()] or [""], object)
    return pd.Series(values[column.indices.to_numpy()] if len(column) else [], dtype=object)


def _numbered(ids: pd.Series) -> tuple[Codes, Codes]:
    """A number for each row's ballot, and the first row of each ballot."""
    codes, _ = pd.factorize(ids)
    return codes, np.unique(codes, return_index=True)[1]


def _cells_of(role: str, table: Table, shape: Shape, facts: dict[int, str], items: pd.Series) -> tuple[int, Codes]:
    """The cells of a role: their column, and the rows in it."""
    column = next((index for index, each in facts.items() if each == role), None)
    if column is not None:
        return column, np.flatnonzero(~is_blank(table.columns[column]))
    return int(shape.answer or 0), np.flatnonzero(items == role)


def _placed(
    table: Table, source: int, rows: Codes, ballots: Codes, count: int, *, is_fact: bool
) -> tuple[Codes, list[Problem]]:
    """For each ballot the row of its cell (-1: none); a second cell is a problem, unless both hold the same fact."""
    placed = np.full(count, -1, np.int64)
    placed[ballots[rows][::-1]] = rows[::-1]
    texts = _plain(table.columns[source]).to_numpy()
    again = rows[placed[ballots[rows]] != rows]
    clash = again[texts[again] != texts[placed[ballots[again]]]] if is_fact else again
    return placed, [
        _clash(table, source, int(row), int(placed[ballots[row]]), is_fact) for row in clash[:MOST_PROBLEMS]
    ]


def _clash(table: Table, source: int, row: int, first: int, is_fact: bool) -> Problem:
    number = int(table.row_numbers[first])
    what = "与同一张评议表的第 {} 行不一样" if is_fact else "同一张评议表的这一项在第 {} 行已经答过"
    return Problem(
        sheet=table.sheet,
        row=int(table.row_numbers[row]),
        column=column_name(source, table.header[source]),
        value=shortened(str(table.columns[source][row].as_py())),
        what=what.format(number),
        remedy="请核对编号，或略过其中一行",
    )


def _taken(column: pa.DictionaryArray, placed: Codes) -> pa.DictionaryArray:
    values = [*column.dictionary.to_pylist(), ""]
    indices = column.indices.to_numpy()
    codes = np.where(placed >= 0, indices[placed], len(values) - 1)
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(values, pa.string()))


def _rows_of(table: Table, placed: Codes, firsts: Codes) -> Codes:
    return np.asarray(table.row_numbers[np.where(placed >= 0, placed, firsts)], np.int64)


def _item_name(role: str, form: BallotForm) -> str:
    return next((c.label for c in form.criteria if c.criterion_id == role), role)


def _unknown_items(table: Table, item: int, items: pd.Series) -> Iterator[Problem]:
    seen: set[str] = set()
    for row in np.flatnonzero(items == ""):
        value = str(table.columns[item][int(row)].as_py())
        if value not in seen and len(seen) < MOST_PROBLEMS:
            seen.add(value)
            yield Problem(
                sheet=table.sheet,
                row=int(table.row_numbers[row]),
                column=column_name(item, table.header[item]),
                value=shortened(value),
                what=f"“{shortened(value)}”不是本次活动的评议项目" if value.strip() else "没有写是哪个评议项目",
                remedy="请照模板写评议项目；不是评议项目的行可以略过",
            )


def _alone(table: Table, ballot: int, ballots: Codes, items: pd.Series) -> list[Problem]:
    """Reports a number that differs in every row: it numbers rows, not ballots."""
    if len(ballots) < 2 or ballots.max(initial=0) + 1 < len(ballots) or items.nunique() < 2:  # noqa: PLR2004
        return []
    what = "编号每一行都不同，分不清哪几行是同一张评议表"
    column = column_name(ballot, table.header[ballot])
    return [Problem(table.sheet, table.header_row, column, "", what, "同一张评议表的各行请写同一个编号")]


def _impossible(shape: Shape, ballot: int | None) -> BoardError:
    needed = (("评议表编号", ballot), ("评议项目", shape.item), ("评价", shape.answer))
    missing = "、".join(f"“{name}”" for name, column in needed if column is None)
    return BoardError(
        "回答合不成评议表",
        f"文件像是一行一个回答，但没有{missing}这一列，分不清哪几行是同一张评议表。",
        "请补上这一列：同一张评议表的各行写同一个编号。",
    )
