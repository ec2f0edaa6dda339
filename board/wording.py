"""Shortens texts, and escapes them for where they are shown."""

from collections.abc import Iterable
from typing import Any

_ONE_LINE = 4


def late_words(dated: Iterable[Any], entered: Iterable[Any]) -> list[str]:
    """For each record dated on a day (NaT: none) and entered at a moment (NaT: not known): “12-03 补录” if that was a
    later day."""
    days = zip(dated, entered, strict=True)
    return [f"{at:%m-%d} 补录" if at == at and on == on and at.date() > on.date() else "" for on, at in days]  # noqa: PLR0124 - NaT


def shortened(text: str, length: int) -> str:
    """The text on one line, cut to a number of characters, with an ellipsis if it was cut."""
    single = " ".join(text.split())
    return single if len(single) <= length else single[: length - 1] + "…"


def in_chart(text: str) -> str:
    """The text escaped for a chart, which would read tags in it as formatting."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def across_chart(text: str) -> str:
    """The text for a chart's column label: in two lines if it is longer than four characters."""
    if len(text) <= _ONE_LINE:
        return in_chart(text)
    first = len(text) // 2
    return f"{in_chart(text[:first])}<br>{in_chart(text[first:])}"
