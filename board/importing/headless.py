"""A file without a header whose rows tell what its columns are: groups, ways, days, each criterion's own words."""

from collections.abc import Callable, Sequence
from datetime import date

from board.importing.facts import read_day, read_group, read_way
from board.importing.form import BallotForm
from board.importing.roles import BALLOT, DAY, GROUP, SUGGESTION, WAY, fact_label
from board.importing.text import BLANKS, clean, is_whole, word

_FEWEST = 2
Rows = Sequence[Sequence[str]]


def names_by_content(rows: Rows, form: BallotForm, until: date | None) -> tuple[str, ...] | None:
    """The names of the columns of a file whose first row is a ballot already; None if they can't be told for sure.

    Each criterion has to be answered in words that no other has, in one column; groups have to be named in one. Text
    to the right of the answers is suggestions. until: as in `read_day`.
    """
    if len(rows) < _FEWEST or not _is_ballot(rows[0], form):
        return None
    width = max(map(len, rows))
    columns = [[cell for row in rows if (cell := clean(row[at]) if at < len(row) else "")] for at in range(width)]
    names = [_name(cells, form, until) for cells in columns]
    labels = [criterion.label for criterion in form.criteria]
    asked = [at for at, name in enumerate(names) if name in labels]
    once = [*labels, *(fact_label(role) for role in (GROUP, WAY, DAY))]
    if any(names.count(label) != 1 for label in (*labels, fact_label(GROUP))) or any(names.count(n) > 1 for n in once):
        return None
    right = [at for at, name in enumerate(names) if not name and columns[at] and at > max(asked)]
    if len(right) == 1:
        names[right[0]] = fact_label(SUGGESTION)
    return tuple(names)


def _is_ballot(cells: Sequence[str], form: BallotForm) -> bool:
    answers = {word(answer.label) for criterion in form.criteria for answer in criterion.answers}
    answered = sum(word(cell) in answers for cell in cells)
    return answered >= min(_FEWEST, len(form.criteria)) and any(
        cell.strip(BLANKS) and read_group(cell, form) for cell in cells
    )


def _name(cells: Sequence[str], form: BallotForm, until: date | None) -> str:
    reads: dict[str, Callable[[str], object]] = {
        GROUP: lambda cell: read_group(cell, form),
        WAY: read_way,
        DAY: lambda cell: read_day(cell, until),
    }
    for role, read in reads.items():
        if cells and all(map(read, cells)):
            return fact_label(role)
    fits = [
        criterion.label
        for criterion in form.criteria
        if cells and {word(cell) for cell in cells} <= {word(answer.label) for answer in criterion.answers}
    ]
    if len(fits) == 1:
        return fits[0]
    is_numbered = all(map(is_whole, cells)) and [int(cell) for cell in cells] == list(range(1, len(cells) + 1))
    return fact_label(BALLOT) if cells and is_numbered else ""
