"""Filled-in forms one below the other, each with a row for each criterion → the number of its form beside each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from board.importing.form import BallotForm
from board.importing.layouts.kinds import Shape
from board.importing.roles import BALLOT, DAY, GROUP, SUGGESTION, VOID, WAY, fact_label, found_role, is_called
from board.importing.rows import is_footer_word, with_headings
from board.importing.table import Table
from board.importing.text import clean

_BEGINS = re.compile(
    r"第?\s*\d{1,5}\s*[张份号表]|第\s*[一二三四五六七八九十百]{1,5}\s*[张份]|(?:评议表|票|表|问卷)?(?:编?号|序号|票号)\s*[:：]?\s*\w{1,12}"
    r"|(?:no\.?|#)\s*\d{1,5}|(?:评议表|测评表|问卷|表|票)\s*[（(]?\d{1,5}[)）]?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"([^:：]{1,20})[:：](.*)", re.DOTALL)
_FACTS = {GROUP, WAY, DAY, VOID, SUGGESTION}
_A_FEW = 2
# Role, name and value.
_Fact = tuple[str, str, str]


@dataclass
class _Form:
    """The rows of a form: row number, item and answer, with the role of each item."""

    rows: list[tuple[int, str, str]] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)

    def has(self, roles: set[str]) -> bool:
        return bool(roles & {*self.roles})


def with_numbers_of_forms(
    table: Table, found: Shape, titles: Sequence[str], form: BallotForm
) -> tuple[Table, list[str]]:
    """The table with a column that numbers its forms, without the rows between them; and a note.

    Unchanged unless every form answers the same criteria once and says the same of itself, so that no row may belong to
    another form than the one above it.
    """
    if found.kind != "answers" or found.item is None or found.answer is None:
        return table, []
    if any(is_called(name, BALLOT) for name in table.header):
        return table, []
    whole = with_headings(table)
    places = (found.item, found.answer)
    forms = _forms(whole, places, titles, form)
    if forms is None or len(forms) < _A_FEW:
        return table, []
    rows = [(number, *row) for number, each in enumerate(forms, 1) for row in each.rows]
    blank = [""] * len(rows)
    columns = [blank for _ in whole.header]
    columns[places[0]], columns[places[1]] = [row[2] for row in rows], [row[3] for row in rows]
    columns.append([str(row[0]) for row in rows])
    label = fact_label(BALLOT)
    numbers = np.array([row[1] for row in rows], np.int64)
    wide = replace(
        whole,
        header=(*whole.header, label),
        columns=tuple(pa.array(each, pa.string()).dictionary_encode() for each in columns),
        row_numbers=numbers,
        origins={len(whole.header): (numbers, label)},
    )
    return wide, [f"一张评议表占几行，一共 {len(forms)} 张"]


def _forms(table: Table, places: tuple[int, int], titles: Sequence[str], form: BallotForm) -> list[_Form] | None:
    criteria = {criterion.criterion_id for criterion in form.criteria}
    rows = _rows(table, titles)
    has_marks = sum(_is_mark(cells) for _, cells in rows) >= _A_FEW
    forms = [_Form()]
    for at, (number, cells) in enumerate(rows):
        facts = _facts_of_row(cells, places, form, is_title=at < len(titles))
        if facts is None:
            return None
        begins = _is_mark(cells) if has_marks else any(role not in {*criteria, SUGGESTION} for role, *_ in facts)
        if begins and forms[-1].has(criteria):
            forms.append(_Form())
        forms[-1].rows += [(number, item, answer) for role, item, answer in facts if role]
        forms[-1].roles += [role for role, *_ in facts if role]
    return _checked(forms, criteria)


def _rows(table: Table, titles: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The titles, each as a row of the header, and all rows but blank ones and the header repeated."""
    head = [clean(name) for name in table.header]
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    below = [(number, [*map(clean, row)]) for number, row in zip(table.row_numbers.tolist(), rows, strict=True)]
    return [(table.header_row, [clean(each)]) for each in titles] + [
        (number, cells) for number, cells in below if any(cells) and cells != head
    ]


def _facts_of_row(cells: list[str], places: tuple[int, int], form: BallotForm, *, is_title: bool) -> list[_Fact] | None:
    """Facts that a row states, ("", …) of a number; None where it says something else.

    A title may be of all forms: what it says of the first is compared with what the others say.
    """
    filled = [cell for cell in cells if cell]
    if not is_title and len(filled) <= _A_FEW and not _NAMED.fullmatch(filled[0]):
        role = _role(cells[places[0]], form)
        if role:
            return [(role, cells[places[0]], cells[places[1]])]
    facts = [_fact(cell, form) for cell in filled]
    is_known = is_title or None not in facts or is_footer_word(filled[0])
    return [fact for fact in facts if fact] if is_known else None


def _is_mark(cells: Sequence[str]) -> bool:
    return any(_BEGINS.fullmatch(cell) for cell in cells if cell)


def _role(text: str, form: BallotForm) -> str:
    found = found_role(text, form) if text else None
    is_known = found and (found.is_sure or found.role not in _FACTS)
    return found.role if found and is_known else ""


def _fact(cell: str, form: BallotForm) -> _Fact | None:
    if _BEGINS.fullmatch(cell):
        return "", "", ""
    named = _NAMED.fullmatch(cell)
    role = _role(named[1], form) if named else ""
    return (role, named[1], named[2]) if named and role in _FACTS else None


def _checked(forms: list[_Form], criteria: set[str]) -> list[_Form] | None:
    """The forms, if each says the same of itself; without what the first alone says, which titles say of all."""
    usual = {*forms[-1].roles} - {SUGGESTION}
    first = forms[0]
    kept = [at for at, role in enumerate(first.roles) if role in usual or role in criteria or role == SUGGESTION]
    forms[0] = _Form([first.rows[at] for at in kept], [first.roles[at] for at in kept])
    for each in forms:
        if len({*each.roles}) < len(each.roles) or {*each.roles} - {SUGGESTION} != usual or not usual & criteria:
            return None
    return forms
