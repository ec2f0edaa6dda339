"""Compares by how many points a sentence says that a rate changed between the rounds, and from what to what. Pure.

回收率比第一轮低 1.9 个百分点; 这一轮也比上一轮高 9.7 个百分点; 由头一轮的五成四升到六成四: of whichever criterion or
group is named, or of all; wrong only where it is so of none.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from board.report.text import numeral, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import Traits
from board.truth.loosely.series import rated_by_round
from board.truth.rates import RATE
from board.truth.vocabulary import named_in
from board.truth.words import RATES, is_elsewhere, is_of_others

_ROUND = r"(?:(?:第一|上一?|头一|前一|首)轮|第二轮)"
_UP = "提高|提升|上升|增加|增长|升高|升|高|多|涨|上涨"
_DOWN = "下降|降低|回落|减少|下滑|退|降|低|少|跌"
_DIGITS = r"(?P<points>\d+(?:\.\d+)?|[一二两三四五六七八九十]+(?:点[一二三四五六七八九])?)"
STATED = (
    rf"(?P<bound>近|将近|接近|不到|不足|约|大约|超过|逾)?{_DIGITS}(?P<more>多)?"
    r"(?:个(?P<over>多)?(?:百分)?点|百分点)(?P<about>以上|左右|上下|出头)?"
)
_BY = re.compile(
    rf"(?:比|较|同|与|跟|和)(?P<than>{_ROUND})(?:的|时|调研报告|[\d.%]|百分之|相比|比较?|[，,])*[^，,。；\d]{{0,6}}?"
    rf"(?P<way>{_UP}|{_DOWN})(?:了|出|去)*{STATED}"
)
_FROM_TO = re.compile(
    rf"[由从](?:{_ROUND})?的?(?P<then>[^，,。；到至]{{2,12}}?)(?:[，,]?(?P<way>{_UP}|{_DOWN}|滑|落|变))?(?:到|至|为)了?"
    rf"(?:第二轮|这一?轮|本轮)?的?(?P<now>[^，,。；]{{2,12}})"
)
# 高出上轮 12.7 个百分点.
_ABOVE = re.compile(rf"(?P<way>高|低)(?:出|于|过)(?:了)?(?P<than>{_ROUND})(?:的?\d+(?:\.\d+)?%)?{STATED}")
# 80.8%、78.9%，第二轮下降 1.9 个百分点.
_MOVED = re.compile(
    rf"[，,](?:第二轮|这一?轮|本轮|前后|环比)?(?:又|共|已|均)?(?P<than>)(?:(?P<way>{_UP}|{_DOWN})(?:了|幅度?|达|为)*){STATED}"
)
_STANDARDISED = re.compile("折算|构成[^，,]*(?:计算|换算|看)|标准化|调整后")
_RATED = re.compile("优良率|回收率|收回率|参评率|有效率|评价|分项|评议|征评|轮|透不透|深不深|清不清|强不强")
_NEAR, _CLOSE, _ROUNDED = 120, 1.0, 0.11
_ROUNDS = ("第一轮", "第二轮")


def points(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how a sentence says that a rate changed between two rounds, where none that may be meant did.

    earlier: the sentences before it in its paragraph, which may say of what the rate is.
    """
    by, ways = _BY.search(sentence) or _ABOVE.search(sentence) or _moved(sentence), _FROM_TO.search(sentence)
    ways = ways if ways and len(shares_in(ways["then"])) == len(shares_in(ways["now"])) == 1 else None
    if not (by or ways) or is_of_others(sentence) or _STANDARDISED.search(f"{earlier[-_NEAR:]}{sentence}"):
        return
    if not _RATED.search(f"{earlier[-_NEAR:]}{sentence}"):
        return
    for match in filter(None, (by, ways)):
        if is_elsewhere(re.split("[，,。；]", sentence[: match.start()])[-1]):
            continue
        pairs = _pairs(sentence[: match.start()], sentence[match.start() :], earlier[-_NEAR:], facts)
        is_so = [_is_by(match, *pair) if match is by else _is_from_to(match, *pair) for pair in pairs]
        if pairs and not any(is_so):
            yield Compared("rate", match[0], [pairs[0][1], pairs[0][0]], agrees=False)


def _moved(sentence: str) -> re.Match[str] | None:
    """By how much a sentence says that a rate changed from one of its two shares to the other, if they did not."""
    match = _MOVED.search(sentence)
    shares = shares_in(sentence[: match.start()]) if match else []
    if match is None or len(shares) != len(_ROUNDS) or not all(each.is_exact for each in shares):
        return None
    change = float(shares[1].value - shares[0].value) * 100
    is_up = match["way"] in _UP.split("|")
    return None if (change > 0) == is_up and is_so_much(match, abs(change)) else match


def _pairs(before: str, after: str, earlier: str, facts: Facts) -> list[tuple[Rate, Rate]]:
    """The rates of both rounds that words may be of: of the rate, and the criteria and groups, that are named.

    Those of its sentence; if it names none, of the sentences before. Of all, where these name none either.
    """
    called = facts.words.get("ballot", {})
    criteria = dict.fromkeys([*(facts.sides[0] if facts.sides else ()), "总体评价"])
    sides = [each for side in facts.sides[1:3] for each in side]
    names = {RATES[each[0]][0] for each in RATE.finditer(f"{before}{after}") if RATES[each[0]][1] == "ballot"}
    for text in (before, f"{before}{after}", earlier):
        named = list(dict.fromkeys(named_in(text, criteria, called)))
        some = list(dict.fromkeys(named_in(text, sides, called)))
        if named or names or some:
            break
    if any(set(side) & set(some) for side in facts.sides[1:2]) and any(
        set(side) & set(some) for side in facts.sides[2:3]
    ):
        return []  # 家长纸质表: of a group in one way no rate is kept
    groups = [frozenset[str](), *(frozenset({each}) for each in some)]
    asked = [frozenset({each}) | group for each in named or criteria for group in groups]
    asked += [] if named and not names - {"优良率"} else groups
    rates = names or {"优良率", "回收率", "有效率"}
    return [pair for name in sorted(rates) for traits in asked for pair in _of_both(name, traits, facts)]


def _of_both(name: str, traits: Traits, facts: Facts) -> Iterator[tuple[Rate, Rate]]:
    """The rates of both rounds with these traits."""
    found = rated_by_round(name, traits, facts)
    if all(each in found for each in _ROUNDS):
        yield from zip(found[_ROUNDS[0]], found[_ROUNDS[1]], strict=False)


def _is_by(match: re.Match[str], then: Rate, now: Rate) -> bool:
    """Whether a rate changed by so many points in the way that is said."""
    first, second = (then, now) if match["than"] != _ROUNDS[1] else (now, then)
    change = float(second.share - first.share) * 100
    rounded = round(float(second.share) * 100, 1) - round(float(first.share) * 100, 1)
    if (change > 0) != (match["way"] in _UP.split("|")):
        return False
    return any(is_so_much(match, abs(each)) for each in (change, rounded))


def is_so_much(match: re.Match[str], size: float) -> bool:
    """Whether so many points are stated."""
    stated = _value(match["points"])
    if match["bound"] or match["more"] or match["over"] or match["about"]:
        return abs(size - stated) <= _CLOSE
    return abs(size - stated) < _ROUNDED or stated == round(size)


def _value(text: str) -> float:
    whole, _, part = text.partition("点")
    return float(text) if text[0].isdigit() else (numeral(whole) or 0) + (numeral(part) or 0) / 10


def _is_from_to(match: re.Match[str], then: Rate, now: Rate) -> bool:
    """Whether a rate was about so much in the first round, and so much in the second."""
    shares = (shares_in(match["then"])[0], shares_in(match["now"])[0])
    near = [abs(one.value - each.share) <= Fraction(1, 20) for one, each in zip(shares, (then, now), strict=True)]
    agreed = [share_agrees(one, each.share) for one, each in zip(shares, (then, now), strict=True)]
    return all(
        is_exact or (one.bound == "loose" and is_near)
        for is_exact, is_near, one in zip(agreed, near, shares, strict=True)
    )
