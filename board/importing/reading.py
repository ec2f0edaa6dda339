"""Layout → readings: every column that ballots need as one number per row, with the cells that could not be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from board.importing.answers import ZERO, accepted, read_answer, readings
from board.importing.answers import Reading as AnswerReading
from board.importing.cells import NO_PROBLEMS, UNREAD, Mask, Problems, coded, missing_column, unread_cells
from board.importing.choices import Choices
from board.importing.facts import WAYS, has_time, lacks_year, read_day, read_group, read_way, serial_day, words_of
from board.importing.files import progress
from board.importing.form import BallotForm, FormCriterion
from board.importing.layouts.layout import Layout
from board.importing.layouts.scales import other_scale
from board.importing.read import Reading, Word
from board.importing.roles import DAY, GROUP, VOID, WAY, fact_label
from board.importing.table import Table, is_blank
from board.importing.text import clean
from board.importing.voids import read_void_column, with_void_answers
from board.words import WAY as WAY_LABELS

_EPOCH = date(1970, 1, 1).toordinal()
_LOOKED_AT = 1_000
_MOST_WORDS = 60
_SPOKEN = ("own", "general", "letter", "place", "unknown")


def read_columns(table: Table, layout: Layout, form: BallotForm, choices: Choices) -> dict[str, Reading]:
    """Every role that ballots need, by role; a criterion without a column is left out."""
    asked = [criterion for criterion in form.criteria if criterion.criterion_id in layout.roles]
    columns = [layout.roles[criterion.criterion_id] for criterion in asked]
    void = with_void_answers(table, columns, read_void_column(table, layout, choices))
    read = {
        VOID: void,
        GROUP: _read_group_column(table, layout, form, choices),
        WAY: _read_way_column(table, layout, choices),
        DAY: _read_day_column(table, layout, choices),
    }
    counted = void.codes != 1
    scale = other_scale([(each, table.columns[index]) for each, index in zip(asked, columns, strict=True)])
    for criterion in asked:
        progress.at(f"认“{criterion.label}”一列", len(table.row_numbers), len(table.row_numbers))
        words = readings(criterion, choices, layout.skipped, scale)
        question = _Asked(criterion, layout.roles[criterion.criterion_id], words, choices)
        read[criterion.criterion_id] = _read_answers(table, question, counted)
    if asked and choices.zero is None:
        first = asked[0].criterion_id
        read[first] = _with(read[first], _zeros(table, layout, asked, counted, read))
    return read


def _with(reading: Reading, more: Problems) -> Reading:
    problems = Problems((*reading.problems.first, *more.first), reading.problems.count + more.count)
    return replace(reading, problems=problems)


def _zeros(
    table: Table, layout: Layout, asked: Sequence[FormCriterion], counted: Mask, read: Mapping[str, Reading]
) -> Problems:
    """One question for a file in which 0 is among words, or where no other answer is in points: it may be a blank."""
    is_scored = any(word.how == "points" and not _is_zero(word.word) for each in read.values() for word in each.words)
    for criterion in asked:
        index, words = layout.roles[criterion.criterion_id], read[criterion.criterion_id].words
        zeros = coded(table.columns[index], lambda value: int(_is_zero(value))) == 1
        is_spoken = any(word.how in _SPOKEN for word in words)
        is_points = any(word.how == "points" and _is_zero(word.word) for word in words)
        if is_points and (zeros & counted).any() and (is_spoken or not is_scored):
            what = "“{}”说不清是没有填，还是 0 分：别的回答不是分值".format
            return _first(table, index, zeros & counted, what, "请在“数字 0”里选定；或把 0 改成评议词")
    return NO_PROBLEMS


def _is_zero(value: str) -> bool:
    return clean(value).removesuffix(".0") == ZERO


def _first(table: Table, index: int, rows: Mask, what: Callable[[str], str], remedy: str) -> Problems:
    """One question for all marked rows of a column, at the first; none if none is marked."""
    if not rows.any():
        return NO_PROBLEMS
    first = np.zeros(len(rows), bool)
    first[int(np.argmax(rows))] = True
    return unread_cells(table, index, first, what, remedy)


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
        day = read_day(value, choices.cast_on) or serial_day(value, choices.cast_on)
        return day.toordinal() - _EPOCH if day else UNREAD

    shown = f"{choices.cast_on:%Y-%m-%d}" if choices.cast_on else ""
    fact = _Fact(table, index, fact_label(DAY), default, shown)
    remedy = "请写成 2026-12-15 这样的日期"
    read = _read_fact(fact, code, remedy)
    if index is not None and read.problems.count > 1 and (read.codes[~is_blank(table.columns[index])] == UNREAD).all():
        what = "这一列没有一格是认得的日期，如“{}”".format
        read = replace(read, problems=_first(table, index, read.codes == UNREAD, what, remedy))
    texts = [] if index is None else table.columns[index].dictionary[:_LOOKED_AT].to_pylist()
    notes = ["日期只取到天，具体时间不保存"] if any(map(has_time, texts)) else []
    notes += ["日期写成了表格软件的日期序号，照它换算"] if any(serial_day(t, choices.cast_on) for t in texts) else []
    years = sorted({f"{day.year}" for text in texts if lacks_year(text) and (day := read_day(text, choices.cast_on))})
    notes += [f"日期没有写年份，按 {'、'.join(years)} 年计"] if years else []
    return replace(read, notes=(*read.notes, *notes))


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
    """A criterion, its column, and every word that answers it."""

    criterion: FormCriterion
    index: int
    words: Mapping[str, AnswerReading]
    choices: Choices


def _read_answers(table: Table, asked: _Asked, counted: Mask) -> Reading:
    """Ranks of a criterion's column; answers on void ballots are not checked."""
    criterion, index = asked.criterion, asked.index
    column = table.columns[index]
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
    (100 of 0 to 100) may be neither: a question for each cell.
    """
    places = coded(table.columns[index], lambda value: int(_is_how(read[value], "number"))) == 1
    if choices.numbers is None:
        what = "数字“{}”说不清是第几档：有的表 1 最好，有的表 1 最差".format
        return _first(table, index, places, what, "请在“数字作答案时”里选定；或把数字改成评议词")
    points = coded(table.columns[index], lambda value: int(_is_bare_points(value, read[value]))) == 1
    remedy = "请改成评议词，或在“每种答案读作哪一档”里指定"
    return unread_cells(table, index, points, "“{}”与 1、2、3 混在一列，说不清是档次还是分值".format, remedy)


def _is_bare_points(value: str, read: AnswerReading | None) -> bool:
    return _is_how(read, "points") and value[-1:] != "分" and not _is_zero(value)


def _is_how(reading: AnswerReading | None, how: str) -> bool:
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
