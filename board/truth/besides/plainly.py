"""Compares a count that one way of saying it gives of all that are on record with these, among any words. Pure.

对外公开了 4 件材料; 会上 36 条批评意见; 教职工书面征求到 51 人.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import Number, clauses, counts_in
from board.truth.facts import Compared, Facts, agrees
from board.truth.ledgers import Fact
from board.truth.vocabulary import named_in
from board.truth.words import is_elsewhere, is_of_others, rounds_in

_PUBLISHED = re.compile(
    "(?:对外|先后|已经?|共|一共|陆续|向社会|向群众)*(?:公开|公布|公示)(?:发布)?(?:过|了|出)*(?:共|一共|材料)*$"
)
_PAPERS = re.compile("^(?:材料|文件|事项|结果|情况|东西)?(?=[，,。；、：:（(]|$)")
_IN_WRITING = re.compile(r"书面(?:形式)?的?(?:征求|听取|征集|收集|听)(?:意见)?(?:到|了|过)*(?P<who>[^，,。；\d]{0,6})$")
_WHOSE = re.compile(
    r"^个?(?:教职工|教师|老师|家长|党员|群众|同志|代表)?的?(?:意见|看法|建议|想法)?(?=[，,。；、：:（(]|$)"
)
_MEMBERS = re.compile("^(?:领导)?(?:班子)?成员(?:全部|全都|都|均)?(?:到会|到齐|到场|参加|出席)")
# 第二轮党员 30 张: of a group's forms, whatever was done with them.
_WHOSE_FORMS = re.compile(r"(?P<who>[^，,。；、\d]{2,6}?)(?:代表)?的?(?:有|是)?$")
_OF_ANSWERS = re.compile("[打答选评]了?[“好较一差优]|总体评价|优良|满意|弃权|不了解")
_OF_ROUND = re.compile("第[一二三四]轮的?$")
_AT_TALK = re.compile(r"(?:初稿|征求意见稿|报告)[^，,。；\d]{0,8}座谈[^，,。；\d]{0,6}$")
_NOT_ALL = re.compile("其中|首批|第[一二三]批|之一|分别|依次|各|[与和]其他|还有|另")
_MANY = {"人", "名", "位"}
_TEACHERS = (("教师", "教职工"), ("老师", "教职工"))


def plainly(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the counts of a sentence that are none of those on record of what their own words can only mean."""
    if is_of_others(sentence) or _NOT_ALL.search(sentence):
        return
    for start, end in clauses(sentence):
        text = sentence[start:end]
        if is_elsewhere(text):
            return
        for number in counts_in(text):
            records = _records(text, number, sentence, facts)
            if records and number.value > 1 and not any(agrees(number, each.value) for each in records):
                yield Compared("figure", text[number.start : number.end], records[:1], agrees=False)


def _records(text: str, number: Number, sentence: str, facts: Facts) -> Sequence[Fact]:
    """The counts that a number of a clause may be; none where its words don't say what they are of."""
    before, after = text[: number.start], text[number.end :]
    if number.measure in {"件", "份"} and _PUBLISHED.search(before) and _PAPERS.match(after):
        registered = [each for each in facts.counts if each.thing == "published"]
        return [*facts.counted("published", [frozenset()]), *registered]
    if (
        number.measure == "条"
        and re.match("批评(?:意见)?(?!和|与|、|及)", after)
        and not re.search("条[^，,]*条", text)
    ):
        return _criticisms(number, facts)
    if number.measure in {"张", "份"}:
        return _forms(before, after, sentence, facts)
    return _people(before, after, sentence, facts) if number.measure in _MANY else []


def _people(before: str, after: str, sentence: str, facts: Facts) -> Sequence[Fact]:
    """The counts of people that a number between these words may be: heard on the report, or members who came."""
    if _AT_TALK.search(before):
        return _heard(before, facts)
    if _MEMBERS.match(after) and "民主生活会" in sentence:
        return [each for each in facts.counts if each.thing == "came" and "班子成员" in each.traits]
    match = _IN_WRITING.search(before) if _WHOSE.match(after) else None
    if match is None or rounds_in(sentence) or re.search("评议|征评|[表票]", sentence):
        return []
    return _heard(f"{match['who']}{before[: match.start()]}{after}", facts)


def _forms(before: str, after: str, sentence: str, facts: Facts) -> Sequence[Fact]:
    """The forms at any stage of the one group, or of the one round, that stands right before a count of these."""
    rounds = rounds_in(sentence)
    ballots = [each for each in facts.counts if each.thing == "ballot" and (not rounds or rounds & each.traits)]
    match = _WHOSE_FORMS.search(before)
    named = [*named_in(match["who"], facts.groups.get("group", ()))] if match else []
    is_bare = re.match("(?=[，,。；、）)]|$)", after) is not None and rounds and not _OF_ANSWERS.search(sentence)
    if is_bare and match and named and match["who"].endswith(named[-1]):
        return [each for each in ballots if named[-1] in each.traits]
    return ballots if is_bare and _OF_ROUND.search(before) and len(rounds) > 1 else []


def _criticisms(number: Number, facts: Facts) -> Sequence[Fact]:
    """All criticisms, where a number is more than these: whatever narrows it down can't make it more."""
    records = facts.counted("criticism", [frozenset()])
    return [] if not records or any(number.value <= each.value for each in records) else records


def _heard(text: str, facts: Facts) -> Sequence[Fact]:
    """How many of the one group that a text names were heard on the report."""
    for name, group in _TEACHERS:
        text = text.replace(name, group)
    named = dict.fromkeys(named_in(text, facts.groups.get("group", ())))
    ways = [frozenset({"报告", each}) for each in named]
    return facts.counted("heard", ways) if len(named) == 1 else []
