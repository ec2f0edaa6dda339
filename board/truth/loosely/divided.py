"""Compares the share that a sentence says comes of dividing by all there are with the records. Pure.

拿收到的总数去除，反馈的占 83.9%; 按台账总数算，销号的占两成: of all, whatever was counted before.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from board.report.text import counts_in, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import Fact
from board.truth.loosely.cues import ABOUT
from board.truth.loosely.series import is_counted_by
from board.truth.vocabulary import vocabulary
from board.truth.words import is_elsewhere, is_of_others

_BY_ALL = re.compile(
    r"(?:拿|用|以|按|照)(?:着)?[^，,。；\d]{0,8}?(?:总数|总量|总条数|总项数|全部|台账)(?:的)?"
    r"(?:[来去]?(?:除|算|计|折算|衡量|比)|(?:作|做|当)(?:分母|基数|底数))(?:起来|下来)?[，,]?"
)
_MAKES = re.compile(r"(?:占|合|是|为|得|达|有|率)(?:[到了去出]|只有|仅|约)*$")
_OTHER = re.compile("轮|评议|征评|优良|回收|有效|平均|[票表]|[比较]")


def divided(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the share of all that a sentence says there are of something, where it isn't that of what it may mean.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    match = _BY_ALL.search(sentence)
    if match is None or is_of_others(sentence) or is_elsewhere(sentence):
        return
    for share in shares_in(sentence):
        between = sentence[match.end() : share.start]
        if share.start < match.end() or not _MAKES.search(between) or _OTHER.search(sentence[: share.start]):
            continue
        rates = [*_named(between, facts)] or [*_counted_last(sentence[: share.start], f"{earlier}{sentence}", facts)]
        if rates and not any(share_agrees(share, each.share) for each in rates):
            yield Compared("rate", sentence[share.start : share.end], rates[:1], agrees=False)
        return


def _named(text: str, facts: Facts) -> Iterator[Rate]:
    """The rates of what a text names among all: 反馈的."""
    met = vocabulary(facts.words).met(text)
    named = {pair for each in met for pair in (*each.traits.items(), *each.soft.items()) if pair[1]}
    for thing, trait in sorted(named):
        if thing in ABOUT:
            pairs = facts.parts(thing, frozenset({trait}), frozenset())
            yield from (_rate(part, Fraction(part.value), whole) for part, whole in pairs)


def _counted_last(before: str, text: str, facts: Facts) -> Iterator[Rate]:
    """The rates of what was counted last among all."""
    counts = [each for each in counts_in(before) if each.measure and each.is_exact]
    for thing, (_, about) in ABOUT.items() if counts else ():
        if is_counted_by(thing, counts[0].measure) and re.search(about, text):
            for whole in facts.counted(thing, [frozenset()]):
                yield from (_rate(whole, each.value, whole) for each in counts if 0 < each.value < whole.value)


def _rate(part: Fact, size: Fraction, whole: Fact) -> Rate:
    return Rate("", frozenset(), int(size), whole.value, f"{whole.label}里，{part.label}", part.link)
