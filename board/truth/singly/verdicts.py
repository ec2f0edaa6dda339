"""Compares how many rules a sentence says passed or failed, and who came to the democratic life meeting. Pure.

所列 50 条中已通过 19 条，未通过 14 条; 五位班子成员到会四人，请假一人: whatever other words are around them.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import clauses, counts_in, numeral, shares_in
from board.truth.facts import Compared, Facts, Rate, share_agrees
from board.truth.ledgers import Fact
from board.truth.words import lies_elsewhere

_OF_RULES = re.compile("程序")
_NUMBER = r"(\d+|[一二两三四五六七八九十]+)"
# The longest first: 未通过 has 通过 in it.
_VERDICTS = (
    ("未通过", "未通过|没有?通过|未能通过"),
    ("未到时间", "未到时间|没到时间|没有到时间"),
    ("由填报保证", "由?填报保证"),
    ("通过", "(?<![未没能])(?<!没有)(?:已经?)?通过"),
)
_COUNTED = re.compile(
    "|".join(rf"(?:{words})的?(?:共?有|为)?{_NUMBER}条" for _, words in _VERDICTS)
    + rf"|{_NUMBER}条(?:{'|'.join(words for _, words in _VERDICTS)})(?=[，,、。；]|$)"
)
_OF_SOME = re.compile("[一各]类|环节|阶段|方面|其中(?!已|通)")
# 没有一条未通过; 条条都已通过.
_NONE_FAILED = re.compile(
    r"(?:没有(?:哪|任何)?一[条项]|无一[条项]?|一[条项]也?没有?)[^，,。；\d]{0,2}(?:未|没有?|不)(?:能|曾|被)?(?:通过|过关)"
    r"|(?:[条项]{2}|[逐一每]一?[条项]|全部|全都|均已?|都已|悉数)[都均已经得以全部]*(?:通过|过关)(?=[，,。；了]|$)"
)
_NOT_YET = re.compile("除|其[余他它]|[没未不并]|还?差|才能|离|距")
# 未通过的 14 条里，程序不清的 4 条，占得最多.
_MOST_FAILED = re.compile(r"[^，,。；]{2,16}[，,]?(?:在?各类[^，,。；]{0,6}|占[得的]?|数量|条数|也|居)?最多")
_NEAR = 24
_PASSED = re.compile(
    "通过率|(?<![未没能])(?:已经?|获得?|得以)?通过(?:的|了)*(?:占|就|也|只|仅|不|超|达|到|接|近|约|有|过|还|才|已|经)*"
    "(?=[\\d一二三四五六七八九十百过近半])|(?:成|半|分之[一二三四五六七八九]|%)(?:以上|左右|多)?(?:的?程序|的)?(?:都|均|也)?(?:已经?|得以)?通过"
)
_MEETING = "专题民主生活会"
_MEMBERS_CAME = re.compile(rf"成员[^，,。；]{{0,4}}(?:到会|出席|到场|参加)的?(?:有|了)?{_NUMBER}[人名位]")
_FEW = r"\d|[一二两三四五]"
# 班子五个人，有一人缺席; 五位成员来了四位.
_ABSENT = re.compile(
    rf"(?:班子|成员|[五5][位个])[^。；]{{0,10}}?(?<!无)(?<!没有)(?P<number>{_FEW})(?:个人|[人位名个])(?:因[^，,。]{{0,4}})?(?P<absent>缺席|请假|没有?[来到]|未到)"
)
_OF_ALL_CAME = re.compile(
    rf"[五5](?:位|个|名)(?:人|同志|班子成员|成员|领导)?[^，,。；]{{0,3}}(?:来了|到了|到会)(?P<number>{_FEW})[人位名个](?=[，,。；]|$)"
    rf"|应到[五5][人位名][，,]?实到(?P<there>{_FEW})[人位名]"
)
# 本校到会的是七人: who came is written down by name, guests of other units may not be.
_CAME_IN_ALL = re.compile(
    r"(?:本校|全体|总共|一共|合计|[共总])[^，,。；\d一二三四五六七八九十]{0,3}(?:到会|出席|到场|参加|参会|与会)[^，,。；\d一二三四五六七八九十]{0,5}"
    r"(?P<number>\d+|[一二两三四五六七八九十]+)[人位名]"
)
# 照签到表，校内到会 11 人，请假 3 人: who is on the list by name.
_ON_LIST = re.compile(
    r"(?:校内|本校|签到[表册]?|名册|名单|记录)[^。；]{0,16}?(?:到会|实到|出席|到场)的?(?:有|是)?(?P<number>\d+|[一二三四五六七八九十]+)[人名位]"
)
_EXCUSED = re.compile(
    r"(?:请假|缺席)的?(?:有|了|是)?(?P<number>\d+|[一二两三四五六七八九十]+)[人名位]|(?P<few>\d+|[一二两三四五六七八九十]+)[人名位]请了?假"
)
_NOBODY_AWAY = re.compile(
    r"(?<!成员)(?:[\d六七八九十]+[人名位]?|名册上的人|名单上的人|应到的?人?)(?:全部|全都|悉数|都|全)(?:到会|到齐|到场|出席)"
    r"|(?:无一|无人|没有一?人|没有一个|没有谁|一人也?没有?)(?:请假|缺席|缺勤)"
)
_GUESTS = 3
# 民主生活会以前，座谈会开过两场。…前后两场一共到会 49 人: of the meetings that were named last.
_OF_OTHERS = re.compile("座谈|[两三几]场|场场|两次会|三次会")
_OTHERS_THERE = re.compile("列席|主任|主席|辅导员|干事|另|除|老师|家长")
_ARE_THERE = re.compile(r"(?P<who>[^，,。；]{2,14}?)(?:也|都|同时)?(?:列席|到会|到场|参加了?会议)(?:[，,。；]|$)")


def verdicts(sentence: str, earlier: str, facts: Facts, compared: str) -> Iterator[Compared]:
    """Yields how many rules a sentence says have a verdict, and the share of those that passed, but those compared.

    earlier: the sentences before it in its paragraph, which may name them.
    """
    if not _OF_RULES.search(f"{earlier[-_NEAR:]}{sentence}"):
        return
    spans = clauses(sentence)
    for match in _COUNTED.finditer(sentence):
        if not _is_of_all(sentence[: match.start()], facts):
            continue
        start, end = next(span for span in spans if span[0] <= match.start() < span[1])
        if lies_elsewhere(sentence[start:end]):
            continue
        written = next(each for each in match.groups() if each)
        verdict = next(verdict for verdict, words in _VERDICTS if re.search(words, match[0]))
        records = facts.counted("rule", [frozenset({verdict})])
        number = numeral(written)
        if records and f"{written}条" not in compared:
            yield Compared("figure", f"{written}条", records, any(each.value == number for each in records))
    yield from _passed(sentence, facts, compared)
    yield from _none_failed(sentence, facts)
    yield from _most_failed(sentence, facts)


def _none_failed(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields that a sentence says that no rule failed, or that all passed."""
    failed = facts.counted("rule", [frozenset({"未通过"})])
    for match in _NONE_FAILED.finditer(sentence):
        start, end = next(span for span in clauses(sentence) if span[0] <= match.start() < span[1])
        if failed and not lies_elsewhere(sentence[start:end]) and not _NOT_YET.search(sentence[: match.start()]):
            yield Compared("figure", match[0], failed, any(each.value == 0 for each in failed))


def _most_failed(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the kind of rules that a sentence says failed most often, where another did."""
    kinds = next(iter(facts.sides_of("rule")), ())
    match = _MOST_FAILED.search(sentence)
    named = [each for each in kinds if match and each in match[0]]
    if match is None or len(named) != 1 or not re.search("没有?(?:能)?通过|未(?:能)?通过", sentence[: match.end()]):
        return
    failed = {kind: facts.counted("rule", [frozenset({kind, "未通过"})]) for kind in kinds}
    most = max((each for counts in failed.values() for each in counts), key=lambda each: each.value, default=None)
    if most is not None and not lies_elsewhere(sentence):
        yield Compared("figure", match[0], [most], any(each.value == most.value for each in failed[named[0]]))


def _passed(sentence: str, facts: Facts, compared: str) -> Iterator[Compared]:
    """Yields the share of rules that a sentence says passed."""
    for start, end in clauses(sentence):
        shares = shares_in(sentence[start:end])
        if len(shares) == 1 and _PASSED.search(sentence[start:end]):
            pairs = list(facts.parts("rule", frozenset({"通过"}), frozenset()))
            rates = [Rate("", one.traits, one.value, of.value, "程序的通过率", one.link) for one, of in pairs]
            mark = sentence[start + shares[0].start : start + shares[0].end]
            if rates and mark not in compared:
                yield Compared("rate", mark, rates, any(share_agrees(shares[0], each.share) for each in rates))


def _is_of_all(before: str, facts: Facts) -> bool:
    """Whether a text says last of how many rules it speaks, and that is all of them, not of one kind or phase."""
    wholes = {each.value for each in facts.counted("rule", [frozenset()])}
    counts = [each for each in counts_in(before) if each.measure == "条" and each.value in wholes]
    return bool(counts) and not _OF_SOME.search(before[counts[-1].end :])


def _missing(sentence: str, members: Sequence[Fact], facts: Facts) -> Iterator[Compared]:
    """Yields how many members a sentence says were not there, or came of all of them, where others did."""
    every = len(facts.groups.get("member", ()))
    for match in (*_ABSENT.finditer(sentence), *_OF_ALL_CAME.finditer(sentence)):
        if members and not _OTHERS_THERE.search(match[0]):
            number = numeral(match.groupdict().get("there") or match["number"]) or 0
            came = every - number if "absent" in match.groupdict() else number
            yield Compared("figure", match[0], members, any(each.value == came for each in members))


def _in_all(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many a sentence says came to the meeting in all, if no guests could make up so many, or so few."""
    every = len(facts.groups.get("member", ()))
    known = [each for each in facts.counts if each.thing == "came" and each.traits == {_MEETING}]
    for match in _CAME_IN_ALL.finditer(sentence) if known else ():
        number = numeral(match["number"]) or 0
        yield Compared("figure", match[0], known, every <= number <= known[0].value + _GUESTS)


def _by_list(sentence: str, members: Sequence[Fact], facts: Facts) -> Iterator[Compared]:
    """Yields how many of those on the list a sentence says came or were excused, or that nobody was."""
    known = [each for each in facts.counts if each.thing == "came" and each.traits == {_MEETING}]
    away = [each for each in facts.counts if each.thing == "came" and each.traits == {_MEETING, "请假"}]
    came, excused = _ON_LIST.search(sentence), _EXCUSED.search(sentence)
    nobody = _NOBODY_AWAY.search(sentence)
    if not members or not away or lies_elsewhere(sentence):
        return
    if came and not re.search("班子|成员", came[0]):
        yield Compared("figure", came[0], known, any(each.value == numeral(came["number"]) for each in known))
    if excused and not re.search("班子|成员", sentence[: excused.start()].rpartition("，")[2]):
        stated = numeral((excused["number"] or excused["few"]).replace("两", "二"))
        yield Compared("figure", excused[0], away, any(each.value == stated for each in away))
    if nobody and not re.search("班子|成员|[五5][位个名]", sentence[: nobody.start()]):
        yield Compared("figure", nobody[0], away, all(each.value == 0 for each in away))


def attendance(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many members, or who else, a sentence says came to the meeting, where others did.

    earlier: the sentences before it in its paragraph, which may name the meeting.
    """
    spoken = f"{earlier}{sentence}"
    if "民主生活会" not in spoken or re.search("座谈|报告|稿", sentence):
        return
    match = _MEMBERS_CAME.search(sentence)
    members = facts.counted("came", [frozenset({_MEETING, "班子成员"})])
    members = [each for each in members if "班子成员" in each.traits]
    if match and members:
        number = numeral(match[1])
        yield Compared("figure", match[0], members, any(each.value == number for each in members))
    yield from _missing(sentence, members, facts)
    if not _OF_OTHERS.search(spoken[spoken.rfind("民主生活会") :]):
        yield from _in_all(sentence, facts)
    yield from _by_list(sentence, members, facts)
    there = {*facts.groups.get("present", ())}
    others = [each for each in facts.groups.get("owner", ()) if each not in there]
    for came in _ARE_THERE.finditer(sentence) if there else ():
        named = [
            each for each in others if re.search(rf"(?:^|[、和与及]){re.escape(each)}(?:[、和与及]|$)", came["who"])
        ]
        if named and not re.search("没有?|未|请假", came[0]):
            label = f"到会的是{'、'.join(sorted(there))}，{named[0]}到会的次数是"
            record = Fact("came", frozenset(), 0, label, ("meeting", {}))
            yield Compared("figure", named[0], [record], agrees=False)
