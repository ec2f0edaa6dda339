"""Compares the days that a sentence writes right after the name of a draft, or of meetings of a kind. Pure.

初稿写成于 27 日; B2 征求意见稿 11 月 28 日; 领导小组会议两次，11 月 18 日和 24 日各一次.
"""

import re
from collections.abc import Iterator
from datetime import date

from board.report.text import clauses, numeral
from board.truth.facts import Compared, Facts, Happening
from board.truth.singly.days import NUMERAL
from board.truth.words import is_of_others, lies_elsewhere

_WHEN = rf"(?:(?P<month>{NUMERAL})月)?(?P<day>{NUMERAL})[日号](?![前后起以之至到])"
_DRAFT = (
    r"(?P<draft>(?<!原)初稿|征求意见稿)"
    r"(?:是|在|于|的?(?:写成|形成|落笔|成稿|成文|出来|定在|拿出|交出)(?:的日子是)?|[（(])*"
)
_OF_DRAFT = re.compile(rf"{_DRAFT}{_WHEN}(?!发出|发给|听取|征求|送|召开|请|座谈|传阅|书面)")
# 初稿 11 月 27 日写成，征求意见稿第二天就成稿.
_NEXT_DRAFT = re.compile(
    r"(?<!原)初稿[^。；]{2,30}[，,]征求意见稿(?:在|于|是)?"
    rf"(?P<mark>(?:(?P<next>第二天|次日|隔天|翌日)|(?:又?[过隔]了?|时隔)?(?P<days>{NUMERAL})天(?:[之以]?后)?)[便就才又也]*"
    r"(?:成稿|形成|写成|成文|出来|拿出|改出|定下))"
)
# 教职工书面意见 11 月 29 日收齐.
_IN_WRITING = re.compile(
    rf"(?P<who>[^，,。；]{{2,8}})的?(?:书面意见|意见书|意见表|书面回复|书面)[^，,。；\d]{{0,4}}(?P<mark>{_WHEN})[^，,。；\d]{{0,4}}(?:收[齐回到拢]|交[齐回]|截止|汇总|到齐)"
)
_FIRST = re.compile(
    rf"谈心?[^，,。\d]{{0,3}}(?:最早|最先|头一|(?P<last>最晚|最后|末))(?:的?一)?次(?:是|在|为|谈的?是)*{_WHEN}"
)
_EACH_ONCE = re.compile(
    rf"(?:(?P<first_month>{NUMERAL})月)?(?P<first>{NUMERAL})[日号]?[和与、](?:(?P<month>{NUMERAL})月)?(?P<day>{NUMERAL})[日号]各(?:开|召开|举行)?(?:了?一|1)[次场回]"
)
# 会是十一月二十三日开的，…，五位班子成员到齐: the one meeting of the leading group, without its name.
_IT_WAS = re.compile(
    rf"(?:^|[，,；])(?:(?:这|那|此|该|本)(?:次|个)?)?会议?(?:期|开|定|安排|放)*(?:是|就|便|在|于|为)*{_WHEN}(?:这天|当天|上午|下午)?(?:召?开|举行|[，,。])"
)
_OF_THE_GROUP = re.compile("班子|成员[^，,。]{0,4}到|自我批评|相互批评|点评")


def written(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the days of drafts and of meetings of a kind that aren't those on record."""
    if is_of_others(sentence):
        return
    for match in _OF_DRAFT.finditer(sentence):
        if any(lies_elsewhere(sentence[start:end]) for start, end in clauses(sentence) if start <= match.start() < end):
            continue
        mine = [each for each in facts.happenings if each.kind == "成稿" and each.about == match["draft"] and each.day]
        if mine and not any(_is_on(match["month"], match["day"], each.day) for each in mine):
            yield Compared("day", match[0].removeprefix(match["draft"]), mine[:1], agrees=False)
    yield from _met_on(sentence, facts)
    yield from _in_writing(sentence, facts)
    yield from _first_or_last(sentence, facts)
    yield from _next_draft(sentence, facts)
    for match in _EACH_ONCE.finditer(sentence):
        before = sentence[: match.start()]
        stems = {each.kind: each.kind.removesuffix("会议") for each in facts.happenings}
        kinds = sorted((each for each in stems if stems[each] in before), key=lambda each: before.rindex(stems[each]))
        mine = [each for each in facts.happenings if kinds and each.kind == kinds[-1] and each.day]
        month = match["month"] or match["first_month"]
        days = ((match["first_month"], match["first"]), (month, match["day"]))
        if mine and not all(_on_any(*each, mine) for each in days):
            yield Compared("day", match[0], mine[:2], agrees=False)


def _met_on(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the day of the meeting of the leading group that a sentence doesn't name, where no meeting was on it."""
    match = _IT_WAS.search(sentence) if _OF_THE_GROUP.search(sentence) else None
    meetings = [each for each in facts.happenings if each.kind.endswith(("会", "会议")) and each.day]
    mine = [each for each in meetings if each.kind == "专题民主生活会"]
    if match and mine and not _on_any(match["month"], match["day"], meetings) and not lies_elsewhere(match[0]):
        mark = match[0].strip("，,；。")
        yield Compared("day", mark, mine[:1], agrees=False)


def _in_writing(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the day on which a sentence says that a group's words on the report were collected in writing."""
    match = _IN_WRITING.search(sentence)
    heard = [each for each in facts.happenings if each.kind == "书面" and each.day]
    groups = [
        each for each in facts.groups.get("group", ()) if match and each in match["who"].replace("教师", "教职工")
    ]
    mine = [each for each in heard if any(each.about.startswith(group) for group in groups)]
    if match and mine and not lies_elsewhere(match[0]) and not _on_any(match["month"], match["day"], mine):
        yield Compared("day", match["mark"], mine[:1], agrees=False)


def _next_draft(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many days after the first draft a sentence says that the second came, where it came otherwise."""
    days = {each.about: each.day for each in facts.happenings if each.kind == "成稿" and each.day}
    match = _NEXT_DRAFT.search(sentence)
    if match and "初稿" in days and "征求意见稿" in days:
        gap = (days["征求意见稿"] - days["初稿"]).days
        if gap != (1 if match["next"] else numeral(match["days"])):
            records = [each for each in facts.happenings if each.kind == "成稿" and each.about == "征求意见稿"]
            yield Compared("day", match["mark"], records[:1], agrees=False)


def _first_or_last(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the days on which a sentence says that the first or the last talk was, where that was on another."""
    for match in _FIRST.finditer(sentence) if "谈" in sentence else ():
        for ledger in list(facts.ledgers_of("talk"))[:1]:
            days = sorted(ledger.days.get("", ()))
            if days:
                on = days[-1] if match["last"] else days[0]
                record = Happening("", on, "", "最后一次谈心" if match["last"] else "头一次谈心", ("talks", {}))
                if not _is_on(match["month"], match["day"], on):
                    yield Compared("day", match[0], [record], agrees=False)


def _on_any(month: str | None, day: str, happenings: list[Happening]) -> bool:
    return any(_is_on(month, day, each.day) for each in happenings)


def _is_on(month: str | None, day: str, on: date | None) -> bool:
    return on is not None and numeral(day) == on.day and (month is None or numeral(month) == on.month)
