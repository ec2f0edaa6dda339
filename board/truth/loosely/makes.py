"""Compares the share that so many, counted right before, are said to make with whatever they may be of. Pure.

当前可以解决的 3 个，占三分之一; 前三位合计 24 项，占八成: of all, of those of any one kind, or of any counted before.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from board.report.text import Number, counts_in, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.words import ABOUT_SO_MANY, THINGS, is_elsewhere, is_of_others

_MAKES = re.compile(
    r"^[^，,。；\d一二两三四五六七八九十]{0,8}[，,](?:约|大约|大致|已|就|也|正好|恰好|各)*占(?:了|到|去|比|有)*(?:为|是|达)?"
    r"(?:其中|总数|总量|全部|全体|所有|收到|征求到?|征集到?|听到|的|意见|整改事项|事项|问题|任务|批评|台账)*的?$"
)
# 三者相加 43 条，接近七成.
_BARE = re.compile(
    r"^[^，,。；\d一二两三四五六七八九十]{0,8}[，,](?:已经?|刚刚?|刚好|正好|恰好|恰|整整|只|仅|还|也|就)*$"
)
# 占全部意见的 83.9%: of no fewer.
_OF_ALL = re.compile("全部(?:意见|整改事项|事项|问题|任务|批评)|所有|(?:收到|征求到?|征集到?|听到)的?意见")
_OTHER = re.compile("学生|教师数|户|班|人口|问卷|报修|率")


def makes(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the share that a count is said to make, where it makes that of nothing on record.

    earlier: the sentences before it in its paragraph, which may say of how many it is.
    """
    if is_of_others(f"{earlier}{sentence}") or is_elsewhere(sentence):
        return
    for share in shares_in(sentence):
        before = ABOUT_SO_MANY.sub("", sentence[: share.start])
        part = next((each for each in reversed(counts_in(before)) if each.measure), None)
        is_of_part = part is not None and part.is_exact and _is_of_it(before[part.end :], sentence[share.end :])
        if part is None or not is_of_part or part.value < 1 or "各" in before[part.end :] or _OTHER.search(before):
            continue
        bases = {each.value for each in counts_in(f"{earlier}{before}")} | _bases(part, facts)
        bases = _wholes(part, facts) or bases if _OF_ALL.search(before[part.end :]) else bases
        whole = _whole(part, facts)
        if whole and not any(base >= part.value and share_agrees(share, part.value / base) for base in bases):
            mark = sentence[share.start : share.end]
            yield Compared("rate", mark, [Rate("", frozenset(), int(part.value), whole, "合起来占的")], agrees=False)


def _is_of_it(between: str, after: str) -> bool:
    """Whether what stands between a count and a share says that it makes that, or nothing at all."""
    is_bare = _BARE.match(between) and re.match(r"(?:左右|以上|多|强|弱)*(?:[，,。；！]|$)", after)
    return bool(_MAKES.match(between) or is_bare)


def _whole(part: Number, facts: Facts) -> int:
    """How many there are of the first thing of which there may be so many, 0 where there is none."""
    return next((ledger.size for ledger in facts.ledgers if _may_be(part, ledger.thing, ledger.size)), 0)


def _wholes(part: Number, facts: Facts) -> set[Fraction]:
    """How many there are of each thing that a number may count."""
    return {Fraction(ledger.size) for ledger in facts.ledgers if _may_be(part, ledger.thing, ledger.size)}


def _bases(part: Number, facts: Facts) -> set[Fraction]:
    """The counts of all, and of those with any one trait, of the things that a number may count."""
    mine = [ledger for ledger in facts.ledgers if _may_be(part, ledger.thing, ledger.size)]
    return {
        Fraction(each)
        for ledger in mine
        for each in (ledger.size, *(bits.bit_count() for bits in ledger.having.values()))
    }


def _may_be(part: Number, thing: str, size: int) -> bool:
    return part.measure in THINGS[thing].measures and size >= part.value
