"""Compares the day of the week that a sentence gives for a day, or for a meeting, with the calendar. Pure.

民主生活会 11 月 23 日（星期三）召开, where it was a Monday; 民主生活会在周五召开: wrong only if none of that kind was.
"""

import re
from collections.abc import Iterator
from datetime import date

from board.report.text import clauses
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.singly.days import ANY_DAY, day_of, kinds_of
from board.truth.words import is_of_others, lies_elsewhere

_SIGNS = "一二三四五六日"
_WEEKDAY = r"(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])"
# But not 11 月 23 日，周一至周五.
_OF_A_DAY = re.compile(rf"{ANY_DAY.pattern}[，,]?[（(是为]?(?P<mark>{_WEEKDAY})(?![至到—~、和与及或]|[一二三四五六日])")
_HELD = re.compile(
    rf"(?<![每逢下上本这])(?P<mark>{_WEEKDAY})(?:[上下]午|晚上?)?(?:如期|准时|正式)?(?:召开|举行|开了|开的|开会)"
)
_RECURS = re.compile("每|逢|固定|一律|通常|一般|[上下本这]个?(?:星期|周|礼拜)|[去上前明往]年|阴历|农历")


def weekdays(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the days of the week that a sentence writes next to a day, or says that a meeting was held on."""
    if is_of_others(sentence) or _RECURS.search(sentence):
        return
    for match in _OF_A_DAY.finditer(sentence):
        day = _nearest(match, facts.day)
        if day:
            yield _compared(match, [day], f"{day.month}月{day.day}日")
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        held = _HELD.search(clause)
        if held and not ANY_DAY.search(clause) and not lies_elsewhere(clause):
            kinds = {kind for name, kind in kinds_of(facts.happenings).items() if name in clause[: held.start()]}
            days = [each.day for each in facts.happenings if each.kind in kinds and each.day]
            yield from [_compared(held, days, next(iter(kinds)))] if len(kinds) == 1 and days else []


def _nearest(match: re.Match[str], today: date) -> date | None:
    """The day that a match names: in the year that it gives, or in the one that brings it nearest to today."""
    if match[1]:
        return day_of(match, today)
    days = [day_of(match, today.replace(year=today.year + more, day=1)) for more in (-1, 0, 1)]
    return min((each for each in days if each), key=lambda each: abs((each - today).days), default=None)


def _compared(match: re.Match[str], days: list[date], called: str) -> Compared:
    """A day of the week held against those of the days that may be meant."""
    right = [_SIGNS[each.weekday()] for each in days]
    written = match["weekday"].replace("天", "日")
    label = f"{called}是星期{'、星期'.join(dict.fromkeys(right))}，在星期{written}的次数是"
    fact = Fact("meeting", frozenset(), right.count(written), label, ("meeting", {}))
    return Compared("day", match["mark"], [fact], written in right)
