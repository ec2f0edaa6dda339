"""The facts of a ballot: its group, its way in, its day, whether it is void; and how a file writes groups and ways."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa

from board.importing.form import BallotForm
from board.importing.text import clean, key, literal, word

_NOTHING: Mapping[str, str] = MappingProxyType({})
PAPER, ONLINE, AT_FORUM = "paper", "online", "forum"
WAYS = (PAPER, ONLINE, AT_FORUM)
WAY_WORDS: dict[str, tuple[str, ...]] = {
    PAPER: ("纸质", "书面", "纸", "纸面", "现场", "线下", "纸质表", "纸质问卷"),
    ONLINE: ("网上", "线上", "网络", "电子", "扫码", "手机", "微信", "问卷星", "网上问卷"),
    AT_FORUM: ("座谈", "座谈会", "座谈评议", "座谈讨论"),
}
_WAY_BY_KEY = {key(text): way for way, words in WAY_WORDS.items() for text in words} | {way: way for way in WAYS}
_OF_WAY = re.compile("(?:评议|测评)?(?:表|票|卷|问卷)$")
# What an export writes beside an option that asks for more: 普通群众〖退休教师〗.
_FILLED_IN = re.compile("(.+?)[〖【].*[〗】]")
# 家长代表, 家长（30人）: what a table writes after a group.
_AFTER_GROUP = re.compile(r"(.+?)\s*(?:代表)?\s*(?:[(]?\s*共?\s*\d{1,6}\s*[人名张份票位]\s*[)]?)?", re.DOTALL)
YES = {"是", "1", "true", "y", "yes", "√", "✓", "✔", "☑", "■", "●", "v", "对", "勾", "打勾", "已勾"}
NO = {"否", "不是", "0", "false", "n", "no", "×", "✗", "✘", "x", "错", "-", "—", "□", "○"}
CALLED_VOID = {"废票", "作废", "废", "作废票", "无效", "无效票", "此票作废", "废表", "空白废票"}
CALLED_VALID = {"有效", "有效票"}
_VOID = YES | CALLED_VOID
_VALID = NO | {""} | CALLED_VALID
_WEEKDAY = r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?"
_HALF_OF_DAY = r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|夜间|[ap]m)"
_TIME = (
    rf"(?:[T\s]*{_HALF_OF_DAY}?\s*\d{{1,2}}\s*(?:[:时点]\s*\d{{0,2}}\s*分?.*)|"
    rf"\s*\(?{_HALF_OF_DAY}\)?)"
)
_AFTER_DAY = rf"(?:\s*{_WEEKDAY})?(?:{_TIME})?"
_DAY = re.compile(
    rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})(?!\d)\s*[日号]?{_AFTER_DAY}", re.IGNORECASE
)
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(rf"(\d{{2}})年\s*(\d{{1,2}})月\s*(\d{{1,2}})\s*[日号]{_AFTER_DAY}", re.IGNORECASE)
_TWO_DIGITS = re.compile(r"(\d{2})([-/.])(\d{1,2})\2(\d{1,2})")
LONG_AGO = timedelta(days=400)
_SERIAL, _SERIAL_ZERO = re.compile("[1-9][0-9]{4}"), date(1899, 12, 30)
_NO_YEAR = re.compile(rf"(\d{{1,2}})月\s*(\d{{1,2}})\s*[日号]{_AFTER_DAY}", re.IGNORECASE)
_MARKS = re.compile(r"[\W_]+")
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def read_group(value: str, form: BallotForm, chosen: Mapping[str, str] = _NOTHING) -> str | None:
    """The form's group that a cell names, or None; `chosen` (word → group) takes precedence.

    The literal word counts first: groups and codes may differ in nothing but their numbering. A numbering is passed
    over only where the group or the cell has none.
    """
    plain = literal(value)
    whole = next((group for text, group in chosen.items() if literal(text) == plain), None)
    whole = whole or next((group for group in form.groups if literal(group) == plain), None)
    if whole:
        return whole
    named = found[1] if (found := _FILLED_IN.fullmatch(clean(value))) else value
    names = (key(named), word(named))
    alike = [group for group in form.groups if key(group) in names]
    is_clear = len(alike) == 1 and any(key(text) == _bare(text) for text in (alike[0], named))
    if is_clear or alike:
        return alike[0] if is_clear else None
    shorter = found[1] if (found := _AFTER_GROUP.fullmatch(clean(value))) else value
    return read_group(shorter, form, chosen) if shorter != clean(value) else None


def read_way(value: str, chosen: Mapping[str, str] = _NOTHING) -> str | None:
    """One of `WAYS`, or None; `chosen` (word → way) takes precedence."""
    plain = literal(value)
    chosen_way = next((way for text, way in chosen.items() if literal(text) == plain), None)
    return chosen_way or _WAY_BY_KEY.get(key(value)) or _WAY_BY_KEY.get(_OF_WAY.sub("", key(value)))


def _bare(label: str) -> str:
    """A label's letters and digits, its numbering too."""
    return _MARKS.sub("", literal(label))


def read_void(value: str) -> bool | None:
    """Whether a cell marks its ballot as void; None where it says neither."""
    plain = clean(value).casefold()
    if plain in _VOID:
        return True
    return False if plain in _VALID else None


def read_valid(value: str) -> bool | None:
    """Whether a cell under 是否有效 says that its ballot is valid; None where it says neither, or nothing."""
    plain = clean(value).casefold()
    if plain in YES or plain in ("有效", "有效票"):
        return True
    return False if plain in NO or plain in _VOID else None


def read_day(value: str, until: date | None = None) -> date | None:
    """The day in a cell: 2026-01-05, 2026/1/5, 2026年1月5日, 20260105, each with or without a day of the week, which is
    passed over, and a time, which is dropped.

    until: 1月5日 is the last one up to that day; 26.1.5 is read where the year comes first in no other way of a year up
    to that day; neither is read without. 1/5/2026 is not read, since countries differ on which number is the month.
    """
    # A quote before it kept Excel from reading it.
    plain = clean(value).lstrip("'")
    found = _DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _SHORT_YEAR.fullmatch(plain)
    if found:
        return _day(_FIRST_YEAR + int(found[1]), int(found[2]), int(found[3]))
    if until is None:
        return None
    if short := short_day(plain, until - LONG_AGO, until):
        return short
    found = _NO_YEAR.fullmatch(plain)
    if not found:
        return None
    years = (_day(until.year - back, int(found[1]), int(found[2])) for back in (0, 1))
    return next((day for day in years if day and day <= until), None)


def short_day(value: str, first: date, last: date) -> date | None:
    """26.1.5 as a day between two, if it is one with the year first, and another with the year last is none."""
    found = _TWO_DIGITS.fullmatch(clean(value))
    if not found:
        return None
    one, month, other = int(found[1]), int(found[3]), int(found[4])
    either = (_day(_FIRST_YEAR + year, month, day) for year, day in ((one, other), (other, one)))
    near = [day if day and first <= day <= last else None for day in either]
    return near[0] if near[0] and near[1] in (None, near[0]) else None


def serial_day(value: str, until: date | None) -> date | None:
    """45992 as the day that a spreadsheet shows by this number, if it is one of the last year or so."""
    plain = clean(value)
    day = _SERIAL_ZERO + timedelta(days=int(plain)) if _SERIAL.fullmatch(plain) else None
    return day if day and until and until - LONG_AGO <= day <= until else None


def lacks_year(value: str) -> bool:
    """Whether a cell is a day without its year: 1月5日."""
    return _NO_YEAR.fullmatch(clean(value)) is not None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None


def has_time(value: str) -> bool:
    """Whether a day's cell also holds a time."""
    return any(mark in clean(value) for mark in ":时点") or re.search(_HALF_OF_DAY, value, re.IGNORECASE) is not None


_MOST_WORDS = 60
NO_FACT_WORDS = pd.DataFrame(columns=["role", "word", "row_count", "value"])


@dataclass(frozen=True)
class FactWord:
    """role: group or way. row_count: rows with this word. value: a group or a way; "" where not understood."""

    role: str
    word: str
    row_count: int
    value: str


def words_of(role: str, column: pa.DictionaryArray, read: Callable[[str], str | None]) -> tuple[FactWord, ...]:
    """The distinct texts of a column, without blanks: those not understood first, then the most frequent."""
    counts = np.bincount(column.indices.to_numpy(), minlength=len(column.dictionary))
    return counted(role, zip(column.dictionary.to_pylist(), counts.tolist(), strict=True), read)


def counted(role: str, texts: Iterable[tuple[str, int]], read: Callable[[str], str | None]) -> tuple[FactWord, ...]:
    """Like `words_of`, for texts that were counted already."""
    totals: dict[str, int] = {}
    for text, count in texts:
        if plain := clean(text):
            totals[plain] = totals.get(plain, 0) + count
    words = [FactWord(role, text, count, read(text) or "") for text, count in totals.items() if count]
    return tuple(sorted(words, key=lambda each: (each.value != "", -each.row_count))[:_MOST_WORDS])


def fact_words_frame(words: Iterable[FactWord]) -> pd.DataFrame:
    """One row per word: role, word, row_count, value."""
    rows = [vars(word) for word in words]
    return pd.DataFrame(rows) if rows else NO_FACT_WORDS
