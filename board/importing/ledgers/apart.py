"""Rows of a ledger that are no records: the header once more, the template's example, what stands below the table."""

import re
from collections.abc import Sequence
from typing import Any

from board.importing.rows import EXAMPLE_MARK, is_footer_word
from board.importing.text import clean

FEWEST_COLUMNS = 3
_EXAMPLES = {"例", "样例", "举例", EXAMPLE_MARK, "填写示例"}
# Who signs below a table; nobody writes that as a record.
_SIGNED = re.compile(r"(?:.{0,6}(?:签字|签名|签章|盖章)|填表人?|制表人?|审核人?|填报人?|录入人?|复核人?|日期)[:：]")
_NUMBER = re.compile(r"(?:共|计)?\s*\d+(?:\.0+)?\s*[条项个件次]?")


def is_example(cells: Sequence[Any]) -> bool:
    """Whether a row is the template's example."""
    first = next((cell for cell in cells if cell not in ("", None)), "")
    return isinstance(first, str) and (
        clean(first).startswith(EXAMPLE_MARK) or clean(first).strip("()【】") in _EXAMPLES
    )


def is_apart(cells: Sequence[Any], header: Sequence[str], telling: set[int]) -> bool:
    """Whether a row is the header once more, or a sum or a remark below the table rather than a record."""
    texts = [clean(cell) if isinstance(cell, str) else "" for cell in cells]
    if sum(bool(text) for text in texts) >= FEWEST_COLUMNS and texts[: len(header)] == list(header)[: len(texts)]:
        return True
    filled = [at for at, cell in enumerate(cells) if cell not in ("", None)]
    place = filled[0] if filled else None
    if place is not None and (all(_SIGNED.match(texts[at]) for at in filled) or _is_sum(texts, cells, filled)):
        return True
    if place is None or place in telling or not is_footer_word(str(cells[place])):
        return False
    named = [clean(str(cells[at])) for at in telling if at < len(cells) and cells[at] not in ("", None)]
    return all(_NUMBER.fullmatch(text) for text in named)


def _is_sum(texts: Sequence[str], cells: Sequence[Any], filled: Sequence[int]) -> bool:
    """合计 and a number, and nothing else."""
    first, *rest = filled
    return is_footer_word(texts[first]) and len(rest) == 1 and bool(_NUMBER.fullmatch(clean(str(cells[rest[0]]))))


def below_all(rows: Sequence[tuple[int, Sequence[Any]]]) -> set[int]:
    """The rows at the end of a ledger that hold a remark in one cell and nothing else."""
    found = set()
    for number, cells in reversed(rows):
        filled = [cell for cell in cells if cell not in ("", None)]
        if len(filled) != 1 or not is_footer_word(str(filled[0])):
            break
        found.add(number)
    return found
