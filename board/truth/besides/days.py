"""Compares the days that a sentence gives with the records, also those without a month. Pure.

结果 26 日公开; 民主生活会 25 日召开: read as of each month in which anything is on record, and wrong only where no such
month makes it right.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from board.report.text import clauses, numeral
from board.truth.facts import Compared, Facts, Happening
from board.truth.singly.dates import days_given
from board.truth.singly.days import published_then
from board.truth.singly.order import in_order
from board.truth.singly.rounds import round_days
from board.truth.singly.scheduled import days_scheduled
from board.truth.spreading.by_day import by_day

_NUMERAL = r"\d{1,2}|[一二三]?十[一二三四五六七八九]?"
_BARE = re.compile(
    rf"(?<![\d月第一二三四五六七八九十、和与至到—~～-])(?P<day>{_NUMERAL})[日号](?![前后以起至到—~～、和与-])"
)
_MONTH = re.compile(rf"(?P<month>{_NUMERAL}|[一二三四五六七八九])月")
_OTHER = re.compile(
    r"[每当本上下这该次]月|月[初底末]|转报|解释|说明|[说讲]的|销号|验收|[一二三四五六七八九十\d]+日[内之]"
)
_MOST = 3


def days(text: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """The days that a sentence gives, and what it says came first.

    earlier: the sentences before it in its paragraph, which may name what it is about.
    """
    yield from _in_full(text, earlier, facts)
    yield from _bare(text, facts, partial(_of_whatever, earlier=earlier, facts=facts))


def _in_full(text: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """The same, of days with a month."""
    stated = [*days_given(text, facts.happenings, facts.day, earlier)]
    stated += published_then(text, facts.happenings, facts.day)
    stated += days_scheduled(text, facts, earlier, [mark for mark, *_ in stated])
    ordered = in_order(text, facts.happenings, facts.day)
    yield from (Compared("day", mark, records, is_so) for mark, records, is_so in (*stated, *ordered))


def _of_whatever(text: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """The same, and on which days rounds began and ended, and most came."""
    yield from _in_full(text, earlier, facts)
    yield from round_days(text, earlier, facts)
    yield from by_day(text, earlier, facts)


def _bare(sentence: str, facts: Facts, compare: Callable[[str], Iterator[Compared]]) -> Iterator[Compared]:
    """Yields what `compare` finds wrong with the bare days of a sentence, in whichever month they are read.

    Of the month that the sentence names before them, if any.
    """
    bare_days = list(_BARE.finditer(sentence))
    own = "，".join(sentence[start:end] for start, end in clauses(sentence) if _BARE.search(sentence[start:end]))
    if not 0 < len(bare_days) <= _MOST or _OTHER.search(own):
        return
    named = {numeral(match["month"]) for match in _MONTH.finditer(sentence, 0, bare_days[0].start())} - {None}
    if len(named) > 1 or (not named and _MONTH.search(sentence)):
        return
    known = [each.day for each in facts.happenings if each.day]
    known += [day for each in facts.phases for day in (each.start_on, each.end_on)]
    months = sorted(each for each in named or {day.month for day in known} if each)
    made = [list(compare(_BARE.sub(rf"{month}月\g<0>", sentence))) for month in months]
    for bare in dict.fromkeys(match[0] for match in bare_days):
        mine = [[each for each in of if f"月{bare}" in each.mark] for of in made]
        kinds = {each.kind for of in mine for one in of for each in one.records if isinstance(each, Happening)}
        days = {each.day.day for each in facts.happenings if each.kind in kinds and each.day}
        if numeral(bare[:-1]) in days:
            continue  # 18 日开会，24 日再次开会: of another of the kind
        if mine and all(of and not any(each.agrees for each in of) for of in mine):
            yield replace(mine[0][0], mark=bare)
