"""Compares the days that a sentence gives for meetings and publications with the records. Pure.

A day is compared only where the words around it say that something was held or published then; of several on record,
those that the sentence tells from the others by name (家长座谈会) count.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from board.report.text import chinese_number, clauses
from board.truth.facts import Happening
from board.truth.vocabulary import lies_elsewhere
from board.truth.words import ALSO

# A day that is wrong: how it is written, and the records.
WrongDay = tuple[str, Sequence[Happening], bool]

_NUMERAL = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DAY = re.compile(rf"(?:(\d{{4}})年)?({_NUMERAL})月({_NUMERAL})[日号](?![前后起以至到—~～-])(?!之[前后])")
_NEXT_DAY = re.compile(rf"^[、和与及](?:(?:{_NUMERAL})月)?(?:{_NUMERAL})[日号]")
_HELD = re.compile(r"召开|举行|举办|开了|开过|开的|召集|如期|组织了?|开展|进行了?|安排在")
_PUBLISHED = re.compile(r"公布|公开(?!栏)|公示|张榜|通报(?!会)|发布|张贴|上墙|晒")
# Near a day, these say that it isn't that of the event itself.
_NOT_THEN = re.compile(
    r"截[至止]|会[前后]|召开[之以]?[前后]|[之以]?前夕|筹备|通知|准备|方案|议程|材料|定于|改期|推迟|原定|尚未|没有|未能"
)
# What a publication is of: a word of its records → how a text says so.
_OF = (
    ("评议结果", r"评议(?:的)?结果|征评(?:的)?结果|测评结果|评议情况|结果"),
    ("整改情况", r"立行立改|整改"),
    ("分析检查报告", r"报告"),
    ("通报材料", r"民主生活会|通报材料"),
)
_GROUP = re.compile(r"(教职工|教师|家长|居民|群众|党员|学生)(?=代表)?[^，,、和与]{0,4}座谈会")
_SAME = {"教师": "教职工", "群众": "居民"}


def days_given(sentence: str, known: Sequence[Happening], today: date) -> Iterator[WrongDay]:
    """Yields every day in a sentence that can be compared: how it is written, the records, whether they agree."""
    found = list(_DAY.finditer(sentence))
    kinds = {name: each.kind for each in known for name in (each.kind, *ALSO.get(each.kind, ())) if each.kind != "公开"}
    spans = clauses(sentence)
    for position, match in enumerate(found):
        until = found[position + 1].start() if position + 1 < len(found) else len(sentence)
        start = next((start for start, end in spans if start <= match.start() < end), 0)
        around = sentence[start:until]
        before = sentence[:until] if position == 0 else sentence[found[position - 1].end() : until]
        day = _day(match, today)
        if day is None or lies_elsewhere(before) or _NOT_THEN.search(_until_held(before)):
            continue
        several = "分别" in sentence or "先后" in sentence or _NEXT_DAY.match(sentence[match.end() :]) is not None
        whole = sentence if several else around if _says(around, kinds) else before
        mine = _meant(whole, known, kinds, position if several and len(found) > 1 else None)
        if mine:
            yield match[0], mine, any(each.day == day for each in mine)


def _until_held(text: str) -> str:
    """A text up to the end of the clause that says that something was held or published."""
    match = _PUBLISHED.search(text) or _HELD.search(text)
    return text[: match.end()] + re.split(r"[，,]", text[match.end() :])[0] if match else text


def _says(text: str, kinds: dict[str, str]) -> bool:
    return bool(_PUBLISHED.search(text) or (_is_held(text, kinds) and _names_in(text, kinds)))


def _names_in(text: str, kinds: dict[str, str]) -> set[str]:
    """The kinds of meetings that a text names: 领导小组会议, 领导小组在 12 月 1 日开了会议."""
    apart = {name: rf"{name.removesuffix('会议')}[^，,。]*会" for name in kinds if name.endswith("会议")}
    return {kind for name, kind in kinds.items() if name in text or (name in apart and re.search(apart[name], text))}


def _is_held(text: str, kinds: dict[str, str]) -> bool:
    return bool(_HELD.search(text) or any(re.search(rf"日的[^，,]{{0,10}}{name}[上中里]", text) for name in kinds))


def _meant(text: str, known: Sequence[Happening], kinds: dict[str, str], place: int | None) -> list[Happening]:
    """The meetings or publications that a text speaks of: of one kind and not its others; empty where unclear.

    place: of the day among several, each of which may be of another of them.
    """
    if _PUBLISHED.search(text):
        about = next((word for word, pattern in _OF if re.search(pattern, text)), None)
        mine = [each for each in known if each.kind == "公开" and about and each.about.startswith(about)]
        rounds = set(re.findall(r"第[一二三四五六七八九]轮|首轮", text))
        names = {each.replace("首轮", "第一轮") for each in rounds}
        return [each for each in mine if all(name in each.about for name in names)]
    named = _names_in(text, kinds)
    if len(named) != 1 or not _is_held(text, kinds):
        return []
    mine = [each for each in known if each.kind in named and each.day]
    groups = [_SAME.get(match[1], match[1]) for match in _GROUP.finditer(text)]
    if place is not None:
        groups = groups[place : place + 1] if len(groups) > 1 and "分别" in text else []
    apart_from_others = [each for each in mine if any(group in each.about for group in groups)]
    return apart_from_others or mine


def _day(match: re.Match[str], today: date) -> date | None:
    """The day named, in the year of today where none is given; None for an impossible date."""
    month, day = (int(each) if each.isdigit() else chinese_number(each) or 0 for each in (match[2], match[3]))
    try:
        return date(int(match[1] or today.year), month, day)
    except ValueError:
        return None
