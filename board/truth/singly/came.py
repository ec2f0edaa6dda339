"""Compares how many a sentence says came to a meeting, or were heard on the report, of the groups that it names. Pure.

家长和周边居民那一场，到了 27 人; 听取意见分三次，党员座谈 18 人，教职工书面 41 人.
"""

import re
from collections.abc import Iterator

from board.report.text import Number, counts_in, numeral
from board.truth.facts import Compared, Facts, agrees
from board.truth.ledgers import Fact
from board.truth.singly.days import DAY, day_of
from board.truth.vocabulary import named_in
from board.truth.words import REPORT, is_elsewhere

_PEOPLE = frozenset({"人", "名", "位"})
_MEETING = re.compile("座谈")
_OTHER = re.compile(
    r"家长[学大]?会(?!议)|大会|例会|班会|校会|培训|讲座|[听上公开]课|仪式|走访|评议|征评|谈心|民主生活会|领导小组|列席|平均|分别|讲|看护"
)
_CAME = re.compile(r"(?:到了|来了|到会的?|参加的?|出席的?|与会的?)(?:有|共|的)?(?:约|近|将近)?\s*$")
_THERE = re.compile(r"^[^，,。；、\d]{0,8}(?:到会|参加|出席|与会|到场)")
_HEARD = re.compile(r"听取|征求|听了|听下来")
_HOW = r"(?:代表)?(?:座谈会?|书面|当面|网上)?(?:听取|听了|征求)?了?$"
# 两次到会共 49 人; 党员代表 5 人、教师代表 12 人、家长代表 10 人: sums, and parts of one.
_SUM = re.compile(r"(?:相?差|[多少]了?|合|共计|总计|累计|加起来|[两三][次场回]|前后|一共|(?<!各)共)[^，,。；]{0,8}$")
_LISTED = re.compile(r"\d+[人名位]、|、[^，,、]{2,8}$")
_WHO_CAME = re.compile("(?:来|请来?|到|到会|参加|出席|到场)的(?:都|全|多|主要)?是(?P<who>[^，,。；]{2,14})")
_SO_MANY = r"[^，,。；\d]{{0,8}}?(?P<{0}>\d+|[一二三四五六七八九十]+)(?P<{0}_of>[人名位])"
_FIRST_AND_SECOND = re.compile(
    rf"(?:前|头|第)一(?:回|场|次){_SO_MANY.format('one')}[，,、](?:后|第二|另)一?(?:回|场|次){_SO_MANY.format('two')}"
)
_PART = re.compile("[，,、。；;]")
# 家长座谈会上，班子成员来了 2 人: not all who came.
_OF_MEMBERS = re.compile("(?:班子|成员|校领导)[^，,。；]{0,8}$")
# 党员、教职工、家长各一次，人数依次为 18 人、41 人、26 人.
_IN_ORDER, _CLAUSE_END = re.compile(r"(?:分别|依次)[^，,。；]*$"), re.compile("[，,。；]")
_NEAR, _CLOSE = 90, 5


def came(sentence: str, earlier: str, facts: Facts, compared: str) -> Iterator[Compared]:
    """Yields how many came, or were heard, of the one meeting that a sentence tells by its groups, but those compared.

    earlier: the sentences before it in its paragraph, which may say what meeting it is.
    """
    spoken = f"{earlier[-_NEAR:]}{sentence}"
    if not _MEETING.search(spoken) or _OTHER.search(sentence) or is_elsewhere(sentence):
        return
    yield from _in_turn(sentence, facts)
    is_of_report = REPORT.search(spoken) is not None and _HEARD.search(spoken) is not None
    groups = facts.groups.get("group", ())
    for number in counts_in(sentence):
        before, after = sentence[: number.start], sentence[number.end :]
        mark = sentence[number.start : number.end]
        if number.measure not in _PEOPLE or number.value <= 1 or mark in compared:
            continue
        near = re.split("[。；;]", before)[-1]
        called = facts.words.get("came", {})
        # 又请 26 名家长座谈: who is named right after it.
        named = list(named_in(_PART.split(after)[0][:_CLOSE], groups, called)) or list(named_in(near, groups, called))
        is_of_those = _CAME.search(before) or _THERE.match(after) or (is_of_report and re.search(_HOW, before))
        is_part = not is_of_report and (_LISTED.search(near) or after.startswith("、") or _OF_MEMBERS.search(near))
        if _IN_ORDER.search(near):
            named = _in_its_place(named, number, sentence)
        if named and is_of_those and not is_part and not _SUM.search(near):
            records = _records(facts, named[-1:] if is_of_report else named, is_of_report=is_of_report)
            if records:
                yield Compared("figure", mark, records[:2], any(agrees(number, each.value) for each in records))


def _in_its_place(named: list[str], number: Number, sentence: str) -> list[str]:
    """The group that a number of a list after 分别 or 依次 is of; none where there isn't a number for each."""
    begin = _IN_ORDER.search(sentence, 0, number.start)
    start = begin.start() if begin else 0
    until = next((match.start() for match in _CLAUSE_END.finditer(sentence, number.start)), len(sentence))
    listed = [each for each in counts_in(sentence) if start <= each.start < until and each.measure == number.measure]
    return [named[listed.index(number)]] if len(listed) == len(named) and number in listed else []


def _in_turn(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many came to the first and to the second of two meetings: 前一回 22 人，后一回 27 人."""
    match = _FIRST_AND_SECOND.search(sentence)
    of_kind = [each for each in facts.happenings if each.kind == "座谈会" and not each.about.endswith("报告")]
    talks = sorted((each.day, each.about) for each in of_kind if each.day)
    if match is None or REPORT.search(sentence) or len(talks) != len(("one", "two")):
        return
    for (_, about), which in zip(talks, ("one", "two"), strict=True):
        came = [each for each in facts.counts if each.thing == "came" and f"（{about}）" in each.label]
        mark = f"{match[which]}{match[which + '_of']}"
        if came:
            most = max(came, key=lambda each: each.value)
            yield Compared("figure", mark, [most], most.value == numeral(match[which]))


def who_came(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields whom a sentence says came to the one meeting of a day that it names, where only others did.

    earlier: the sentences before it in its paragraph, which may say what meeting it is.
    """
    match = _WHO_CAME.search(sentence)
    day = next(iter(reversed([*DAY.finditer(sentence, 0, match.start())])), None) if match else None
    if not match or not day or not _MEETING.search(f"{earlier[-_NEAR:]}{sentence}") or is_elsewhere(sentence):
        return
    on = [each.about for each in facts.happenings if each.kind == "座谈会" and each.day == day_of(day, facts.day)]
    groups = {*facts.groups.get("group", ()), *facts.groups.get("giver", ())}
    named = {*named_in(match["who"], sorted(groups), facts.words.get("came", {}))}
    came = [each for each in facts.counts if each.thing == "came" and len(on) == 1 and f"（{on[0]}）" in each.label]
    if named and came and not named & frozenset[str]().union(*(each.traits for each in came)):
        yield Compared("figure", match["who"], came[-1:], agrees=False)


def _records(facts: Facts, groups: list[str], *, is_of_report: bool) -> list[Fact]:
    """The counts of those who came to any meeting with one of the groups, or were heard of it on the report."""
    counts = [each for each in facts.counts if each.thing in {"came", "heard"} and each.traits & set(groups)]
    return [each for each in counts if each.thing == "heard" or not is_of_report] or counts
