"""Layout → readings: every column that ballots need as one number per row, with the cells that could not be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from board.importing.answers import How, accepted, read_answer, readings
from board.importing.answers import Reading as AnswerReading
from board.importing.cells import NO_PROBLEMS, UNREAD, Codes, Mask, Problems, coded, missing_column, unread_cells
from board.importing.choices import Choices
from board.importing.facts import (
    WAYS,
    FactWord,
    has_time,
    read_day,
    read_group,
    read_valid,
    read_void,
    read_way,
    words_of,
)
from board.importing.form import BallotForm, FormCriterion
from board.importing.layouts.layout import Layout
from board.importing.roles import DAY, GROUP, VALID, VOID, WAY, fact_label
from board.importing.table import Table, is_blank
from board.importing.text import clean
from board.words import WAY as WAY_LABELS

_EPOCH = date(1970, 1, 1).toordinal()
_LOOKED_AT = 1_000
_MOST_WORDS = 60


@dataclass(frozen=True)
class Word:
    """A spelling of a criterion's answers: its number of rows, its rank (None: not understood), and how it was read."""

    criterion_id: str
    label: str
    word: str
    row_count: int
    rank: int | None
    how: str


@dataclass(frozen=True)
class Reading:
    """A column as read: a number per row, its problems, and assumptions in words."""

    codes: Codes
    problems: Problems = NO_PROBLEMS
    notes: tuple[str, ...] = ()
    hows: frozenset[How] = frozenset()
    words: tuple[Word, ...] = ()
    facts: tuple[FactWord, ...] = ()


def read_columns(table: Table, layout: Layout, form: BallotForm, choices: Choices) -> dict[str, Reading]:
    """Every role that ballots need, by role; a criterion without a column is left out."""
    void = _read_void_column(table, layout, choices)
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
            words = readings(criterion, choices.answers, choices.numbers, layout.skipped)
            read[criterion.criterion_id] = _read_answers(table, index, _Asked(criterion, words, choices), counted)
    return read


def _read_void_column(table: Table, layout: Layout, choices: Choices) -> Reading:
    """Marks a ballot void if the file (是否废票, 是否有效) or the clerk says so."""
    void = _read_mark(table, layout.roles.get(VOID), read_void, "“{}”说不清是不是废票", "废票写“是”，其余留空")
    valid = _read_mark(table, layout.roles.get(VALID), read_valid, "“{}”说不清是不是有效", "有效写“是”，废票写“否”")
    problems = Problems((*void.problems.first, *valid.problems.first), void.problems.count + valid.problems.count)
    chosen = np.isin(table.row_numbers, sorted(choices.voided_rows))
    notes = (f"有 {int(chosen.sum())} 张按您的意思算废票",) if chosen.any() else ()
    return Reading(((void.codes == 1) | (valid.codes == 0) | chosen).astype(np.int64), problems, notes)


def _read_mark(table: Table, index: int | None, read: Callable[[str], bool | None], what: str, remedy: str) -> Reading:
    """1 or 0 per row; -2 if there is no such column."""
    if index is None:
        return Reading(np.full(len(table.row_numbers), -2, np.int64))
    codes = coded(table.columns[index], _code_of(read))
    return Reading(codes, unread_cells(table, index, codes == UNREAD, what.format, remedy))


def _code_of(read: Callable[[str], bool | None]) -> Callable[[str], int]:
    def code(value: str) -> int:
        found = read(value)
        return UNREAD if found is None else int(found)

    return code


def _read_group_column(table: Table, layout: Layout, form: BallotForm, choices: Choices) -> Reading:
    places = {group: place for place, group in enumerate(form.groups)}
    default = places.get(choices.group or "", UNREAD)

    def group(value: str) -> str | None:
        return read_group(value, form, choices.groups)

    read = _read_fact(
        _Fact(table, layout.roles.get(GROUP), fact_label(GROUP), default, choices.group or ""),
        lambda value: places.get(group(value) or "", UNREAD),
        f"本次活动的参评群体：{'、'.join(form.groups)}",
    )
    return _with_words(read, GROUP, table, layout, group)


def _read_way_column(table: Table, layout: Layout, choices: Choices) -> Reading:
    places = {way: place for place, way in enumerate(WAYS)}
    default = places.get(choices.way or "", UNREAD)

    def way(value: str) -> str | None:
        return read_way(value, choices.ways)

    read = _read_fact(
        _Fact(table, layout.roles.get(WAY), fact_label(WAY), default, WAY_LABELS.get(choices.way or "", "")),
        lambda value: places.get(way(value) or "", UNREAD),
        "请写“纸质”或“网上”",
    )
    return _with_words(read, WAY, table, layout, way)


def _with_words(
    read: Reading, role: str, table: Table, layout: Layout, meaning: Callable[[str], str | None]
) -> Reading:
    index = layout.roles.get(role)
    return read if index is None else replace(read, facts=words_of(role, table.columns[index], meaning))


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
    """A column that may be missing, with the value to use where it is empty."""

    table: Table
    index: int | None
    label: str
    default: int
    default_label: str


def _read_fact(fact: _Fact, code: Callable[[str], int], remedy: str) -> Reading:
    rows = len(fact.table.row_numbers)
    if fact.index is None:
        problems = _fact_missing(fact, remedy) if fact.default == UNREAD else NO_PROBLEMS
        notes = (f"没有“{fact.label}”列，全部按“{fact.default_label}”计",) if fact.default != UNREAD else ()
        return Reading(np.full(rows, fact.default, np.int64), problems, notes)
    column = fact.table.columns[fact.index]
    codes, blank = coded(column, code), is_blank(column)
    notes = ()
    if fact.default != UNREAD and blank.any():
        codes = np.where(blank, fact.default, codes)
        notes = (f"“{fact.label}”有 {int(blank.sum())} 格空白，按“{fact.default_label}”计",)

    def what(value: str) -> str:
        return f"“{value}”不是认得的{fact.label}" if value else f"{fact.label}没有填"

    return Reading(codes, unread_cells(fact.table, fact.index, codes == UNREAD, what, remedy), notes)


def _fact_missing(fact: _Fact, remedy: str) -> Problems:
    return missing_column(
        fact.table, fact.label, f"没有“{fact.label}”这一列", f"请补上这一列，或在导入时选定。{remedy}"
    )


@dataclass(frozen=True)
class _Asked:
    """A criterion with every word that answers it."""

    criterion: FormCriterion
    words: Mapping[str, AnswerReading]
    choices: Choices


def _read_answers(table: Table, index: int, asked: _Asked, counted: Mask) -> Reading:
    """Ranks of a criterion's column; answers on void ballots are not checked."""
    criterion, column = asked.criterion, table.columns[index]
    values = column.dictionary.to_pylist()
    found = [read_answer(value, asked.words) for value in values]
    by_value = dict(zip(values, found, strict=True))
    codes = coded(column, lambda value: each.rank if (each := by_value[value]) else UNREAD)
    hows = frozenset(each.how for each in found if each and (each.how != "number" or asked.choices.numbers))

    def what(value: str) -> str:
        return f"“{value}”不是“{criterion.label}”的评议词"

    remedy = f"请写 {accepted(criterion)} 之一；没有填的留空"
    problems = unread_cells(table, index, (codes == UNREAD) & counted, what, remedy)
    unclear = (
        _ask_numbers(table, index, by_value, asked.choices)
        if any(_is_how(each, "number") for each in found)
        else NO_PROBLEMS
    )
    problems = Problems((*problems.first, *unclear.first), problems.count + unclear.count)
    return Reading(codes, problems, hows=hows, words=_words(column, found, counted, criterion))


def _ask_numbers(table: Table, index: int, read: dict[str, AnswerReading | None], choices: Choices) -> Problems:
    """Problems of numbers used as answers.

    1 is the best on one form and the worst on the next: one question for the column. A number that is also points there
    (0 of 0 to 100) may be a place too, or nothing: a question for each cell.
    """
    places = coded(table.columns[index], lambda value: int(_is_how(read[value], "number"))) == 1
    if choices.numbers is None:
        places[int(np.argmax(places)) + 1 :] = False
        remedy = "请在“数字作答案时”里选定；或把数字改成评议词"
        return unread_cells(table, index, places, "数字“{}”说不清是第几档：有的表 1 最好，有的表 1 最差".format, remedy)
    points = coded(table.columns[index], lambda value: int(_is_how(read[value], "points") and value[-1:] != "分")) == 1
    remedy = "请改成评议词，或在答案的对应关系里指定"
    return unread_cells(table, index, points, "“{}”与 1、2、3 混在一列，说不清是档次还是分值".format, remedy)


def _is_how(reading: AnswerReading | None, how: How) -> bool:
    return reading is not None and reading.how == how


def _words(
    column: pa.DictionaryArray, found: list[AnswerReading | None], counted: Mask, criterion: FormCriterion
) -> tuple[Word, ...]:
    """The spellings of the column's answers, the most frequent first."""
    counts = np.bincount(column.indices.to_numpy()[counted], minlength=len(found))
    values = column.dictionary.to_pylist()
    written: dict[str, Word] = {}
    for place in np.argsort(-counts, kind="stable")[:_MOST_WORDS]:
        text, reading = clean(values[place]), found[place]
        if counts[place] and text:
            before = written[text].row_count if text in written else 0
            rank, how = (reading.rank, reading.how) if reading else (None, "")
            written[text] = Word(criterion.criterion_id, criterion.label, text, before + int(counts[place]), rank, how)
    return tuple(written.values())
