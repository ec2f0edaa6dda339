"""Layout → readings: every column that ballots need as one number a row, with what could not be read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from board.importing.answers import How, accepted, read_answer, readings
from board.importing.cells import NOTHING_TOLD, UNREAD, Codes, Mask, Told, coded, missing_column, unread_cells
from board.importing.choices import Choices
from board.importing.facts import WAYS, has_time, read_day, read_group, read_void, read_way
from board.importing.form import BallotForm, FormCriterion
from board.importing.layout import DAY, GROUP, VOID, WAY, Layout, fact_label
from board.importing.table import Table, is_blank
from board.words import WAY as WAY_LABELS

_EPOCH = date(1970, 1, 1).toordinal()
_LOOKED_AT = 1_000


@dataclass(frozen=True)
class Reading:
    """A column as read: a number a row, what was wrong, and assumptions in words."""

    codes: Codes
    told: Told = NOTHING_TOLD
    notes: tuple[str, ...] = ()
    hows: frozenset[How] = frozenset()


def read_columns(table: Table, layout: Layout, form: BallotForm, choices: Choices) -> dict[str, Reading]:
    """Every role that ballots need, by role; a criterion without a column is left out."""
    void = _read_void_column(table, layout)
    read = {
        VOID: void,
        GROUP: _read_group_column(table, layout, form, choices),
        WAY: _read_way_column(table, layout, choices),
        DAY: _read_day_column(table, layout, choices),
    }
    counted = void.codes != 1
    for criterion in form.criteria:
        if criterion.criterion_id in layout.roles:
            index = layout.roles[criterion.criterion_id]
            read[criterion.criterion_id] = _read_answers(table, index, criterion, choices, counted)
    return read


def _read_void_column(table: Table, layout: Layout) -> Reading:
    if VOID not in layout.roles:
        return Reading(np.zeros(len(table.row_numbers), np.int64))
    index = layout.roles[VOID]
    codes = coded(table.columns[index], _code_of(read_void))
    told = unread_cells(
        table, index, codes == UNREAD, lambda value: f"“{value}”说不清是不是废票", "废票写“是”，其余留空"
    )
    return Reading(codes, told)


def _code_of(read: Callable[[str], bool | None]) -> Callable[[str], int]:
    def code(value: str) -> int:
        found = read(value)
        return UNREAD if found is None else int(found)

    return code


def _read_group_column(table: Table, layout: Layout, form: BallotForm, choices: Choices) -> Reading:
    places = {group: place for place, group in enumerate(form.groups)}
    default = places.get(choices.group or "", UNREAD)
    return _read_fact(
        _Fact(table, layout.roles.get(GROUP), fact_label(GROUP), default, choices.group or ""),
        lambda value: places.get(read_group(value, form) or "", UNREAD),
        f"本次活动的参评群体：{'、'.join(form.groups)}",
    )


def _read_way_column(table: Table, layout: Layout, choices: Choices) -> Reading:
    places = {way: place for place, way in enumerate(WAYS)}
    default = places.get(choices.way or "", UNREAD)
    return _read_fact(
        _Fact(table, layout.roles.get(WAY), fact_label(WAY), default, WAY_LABELS.get(choices.way or "", "")),
        lambda value: places.get(read_way(value) or "", UNREAD),
        "请写“纸质”或“网上”",
    )


def _read_day_column(table: Table, layout: Layout, choices: Choices) -> Reading:
    default = choices.cast_on.toordinal() - _EPOCH if choices.cast_on else UNREAD
    index = layout.roles.get(DAY)

    def code(value: str) -> int:
        day = read_day(value)
        return day.toordinal() - _EPOCH if day else UNREAD

    shown = f"{choices.cast_on:%Y-%m-%d}" if choices.cast_on else ""
    fact = _Fact(table, index, fact_label(DAY), default, shown)
    read = _read_fact(fact, code, "请写成 2026-12-15 这样的日期")
    timed = index is not None and any(
        has_time(value) for value in table.columns[index].dictionary[:_LOOKED_AT].to_pylist()
    )
    return replace(read, notes=(*read.notes, "日期只取到天，具体时间不保存")) if timed else read


@dataclass(frozen=True)
class _Fact:
    """A column that may be missing, with what to take where it says nothing."""

    table: Table
    index: int | None
    label: str
    default: int
    default_label: str


def _read_fact(fact: _Fact, code: Callable[[str], int], remedy: str) -> Reading:
    rows = len(fact.table.row_numbers)
    if fact.index is None:
        told = _fact_missing(fact, remedy) if fact.default == UNREAD else NOTHING_TOLD
        said = (f"没有“{fact.label}”列，全部按“{fact.default_label}”计",) if fact.default != UNREAD else ()
        return Reading(np.full(rows, fact.default, np.int64), told, said)
    column = fact.table.columns[fact.index]
    codes, blank = coded(column, code), is_blank(column)
    said = ()
    if fact.default != UNREAD and blank.any():
        codes = np.where(blank, fact.default, codes)
        said = (f"“{fact.label}”有 {int(blank.sum())} 格空白，按“{fact.default_label}”计",)

    def what(value: str) -> str:
        return f"“{value}”不是认得的{fact.label}" if value else f"{fact.label}没有填"

    return Reading(codes, unread_cells(fact.table, fact.index, codes == UNREAD, what, remedy), said)


def _fact_missing(fact: _Fact, remedy: str) -> Told:
    return missing_column(fact.label, f"没有“{fact.label}”这一列", f"请补上这一列，或在导入时选定。{remedy}")


def _read_answers(table: Table, index: int, criterion: FormCriterion, choices: Choices, counted: Mask) -> Reading:
    """Ranks of a criterion's column; what stands on void ballots is not looked at."""
    words = readings(criterion, choices.answers)
    column = table.columns[index]
    by_value = {value: read_answer(value, words) for value in column.dictionary.to_pylist()}
    codes = coded(column, lambda value: found.rank if (found := by_value[value]) else UNREAD)
    hows = frozenset(found.how for found in by_value.values() if found)

    def what(value: str) -> str:
        return f"“{value}”不是“{criterion.label}”的评议词"

    remedy = f"请写 {accepted(criterion)} 之一；没有填的留空"
    return Reading(codes, unread_cells(table, index, (codes == UNREAD) & counted, what, remedy), hows=hows)
