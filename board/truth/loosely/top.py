"""Compares who or what a sentence says has the most or least with the records, whatever other words it has. Pure.

几条渠道当中，书面提交的最多; 说能力素质的排在头里: of opinions, items, talks or whatever it may be about; it is wrong
only where it has the most of none of these.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from board.report.text import Number, counts_in
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.loosely.cues import ABOUT, PART, sides_named
from board.truth.loosely.series import is_counted_by, series, things_in, ways
from board.truth.words import is_of_others, lies_elsewhere

_MOST_OF_COUNTS = re.compile(
    r"最(?:多|大头|集中)的?(?:[则便就正]?是|为)?|[居排占列][^，,。]{0,4}(?:首位|第一|之首|头里|榜首)|居首"
    r"|遥遥领先|领先|比[^，,。]{1,6}都多"
)
_LEAST_OF_COUNTS = re.compile("(?:最少|垫底|殿后|[居排占列][^，,。]{0,4}(?:末位|末尾|最后))的?(?:[则便就正]?是|为)?")
# 座谈会 21 条，占三成四，在各条渠道里居首: of what was named before the share.
_SHARE_ALONE = re.compile("[也就约]*占")
_OTHER = re.compile(
    r"优良率|评价|评分|得分|满意|逾期|超期|变化|提高|进步|除|次[多于]|第二|[提上]升|学生家长|仅次|之一|验收|这|其中|自己|按年级|各年级|最[久长快慢早晚]|谁|哪[一位个]|率|%|票|表"
)
_IS = re.compile("[是为]$")
# 教学副校长牵头最少，只有 2 项: no more than all that he leads.
_SO_MANY = re.compile(r"[，,（(]?(?:也?就?(?:[仅只才共有为达计是]|一共|总共|名下|合计))*")
_OF_SO_MANY = re.compile("[^，,。；]{0,4}[中里]")
# 11 月 15 日谈得最多: of days.
_OF_DAYS = re.compile(r"[日号天周](?=[^，,。\d]*$)")


def top(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields what a sentence says has the most of something, where it has the most of nothing that may be meant."""
    if is_of_others(sentence) or _OTHER.search(sentence):
        return
    before, text = "", f"{earlier}{sentence}"
    for part in PART.split(sentence):
        if lies_elsewhere(part):
            return
        match = _MOST_OF_COUNTS.search(part) or _LEAST_OF_COUNTS.search(part)
        before_it = part[: match.start()] if match else ""
        is_bare = match is not None and not match.start() and "最" in before  # 最多的校长 5 条，最少的 2 条
        if match and not is_bare and not re.search("[和与、及]", before_it) and not _OF_DAYS.search(before_it):
            is_clear = match.re is _MOST_OF_COUNTS or any(re.search(about, text) for _, about in ABOUT.values())
            records = list(_less(part, match.end(), before, sentence, text, facts)) if is_clear else []
            if records:
                yield Compared("figure", match[0], records, agrees=False)
        before = before if _SHARE_ALONE.match(part) else part


def _less(part: str, end: int, before: str, sentence: str, text: str, facts: Facts) -> Iterator[Fact]:
    """The most, and those that are said to be it, of the likeliest thing; none if they are the most of any thing."""
    records = list[Fact]()
    number = _number_after(sentence.index(part) + end, sentence)
    of_tasks = ["task"] if number and "项工作" in text else []
    for thing in [*things_in(sentence, text), *of_tasks]:
        if number is not None and not is_counted_by(thing, number.measure):
            continue
        named = _named(part, end, before, thing, facts)
        if len(named) > 1 or any(set(side) == {*facts.groups.get("theme", ())} for side, _ in named):
            return
        for side, word in named:
            choose = min if _LEAST_OF_COUNTS.search(part) else max
            for most, mine in _figures(thing, side, word, sentence, facts, choose):
                is_so_many = number is None or number.value <= mine.value
                if mine.value == most.value and mine.value and is_so_many:
                    return
                records += [most, mine]
    yield from records[:2]


def _number_after(place: int, sentence: str) -> Number | None:
    """How many a sentence says right after a place that those are which have the most."""
    number = next((each for each in counts_in(sentence) if each.start >= place), None)
    if number is None or not (number.is_exact and number.measure) or _OF_SO_MANY.match(sentence, number.end):
        return None
    return number if _SO_MANY.fullmatch(sentence[place : number.start]) else None


def _named(part: str, end: int, before: str, thing: str, facts: Facts) -> list[tuple[Sequence[str], str]]:
    """The words of the sides of a thing that are said to have the most: after 是, else before it."""
    after = list(sides_named(part[end:], thing, facts))
    if after or _IS.search(part[:end]):
        return after  # 家长说得最多的是作业
    return list(sides_named(part, thing, facts)) or list(sides_named(before, thing, facts))


def _figures(
    thing: str, side: Sequence[str], word: str, sentence: str, facts: Facts, choose: Callable[..., Fact]
) -> Iterator[tuple[Fact, Fact]]:
    """The most, or the least, of a side and the count of one of its words, of each list that may be meant."""
    for counts in series(thing, side, ways(thing, side, sentence, facts), facts):
        mine = counts[word]
        yield choose((each for each in counts.values() if each.value), key=lambda fact: fact.value, default=mine), mine
