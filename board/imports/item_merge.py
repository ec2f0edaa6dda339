"""A row of an edited ledger compared with its item: which cells were edited, and which clash.

Three texts meet in each cell: the exported one, the present one, and the file's. A cell is an edit only if the file
differs from the export; if the present differs from both, it is a clash.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_QUESTION_MARKS = re.compile(r"\?+")
# An action records these days itself, regardless of the file; only whether they are filled in can differ.
_FILLED_ONCE = frozenset({"submitted_on", "closed_on"})


@dataclass(frozen=True)
class Merged:
    """The cells of a row that were edited (column → text), and the columns that somebody else changed differently."""

    edited: Mapping[str, str]
    clashing: tuple[str, ...]


def merge(
    given: Mapping[str, str], base: Mapping[str, str], present: Mapping[str, str], *, is_narrow: bool = False
) -> Merged:
    """Compares a row's texts with the item's, column by column, as `importing.ledgers.columns.as_text` writes them.

    `base`: the exported texts; the present ones if unknown. `is_narrow`: the file was saved in an encoding that writes
    a question mark for a character it lacks, which is no edit.
    """
    edited, clashing = {}, []
    for column, text in given.items():
        if any(_is_same(text, known[column], is_narrow) for known in (base, present)):
            continue
        if base[column] == present[column]:
            edited[column] = text
        elif not (column in _FILLED_ONCE and text and present[column] and not base[column]):
            clashing.append(column)
    return Merged(edited, tuple(clashing))


def _is_same(text: str, known: str, is_narrow: bool) -> bool:
    return text == known or (is_narrow and _narrow(text) == _narrow(known))


def _narrow(text: str) -> str:
    """A text as GBK holds it. A character beyond the first 65,536 may leave one question mark or two."""
    return _QUESTION_MARKS.sub("?", text.encode("gbk", "replace").decode("gbk"))
