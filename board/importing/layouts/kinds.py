"""Recognises which of LAYOUTS a table has, by its header and the values of its columns."""

from dataclasses import dataclass

import pandas as pd
import pyarrow.compute as pc

from board.importing.answers import general_word
from board.importing.facts import read_group
from board.importing.form import BallotForm
from board.importing.layouts.options import are_counts, find_options
from board.importing.roles import ANSWER, BALLOT, COUNT, ITEM, criterion_named, found_role, is_called
from board.importing.shares import headed
from board.importing.table import Table, distinct
from board.importing.text import clean, key

PLATFORMS = {"wjx": "问卷星", "txwj": "腾讯问卷", "txdoc": "腾讯文档收集表", "wps": "金山表单（WPS 表单）"}
_WPS_OWN = {"提交人", "提交者", "提交人昵称", "提交者昵称", "提交人id", "提交者id"}
_MOST_ITEMS = 400
_HALF = 0.5
_A_FEW = 2


@dataclass(frozen=True)
class Shape:
    """The layout of a table.

    kind: a key of LAYOUTS. item: the column that names criteria. answer: the one that holds answers. is_unclear: it
    could be ballots with ticks as well as a tally.
    """

    kind: str
    item: int | None = None
    answer: int | None = None
    is_unclear: bool = False


def find_kind(table: Table, form: BallotForm, chosen: str | None = None) -> Shape:
    """The layout of a table; `chosen` is the clerk's."""
    found = _found(table, form)
    if chosen is None:
        return found
    return Shape(chosen, found.item, found.answer)


def _found(table: Table, form: BallotForm) -> Shape:
    platform = _platform(table)
    if platform:
        return Shape(platform)
    asked = {found.role for name in table.header if name and (found := found_role(name, form)) and found.is_sure}
    as_columns = len(asked & {criterion.criterion_id for criterion in form.criteria})
    options = find_options(table, form)
    counts = are_counts(table, options) if options else False
    if counts is not False:
        return Shape("tally" if counts else "ballots", is_unclear=counts is None)
    if as_columns >= _A_FEW or (as_columns and len(form.criteria) == 1):
        answer = _answer_column(table, form)
        is_tally = answer is not None and _are_numbers(table, form) and _is_once(table, form)
        return Shape("tally", answer=answer) if is_tally else Shape("ballots")
    item = _item_column(table, form)
    if item is None:
        return Shape("ballots")
    answer = _answer_column(table, form)
    has_counts = any(is_called(name, COUNT) or headed(clean(name)) == ("", True) for name in table.header)
    is_across = len(_group_columns(table, form)) > 1 and not any(is_called(name, BALLOT) for name in table.header)
    return Shape("tally" if answer is None or has_counts or is_across else "answers", item, answer)


def _platform(table: Table) -> str | None:
    """The survey platform that exported a table, recognised by the columns it adds."""
    keys = {key(name) for name in table.header}
    if "提交答卷时间" in keys and keys & {"序号", "所用时间", "来自ip", "来源详情"}:
        return "wjx"
    if "编号" in keys and keys & {"开始答题时间", "结束答题时间"}:
        return "txwj"
    if any("(自动)" in clean(name) for name in table.header):
        return "txdoc"
    return "wps" if keys & {"提交时间", "填写时间"} and keys & _WPS_OWN else None


def _item_column(table: Table, form: BallotForm) -> int | None:
    """The column that names criteria: at least half of its values do, or its header says so and some values do."""
    for index, name in enumerate(table.header):
        values = [value for value in distinct(table.columns[index], _MOST_ITEMS) or () if clean(value)]
        named = {criterion.criterion_id for value in values if (criterion := criterion_named(value, form))}
        enough = min(_A_FEW, len(form.criteria))
        if len(named) >= enough and (len(named) >= _HALF * len(values) or is_called(name, ITEM)):
            return index
    return None


def _answer_column(table: Table, form: BallotForm) -> int | None:
    """The column that holds answers and isn't itself named after a criterion."""
    found = None
    for index, name in enumerate(table.header):
        role = found_role(name, form)
        if (role and role.is_exact) or is_called(name, BALLOT):
            continue
        values = [value for value in distinct(table.columns[index], _MOST_ITEMS) or () if clean(value)]
        answers = [value for value in values if general_word(value, form) is not None]
        if is_called(name, ANSWER) and (answers or _looks_short(values)):
            return index
        if found is None and len(answers) >= _A_FEW and len(answers) >= _HALF * len(values):
            found = index
    return found


def _looks_short(values: list[str]) -> bool:
    longest = 8
    return all(len(value) <= longest for value in values)


def _group_columns(table: Table, form: BallotForm) -> list[int]:
    """The columns that are called like a group and hold numbers."""
    called = [index for index, name in enumerate(table.header) if name and read_group(name, form)]
    return called if _are_counts(table, called) else []


def _asked_columns(table: Table, form: BallotForm) -> list[int]:
    criteria = {criterion.criterion_id for criterion in form.criteria}
    found = [found_role(name, form) if name else None for name in table.header]
    return [index for index, each in enumerate(found) if each and each.is_sure and each.role in criteria]


def _is_once(table: Table, form: BallotForm) -> bool:
    """Whether each answer (of each group) has one row, as in a tally."""
    asked = _asked_columns(table, form)
    others = {i: column.to_pylist() for i, column in enumerate(table.columns) if i not in asked}
    return len(table.row_numbers) > 1 and not pd.DataFrame(others).duplicated().any()


def _are_numbers(table: Table, form: BallotForm) -> bool:
    """Whether all values in the criteria's columns are counts."""
    return _are_counts(table, _asked_columns(table, form))


def _are_counts(table: Table, columns: list[int]) -> bool:
    for index in columns:
        values = pc.utf8_trim_whitespace(table.columns[index].dictionary)
        if not pc.all(pc.match_substring_regex(values, r"^[0-9０-９]*(?:\.[0-9]+)?\s*[票张份人%％]?$")).as_py():
            return False
    return True
