"""Rows below ballots that say something of them: how they were filled in, which are void, how many gave each answer."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from board.importing.answers import is_spoken
from board.importing.cells import NO_PROBLEMS, Problems
from board.importing.choices import Choices
from board.importing.facts import read_group
from board.importing.form import BallotForm
from board.importing.layouts.blocks import group_of_block
from board.importing.problems import Problem, column_name
from board.importing.roles import BALLOT, VALID, VOID, fact_label, found_role, is_called
from board.importing.rows import Rows, is_footer_word
from board.importing.table import Table, kept, with_rows
from board.importing.tally.titles import facts_named
from board.importing.text import beside_names, clean, is_whole

# So many rows at the end of a table may say how its ballots were filled in.
_LAST = 6
# More rows below the last answer in words are no sums.
_MOST_SUMS = 50
_SEVERAL = 2
# An answer and a suggestion that say there is none.
_BLANK = "无"
_NUMBERING = r"(?:[(]?[一二三四五六七八九十\d]{1,3}[)]?[、.:]?\s*)?"
_HOW_MANY = r"\s*(?:[(]?(?:共|计)?\s*\d{1,6}\s*[张份票][)]?)?"
_TAIL = r"(?:部分|登记|明细|如下)?[:]?"
_OF_VOID = re.compile(
    rf"[(]?{_NUMBERING}(?:以下|下列|下面)?(?:全|均|都)?[为是系]?(?:作?废|无效)[票表卷]?{_HOW_MANY}{_TAIL}[)]?"
)
_OF_VALID = re.compile(rf"[(]?{_NUMBERING}(?:以下|下列|下面)?(?:全|均|都)?[为是系]?有效[票表卷]?{_HOW_MANY}{_TAIL}[)]?")
_ALONE = re.compile(r"(?:作?废|无效)[票表卷]?")
_OF_COUNT = re.compile(r"[“\"]?(.+?)[”\"]?\s*[(]?(?:得?票数?|张数?|人数?|份数?|数|合计|小计)?[)]?[:]?")


def without_facts_below(table: Table, form: BallotForm) -> tuple[Table, tuple[str, ...], tuple[str, ...]]:
    """The table without rows at its end that name the way or the day of all ballots (评议方式：纸质); what they name,
    as titles do; and the texts of all rows there that are no ballots."""
    facts, texts, dropped = list[str](), list[str](), set[int]()
    for row, cells in _last_rows(table):
        line = "  ".join(beside_names(cells))
        if any(is_spoken(cell, form) or read_group(cell, form) for cell in cells if clean(cell)):
            continue
        texts.append(line)
        found = facts_named(line)
        if found and (clean(cells[0]) or is_footer_word(line)):
            facts += found
            dropped.add(row)
    if not dropped:
        return table, (), tuple(texts)
    left = replace(
        table,
        problems=tuple(problem for problem in table.problems if problem.row not in dropped),
        loose={row: text for row, text in table.loose.items() if row not in dropped},
        ragged={row: cells for row, cells in table.ragged.items() if row not in dropped},
    )
    return kept(left, ~np.isin(table.row_numbers, sorted(dropped))), tuple(facts), tuple(texts)


def _last_rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    size = len(table.row_numbers)
    first = max(0, size - _LAST)
    below = [column.slice(first).to_pylist() for column in table.columns]
    yield from (
        (int(table.row_numbers[first + at]), [str(cell) for cell in row])
        for at, row in enumerate(zip(*below, strict=True))
    )
    last = int(table.row_numbers[max(0, size - _LAST)]) if size else 0
    yield from ((row, list(cells)) for row, cells in table.ragged.items() if row >= last)


def with_void_below(table: Table, form: BallotForm) -> tuple[Table, list[str]]:
    """The table with a column that says of the ballots below a heading 以下为废票 that they are void, and a note.

    Nothing changes where a column says which are void, or no ballots stand below such a heading. 废票 alone may be a
    ballot as well as a heading: a question, if ballots stand below it.
    """
    roles = [found.role if name and (found := found_role(name, form)) else "" for name in table.header]
    loose = {row: [text] for row, text in table.loose.items() if _of_all(text)}
    if {VOID, VALID} & {*roles} or not (loose or any(map(_speaks_of_void, table.columns))):
        return table, []
    whole = with_rows(table, loose)
    marks, is_heading, unclear, is_void = list[str](), list[bool](), list[int](), False
    for number, row in zip(whole.row_numbers, zip(*(c.to_pylist() for c in whole.columns), strict=True), strict=True):
        filled = {at: text for at, cell in enumerate(row) if (text := clean(cell))}
        heads = _heads(filled, roles)
        only = next(iter(filled.values())) if len(filled) == 1 else ""
        is_void = heads == VOID if heads else is_void and not (only and group_of_block(only, form))
        is_ballot = _is_ballot(filled, table.header)
        unclear += [int(number)] if _ALONE.fullmatch(only) and not roles[next(iter(filled))] else []
        marks.append("是" if is_void and is_ballot else "")
        is_heading.append(bool(heads))
    if not any(marks):
        return _asked_about(table, unclear), []
    label = fact_label(VOID)
    column = pa.array(marks, pa.string()).dictionary_encode()
    marked = replace(whole, header=(*whole.header, label), columns=(*whole.columns, column))
    left = kept(marked, ~np.array(is_heading))
    origins = {**left.origins, len(whole.header): (left.row_numbers, label)}
    count = marks.count("是")
    return replace(left, origins=origins), [f"有 {count} 张在“废票”一行下面，按废票计"]


def _speaks_of_void(column: pa.DictionaryArray) -> bool:
    """Whether a cell of a column is of nothing else, as its heading is."""
    near = pc.filter(column.dictionary, pc.match_substring_regex(column.dictionary, "废|无效")).to_pylist()
    return any(_OF_VOID.fullmatch(clean(text)) for text in near)


def _of_all(text: str) -> str:
    """VOID or VALID, if a text says so of what stands below it; "" for 废票 alone."""
    plain = clean(text)
    if _ALONE.fullmatch(plain):
        return ""
    return VOID if _OF_VOID.fullmatch(plain) else VALID if _OF_VALID.fullmatch(plain) else ""


def _heads(filled: Mapping[int, str], roles: Sequence[str]) -> str:
    """As `_of_all`, of a row of which nothing else is filled but columns that say nothing of a ballot."""
    texts = {*filled.values()}
    is_heading = len(texts) == 1 and not any(roles[at] for at in [*filled][1:])
    return _of_all(texts.pop()) if is_heading else ""


def _is_ballot(filled: Mapping[int, str], header: Sequence[str]) -> bool:
    texts = [*filled.values()]
    return len(texts) > 1 and not is_footer_word(texts[0]) and texts != [*filter(None, map(clean, header))]


def _asked_about(table: Table, rows: Sequence[int]) -> Table:
    """The table with a question for the first row of 废票 alone that has ballots below it."""
    last = max((int(number) for number in table.row_numbers), default=0)
    row = next((row for row in rows if row < last), None)
    if row is None:
        return table
    what = "这一行只写着“废票”，说不清是这一张废了，还是下面的都是废票"
    remedy = "下面的都是，把这一格改成“以下为废票”；不是的，略过这一行"
    name = column_name(0, table.header[0])
    return replace(table, problems=(*table.problems, Problem(table.sheet, row, name, "废票", what, remedy)))


def without_sums(table: Table, asked: Sequence[int], answered: Rows, form: BallotForm) -> tuple[Table, list[str], Rows]:
    """The table without rows below its ballots that count their answers, a note, and which others are answered."""
    found = _sums_below(table, asked, answered, form)
    rows = "、".join(map(str, table.row_numbers[found]))
    notes = [f"第 {rows} 行是各档的票数，不是评议表，已略过"] if rows else []
    return kept(table, ~found), notes, answered[~found]


def _sums_below(table: Table, asked: Sequence[int], answered: Rows, form: BallotForm) -> Rows:
    """The rows below the last answer in words that count how many gave one: 好（票）, numbers under the criteria."""
    found = np.zeros(len(table.row_numbers), bool)
    if not answered.any() or not asked:
        return found
    last = int(np.flatnonzero(answered)[-1])
    if len(found) - last > _MOST_SUMS:
        return found
    others = [index for index in range(len(table.columns)) if index not in asked]
    for at in range(last + 1, len(table.row_numbers)):
        names = [text for index in others if (text := clean(str(table.columns[index][at].as_py())))]
        numbers = [text for index in asked if (text := clean(str(table.columns[index][at].as_py())))]
        called = [_OF_COUNT.fullmatch(name) for name in names]
        found[at] = (
            bool(numbers) and len(names) == 1 and all(map(is_whole, numbers)) and any(
                each and is_spoken(each[1], form) for each in called
            )
        )  # fmt: skip
    return found


def with_blanks_between(
    table: Table, named: Collection[int], answered: Rows, choices: Choices
) -> tuple[Table, list[str], Problems]:
    """The table with the blank rows between answered ones as ballots, or without them and one question.

    Only where all columns are named, those of answers and suggestions: there a ballot returned blank looks like an
    empty row. Elsewhere a blank row is none.
    """
    numbers = table.row_numbers
    if any(name and index not in named for index, name in enumerate(table.header)) or not answered.any():
        return table, [], NO_PROBLEMS
    gaps = np.flatnonzero((np.diff(numbers) > 1) & answered[:-1] & answered[1:])
    rows = [row for at in gaps for row in range(int(numbers[at]) + 1, int(numbers[at + 1])) if row not in table.ragged]
    if not rows or choices.unanswered == "spare":
        return table, [f"有 {len(rows)} 行全空，按您的意思略过"] if rows else [], NO_PROBLEMS
    if choices.unanswered == "blank":
        return with_rows(table, dict.fromkeys(rows, [_BLANK] * len(table.header))), [], NO_PROBLEMS
    listed = "、".join(map(str, rows[:_LAST])) + ("……" if len(rows) > _LAST else "")
    what = f"中间有 {len(rows)} 行全空（第 {listed} 行），说不清是交回的白票，还是空行"
    remedy = "请在“一项也没有答的行”里选定"
    return table, [], Problems((Problem(table.sheet, rows[0], "", "", what, remedy),), 1)


def with_spare_numbers(table: Table) -> Table:
    """The table with the rows at its end of which only the number in the first column is filled, if there are several.

    A single one may be a ballot that was cut off.
    """
    last = int(table.row_numbers[-1]) if len(table.row_numbers) else 0
    below = [row for row, text in table.loose.items() if row > last and is_whole(clean(text))]
    if len(below) < _SEVERAL or not is_called(table.header[0], BALLOT):
        return table
    return with_rows(table, {row: [table.loose[row]] for row in below})
