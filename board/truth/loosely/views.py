"""Compares how many items the people are said to be content with, and how many not, with the records. Pure.

群众对 6 项的评价，4 项满意、2 项基本满意: of all, of the closed ones, or of those of whatever else is named.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from board.report.text import counts_in, shares_in
from board.truth.facts import Compared, Facts, share_agrees
from board.truth.loosely.cues import sides_named, stages_named
from board.truth.words import is_elsewhere, is_of_others

_CONTENT = re.compile("满意|认可")
_VIEW = r"(?P<view>基本满意|不满意|满意)(?!度|率|或|和|以|及|与|、)"
_AFTER = re.compile(rf"^(?:的)?(?:是|为|被评为|评价为|群众|表示|评为|得到)*{_VIEW}")
_BEFORE = re.compile(r"(?P<view>(?<!基本)(?<!不)满意|基本满意|不满意)的?(?:事项)?(?:有|是|为|共|占|评价)*$")
_BOTH = re.compile("满意的?[和与及、加]+基本满意的?(?:事项)?[有是为共]*$")
_OF_ITEMS = re.compile("整改|台账|事项|销号|[项件]")
_OTHER = re.compile("问卷|家长会|其余|师生|食堂|测评|评议|征评|优良")
# 满意率 66.7%; 占表了态的 66.7%: of those that the people judged.
_RATE = re.compile(
    r"(?:(?<![本不])满意率(?:已经?|只|仅|就|也|便)*(?:为|是|有|达到?了?|合|约|折合|在)*"
    r"|(?:(?<![不没未本])(?P<content>认可|肯定|叫好|满意(?=的))|(?P<both>(?<![不本])满意(?:的)?[和与及、加]+基本满意))的?[^，,。；\d]{0,8}?"
    r"(?:占|超过|不到|不足|接近|将?近|达|过|有|约|比例|为|是|到|了)*"
    r"|占(?:了|到)?(?P<judged>[^，,。\d]{0,4}(?:表[了过]?态|评[了过]|评价|看法)[^，,。\d]{0,6}))$"
)
_OF_CLOSED = re.compile("(?<!不予)(?<!不得)销[了掉]?号|办[结完]|台账|全部|总数")
_VIEWS = ("满意", "基本满意", "不满意")
_MEASURES = frozenset("项件桩")
_NEAR = 80


def views(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many items a sentence says the people are content with, where there are so many of none.

    earlier: the sentences before it in its paragraph, which may say of which items it is.
    """
    text = f"{earlier[-_NEAR:]}{sentence}"
    if not _CONTENT.search(text) or is_of_others(sentence) or _OTHER.search(sentence) or not _OF_ITEMS.search(text):
        return
    yield from _rated(sentence, text, facts)
    for number in counts_in(sentence) if "满意" in sentence else ():
        match = _AFTER.match(sentence[number.end :]) or _BEFORE.search(sentence[: number.start])
        if _BOTH.search(sentence[: number.start]):
            continue  # 满意和基本满意的 6 项: of both
        if match is None or number.measure not in _MEASURES or not number.is_exact or is_elsewhere(sentence):
            continue
        words = {word for _, word in sides_named(text, "item", facts)}
        stages = {stage for stage, _ in stages_named(text, "item")} - {"满意", "基本满意", "不满意"} | {"销号"}
        ways = [frozenset({match["view"]}), *(frozenset({match["view"], each}) for each in words | stages)]
        ways += [frozenset({match["view"], word, stage}) for word in words for stage in stages]
        records = [fact for way in ways for fact in facts.counted("item", [way])]
        if records and all(fact.value != number.value for fact in records):
            yield Compared("figure", sentence[number.start : number.end], records[:1], agrees=False)


def _rated(sentence: str, text: str, facts: Facts) -> Iterator[Compared]:
    """Yields the 满意率 of items that isn't that of those that the people judged, of the closed ones, or of all."""
    counts = [fact.value for each in _VIEWS for fact in facts.counted("item", [frozenset({each})])[:1]]
    for share in shares_in(sentence):
        match = _RATE.search(sentence[: share.start])
        if match is None or is_elsewhere(sentence) or len(counts) < len(_VIEWS):
            continue
        is_of_judged = match["judged"] or ((match["content"] or match["both"]) and not _OF_CLOSED.search(text))
        ways = [frozenset({"群众评价"}), *([] if is_of_judged else [frozenset({"销号"}), frozenset[str]()])]
        wholes = [fact for way in ways for fact in facts.counted("item", [way])[:1] if fact.value]
        parts = [*([] if match["both"] else counts[:1]), sum(counts[:2]), *(counts if match["judged"] else [])]
        rates = [Fraction(part, whole.value) for part in parts for whole in wholes if whole.value >= part]
        if wholes and not any(share_agrees(share, each) for each in rates):
            yield Compared("rate", sentence[share.start : share.end], wholes[:1], agrees=False)
