"""Finds how many a sentence says that are still lacking to a share, where its own counts give another number. Pure.

18 项任务完成 8 项，离一半还差 1 项; 再完成 1 项就到一半.
"""

import math
import re
from collections.abc import Iterator, Sequence

from board.report.text import Number, shares_in
from board.truth.within.quotients import Mistake, alike, exact, shown

_SHORT_OF = re.compile("(?:距离?|离)[^，,。；]{0,6}$")
_LACKS = re.compile(r"(?:的?目标|的?要求|线)?[，,]?(?:还|尚|只|仅|也|就|便|却)*[差欠缺少](?:着|了)?$")
_MORE = re.compile(r"再[^，,。；\d]{1,5}$")
_REACHES = re.compile("[^，,。；]{0,5}[，,]?(?:就|便|才|即)(?:能|可|会)?(?:到|达到?|够|有|是|满|过)了?$")
_BEYOND = re.compile("[过超]$")
_PAIR = 2


def wrong_lacking(sentence: str, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields how many a sentence says are lacking to a share of the first of its two counts before, if not so many."""
    for share in shares_in(sentence):
        number = _number(sentence, share, counts)
        before = [each for each in counts if number and each.end <= min(number.start, share.start) and each.measure]
        if number is None or len(before) != _PAIR or not exact((*before, number)) or not alike(*before):
            continue
        whole, part = before
        is_beyond = _BEYOND.search(sentence[: share.start + 1]) is not None
        lacks = share.value * whole.value - part.value
        right = math.floor(lacks) + 1 if is_beyond else math.ceil(lacks)
        if alike(part, number) and part.value < whole.value and right > 0 and number.value != right:
            mark = shown(sentence, number)
            of = sentence[share.start : share.end]
            yield "sum", mark, f"{shown(sentence, whole)}的{of}，比 {shown(sentence, part)}多 {right}，写的是 {mark}"


def _number(sentence: str, share: Number, counts: Sequence[Number]) -> Number | None:
    """The count that is lacking to a share."""
    if _SHORT_OF.search(sentence[: share.start]):
        return next(
            (each for each in counts if each.start > share.end and _LACKS.fullmatch(sentence[share.end : each.start])),
            None,
        )
    before = [each for each in counts if each.end <= share.start and _MORE.search(sentence[: each.start])]
    return before[-1] if before and _REACHES.fullmatch(sentence[before[-1].end : share.start]) else None
