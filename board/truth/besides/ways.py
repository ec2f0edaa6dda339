"""Compares the share of the forms that came one way, of those that a sentence names before 中, with the records. Pure.

家长的有效票中，网上填写的占六成多; 收回的表里面，纸质的占六成: of whichever round may be meant; wrong only if of none.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from board.report.text import shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.parts import bounded
from board.truth.vocabulary import named_in
from board.truth.words import ABOUT_SO_MANY, is_elsewhere, is_of_others, rounds_in

_BASE = re.compile(
    r"(?:^|(?<=[，,；：]))(?P<base>[^，,。；：占]*(?:票|评议表|征评表|答卷|问卷|\d[张份]表?|的表))(?:[之当]?中间?|里[头面边]?)[，,]?"
)
_WAYS = {"网上": "网上|网络|线上|扫码|电子", "纸质": "纸质|纸面|纸上|纸"}
# What may stand around the way, and before its share.
_BY_WAY = re.compile(
    rf"(?:其中)?(?:[从由以用走通过]|经)?(?P<way>{'|'.join(_WAYS.values())})(?:版|渠道|途径|方式)?"
    r"(?:来|填|写|填报|提交|上交|交|收回|作答|答|投|回收)*[了来]?的?(?:票|表|评议表)?"
    r"(?:\s*\d+\s*[张份]，?)?(?:就|已|也|则|只|仅|要|便|刚|竟)*"
    r"(?:占(?:到|了|去)?(?:其中的?)?|[刚超]过|达到?|接近|将近|不[足到]|有|是|比[例重]为)*"
)
_STAGES = {"收回": "收回|收上|交回|回收|交来", "有效": "有效", "发出": "发出|发放|下发"}
_OTHER = re.compile("废|没有?[收交]|未[收交]|评价|优良|满意|评好|勾")
_EDGES = re.compile("[，,。；：、]")


def ways(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields each share of the forms that a sentence names before 中 which is said of one way.

    earlier: the sentences before it in its paragraph, which may name the round.
    """
    base = _BASE.search(sentence)
    if base is None or _OTHER.search(base["base"]) or is_of_others(sentence):
        return
    for share in shares_in(sentence):
        before = ABOUT_SO_MANY.sub("", sentence[base.end() : max(share.start, base.end())])
        whole = _BY_WAY.fullmatch(before) or _BY_WAY.fullmatch(_EDGES.split(before)[-1])
        if whole is None or is_elsewhere(sentence[: share.end]):
            continue
        way = next(name for name, words in _WAYS.items() if re.fullmatch(words, whole["way"]))
        rates = list(_rates(way, base["base"], _rounds(sentence, earlier, facts), facts))
        if rates:
            is_so = any(share_agrees(bounded(share, before), each.share) for each in rates)
            yield Compared("rate", sentence[share.start : share.end], rates, is_so)


def _rounds(sentence: str, earlier: str, facts: Facts) -> Sequence[str]:
    """The rounds that may be meant: those that the sentence names, or those before it; where none is, every one."""
    every = {name for each in facts.counts if each.thing == "ballot" for name in each.traits if "轮" in name}
    return sorted(rounds_in(sentence) or rounds_in(earlier) or every, reverse=True)


def _rates(way: str, base: str, rounds: Sequence[str], facts: Facts) -> Iterator[Rate]:
    """The shares of a way among the forms that a text names, or among those returned, or valid, if it doesn't say."""
    groups = {*named_in(base, facts.groups.get("group", ()))}
    stages = [name for name, words in _STAGES.items() if re.search(words, base)] or ["收回", "有效"]
    for name in rounds:
        for stage in stages[-1:] if "有效" in stages[1:] else stages:
            of = frozenset({name, stage, *groups})
            parts, wholes = (facts.counted("ballot", [traits])[:1] for traits in (of | {way}, of))
            for part, whole in zip(parts, wholes, strict=False):
                if whole.value and Fraction(part.value, whole.value) <= 1:
                    yield Rate("", part.traits, part.value, whole.value, f"{whole.label}里，{part.label}", part.link)
