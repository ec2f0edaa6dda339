"""Compares which of two groups, ways or rounds a sentence says has the higher rate, in whatever words. Pure.

评“原因分析透不透”，优良率网上的比纸质的低; 总体评价这一项家长高过教职工; 第二轮比第一轮有所回落.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import clauses, shares_in
from board.truth.facts import Compared, Facts, Rate
from board.truth.ledgers import Traits
from board.truth.vocabulary import named_in
from board.truth.words import is_elsewhere, rounds_in

_WAYS = {"网上": "网上|网络|线上", "纸质": "纸质|纸面|纸上"}
_RETURNED = re.compile("回收|收回|交回|参评率")
_GOOD = re.compile("优良率|评价|评得|打得|给出|打分")
# 甲的比乙的高; 甲高于乙.
_HIGHER = r"(?:还要?|更|要|略|明显)*(?P<way{0}>高|低)(?!一?[点级])"
_MOVED = re.compile(
    r"[比较同跟与](?:第一轮|上一?轮|头一轮|前一轮|首轮)[^，,。；\d]{0,8}(?:有所|略有|明显|相比)*(?P<moved>不升反降|升|提高|提升|上升|高|降|下降|回落|低|下滑)"
)
_DOWN = "不降回低下"
_NEAR = 60


def higher(sentence: str, earlier: str, facts: Facts, compared: str) -> Iterator[Compared]:
    """Yields which a sentence says is higher, but what was compared; it is wrong only if it is so of no round named.

    earlier: the sentences before it in its paragraph, which may name the round or the criterion.
    """
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        before = f"{earlier[-_NEAR:]}{sentence[:start]}"
        if is_elsewhere(clause) or "各" in clause:
            continue
        name = "回收率" if _RETURNED.search(clause) else "优良率" if _GOOD.search(f"{before}{clause}") else ""
        criteria = _criteria(clause, before, facts) if name == "优良率" else [frozenset[str]()]
        if not name or len(criteria) != 1:
            continue
        for mark, pairs in (
            *_of_sides(clause, before, name, criteria[0], facts),
            *_of_rounds(clause, name, criteria[0], facts),
        ):
            if pairs and mark not in compared:
                yield Compared("rate", mark, [*pairs[0][:2]], any(is_so for *_, is_so in pairs))


_Pairs = list[tuple[Rate, Rate, bool]]


def _criteria(clause: str, before: str, facts: Facts) -> list[Traits]:
    """The criterion that a clause names, or the text right before it; the overall grade where that is named."""
    side = (*(facts.sides[0] if facts.sides else ()), "总体评价")
    for text in (clause, before.rpartition("。")[2], before):
        named = list(dict.fromkeys(named_in(text, dict.fromkeys(side), facts.words.get("ballot", {}))))
        if named:
            return [frozenset({named[-1]})] if len(named) == 1 else []
    return []


def _sides(facts: Facts) -> Iterator[dict[str, str]]:
    """The names of groups, and of ways, as a text gives them → the trait."""
    groups = facts.groups.get("group", ())
    yield {group: group for group in groups}
    yield {name: way for way, names in _WAYS.items() for name in names.split("|")}


def _of_sides(clause: str, before: str, name: str, criterion: Traits, facts: Facts) -> Iterator[tuple[str, _Pairs]]:
    """Which of two groups or ways a clause says is higher."""
    for side in _sides(facts):
        names = "|".join(map(re.escape, sorted(side, key=len, reverse=True))) or "(?!)"
        than = re.compile(
            rf"(?P<one>{names})[^，,。；比]{{0,14}}比(?P<two>{names})[^，,。；比]{{0,10}}?{_HIGHER.format('')}"
            rf"|(?P<first>{names})[^，,。；比]{{0,14}}?(?P<above>高于|低于|高过|不如|低过)(?P<second>{names})"
        )
        match = than.search(clause)
        is_of_both = all(any(word in clause for word in words) for words in _sides(facts))
        if match is None or is_of_both:  # 家长网上填表的回收率高于教职工
            continue
        one, two = side[match["one"] or match["first"]], side[match["two"] or match["second"]]
        is_up = (match["way"] or match["above"])[0] == "高"
        if one != two:
            yield match[0], _pairs(name, criterion, one, two, is_up, _rounds(clause, before, facts), facts)


def _rounds(clause: str, before: str, facts: Facts) -> list[Traits]:
    """The rounds that a clause may be about: those it names, or those named before; else any."""
    every = dict.fromkeys(trait for rate in facts.rates for trait in rate.traits if trait.startswith("第"))
    named = rounds_in(clause) or rounds_in(before) or frozenset(every)
    return [frozenset({each}) for each in sorted(named)]


def _pairs(
    name: str, criterion: Traits, one: str, two: str, is_up: bool, rounds: Sequence[Traits], facts: Facts
) -> _Pairs:
    pairs: _Pairs = []
    for each in rounds:
        mine, others = (
            [
                rate
                for rate in facts.rated(name, criterion | each | {side})
                if {side, *each} <= rate.traits and rate.traits >= criterion
            ]
            for side in (one, two)
        )
        if mine and others:
            is_so = mine[0].share > others[0].share if is_up else mine[0].share < others[0].share
            pairs.append((mine[0], others[0], is_so))
    return pairs


def _of_rounds(clause: str, name: str, criterion: Traits, facts: Facts) -> Iterator[tuple[str, _Pairs]]:
    """Whether a clause says that the last round is higher than the one before."""
    match = _MOVED.search(clause)
    every = list(dict.fromkeys(trait for rate in facts.rates for trait in rate.traits if trait.startswith("第")))
    sides = [word for side in _sides(facts) for word in side if word in clause]
    if match is None or len(every) < len("前后") or sides or len(shares_in(clause)) > 1:
        return
    then, now = (
        [rate for rate in facts.rated(name, criterion | {each}) if rate.traits == criterion | {each}]
        for each in sorted(every)[:2]
    )
    if then and now:
        is_up = match["moved"][0] not in _DOWN
        yield match[0], [(now[0], then[0], (now[0].share > then[0].share) == is_up)]
