"""Compares the share of a part that a sentence takes up by its words, of a base that it names so too. Pure.

作出有效回答的 165 人，评为优良的 146 人，占有效回答人数的 88.5%; 没有通过的 14 条，…，没有通过的占全部的 28%.
"""

import re
from collections.abc import Iterator, Sequence

from board.numbers import percent_text
from board.report.text import Number, clauses, shares_in
from board.truth.facts import share_agrees
from board.truth.parts import bounded
from board.truth.within.quotients import Mistake, alike, exact, shown
from board.truth.words import ABOUT_SO_MANY, is_elsewhere, is_of_others

_MAKES = re.compile(
    r"^(?P<part>[^，,。；\d占]{0,16}?)(?:约|只|仅|也|就|已|还|才)*占(?:了|到|去)?(?P<base>[^，,。；\d占]{2,14}?)的?$"
)
_ALL = re.compile(
    "(?:其中|全部|总数|总量|所有|全体)(?:检查|程序|要求|事项|任务|意见|问题|批评|人数|票数)?"
    "|(?:台账|检查|程序|要求|事项|任务|意见|问题|批评)的?(?:总数|总量)"
)
_WHOLE = re.compile("其中|全部|的?总数|的?总量|所有|全体")
_BARE = re.compile("征求到?|听到|收到|登记|列[了入出]?|现有|[本全]阶段|安排|排了?|的|有|共")
_PLAIN = re.compile("(?:总?人数|总数|总量|数量?|全部|所有|这些|上述|条目|事项|意见|问题|任务|表|票|的|人)")
_THOSE = re.compile("(?:的|意见|事项|问题|任务|批评|表|票|人)+$")
_IN_ALL = re.compile("(?:共有?|总共|合计|总计|全部|所有)[^，,。；\\d]{0,6}$")
_TOGETHER = re.compile("合计|合起来|加起来|相加|[两二三]者|一起|各|分别|依次|其余|另外|[两各每]轮|轮.*轮")
_SHORTEST = 2


def wrong_of_named(sentence: str, counts: Sequence[Number]) -> Iterator[Mistake]:
    """Yields a share that isn't that of the part and the base which its clause names as they were counted before."""
    if _TOGETHER.search(sentence) or re.search("[（(]", sentence) or is_of_others(sentence) or is_elsewhere(sentence):
        return
    for share in shares_in(sentence):
        start, _ = next(span for span in clauses(sentence) if span[0] <= share.start < span[1])
        match = _MAKES.match(ABOUT_SO_MANY.sub("", sentence[start : share.start]))
        before = [each for each in counts if each.end <= start and each.measure]
        if match is None or len(before) < _SHORTEST or not exact(before):
            continue
        part = _called(_THOSE.sub("", match["part"]), sentence, before) if match["part"] else before[-1]
        base = _base(match["base"], sentence, before)
        is_pair = part and base and part is not base and alike(part, base) and 0 < part.value <= base.value
        stated = bounded(share, sentence[: share.start])
        if part and base and is_pair and not share_agrees(stated, part.value / base.value):
            mark = sentence[share.start : share.end]
            right = percent_text(float(part.value), float(base.value))
            yield "sum", mark, f"{shown(sentence, base)}里的 {shown(sentence, part)}是 {right}，写的是 {mark}"


def _base(text: str, sentence: str, before: Sequence[Number]) -> Number | None:
    """The count that a base is: the first of all, where it is in all; else the one that its words were said of."""
    if _ALL.fullmatch(text):
        is_whole = before[0].value == max(each.value for each in before)
        noun, own = _WHOLE.sub("", text), _around(before[0], sentence).partition(" ")[0]
        is_named = noun and _BARE.sub("", own) == noun
        return before[0] if is_whole and (is_named or _IN_ALL.search(sentence[: before[0].start])) else None
    return _called(_PLAIN.sub("", text), sentence, before[:-1])


def _called(name: str, sentence: str, counts: Sequence[Number]) -> Number | None:
    """The one count of a sentence whose own words, right before or after it, have a name in them."""
    named = [each for each in counts if len(name) >= _SHORTEST and name in _around(each, sentence)]
    return named[0] if len(named) == 1 else None


def _around(number: Number, sentence: str) -> str:
    """The words of a count: of its clause, up to the counts beside it."""
    start, end = next(span for span in clauses(sentence) if span[0] <= number.start < span[1])
    return f"{sentence[start : number.start]} {re.split('[，,、]', sentence[number.end : end])[0]}".replace("了", "")
