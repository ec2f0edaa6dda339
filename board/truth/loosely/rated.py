"""Compares the rate of what came to a stage that a sentence names right before a share, among any words. Pure.

应当反馈的 52 条，按期反馈率为 82.7%: of all, or of what the text names besides; wrong only where it is so of none.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from board.report.text import Number, clauses, counts_in, shares_in
from board.truth.facts import Compared, Facts, Rate, agrees, share_agrees
from board.truth.loosely.cues import sides_named
from board.truth.rates import RATE
from board.truth.words import RATES, is_of_others, lies_elsewhere

_IS = re.compile(rf"(?P<rate>{RATE.pattern})(?:已经?|都|也|仅|只|就|便|却)*(?:为|是|达到?了?|有|约|近)*$")
_WANTED = re.compile(
    "目标|力争|争取|确保|要求|不低于|不少于|以上|标准|[上下]学[期年]|分别|各|依次|[一二三两首]批|[日月周]|小学|听说|据说|据悉"
)
# 真正按时送到的有 43 条: of all that had to be.
_FED_BACK = re.compile(
    "(?<![没未不])(?:按时|按期|如期|及时)(?:反馈|送[到达出]|交到|转达)(?:到位|到人|出去)?了?的?(?:意见)?[共只仅才就]*[有是为]?"
)
_SOME = re.compile("其余|校长|个人|班子|家长|党员|学生|教职工|反馈单|签收|[份张]")
_NEAR = 80


def rated(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the shares right after a rate's name that are that rate of nothing which may be meant.

    earlier: the sentences before it in its paragraph, which may say of what it is.
    """
    if is_of_others(sentence) or _WANTED.search(sentence):
        return
    yield from _in_time(sentence, earlier, facts)
    for share in shares_in(sentence):
        match = _IS.search(sentence[: share.start])
        name, thing = RATES[match["rate"]] if match else ("", "ballot")
        start, end = next(span for span in clauses(sentence) if span[0] <= share.start < span[1])
        if thing == "ballot" or lies_elsewhere(sentence[start:end]):
            continue
        text = f"{earlier[-_NEAR:]}{sentence}"
        records = _which_may_be(name, thing, text, facts)
        if records and not _agrees(share, records, text):
            yield Compared("rate", sentence[share.start : share.end], records[:1], agrees=False)


def _in_time(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many opinions a sentence says were fed back in time, where others were."""
    if not re.search("意见|反馈", f"{earlier[-_NEAR:]}{sentence}") or _SOME.search(sentence):
        return
    records = facts.counted("opinion", [frozenset({"按期反馈"})])
    for match in _FED_BACK.finditer(sentence) if records else ():
        number = next((each for each in counts_in(sentence) if each.start == match.end()), None)
        is_of_all = number is not None and number.measure == "条" and number.value > 1
        if number and is_of_all and not any(agrees(number, each.value) for each in records):
            yield Compared("figure", sentence[number.start : number.end], records[:1], agrees=False)


def _which_may_be(name: str, thing: str, text: str, facts: Facts) -> list[Rate]:
    """The rates of a name of all, and of any two words of different sides that a text names."""
    words = sorted({word for _, word in sides_named(text, thing, facts)})
    ways = [frozenset(some) for size in range(3) for some in combinations(words, size)]
    names = {name, "任务完成率", "整改完成率", "销号率"} if name.endswith("完成率") else {name}
    return [rate for each in sorted(names) for way in ways for rate in facts.rated(each, way)]


def _agrees(share: Number, records: list[Rate], text: str) -> bool:
    """Whether a share is any of these rates, or that of any two counts that the text gives."""
    counts = [each.value for each in counts_in(text) if each.measure and each.value]
    quotients = [one / other for one in counts for other in counts if one <= other]
    return any(share_agrees(share, each) for each in (*(rate.share for rate in records), *quotients))
