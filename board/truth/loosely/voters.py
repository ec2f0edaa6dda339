"""Compares the share of the forms of a round that a sentence says a group returned with the records. Pure.

收回的票里家长占六成多; 参评的人当中，教职工不到三成: of those returned, or valid, of any round that may be meant.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from board.report.text import counts_in, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import Fact
from board.truth.parts import bounded
from board.truth.vocabulary import named_in
from board.truth.within.subject import is_named, subject_of
from board.truth.words import ABOUT_SO_MANY, is_elsewhere, is_of_others, rounds_in

_OF_FORMS = re.compile(
    r"(?:收回|收上|交回|回收)[^，,。；\d]{0,8}(?:[\d一二三四五六七八九十百]+)?(?:[票表份张]|评议表|征评表|答卷)(?:[之当]?[中里]|里[头面边])?"
    r"|发[出放]了?[^，,。；\d]{0,8}[\d一二三四五六七八九十百]+[票表份张](?:[之当]?[中里]|里[头面边])?"
    r"|(?:参评|参加评议|评议|填表|投票|交表)的?(?:人员?|群众|代表)?(?:[之当]?[中里]|里[头面边])"
)
_IS = r"(?:交[回来]?|填|写|部分|那份|一方|[的占有是超过达到不足约近将接也就才只仅票表了为]|比例|比重|人数)*$"
# 家长 112 张、教职工 46 张，家长交回的超过六成: what stands next to the share.
_LIST = re.compile(r"\d+[份张][，,]")
_OTHER = re.compile("率|优良|有效|废|网上|纸质|线上|评价|满意|[较比]")
_STAGES = ("收回", "有效", "发出")
# 家长 152 张，还不到发出数的四成; 收回的表里废票四张，占 2.2%.
_OF_STAGE = re.compile(
    r"(?:占|到|足|过|近|及)[了到去]?(?:第?[一二两首]轮)?(?P<stage>发[出放]|收回|回收|有效)(?:总)?数?的$"
)
_BARE = re.compile("[，,][^，,。；的]{0,6}$")
_MAKES = re.compile(r"^[张份票表]*[，,][^，,。；\d]{0,4}(?:占|不到|不足|超过|接近|不及|达)[^，,。；\d]{0,12}$")
_OUT_OF = re.compile(
    r"(?:^|[，,；])(?P<stage>发[出放]|收回|收上来|有效)[来了]?的?[票表份张]?(?:评议表|征评表|答卷)?(?<!的)[之当]?[中里]头?"
)


def voters(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the share of a group among those who evaluated, where it has that of neither forms in no round.

    earlier: the sentences before it in its paragraph, which may name the round.
    """
    yield from _counted(sentence, earlier, facts)
    match = _OF_FORMS.search(sentence)
    if match is None or is_of_others(sentence):
        return
    groups = facts.groups.get("group", ())
    for share in shares_in(sentence):
        between = sentence[match.end() : share.start] if share.start >= match.end() else ""
        between = _LIST.split(between)[-1] if _LIST.search(between) else between
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


def _counted(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the share of the forms given out, or returned, that so many are said to make, where so in no round."""
    for each in shares_in(sentence):
        share = bounded(each, sentence[: each.start])
        before = ABOUT_SO_MANY.sub("", sentence[: share.start])
        part = next((one for one in reversed(counts_in(before)) if one.measure in {"张", "份", "票"}), None)
        between = before[part.end :] if part else ""
        match = _OF_STAGE.search(between) or (part and _BARE.search(between) and _OUT_OF.search(before))
        if part is None or not match or not part.is_exact or not _MAKES.match(between) or is_of_others(sentence):
            continue
        if not is_named(sentence, subject_of(between), part):
            continue
        stage = {"发放": "发出", "回收": "收回", "收上来": "收回"}.get(match["stage"], match["stage"])
        wholes = list(_wholes(stage, rounds_in(sentence) or rounds_in(earlier), facts))
        rates = [Rate("", of.traits, int(part.value), of.value, f"{of.label}里占的") for of in wholes]
        if rates and not any(part.value <= of.base and share_agrees(share, of.share) for of in rates):
            yield Compared("rate", sentence[each.start : each.end], rates[:1], agrees=False)


def _wholes(stage: str, rounds: frozenset[str], facts: Facts) -> Iterator[Fact]:
    """The forms at a stage of the rounds that may be meant, of all and of each group and way."""
    of_rounds = [each for each in facts.counts if each.thing == "ballot" and stage in each.traits and each.value]
    yield from sorted(
        (each for each in of_rounds if not rounds or rounds & each.traits), key=lambda each: len(each.traits)
    )
