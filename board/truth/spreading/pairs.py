"""Compares the share of those to be talked with that a sentence says were talked with with the records. Pure.

应谈 45 对，谈了 43 对，谈到的占应谈的 95.6%: of all pairs, of those of a kind or a member, or of its own counts.
"""

from collections.abc import Iterator

from board.report.text import counts_in, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import opposite
from board.truth.parts import bounded
from board.truth.words import is_elsewhere, is_of_others

_PAIR, _PAIR_THING, _TALKED = "对", "pair", "谈过"


def pairs(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the share of pairs that a sentence says talked, where it is that of none.

    earlier: the sentences before it in its paragraph, which may say that it is of talks; it counts the pairs itself.
    """
    counts = [each for each in counts_in(sentence) if each.measure]
    counted = [each.value for each in counts if each.measure == _PAIR and each.value > 0]
    shares = shares_in(sentence)
    if len(shares) != 1 or not counted or {each.measure for each in counts if each.value > 1} != {_PAIR}:
        return
    if "谈" not in f"{earlier}{sentence}" or is_of_others(sentence) or is_elsewhere(sentence[: shares[0].end]):
        return
    share = bounded(shares[0], sentence[: shares[0].start])
    rates = list(_rates(facts))
    own = [one / other for one in counted for other in counted if one <= other]
    if rates and not any(share_agrees(share, each) for each in (*own, *(rate.share for rate in rates))):
        yield Compared("rate", sentence[share.start : share.end], rates[:1], agrees=False)


def _rates(facts: Facts) -> Iterator[Rate]:
    """The shares of pairs that talked, and that didn't, of all and of those of each kind; and of each kind of all."""
    traits = ["", *(word for side in facts.sides_of(_PAIR_THING) for word in side)]
    for one in traits:
        base = frozenset({one} - {""})
        for came in (_TALKED, opposite(_TALKED)):
            for part, whole in facts.parts(_PAIR_THING, base | {came}, base):
                yield Rate("", part.traits, part.value, whole.value, f"{whole.label}里，{part.label}", part.link)
        for part, whole in facts.parts(_PAIR_THING, base, frozenset()) if one else ():
            yield Rate("", part.traits, part.value, whole.value, f"{whole.label}里，{part.label}", part.link)
