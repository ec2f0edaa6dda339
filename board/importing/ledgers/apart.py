"""Rows of a ledger that are no records: the header once more, the template's example, what stands below the table."""

import re
from collections.abc import Sequence
from typing import Any

from board.importing.rows import EXAMPLE_MARK, is_footer_word
from board.importing.text import clean

FEWEST_COLUMNS = 3
_NUMBER = re.compile(r"(?:共|计)?\s*\d+(?:\.0+)?\s*[条项个件次]?")


def is_example(cells: Sequence[Any]) -> bool:
    """Whether a row is the template's example."""
    first = next((cell for cell in cells if cell not in ("", None)), "")
    return isinstance(first, str) and clean(first).startswith(EXAMPLE_MARK)


def is_apart(cells: Sequence[Any], header: Sequence[str], telling: set[int]) -> bool:
    """Whether a row is the header once more, or a sum or a remark below the table rather than a record."""
    texts = [clean(cell) if isinstance(cell, str) else "" for cell in cells]
    if sum(bool(text) for text in texts) >= FEWEST_COLUMNS and texts[: len(header)] == list(header)[: len(texts)]:
        return True
    place = next((at for at, cell in enumerate(cells) if cell not in ("", None)), None)
    if place is None or place in telling or not is_footer_word(str(cells[place])):
        return False
    named = [clean(str(cells[at])) for at in telling if at < len(cells) and cells[at] not in ("", None)]
    return all(_NUMBER.fullmatch(text) for text in named)
