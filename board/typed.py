"""Normalises values from forms and files before any rule looks at them."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

# Not allowed in documents: control characters except tab and line break, surrogates, and noncharacters.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# Nothing to be seen, however long: spaces, joiners, marks of direction, fillers.
_NOTHING = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]*"
)


def printable(text: str) -> str:
    """A text that store, screens and files can all hold: one kind of line break, no spaces around it, and "" for one of
    which nothing can be seen.

    Applied once, on input, so that what is stored, shown and exported is identical. Bidi marks and zero-width joiners
    are kept: some scripts and emoji need them.
    """
    kept = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if _NOTHING.fullmatch(kept) else kept


def plain(value: Any) -> Any:
    """A value without surrounding spaces or time of day; blank text, None, NaN and NaT all become None."""
    if isinstance(value, str):
        return printable(value) or None
    if value is None or value != value:  # noqa: PLR0124  (only NaN and NaT differ from themselves)
        return None
    return value.date() if isinstance(value, datetime) else value


def plain_fields(given: Mapping[str, Any], names: Iterable[str], texts: Iterable[str]) -> dict[str, Any]:
    """The given fields among `names`, plain; a blank is "" for those in `texts` and None for the rest."""
    blank_texts = frozenset(texts)
    fields = {name: plain(given[name]) for name in names if name in given}
    return {name: "" if value is None and name in blank_texts else value for name, value in fields.items()}
