"""The kind of ledger that a file is, by its headers, or that it holds ballots."""

from collections.abc import Sequence
from typing import Any

from board.importing.files.decode import decode
from board.importing.files.workbook import is_workbook, read_workbook
from board.importing.form import BallotForm
from board.importing.ledgers.apart import FEWEST_COLUMNS
from board.importing.ledgers.kinds import KINDS
from board.importing.ledgers.reading import HEADER_WITHIN, NO_CHOICES, Reader, sheet_records
from board.importing.records import find_separator, first_records
from board.importing.roles import found_role

_FEW = 2


def recognised(data: bytes, form: BallotForm) -> str | None:
    """The kind of ledger that a file is, judged by its headers; None for ballots and for anything uncertain.

    Raises BoardError if the file can't be read.
    """
    if is_workbook(data):
        tables = [sheet_records(sheet) for sheet in read_workbook(data) if not sheet.is_hidden]
    else:
        utf8 = decode(data).utf8
        tables = [first_records(utf8, find_separator(utf8), HEADER_WITHIN)]
    rows = [cells for records in tables for _, cells in records[:HEADER_WITHIN]]
    if any(len(_asked(cells, form)) >= min(_FEW, len(form.criteria)) for cells in rows):
        return None
    counts = {name: _likeness(Reader(kind, NO_CHOICES), rows) for name, kind in KINDS.items()}
    most = max(counts.values())
    alike = [name for name, count in counts.items() if count == most]
    return alike[0] if most >= FEWEST_COLUMNS and len(alike) == 1 else None


def _asked(cells: Sequence[Any], form: BallotForm) -> set[str]:
    """The criteria that the names in a row are surely of, as a platform asks them in a matrix or a sentence too."""
    criteria = {criterion.criterion_id for criterion in form.criteria}
    named = (found_role(cell, form) for cell in cells if isinstance(cell, str) and cell)
    return {found.role for found in named if found and found.is_sure and found.role in criteria}


def _likeness(reader: Reader, rows: Sequence[Sequence[Any]]) -> int:
    named = (reader.known(cells) for cells in rows)
    return max((len(places) for places in named if places.keys() & reader.kind.telling), default=0)
