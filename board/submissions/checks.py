"""The parts that signed documents are described by: checks of single fields, and the shape of a whole. Pure."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Check = Callable[[Any], Any]
_LONGEST_ID = 64
_MOST = 2**31 - 1
_YEARS = range(1990, 2200)
_ID = re.compile(rf"[\w.-]{{0,{_LONGEST_ID}}}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def a_text(longest: int) -> Check:
    """One line, no longer than that."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or not value.isprintable():
            raise ValueError
        return value

    return check


def one_of(codes: Mapping[str, Any] | frozenset[str]) -> Check:
    """One of these codes."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in codes:
            raise ValueError
        return value

    return check


def an_id(value: Any) -> str:
    """An id: letters, digits, points and hyphens."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError
    return value


def a_digest(value: Any) -> str:
    """A SHA-256 in 64 digits."""
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise ValueError
    return value


def a_whole(value: Any) -> int:
    """A whole number, not below 0."""
    if type(value) is not int or not 0 <= value < _MOST:
        raise ValueError
    return value


def a_percent(value: Any) -> int:
    """A whole number from 0 to 100."""
    if a_whole(value) > 100:  # noqa: PLR2004 - of a hundred
        raise ValueError
    return int(value)


def a_points(value: Any) -> float:
    """A number that is not below 0."""
    if type(value) not in {int, float} or not math.isfinite(value) or not 0 <= value <= _MOST:
        raise ValueError
    return float(value)


def a_flag(value: Any) -> bool:
    """True or false."""
    if type(value) is not bool:
        raise ValueError
    return value


def a_day(value: Any) -> date:
    """A day, as text."""
    day = date.fromisoformat(value)
    if day.isoformat() != value or day.year not in _YEARS:
        raise ValueError
    return day


def a_moment(value: Any) -> datetime:
    """A moment to the second, as text."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is not None or moment.isoformat(timespec="seconds") != value:
        raise ValueError
    return moment


def or_none(check: Check) -> Check:
    """Nothing, or that which passes the check."""
    return lambda value: None if value is None else check(value)


_MOST_ROWS = 20_000


@dataclass(frozen=True)
class Shape:
    """The fields that a kind of document may hold.

    sections: name → the check of each field; words: their names on the screen; keys: what a row of one is of, of which
    there is one each; more: what else may be wrong with the document, in words; optional: sections that are left out
    where they are empty, so that older versions take the others.
    """

    format: str
    head: Mapping[str, Check]
    sections: Mapping[str, Mapping[str, Check]]
    words: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]
    more: Callable[[Mapping[str, Any]], str] = lambda _document: ""
    optional: frozenset[str] = frozenset()

    def without_empty(self, sections: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
        """The sections as they are written: an optional one only where it has rows."""
        return {name: rows for name, rows in sections.items() if rows or name not in self.optional}


def fault_of(document: Any, shape: Shape) -> str:
    """Where a document isn't as its shape has it, in words; '' if it is."""
    if not isinstance(document, dict):
        return "不是一份文件"
    if document.get("format") != shape.format:
        return "格式不是这个版本认识的"
    all_names = shape.head.keys() | shape.sections.keys()
    if odd := sorted((document.keys() ^ all_names) - (shape.optional - document.keys())):
        return f"多了或少了：{odd[0][:40]}"
    for name, check in shape.head.items():
        if not _passes(check, document[name]):
            return f"{name} 不对"
    for section in shape.sections:
        if section in document and (where := _fault_of_rows(section, document[section], shape)):
            return where
    return shape.more(document)


def _fault_of_rows(section: str, rows: Any, shape: Shape) -> str:
    word, checks = shape.words[section], shape.sections[section]
    if rows == [] and section in shape.optional:
        return f"“{word}”是空的"
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        return f"“{word}”不是表，或者太长"
    met = set[tuple[Any, ...]]()
    for place, row in enumerate(rows, 1):
        if not isinstance(row, dict) or row.keys() != checks.keys():
            return f"“{word}”第 {place} 行多了或少了栏目"
        wrong = next((name for name, check in checks.items() if not _passes(check, row[name])), "")
        if wrong:
            return f"“{word}”第 {place} 行的 {wrong} 不对"
        key = tuple(row[name] for name in shape.keys.get(section, ())) or (place,)
        if key in met:
            return f"“{word}”第 {place} 行重复"
        met.add(key)
    return ""


def _passes(check: Check, value: Any) -> bool:
    try:
        check(value)
    except (TypeError, ValueError):
        return False
    return True
