"""Values as people type them and files hold them, brought to one shape before any rule looks at them."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

# What no document can hold: control characters but tab and line break, halves of a character, and what is none.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """A text as the store, every screen and every file can hold it: one kind of line break, nothing unseen around it.

    Done once, where a text comes in, so that what is stored, shown and exported is the same to the last character.
    Signs that direct or join others (bidi marks, zero-width joiners) are kept: some scripts and emoji need them.
    """
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def plain(value: Any) -> Any:
    """A value without its spaces, clock or kind of emptiness: blank text, None, NaN and NaT are all None."""
    if isinstance(value, str):
        return printable(value) or None
    if value is None or value != value:  # noqa: PLR0124  (only NaN and NaT differ from themselves)
        return None
    return value.date() if isinstance(value, datetime) else value


def plain_fields(given: Mapping[str, Any], names: Iterable[str], texts: Iterable[str]) -> dict[str, Any]:
    """Those of the named fields that are given, plain; a blank is "" for texts and None for the rest."""
    blank_texts = frozenset(texts)
    fields = {name: plain(given[name]) for name in names if name in given}
    return {name: "" if value is None and name in blank_texts else value for name, value in fields.items()}
