"""Values as people type them and files hold them, brought to one shape before any rule looks at them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any


def plain(value: Any) -> Any:
    """A value without its spaces, clock or kind of emptiness: blank text, None, NaN and NaT are all None."""
    if isinstance(value, str):
        return value.strip() or None
    if value is None or value != value:  # noqa: PLR0124  (only NaN and NaT differ from themselves)
        return None
    return value.date() if isinstance(value, datetime) else value


def plain_fields(given: Mapping[str, Any], names: Iterable[str], texts: Iterable[str]) -> dict[str, Any]:
    """Those of the named fields that are given, plain; a blank is "" for texts and None for the rest."""
    blank_texts = frozenset(texts)
    fields = {name: plain(given[name]) for name in names if name in given}
    return {name: "" if value is None and name in blank_texts else value for name, value in fields.items()}
