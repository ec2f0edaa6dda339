"""The day that a sentence names for its figures: 截至 11 月 28 日, 截至 11 月底, 到 11 月 22 日. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from board.report.text import numbers, numeral
from board.truth.facts import Facts
from board.truth.singly.days import NUMERAL

On = Callable[[date], Facts | None]

_SOON = timedelta(days=90)
_UNTIL = re.compile(rf"(?:^|(?<=[，,；：]))[到至](?:(\d{{4}})年)?({NUMERAL})月({NUMERAL})[日号](?!的|召开|举行|结束)")
_MONTH_END = re.compile(r"截[至止到]到?\s*(0?[1-9]|1[0-2])月[底末]")
_AS_OF = re.compile(
    rf"(?:截[至止到]到?|到(?=[^，,]{{4,9}}为?止))\s*(?:(\d{{4}})年)?({NUMERAL})月({NUMERAL})[日号](?:为?止)?"
)
# 从 11 月 11 日开头，到 11 月 29 日为止; 自 11 月 11 日发出通知，至 12 月 1 日: since it all began.
_SINCE = re.compile(rf"[从自]({NUMERAL})月({NUMERAL})[日号](?:(?!到|至|召开|举行)[^，,。；、\d会]){{1,8}}[，,]?$")

# 头一个环节是民主生活会，自 11 月 9 日起，到 11 月 24 日为止: of the phase itself.
_OF_PHASE = re.compile("环节|阶段")


def of_day(sentence: str, known: Sequence[Facts], on: On) -> tuple[str, Sequence[Facts]]:
    """Returns a sentence without the day that it names, and the facts of that day; if it names none, all."""
    match = _AS_OF.search(sentence)
    if match is None and known and (month := _MONTH_END.search(sentence)):
        return _of_month_end(sentence, month, known, on)
    if match is None and known and (until := _UNTIL.search(sentence)):
        day = _day(until, known[-1].day)  # 到 12 月 1 日办完 10 项, said on that day; 到 11 月 22 日，谈心 39 次
        match = until if day and (day == known[-1].day or sentence[until.end() :].startswith(("，", ","))) else None
    if match is None or not known:
        return sentence, known
    since = _SINCE.search(sentence[: match.start()])
    if since and _OF_PHASE.search(sentence[: since.start()]) and not numbers(sentence[match.end() :]):
        return sentence, known
    day = _day(match, known[-1].day)
    facts = on(day) if day else None
    start = since.start() if since else match.start()
    text = sentence[:start] + "，" * (match.end() - start) + sentence[match.end() :]
    return text, [facts] if facts else []


def _of_month_end(sentence: str, match: re.Match[str], known: Sequence[Facts], on: On) -> tuple[str, Sequence[Facts]]:
    """A sentence without 截至 11 月底, and the facts of that day; of none if it is still to come."""
    today, month = known[-1].day, int(match[1])
    year = today.year - (month > today.month)
    last = date(year, month, monthrange(year, month)[1])
    facts = on(last) if last <= today else None
    text = sentence[: match.start()] + "，" * len(match[0]) + sentence[match.end() :]
    return text, [facts] if facts else []


def _day(match: re.Match[str], today: date) -> date | None:
    """The day named (without a year, the latest such day up to today); None for an impossible date, or one to come."""
    try:
        month, number = (numeral(each) or 0 for each in match.group(2, 3))
        day = date(int(match[1] or today.year), month, number)
    except ValueError:
        return None
    if match[1] or day <= today:
        return day
    return day.replace(year=today.year - 1) if day - today > _SOON else None  # 到 12 月 19 日截止
