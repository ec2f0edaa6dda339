"""Ballots in blocks, each under a row that names its group and nothing else: whose they are, as a column."""

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa

from board.importing.answers import is_spoken
from board.importing.facts import read_group
from board.importing.form import BallotForm
from board.importing.roles import GROUP, fact_label, found_role
from board.importing.rows import is_footer_word
from board.importing.table import Table, distinct, kept, with_rows
from board.importing.tally.titles import group_above, group_of_titles
from board.importing.text import clean

_ORDERED = re.compile(
    r"^(?:[(（][一二三四五六七八九十\d]{1,3}[)）][、.．:：]?|[一二三四五六七八九十\d]{1,3}[、.．:：])\s*"
)
# More different values are no headings.
_MOST = 2000
_LETTERS = re.compile(r"[^\W\d_]")
_OF_THE_FORM = "的?{}(?:民主)?(?:(?:评议|测评|投票)(?:表|票|卷|情况|结果|登记表?)?|部分)$"
_WITHOUT = tuple(re.compile(_OF_THE_FORM.format(word)) for word in ("", "群众"))


def with_groups_of_blocks(table: Table, titles: tuple[str, ...], form: BallotForm) -> tuple[Table, list[str]]:
    """The table with a column of the groups that rows between its ballots name, and without these rows; and notes.

    Below a heading that nobody knows it isn't clear whose the ballots are. Nothing changes where a column says the
    group, or no row below the header is a heading.
    """
    roles = [found_role(name, form) if name else None for name in table.header]
    above = [group_above(titles, table.sheet, form), *(group_of_block(title, form) for title in reversed(titles))]
    group = next(filter(None, above), "")
    if any(role and role.role == GROUP for role in roles) or not _has_headings(table, form, is_named=bool(group)):
        return table, []
    whole = with_rows(table, {row: [text] for row, text in table.loose.items() if group_of_block(text, form)})
    label, head = fact_label(GROUP), [clean(name) for name in whole.header]
    groups, is_heading, is_unknown = list[str](), list[bool](), False
    for row in zip(*(column.to_pylist() for column in whole.columns), strict=True):
        filled = {at: text for at, cell in enumerate(row) if (text := clean(cell))}
        only = next(iter(filled.values())) if len({*filled.values()}) == 1 else ""
        own = group_of_block(only, form) if only else ""
        if own or (only and all(roles[at] is None for at in filled) and _is_heading(only, form)):
            group, is_unknown = own, is_unknown or not own
        # The header may come again with each block.
        groups.append(label if [clean(cell) for cell in row] == head else group)
        is_heading.append(bool(own))
    if not (any(is_heading) or is_unknown):
        return table, []
    column = pa.array(groups, pa.string()).dictionary_encode()
    left = kept(replace(whole, header=(*whole.header, label), columns=(*whole.columns, column)), ~np.array(is_heading))
    origins = {**left.origins, len(whole.header): (left.row_numbers, label)}
    named = "、".join(dict.fromkeys(each for each in groups if each not in ("", label)))
    return replace(left, origins=origins), [f"每一段上面写着类别（{named}），下面的都按它计"]


def group_of_block(text: str, form: BallotForm) -> str:
    """The group that a heading names outright: 家长, 参评人员：家长, 一、家长, 家长评议表."""
    plain = _ORDERED.sub("", clean(text))
    words = () if is_footer_word(text) else (pattern.sub("", plain) for pattern in _WITHOUT)
    return group_of_titles([text], form) or next((group for word in words if (group := read_group(word, form))), "")


def _is_heading(text: str, form: BallotForm) -> bool:
    is_number = not _LETTERS.search(text)
    return not is_number and not is_footer_word(text) and not is_spoken(text, form)


def _has_headings(table: Table, form: BallotForm, *, is_named: bool) -> bool:
    """Whether rows of a single cell, or values of the first columns, may be headings; any, if titles name a group."""
    columns = (distinct(column, _MOST) or () for column in table.columns[:2])
    texts = [*table.loose.values(), *(text for values in columns for text in values if clean(text))]
    return any(group_of_block(text, form) or (is_named and _is_heading(clean(text), form)) for text in texts)
