"""Compares by how many days a sentence says that two events lie apart, or how long one took, with the records. Pure.

民主生活会前一天，领导小组开会: it was the day after; 两场座谈会隔了十来天才开; 第一轮征评历时 10 天.
"""

import re
from collections.abc import Iterator

from board.report.text import numeral
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.singly.days import DAY, kinds_of
from board.truth.singly.order import clause_of, spoken_of
from board.truth.words import is_of_others, lies_elsewhere, rounds_in

_NUMBER = r"\d+|[一二两三四五六七八九十]+"
_BEFORE = re.compile(rf"的?(?:前(?P<days>{_NUMBER})[天日]|头一[天日]|前夕|前夜)(?![内里])[，,]?")
_SPAN = rf"(?:(?P<days>{_NUMBER})(?P<more>[来多几])?天|(?P<weeks>[一两])(?:周|个?星期)|(?P<half>半个?多?月))"
_APART = re.compile(
    rf"(?P<mark>(?:相隔|间隔|相距|隔)(?:了|开|着|有|是|只|达|近|约)?{_SPAN}|(?P<next>接连两天|连着两天|挨着的?两天|相邻两天))"
)
_TWO = re.compile("[两二2][场次回]|[和与、]")
_LASTED = re.compile(rf"(?P<mark>(?:历时|为期|前后|用时|共)(?:了|共|达|约|整整)?{_SPAN})(?=[，,。；]|$)")
_OF_MORE = re.compile("[三四五六][场次回]|整改|事项|意见|任务|谈心|反馈|公开|每|各|期限|逾期|进展")
_WEEK, _HALF, _FEW = 7, range(13, 20), 10
_PAIR = 2
_ABOUT_A_DAY = 1


def between_days(sentence: str, _: str, facts: Facts) -> Iterator[Compared]:
    """Yields by how many days a sentence says that two events lie apart, or how many a round or a phase took."""
    if is_of_others(sentence) or lies_elsewhere(sentence):
        return
    yield from _before(sentence, facts)
    yield from _apart(sentence, facts)
    yield from _lasted(sentence, facts)


def _before(sentence: str, facts: Facts) -> Iterator[Compared]:
    """The days by which an event is said to have come before the one that is named right before it."""
    match = _BEFORE.search(sentence)
    if match is None or DAY.search(sentence):
        return
    kinds = kinds_of(facts.happenings)
    own = re.split("[，,；：]", sentence[: match.start()])[-1]
    anchors = [each.day for each in spoken_of(own, facts.happenings, kinds)] if own else []
    mine = spoken_of(clause_of(sentence[match.end() :]), facts.happenings, kinds)
    days = numeral(match["days"].replace("两", "二")) if match["days"] else 1
    if anchors and mine:
        gaps = {(anchor - each.day).days for each in mine for anchor in anchors if each.day and anchor}
        yield Compared("day", match[0].rstrip("，,"), mine, days in gaps)


def _apart(sentence: str, facts: Facts) -> Iterator[Compared]:
    """The days that are said to lie between the two meetings of a kind, or one of each of two kinds."""
    match = _APART.search(sentence)
    if match is None or _OF_MORE.search(sentence) or not _TWO.search(sentence[: match.start()]):
        return
    named = {kind for name, kind in kinds_of(facts.happenings).items() if name in sentence}
    of_kinds = [
        [each for each in facts.happenings if each.kind == kind and each.day and "报告" not in each.about]
        for kind in sorted(named)
    ]
    of_two = of_kinds * 2 if len(of_kinds) == 1 and len(of_kinds[0]) == _PAIR else of_kinds
    if len(of_two) != _PAIR or not all(of_two):
        return
    gaps = {abs((one.day - other.day).days) for one in of_two[0] for other in of_two[1] if one.day and other.day}
    is_so = bool((gaps - {0}) & {*_days(match)})
    yield Compared("day", match["mark"], of_two[0], is_so)


def _lasted(sentence: str, facts: Facts) -> Iterator[Compared]:
    """The days that the one round, or the one phase, that a sentence names is said to have taken."""
    match = _LASTED.search(sentence)
    if match is None or (match["mark"].startswith(("前后", "共")) and "历时" not in sentence):
        return
    rounds = rounds_in(sentence)
    spans = [(each.start_on, each.end_on, each.name) for each in facts.phases if f"{each.name}环节" in sentence]
    for name in rounds:
        mine = {
            each.kind: each.day for each in facts.happenings if each.about == name and each.kind in {"开始", "结束"}
        }
        first, last = mine.get("开始"), mine.get("结束")
        spans += [(first, last, name)] if first and last else []
    if len(spans) == 1 and len(rounds) <= 1:
        first, last, name = spans[0]
        days = (last - first).days
        record = Fact("days", frozenset(), days + 1, f"{name}从头到尾的天数是", ("tasks", {}))
        yield Compared("figure", match["mark"], [record], bool({days, days + 1} & {*_days(match)}))


def _days(match: re.Match[str]) -> range:
    """The days that a match of `_SPAN` may mean; of days between, also one more: 隔一天."""
    groups = match.groupdict()
    if groups.get("next"):
        return range(1, 2)
    if groups["half"]:
        return _HALF
    if groups["weeks"]:
        first = _WEEK * (numeral(groups["weeks"].replace("两", "二")) or 1)
        return range(first, first + _ABOUT_A_DAY + 1)
    first = numeral(groups["days"].replace("两", "二")) or 0
    return range(first, first + (_FEW if groups["more"] else _ABOUT_A_DAY + 1))
