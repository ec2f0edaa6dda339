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

# 从 11 月 11 日谈起，到 22 日为止: so many in these days, of what each has a day.
_SPAN = re.compile(
    rf"(?P<since>[从自]?({NUMERAL})月({NUMERAL})[日号])(?:(?!到|至|召开|举行)[^，,。；、\d会]){{0,8}}[，,]?"
    rf"[到至](?P<until>(?:(?P<month>{NUMERAL})月)?(?P<day>{NUMERAL})[日号])(?:为?止|截止|收尾|结束|告终)[，,]?"
)
_DATED = re.compile("谈|(?:收|听|征[求集]|提)[到上来了]*(?:的)?(?:意见)?(?:共|一共|总共)?\\d+条|意见\\d+条")
_STAGED = re.compile("反馈|梳理|答复|转|采纳|销号|办")

# 头一个环节是民主生活会，自 11 月 9 日起，到 11 月 24 日为止: of the phase itself.
_OF_PHASE = re.compile("环节|阶段")
_OF_ROUND = re.compile("轮|征评|测评|评议")


def of_day(sentence: str, known: Sequence[Facts], on: On) -> tuple[str, Sequence[Facts]]:
    """Returns a sentence without the day that it names, and the facts of that day; if it names none, all."""
    span = _SPAN.search(sentence) if known else None
    if span and not (_OF_PHASE.search(sentence[: span.start()]) or _OF_ROUND.search(sentence)):
        return _of_span(sentence, span, known, on)
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


def _of_span(sentence: str, match: re.Match[str], known: Sequence[Facts], on: On) -> tuple[str, Sequence[Facts]]:
    """A sentence that names some days in a row in one, and all facts; of what has no day, those of the last."""
    month = numeral(match["month"] or match[2]) or 0
    until = _latest(None, month, numeral(match["day"]) or 0, known[-1].day)
    rest = f"{sentence[: match.start()]}{sentence[match.end() :]}"
    if until and _DATED.search(rest) and not _STAGED.search(rest):
        days = f"{match['since']}至{match['until']}"
        return f"{sentence[: match.start()]}{days:，<{len(match[0])}}{sentence[match.end() :]}", known
    facts = on(until) if until else None
    return sentence[: match.start()] + "，" * len(match[0]) + sentence[match.end() :], [facts] if facts else []


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
    month, number = (numeral(each) or 0 for each in match.group(2, 3))
    return _latest(match[1], month, number, today)


def _latest(year: str | None, month: int, number: int, today: date) -> date | None:
    """The day of a month of a year, or the latest such day up to today; None as for `_day`."""
    try:
        day = date(int(year or today.year), month, number)
    except ValueError:
        return None
    if year or day <= today:
        return day
    return day.replace(year=today.year - 1) if day - today > _SOON else None  # 到 12 月 19 日截止
