"""Compares the share of the forms of a round that a sentence says a group returned with the records. Pure.

收回的票里家长占六成多; 参评的人当中，教职工不到三成: of those returned, or valid, of any round that may be meant.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from board.report.text import shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.vocabulary import named_in
from board.truth.words import is_elsewhere, is_of_others, rounds_in

_OF_FORMS = re.compile(
    r"(?:收回|收上|交回|回收)[^，,。；\d]{0,8}(?:[\d一二三四五六七八九十百]+)?(?:[票表份张]|评议表|征评表|答卷)(?:[之当]?[中里]|里[头面边])?"
    r"|(?:参评|参加评议|评议|填表|投票|交表)的?(?:人员?|群众|代表)?(?:[之当]?[中里]|里[头面边])"
)
_IS = r"(?:的|占|有|是|超|过|达|到|不|足|约|近|将|接|也|就|才|只|仅|比例|比重|人数|票|表|了|为)*$"
_OTHER = re.compile("率|优良|有效|废|网上|纸质|线上|评价|满意|[较比]")
_STAGES = ("收回", "有效")


def voters(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the share of a group among those who evaluated, where it has that of neither forms in no round.

    earlier: the sentences before it in its paragraph, which may name the round.
    """
    match = _OF_FORMS.search(sentence)
    if match is None or is_of_others(sentence):
        return
    groups = facts.groups.get("group", ())
    for share in shares_in(sentence):
        between = sentence[match.end() : share.start] if share.start >= match.end() else ""
        named = list(named_in(between, groups))
        is_bare = len(named) == 1 and re.search(f"{re.escape(named[0])}{_IS}", between)
        if not is_bare or _OTHER.search(between) or is_elsewhere(sentence[: share.end]):
            continue
        rates = list(_rates(named[0], rounds_in(sentence) or rounds_in(earlier), facts))
        if rates and not any(share_agrees(share, each.share) for each in rates):
            yield Compared("rate", sentence[share.start : share.end], rates[:1], agrees=False)


def _rates(group: str, rounds: frozenset[str], facts: Facts) -> Iterator[Rate]:
    """The shares of a group among the forms of the rounds that may be meant."""
    every = sorted({name for each in facts.counts if each.thing == "ballot" for name in each.traits if "轮" in name})
    for name in reversed(every):
        for stage in _STAGES if name in rounds or not rounds else ():
            parts, wholes = (facts.counted("ballot", [frozenset({name, stage, *more})])[:1] for more in ((group,), ()))
            for part, whole in zip(parts, wholes, strict=False):
                if whole.value and Fraction(part.value, whole.value) <= 1:
                    yield Rate("", part.traits, part.value, whole.value, f"{whole.label}里，{part.label}", part.link)
