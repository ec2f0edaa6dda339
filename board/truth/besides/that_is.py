"""Compares the share that a sentence says in other words what its two counts come to with these counts. Pure.

62 条里有 48 条是对班子提的，也就是说不足六成的话: 48 of 62 is more.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from board.report.text import counts_in, shares_in
from board.truth.facts import Compared, Facts, share_agrees
from board.truth.ledgers import Fact
from board.truth.parts import bounded
from board.truth.words import is_of_others, lies_elsewhere

_THAT_IS = re.compile(
    r"(?:也就是说?|就是说|这就是说|换句话说|换言之|换个说法|等于说|即|折合|折算下来|折算成?|算下来|约合|合)[，,]?"
    r"(?:是|有|占|达|为|等于|大约|约|差不多|将近|接近|近|不到|不足|超过|超|过|逾|只有|还){0,3}$"
)
_BASE = re.compile(r"^[^，,。；：\d]{0,8}(?:里|中|当中|之中|里头|里面)[，,]?")
_OTHER = re.compile("[、和与及]|另|其余|分别|依次|各|除")


def that_is(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields each share that a sentence gives in other words for the part and the whole that stand before it."""
    if is_of_others(sentence) or lies_elsewhere(sentence):
        return
    for share in shares_in(sentence):
        before = sentence[: share.start]
        match = _THAT_IS.search(before)
        counts = [each for each in counts_in(before) if each.measure and each.is_exact]
        if not match or len(counts) != len(counts_in(before)) or len(counts) != len("ab"):
            continue
        whole, part = counts
        is_of = _BASE.match(before[whole.end : part.start]) and whole.measure == part.measure
        if is_of and part.value <= whole.value and not _OTHER.search(before[part.end : match.start()]):
            label = f"写着的{int(whole.value)}{whole.measure}里"
            records = [Fact("part", frozenset(), int(part.value), label, None)]
            is_so = share_agrees(bounded(share, before), Fraction(part.value, whole.value))
            yield Compared("rate", sentence[share.start : share.end], records, is_so)
