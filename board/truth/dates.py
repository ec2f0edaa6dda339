"""Compares the days that a sentence gives for meetings and publications with the records. Pure.

A day is compared only where the words around it say that something was held or published then; of several on record,
those that the sentence tells from the others by name (家长座谈会) count.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
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
_PLANNED = re.compile(r"定[在为]|安排|计划")
# What a publication is of: a word of its records → how a text says so.
_OF = (
    ("评议结果", r"评议(?:的)?结果|征评(?:的)?结果|测评结果|评议情况|结果"),
    ("整改情况", r"立行立改|整改"),
    ("分析检查报告", r"报告"),
    ("通报材料", r"民主生活会|通报材料"),
)
# When a round began or ended, and when a version of the report was written.
_OF_ROUND = re.compile(
    r"(?:第([一二三四五六七八九])轮|首轮)(?:征评|评议|测评|群众评议)?[^，,]{0,12}?"
    r"(?:(?P<began>开始|启动|铺开|拉开)|结束|截止|收官|告终|持续到)"
)
_OF_VERSION = re.compile(r"(报告初稿|初稿|征求意见稿|定稿)[^，,改]{0,16}?(?:成稿|写成|写就|写完|脱稿|拟成|起草完)")
# What a sentence says has happened, or not yet, and where it was published → the words of the record.
_ALREADY = re.compile(r"已经?|均已|业已|也已")
_NOT_YET = re.compile(r"尚未|还没有?|仍未|没有(?=公[布开示]|召开|举行)|未(?=公[布开示]|召开|举行)|暂未|至今没有?")
_UNSURE = re.compile(r"准备|筹备|方案|通知|拟|定于|改期|推迟|[之以]?[前后]|部分|一些|一批|程序|制度|承诺")
_PLACES = (
    ("公开栏|宣传栏|公示栏", "公开栏|宣传栏|公示栏"),
    ("校园网|学校网站|校网|网站", "网"),
    ("教师大会|教职工大会|教师会", "教师|教职工"),
    ("家长会|家长大会|家长群", "家长"),
    ("公众号", "公众号"),
    ("广播", "广播"),
)
_GROUP = re.compile(r"(教职工|教师|家长|居民|群众|党员|学生)(?=代表)?[^，,、和与]{0,4}座谈会")
_SAME = {"教师": "教职工", "群众": "居民"}


def days_given(sentence: str, known: Sequence[Happening], today: date) -> Iterator[WrongDay]:
    """Yields every day in a sentence that can be compared: how it is written, the records, whether they agree.

    Also where something was published, and that it was, or was not yet, published or held.
    """
    found = list(_DAY.finditer(sentence))
    kinds = _kinds(known)
    spans = clauses(sentence)
    for position, match in enumerate(found):
        until = found[position + 1].start() if position + 1 < len(found) else len(sentence)
        start = next((start for start, end in spans if start <= match.start() < end), 0)
        around = sentence[start:until]
        before = sentence[:until] if position == 0 else sentence[found[position - 1].end() : until]
        day = _day(match, today)
        is_planned = day is not None and day > today and _PLANNED.search(before)
        if day is None or is_planned or lies_elsewhere(before) or _NOT_THEN.search(_until_held(before)):
            continue
        several = "分别" in sentence or "先后" in sentence or _NEXT_DAY.match(sentence[match.end() :]) is not None
        place = position if several and len(found) > 1 else None
        wholes = (sentence,) if several else (around, before) if _says(around, kinds) else (before,)
        mine = next((meant for whole in wholes if (meant := _meant(whole, known, kinds, place))), [])
        if mine:
            yield match[0], mine, any(each.day == day for each in mine)
    yield from _came_to_be(sentence, known, kinds)


def _came_to_be(sentence: str, known: Sequence[Happening], kinds: Mapping[str, str]) -> Iterator[WrongDay]:
    """Yields what a sentence says was published or held, or not yet, and where; with the records."""
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        is_published = _PUBLISHED.search(clause) is not None
        match = _ALREADY.search(clause)
        not_yet = _NOT_YET.search(clause)
        if not (is_published or _HELD.search(clause)) or lies_elsewhere(sentence[:end]) or _UNSURE.search(clause):
            continue
        mine = _meant(clause, known, kinds, None) or (
            _meant(sentence[:end], known, kinds, None) if is_published else []
        )
        if mine and match and not not_yet and all(each.day is None for each in mine):
            yield match[0], mine, False
        elif mine and not_yet and any(each.day for each in mine):
            yield not_yet[0], [each for each in mine if each.day], False
        if is_published and not not_yet:
            places = [(found[0], pattern) for word, pattern in _PLACES if (found := re.search(word, clause))]
            for word, pattern in places:
                if mine and all(each.day and each.place and not re.search(pattern, each.place) for each in mine):
                    yield word, mine, False


def _kinds(known: Sequence[Happening]) -> dict[str, str]:
    """The names of the kinds of meetings on record, each with its kind."""
    others = {"公开", "成稿", "开始", "结束"}
    return {
        name: each.kind for each in known for name in (each.kind, *ALSO.get(each.kind, ())) if each.kind not in others
    }


def _until_held(text: str) -> str:
    """A text up to the end of the clause that says that something was held or published."""
    match = _PUBLISHED.search(text) or _HELD.search(text)
    return text[: match.end()] + re.split(r"[，,]", text[match.end() :])[0] if match else text


def _says(text: str, kinds: Mapping[str, str]) -> bool:
    is_other = _OF_ROUND.search(text) or _OF_VERSION.search(text)
    return bool(is_other or _PUBLISHED.search(text) or (_is_held(text, kinds) and _names_in(text, kinds)))


def _names_in(text: str, kinds: Mapping[str, str]) -> set[str]:
    """The kinds of meetings that a text names: 领导小组会议, 领导小组在 12 月 1 日开了会议."""
    apart = {name: rf"{name.removesuffix('会议')}[^，,。]*会" for name in kinds if name.endswith("会议")}
    return {kind for name, kind in kinds.items() if name in text or (name in apart and re.search(apart[name], text))}


def _is_held(text: str, kinds: Mapping[str, str]) -> bool:
    return bool(_HELD.search(text) or any(re.search(rf"日的[^，,]{{0,10}}{name}[上中里]", text) for name in kinds))


def _meant(text: str, known: Sequence[Happening], kinds: Mapping[str, str], place: int | None) -> list[Happening]:
    """The meetings or publications that a text speaks of: of one kind and not its others; empty where unclear.

    place: of the day among several, each of which may be of another of them.
    """
    version, of_round = _OF_VERSION.search(text), _OF_ROUND.search(text)
    if version:
        return [each for each in known if each.kind == "成稿" and each.about == version[1].removeprefix("报告")]
    if of_round and not _PUBLISHED.search(text):
        kind, name = ("开始" if of_round["began"] else "结束"), f"第{of_round[1] or '一'}轮"
        return [each for each in known if each.kind == kind and each.about == name and each.day]
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
