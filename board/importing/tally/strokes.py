"""Counts written in strokes of 正, five each, as they are called out."""

import re
from collections.abc import Iterable

from board.importing.text import clean

_FEWER = {"": 0, "一": 1, "丅": 2, "丁": 2, "下": 3, "止": 4}
_STROKES = re.compile("(正*)([一丅丁下止]?)")


def in_strokes(texts: Iterable[str]) -> bool:
    """Whether all cells are strokes, or 0. Without any 正, 一 may as well be a dash; among digits it is asked about."""
    plain = {clean(text) for text in texts} - {"", "0"}
    return any("正" in text for text in plain) and all(_STROKES.fullmatch(text) for text in plain)


def in_digits(text: str) -> str:
    """A cell of such a table in digits; any other text as it is."""
    found = _STROKES.fullmatch(clean(text))
    return str(5 * len(found[1]) + _FEWER[found[2]]) if found and found[0] else text
