"""Compares the rates that a sentence gives side by side, of what was named before it, with the records. Pure.

同样是这一项，纸质 69.6%、网上 55.4%: of whichever criterion and round these may be; it is wrong only if of none.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from board.report.text import Number, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import Traits
from board.truth.words import RATES, is_elsewhere

_WAYS = {"网上": "网上", "网络": "网上", "线上": "网上", "纸质": "纸质", "纸面": "纸质"}
_RATE = re.compile("优良率|回收率|收回率")
_OF_OTHERS = re.compile('占|反馈|答复|销号|完成|梳理|[选答勾][“"]|整改|提高|上升|下降|百分点|由|从')
_IS = r"(?:的人?|票|表|评议表|一栏|方面)?(?:只|仅)?(?:是|为|有|达到?|约)?"
_NEAR = 80


def beside(sentence: str, earlier: str, facts: Facts, compared: str) -> Iterator[Compared]:
    """Yields the shares of a sentence next to several groups or ways, but those compared.

    earlier: the sentences before it in its paragraph, which may name the rate.
    """
    named = list(_RATE.finditer(f"{earlier[-_NEAR:]}{sentence}"))
    if not named or _OF_OTHERS.search(sentence) or is_elsewhere(sentence):
        return
    shares = shares_in(sentence)
    groups = {group: group for group in facts.groups.get("group", ())}
    for side in (_WAYS, groups):
        names = "|".join(map(re.escape, sorted(side, key=len, reverse=True))) or "(?!)"
        pairs = [
            (side[match[1]], share)
            for share in shares
            if (match := re.search(rf"({names}){_IS}$", sentence[: share.start]))
        ]
        marks = [sentence[share.start : share.end] for _, share in pairs]
        if len({name for name, _ in pairs}) == len(pairs) > 1 and not any(mark in compared for mark in marks):
            yield from _jointly(pairs, RATES[named[-1][0]][0], marks, facts)


def _jointly(pairs: Sequence[tuple[str, Number]], rate: str, marks: Sequence[str], facts: Facts) -> Iterator[Compared]:
    """The shares of one side, in any round, for any criterion."""
    rounds = dict.fromkeys(trait for each in facts.rates for trait in sorted(each.traits) if trait.startswith("第"))
    criteria: list[Traits] = [frozenset(), frozenset({"总体评价"})]
    criteria += [frozenset({each}) for each in (facts.sides[0] if facts.sides else ())]
    records, is_so = list[Rate](), False
    for name, criterion in product(rounds, criteria):
        rated = [_exactly(rate, criterion | {name, side}, facts) for side, _ in pairs]
        known = [each for each in rated if each]
        if len(known) == len(pairs):
            records = records or known
            is_so |= all(share_agrees(share, each.share) for (_, share), each in zip(pairs, known, strict=True))
    if records:
        yield Compared("rate", "、".join(marks) if is_so else marks[0], records[:2], is_so)


def _exactly(name: str, traits: Traits, facts: Facts) -> Rate | None:
    return next((each for each in facts.rated(name, traits) if each.traits == traits), None)
