"""A file's table → a table of one ballot per row with its layout, whichever of LAYOUTS it has."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc

from board.importing.cells import NO_PROBLEMS, Problems, unread_cells
from board.importing.choices import Choices
from board.importing.facts import ONLINE, has_time
from board.importing.form import BallotForm
from board.importing.layouts.beneath import with_blanks_between, without_sums
from board.importing.layouts.copies import multiplied
from board.importing.layouts.downwards import continued
from board.importing.layouts.kinds import PLATFORMS, Shape
from board.importing.layouts.layout import Layout, dropped_columns, find_layout
from board.importing.layouts.options import find_options, joined_options
from board.importing.layouts.overlooked import overlooked
from board.importing.layouts.pivot import pivot
from board.importing.layouts.ticked_facts import joined_facts
from board.importing.problems import Problem
from board.importing.roles import BALLOT, DAY, SUGGESTION, TICKED, UNTICKED, VALID, VOID, WAY, is_called
from board.importing.rows import answered_rows, ballot_rows, known_rows, unanswered, without_spare
from board.importing.table import Table
from board.importing.text import clean, key

_SKIPPED = ("-2", "-3")
_OF_FORMS = {
    "ip",
    "来自ip",
    "ip地址",
    "填写id",
    "答题id",
    "答题时长",
    "填写时长",
    "所用时间",
    "受访者id",
    "respondentid",
    "浏览器",
    "操作系统",
    "填写设备",
    "答卷来源",
}
_SENT = re.compile("提交|接龙时间|时间戳|" + "completion|submit|timestamp", re.IGNORECASE)
# A row is a ballot if one of these is filled, though nothing is answered.
_SAYS_MORE = (VOID, VALID, TICKED, UNTICKED)


@dataclass(frozen=True)
class Taken:
    """A table as ballots.

    raw: the file's own. table: one row per ballot. uses: the raw table's columns → role. number: the column (of table)
    in which an online form numbered its ballots. problems: those of the table. notes: assumptions in words.
    """

    raw: Table
    table: Table
    layout: Layout
    kind: str
    choices: Choices
    uses: Mapping[int, str]
    number: int | None
    problems: tuple[Problems, ...]
    notes: tuple[str, ...]


def taken(raw: Table, found: Shape, form: BallotForm, choices: Choices) -> Taken:
    """Reads ballots from a table of any kind but a tally. Raises BoardError if no criterion is found."""
    if found.kind == "answers":
        return _from_answers(raw, found, form, choices)
    options = find_options(raw, form)
    joined, roles = joined_options(raw, options) if options else (raw, {})
    joined, ticked, notes = joined_facts(joined, form, choices)
    layout = find_layout(joined, form, choices, roles | dict.fromkeys(ticked, ""))
    notes += ["一个选项一列的题，打了勾的那一项算回答"] if options else []
    layout, choices, more = _filled_in(joined, layout, found.kind, choices)
    notes += more
    asked = [layout.roles[c.criterion_id] for c in form.criteria if c.criterion_id in layout.roles]
    answered = answered_rows(joined, asked, form)
    joined, summed, answered = without_sums(joined, asked, answered, form)
    joined, more, between = with_blanks_between(joined, {*asked, *layout.suggestions}, answered, choices)
    summed += more
    answered = answered_rows(joined, asked, form) if len(joined.row_numbers) > len(answered) else answered
    known = known_rows(joined, layout.roles, form, choices)
    table, left_out, idle = ballot_rows(joined, list(layout.roles.values()), layout.suggestions, answered, known)
    spare = NO_PROBLEMS
    if found.kind not in PLATFORMS:
        table, more, spare = _without_spare(table, layout, asked, choices)
        left_out += more
    table, more = continued(table, layout)
    left_out += more
    copied = NO_PROBLEMS
    if found.kind not in PLATFORMS:
        table, layout, more, copied = multiplied(table, layout, choices)
        left_out += more
    uses = {index: role for role, index in layout.roles.items()} | dict.fromkeys(layout.suggestions, SUGGESTION)
    uses |= {option.index: option.criterion_id for option in options} | ticked
    layout = replace(layout, ignored=tuple(index for index in layout.ignored if index not in uses))
    number = _number_column(joined) if found.kind in PLATFORMS else None
    if number is not None:
        uses.setdefault(number, BALLOT)
    has_overall = all(c.criterion_id in layout.roles for c in form.criteria if c.is_overall)
    problems = (
        idle,
        between,
        spare,
        copied,
        *overlooked(table, layout.ignored, form, choices, has_overall=has_overall),
        _unclear(raw, found),
        _same_numbers(table, number),
    )
    return Taken(raw, table, layout, found.kind, choices, uses, number, problems, (*notes, *summed, *left_out))


def _without_spare(
    table: Table, layout: Layout, asked: Sequence[int], choices: Choices
) -> tuple[Table, list[str], Problems]:
    others = [index for role, index in layout.roles.items() if role in _SAYS_MORE]
    return without_spare(table, unanswered(table, asked, [*others, *layout.suggestions]), choices)


def _from_answers(raw: Table, found: Shape, form: BallotForm, choices: Choices) -> Taken:
    open_text = [found.answer] if found.answer is not None else []
    rows, left_out, _ = ballot_rows(raw, range(len(raw.columns)), open_text, answered_rows(raw, open_text, form))
    put = pivot(rows, found, form, choices)
    layout = find_layout(put.table, form, replace(choices, columns={}), put.roles)
    ignored = tuple(index for index in range(len(raw.header)) if index not in put.uses)
    layout = replace(layout, ignored=ignored, dropped=tuple(dropped_columns(raw, ignored, None)), likely=frozenset())
    notes = (f"{len(rows.row_numbers)} 个回答合成 {len(put.table.row_numbers)} 张评议表", *put.notes, *left_out)
    problems = (*overlooked(rows, ignored, form, choices), put.problems)
    choices = replace(choices, voided_rows=put.voided)
    return Taken(raw, put.table, layout, found.kind, choices, put.uses, None, problems, notes)


def _filled_in(table: Table, layout: Layout, kind: str, choices: Choices) -> tuple[Layout, Choices, list[str]]:
    """Applies what a file's columns show of how its ballots were filled in; and notes."""
    if kind in PLATFORMS:
        return _of_platform(layout, kind, choices)
    if (
        WAY not in layout.roles
        and choices.way is None
        and (_is_of_a_form(table) or _is_sent(table, layout.roles.get(DAY)))
    ):
        return layout, replace(choices, way=ONLINE), ["有网上填写才有的列，没有写方式的都按网上计"]
    return layout, choices, []


def _of_platform(layout: Layout, kind: str, choices: Choices) -> tuple[Layout, Choices, list[str]]:
    """Applies what is known of a platform's exports beyond their columns."""
    notes = []
    if WAY not in layout.roles and choices.way is None:
        choices = replace(choices, way=ONLINE)
        notes.append(f"这是{PLATFORMS[kind]}导出的")
    return replace(layout, skipped=_SKIPPED), choices, notes


def _is_of_a_form(table: Table) -> bool:
    """Whether an online form made the table, to judge by columns that only these have."""
    keys = {key(name) for name in table.header}
    return bool(keys & _OF_FORMS) or {"开始时间", "结束时间"} <= keys or {"开始时间", "完成时间"} <= keys


def _is_sent(table: Table, day: int | None) -> bool:
    """Whether each ballot has the moment in which it was sent, as only a form that is filled in online knows it."""
    if day is None or not _SENT.search(table.header[day]):
        return False
    moments = [value for value in table.columns[day].dictionary.to_pylist() if clean(value)]
    return bool(moments) and all(map(has_time, moments))


def _number_column(table: Table) -> int | None:
    return next((index for index, name in enumerate(table.header) if is_called(name, BALLOT)), None)


def _same_numbers(table: Table, number: int | None) -> Problems:
    """Reports repeated numbers: an online form gives each ballot a number of its own."""
    if number is None:
        return NO_PROBLEMS
    column = table.columns[number]
    places = column.indices.to_numpy()
    again = np.ones(len(places), bool)
    again[np.unique(places, return_index=True)[1]] = False
    again &= np.asarray(pc.not_equal(column.cast("string"), "").to_numpy(zero_copy_only=False), bool)
    return unread_cells(table, number, again, "“{}”号答卷前面已有一份".format, "请核对是不是重复了；重复的略过这一行")


def _unclear(table: Table, found: Shape) -> Problems:
    if not found.is_unclear:
        return NO_PROBLEMS
    what = "一个选项一列，填的都是 0 和 1，分不清是一行一张评议表，还是计票汇总"
    return Problems((Problem(table.sheet, table.header_row, "", "", what, "请在“文件的样式”里选定是哪一种"),), 1)
