"""A table for each criterion, one below the other, each with its own header → one table with a column of criteria."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from board.importing.answers import general_word
from board.importing.facts import read_group
from board.importing.form import BallotForm, FormCriterion
from board.importing.roles import GROUP, ITEM, fact_label, found_role
from board.importing.rows import is_footer_word, with_headings
from board.importing.table import Table, kept
from board.importing.text import clean, is_whole

_A_FEW = 2


def by_criterion(table: Table, titles: Sequence[str], form: BallotForm) -> tuple[Table, list[str]]:
    """The table with the criterion that stands above each of its parts in a column, and without the headers between;
    and a note. Unchanged where rows name no criteria, or the header no answers.

    A column's name is made of its names in all parts (深/清/好): what differs in their order is asked about later.
    """
    first = next((each for title in reversed(titles) if (each := _named([title], form))), None)
    if not first or not _is_header(table.header, form):
        return table, []
    whole = with_headings(table)
    names: list[list[str]] = [[name] for name in table.header]
    current, criteria, keep = first, list[str](), list[bool]()
    for row in zip(*(column.to_pylist() for column in whole.columns), strict=True):
        named = _named(row, form)
        is_header = _is_header(row, form)
        current = named or current
        for called, cell in zip(names, row, strict=True) if is_header else ():
            called.extend([cell] if clean(cell) and cell not in called else [])
        criteria.append(current.label)
        keep.append(not (named or is_header))
    left = [label for label, is_kept in zip(criteria, keep, strict=True) if is_kept]
    if len({*left}) < _A_FEW:
        return table, []
    column = pa.array(criteria, pa.string()).dictionary_encode()
    label = fact_label(ITEM)
    header = (*("/".join(each) for each in names), label)
    rows = kept(replace(whole, header=header, columns=(*whole.columns, column)), np.array(keep))
    # The words of the headers between are no values any more.
    rows = replace(rows, columns=tuple(pa.array(c.to_pylist(), pa.string()).dictionary_encode() for c in rows.columns))
    rows = replace(rows, origins={**rows.origins, len(names): (rows.row_numbers, label)})
    return _with_groups_named(rows, form), [f"每一段上面写着评议项目（{'、'.join(dict.fromkeys(left))}），合成一张表读"]


def _named(row: Sequence[str], form: BallotForm) -> FormCriterion | None:
    """The criterion that a row names beside no number and no answer."""
    filled = [clean(cell) for cell in row if clean(cell)]
    if not filled or any(is_whole(cell) or general_word(cell, form) for cell in filled):
        return None
    found = found_role(filled[0], form)
    return next((c for c in form.criteria if found and found.is_sure and c.criterion_id == found.role), None)


def _is_header(row: Sequence[str], form: BallotForm) -> bool:
    filled = [clean(cell) for cell in row if clean(cell)]
    answers = [cell for cell in filled if general_word(cell, form) is not None]
    return len(answers) >= _A_FEW and not any(map(is_whole, filled))


def _with_groups_named(table: Table, form: BallotForm) -> Table:
    """The table with the first column called as one of groups, if all that stands in it are groups and sums."""
    values = {value for value in table.columns[0].dictionary.to_pylist() if clean(value) and not is_footer_word(value)}
    present = {value for value in table.columns[0].to_pylist() if value in values}
    if found_role(table.header[0], form) or not present or not all(read_group(each, form) for each in present):
        return table
    return replace(table, header=(fact_label(GROUP), *table.header[1:]))
