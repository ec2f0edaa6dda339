"""Compares how many people a sentence says took part in all, with those who came to meetings or were heard. Pure.

围绕两稿听了三方面意见，参加的共 85 人: of whichever meetings and hearings together; it is wrong only if of none.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from board.report.text import Number, counts_in
from board.truth.facts import Compared, Facts, agrees
from board.truth.ledgers import Fact
from board.truth.words import is_elsewhere, is_of_others

_IN_ALL = re.compile(
    r"(?:共|合计|总共|一共|累计|总计|共计|拢共|统共|(?:加|合|算|并)(?:起来|到?在?一起|到?在?一块儿?)|相加|前后)"
    r"(?:有|达到?了?|到会|参加|参与|来了|听了|听取了?|征求了?|是|为|请了?|已经?|的|约|近|将近|接近|超过|逾|不下|不到|不足)*$"
    # 三次听取意见的人数已然过百.
    r"|(?:[三3][次场回轮]|前后|先后|总)[^，,。；\d]{0,10}(?:人数|人次)[已经然就也都竟只才仅是为约达到有计合共]*(?:超?过|近|将近|接近|逾|不到|不足|约)?$"
)
_HEADS = re.compile("(?:人数|人次)[^，,。；\\d]{0,4}$")
_ON_REPORT = re.compile("(?:初稿|两稿|报告|征求意见稿|稿子|文稿|稿)")
_HEARD = re.compile("听取|征求|听下来|听了|提出?(?:修改)?意见")
_OTHER = re.compile(
    r"评议|征评|参评|谈心|党员大会|家长[学大]?会(?!议)|培训|大会|问卷|有效|收回|[户班]|走访|在校|学生\d|教师\d"
)
# 两场请来的代表近五十人.
_OF_TWO = re.compile(
    r"(?:[两二2][场次回]|前后|先后)[^，,。；\d]{0,8}(?:请|来|到|代表|参加|座谈)[^，,。；\d一二三四五六七八九十]{0,6}$"
    r"|[两二2][场次回][^，,。；\d]{0,12}[，,]?"
    r"(?:前后|先后|累计|合计|总共|一共|共计|拢共|统共|共|总计|相加|(?:加|合|算|并)(?:起来|到?在?一起|到?在?一块儿?))+[，,]?"
    r"(?:[有是的]|到会|坐了|参加|参会|参与|到场|来了?|到了?|听了|听取了?|请了?|代表|人员|同志|约|近|将近)*$"
)
_OTHER_MEETING = re.compile("评议|征评|参评|谈心|大会|培训|走访|问卷|民主生活会|家长[学大]?会(?!议)")
_PEOPLE = frozenset({"人", "名", "位", "人次"})
_OF_MEETINGS = ("座谈会（", "就报告听取")
_NEAR = 240


def people(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many were heard on the report in all, where no hearings together come to so many.

    earlier: the sentences before it in its paragraph, which may say that it is of the report.
    """
    spoken = f"{earlier[-_NEAR:]}{sentence}"
    yield from _of_two_meetings(sentence, spoken, facts)
    if is_of_others(sentence) or is_elsewhere(sentence) or _OTHER.search(sentence):
        return
    if not _ON_REPORT.search(spoken) or not _HEARD.search(spoken):
        return
    came = [each for each in facts.counts if each.thing == "heard" or each.label.startswith(_OF_MEETINGS)]
    came = [each for each in came if "座谈" in sentence or not each.label.startswith(_OF_MEETINGS[0])]
    whole = max((each for each in came if each.thing == "heard"), key=lambda each: each.value, default=None)
    parts = [each for each in came if each is not whole]
    heard, met = ([each.value for each in parts if each.thing == thing] for thing in ("heard", "came"))
    sums = _sums(heard) | _sums(met)
    for number in counts_in(sentence):
        is_total = _is_of_people(number, sentence) and _IN_ALL.search(sentence[: number.start])
        if is_total and number.value > 1 and not any(agrees(number, each) for each in sums):
            yield from _wrong(sentence[number.start : number.end], whole)


def _of_two_meetings(sentence: str, spoken: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many people a sentence says that two meetings brought, where no two meetings or hearings did."""
    if "座谈" not in spoken:
        return
    on_report = {each.value for each in facts.counts if each.thing in {"came", "heard"} and each.traits > {"报告"}}
    before_it = {each.value for each in facts.counts if each.thing == "came" and "座谈会（" in each.label}
    heard = {group for each in facts.counts if each.thing == "heard" for group in each.traits}
    met = {group for each in facts.counts if each.label.startswith(_OF_MEETINGS[0]) for group in each.traits}
    is_on_report = _ON_REPORT.search(spoken) or any(group in sentence for group in heard - met)
    kinds = (on_report, before_it) if is_on_report else (before_it,)
    sums = {one + other for values in kinds for one, other in combinations(sorted(values), 2)}
    sums |= _sums(on_report) if "书面" in sentence else set()  # 一次书面、两次座谈，前后 85 人
    whole = max((each for each in facts.counts if each.thing == "came"), key=lambda each: each.value, default=None)
    for number in counts_in(sentence):
        before = sentence[: number.start]
        is_of_two = _is_of_people(number, sentence) and _OF_TWO.search(before) and not _OTHER_MEETING.search(before)
        is_ours = is_of_two and not is_of_others(before) and not is_elsewhere(before)
        is_of_one = number.value in on_report | before_it or re.match("[、和与及]", sentence[number.end :])
        if is_ours and number.value > 1 and not is_of_one and not any(agrees(number, each) for each in sums):
            yield from _wrong(sentence[number.start : number.end], whole)


def _is_of_people(number: Number, sentence: str) -> bool:
    """Whether a number counts people: 85 人, 八十五个人."""
    is_heads = not number.measure and _HEADS.search(sentence[: number.start])  # 听取意见的人数过百
    return bool(
        number.measure in _PEOPLE or (number.measure == "个" and sentence.startswith("人", number.end)) or is_heads
    )


def _sums(values: Iterable[int]) -> set[int]:
    """The sums of any of some numbers."""
    each = sorted(set(values))
    return {sum(some) for size in range(1, len(each) + 1) for some in combinations(each, size)}


def _wrong(mark: str, whole: Fact | None) -> Iterator[Compared]:
    if whole is not None:
        yield Compared("figure", mark, [whole], agrees=False)
