"""Values of a form's fields: as stored, as widgets take them, and as text from the screen. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

# How far from today a day can be chosen, in years: Streamlit's own bound.
_YEARS = 10
_TEXT = {"text", "area", "password"}
_GAP = re.compile(r"\s+")


class Asked(Protocol):
    """The properties of a field that are needed here."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def options(self) -> Mapping[Any, str] | None: ...
    @property
    def at_most(self) -> int | None: ...


def start(field: Asked, value: Any) -> Any:
    """Returns a stored value in the type the field's widget takes."""
    if field.kind in _TEXT:
        return "" if value is None else str(value)
    if field.kind == "choices":
        return list(value or [])
    if field.kind == "day":
        return value if isinstance(value, date) else None
    if field.kind == "percent":
        return int(value or 0)
    if field.kind == "number":
        return None if value is None else int(value)
    return bool(value) if field.kind == "flag" else value


def shown_text(field: Asked, value: Any) -> str:
    """Returns a value as the browser reads it off the screen: the words of choices, one per line; "1" for a tick."""
    words, held = field.options or {}, start(field, value)
    if field.kind == "choice":
        return words.get(held, "")
    if field.kind == "choices":
        return "\n".join(_GAP.sub(" ", words[each]) for each in held if each in words)
    if field.kind == "flag":
        return "1" if held else ""
    return "" if held is None else str(held)


def read(field: Asked, text: str, today: date) -> tuple[Any, list[str]]:
    """Returns the value of a text read off the screen, and the words in it that can't be chosen any more.

    If none of them can, the value is that of a blank field.
    """
    if field.kind in _TEXT:
        return text, []
    if field.kind == "choices":
        found = {word: _option(field, word) for word in text.splitlines()}
        chosen = [options[0] for options in found.values() if len(options) == 1]
        return chosen, [word for word, options in found.items() if len(options) != 1]
    if not text:
        return start(field, None), []
    if field.kind == "choice":
        options = _option(field, text)
        return (options[0], []) if len(options) == 1 else (None, [text])
    try:
        return _plain(field, text, today), []
    except ValueError:
        return start(field, None), [text]


def _option(field: Asked, word: str) -> list[Any]:
    """Returns the options with this word: several if they have the same name. Browsers drop line breaks."""
    return [option for option, each in (field.options or {}).items() if _GAP.sub("", each) == _GAP.sub("", word)]


def _plain(field: Asked, text: str, today: date) -> Any:
    if field.kind == "day":
        day = date.fromisoformat(text)
        if abs(day.year - today.year) > _YEARS or abs((day - today).days) > _YEARS * 365:
            raise ValueError(text)
        return day
    if field.kind == "flag":
        return text == "1"
    number = int(text)
    most = (field.at_most or 100) if field.kind == "percent" else number
    if not 0 <= number <= most:
        raise ValueError(text)
    return number
