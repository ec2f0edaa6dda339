"""Compares the days that a sentence gives for meetings and publications with the records. Pure.

A day is compared only where the words around it say that something was held or published then; of several on record,
those that the sentence tells from the others by name (家长座谈会) count.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from board.report.text import clauses
from board.truth.facts import Happening
from board.truth.singly.alike import pairs_of
from board.truth.singly.days import (
    DAY,
    NUMERAL,
    OF,
    clause_at,
    day_of,
    in_full,
    is_to_come,
    kinds_of,
    last_named,
    may_be_then,
    named_publications,
    published_elsewhere,
)
from board.truth.singly.rounds import begun
from board.truth.words import lies_elsewhere

# A day that is wrong: how it is written, and the records.
WrongDay = tuple[str, Sequence[Happening], bool]

_NEXT_DAY = re.compile(rf"^[、和与及](?:(?:{NUMERAL})月)?(?:{NUMERAL})[日号]")
# 11 月 12 日听教职工的，次日听家长的: what follows is of another day.
_ANOTHER_DAY = re.compile("次日|翌日|隔天|第二天")
_HELD = re.compile(
    r"(?<=[日号])(?:才|就|正式|如期)?开(?=[，,。；]|$)|召开|举行|举办|开了|开过|开的|开在|开会|碰头|聚到一起|坐到一起|召集|如期|组织了?|开展|进行了?|安排在|时间[为是]|日期[为是]"
)
PUBLISHED = re.compile(
    r"公布|公开(?!栏|征|听|选|评|招)|公示|张榜|(?<!情况)(?<!先)通报(?!会|征求|材料|稿|文)|发布|张贴|上墙|晒|公之于众|讲给|宣读|亮[了出]|交了?底|刊登|登载|上(?:了)?(?:校务)?(?:公开栏|校园网)|[登贴挂][上到在出进入]了?(?!钩|号)|见诸"
)
# Near a day, these say that it isn't that of the event itself.
_NOT_THEN = re.compile(
    r"[早晚迟先]于|截至|截止(?![，,。；]|$)|会[前后]|召开[之以]?[前后]|[之以]?前夕|筹备|定于|改期|推迟|原定|尚未|没有|未能"
)
# 群众评议环节从 12 月 8 日开始: of a phase, not of a meeting.
_OF_PHASE = re.compile("(?:环节|阶段)[^，,]*(?:开始|启动|展开|转入|进入)|(?:转入|进入|启动|开始)[^，,]*(?:环节|阶段)")
# 会议于 11 月 23 日召开: the one that was named before.
_THE_MEETING = re.compile("^(?:[此这本该]次|该)?会议(?=[于在]?[^，,。]{2,8}(?:召开|举行))")
# 座谈会开了两次，谈心和发言提纲同在 16 日收口: of other work than a meeting.
_OF_OTHER_WORK = re.compile("谈心|提纲|台账|反馈单|清单|收的尾")
_ONLY_WRITTEN = re.compile("[^，,。；]{0,4}(?:成文|写[成好就完]|起草|形成)[^，,。；]{0,3}[，,]")
# 民主生活会、分析检查报告、群众评议三个环节; 民主生活会方案: of phases, or of papers.
_NOT_MET = re.compile(
    r"(?:专题)?民主生活会(?=[、和与及][^，,。；、\d]{0,4}(?:报告|评议|征评)|的?(?:会议)?(?:方案|筹备|议程))"
)
_SAME_DAY = re.compile("[^，,。]{0,6}[，,][^，,。]{0,4}[当同][天日]")
_OF_PAPERS = re.compile(r"通知|准备|方案|议程|材料")
_PLANNED = re.compile(r"定[在为]|安排|计划")
# When a round began or ended, and when a version of the report was written.
_ROUNDS = re.compile("第[一二三四五六七八九]轮|首轮")
_BEGINS_OR_ENDS = re.compile("开始|启动|结束|截止|收尾")
OF_ROUND = re.compile(
    r"(?:第([一二三四五六七八九])轮|首轮)(?:征评|评议|测评|群众评议)?(?:[^，,]{0,8}[，,]自)?[^，,]{0,12}?"
    r"(?:(?P<began>开始|启动|铺开|拉开|发动|发端|开启|起步|展开|起进行|起开展|起组织|起(?:发放|下发|发出|分发)(?:了)?(?:评议表|征评表))|收束|结束|截止|收官|告终|持续到|收尾|落幕|拖到)"
)
_WRITTEN = (
    r"(?:改成|改出|成稿|写[成好就完出毕]|成文|脱稿|拟成|拟出|起草完|形成|成形|出炉|印出|有了|完成|[成写拟作]于|形成于)"
)
_WRITTEN_THEN = re.compile(
    rf"[日号][^，,。；]{{0,3}}(?:{_WRITTEN}|成文)|[写成]于[^，,]{{2,8}}[日号][，,]"
)  # 写于 23 日，24 日公开
_VERSION = r"(?:报告)?(?:初稿|征求意见稿|定稿)"
_NOT_OF_WRITING = re.compile(rf"{_WRITTEN}|{_VERSION}|时间|日期|当天|[于在是为到了的，,。；]")
OF_VERSION = re.compile(
    rf"(?P<name>{_VERSION})(?!的?基础)[^，,改]{{0,16}}?{_WRITTEN}|{_WRITTEN}了?(?:分析检查报告)?的?(?P<other>{_VERSION})"
    rf"|(?P<earlier>{_VERSION})[^，,]{{0,16}}[，,][^，,]{{0,10}}(?:成稿|脱稿|写成|拟成|写就)"
)
# What a sentence says has happened, or not yet, and where it was published → the words of the record.
_ALREADY = re.compile(r"已经?(?![\d一二两三四五六七八九十]+[天周])|均已|业已|也已")
_NOT_YET = re.compile(r"尚未|还没有?|仍未|没有(?=公[布开示]|召开|举行)|未(?=公[布开示]|召开|举行)|暂未|至今没有?")
_UNSURE = re.compile(
    r"准备|筹备|[待等][^，,。]*[再才]|再行|择日|方案|通知|拟|定于|改期|推迟|(?<!天)[之以]?[前后]|部分|一些|(?<!第)一批|程序|制度|承诺"
)
_GROUP = re.compile(r"(教职工|教师|家长|居民|群众|党员|学生)(?=代表)?[^，,、和与]{0,4}座谈会")
# So many pairs of signs of a meeting's topic tell it from others of its kind.
_ALIKE = 3
# A clause of so many signs has hardly more than a day.
_BARE, _SHORT, _LONG = 8, 14, 26
_SAME = {"教师": "教职工", "群众": "居民"}


def days_given(sentence: str, known: Sequence[Happening], today: date, earlier: str = "") -> Iterator[WrongDay]:
    """Yields every day in a sentence that can be compared: how it is written, the records, whether they agree.

    Also where something was published, and that it was, or was not yet, published or held. earlier: the sentences
    before it, which may name the meeting that it is about.
    """
    kinds = kinds_of(known)
    sentence = _THE_MEETING.sub(last_named(earlier, kinds), in_full(sentence, earlier))
    found = list(DAY.finditer(sentence))
    spans = clauses(sentence)
    for position, match in enumerate(found):
        until = found[position + 1].start() if position + 1 < len(found) else len(sentence)
        until = later.start() if (later := _ANOTHER_DAY.search(sentence, match.end(), until)) else until
        start, end = next(((start, end) for start, end in spans if start <= match.start() < end), (0, until))
        around = sentence[start:until]
        before = sentence[:until] if position == 0 else sentence[found[position - 1].end() : until]
        day = day_of(match, today)
        is_planned = day is not None and day > today and (_PLANNED.search(before) or _is_to_come(around, known))
        own = clause_at(sentence, start)
        spoken = own if _says(own, kinds) else before[: len(before) - until + end] or before
        if day is None or is_planned or lies_elsewhere(spoken) or _NOT_THEN.search(_until_held(before, end - until)):
            continue
        if _is_of_other_work(own, before, sentence[match.end() :], kinds) or _OF_PAPERS.search(
            _until_held(around, end - until)
        ):
            continue
        is_alone = not any(start <= other.start() < start + len(own) for other in found if other != match)
        is_alone = is_alone and (_says(own, kinds) or len(own) > _BARE)
        is_first = _NEXT_DAY.match(sentence[match.end() :]) is not None
        several = is_first or (not is_alone and re.search("分别|先后", sentence) is not None)
        place = position if (several and len(found) > 1) or is_first else None
        rounds = {each[0] for each in _ROUNDS.finditer(sentence)}
        wholes: tuple[str, ...] = (sentence,) if several else (around, before) if _says(around, kinds) else (before,)
        wholes = (own, *wholes) if len(found) > 1 and not several and _says(own, kinds) else wholes
        wholes += (f"{rounds.pop()}{around}",) if len(rounds) == 1 and not _HELD.search(around) else ()
        wholes = (*_bounds_of_round(sentence, match), *wholes)
        wholes = wholes if several else _with_own(wholes, own, around, sentence[: match.start()], sentence[:until])
        mine = next((meant for whole in wholes if (meant := events_in(whole, known, kinds, place))), [])
        is_short = len(around) <= (_LONG if "再次" in around else _SHORT)
        if not mine and len(_names_in(sentence, kinds)) == 1 and _HELD.search(around) and is_short:
            mine = events_in(sentence[:until], known, kinds, place)  # 定在 12 月 6 日，实际于 12 月 7 日召开
        # What isn't published yet is meant only where the day's own clause names it.
        is_clear = any(each.day for each in mine) or any(
            each in mine for each in events_in(around, known, kinds, place)
        )
        mine = may_be_then(mine, sentence, match, today, is_own=_says(own, kinds))
        if mine and is_clear:
            yield match[0], mine, any(each.day == day for each in (*mine, *named_publications(own, known)))
    yield from _came_to_be(sentence, known, kinds, today)
    yield from begun(sentence, known, today)


def _with_own(wholes: tuple[str, ...], own: str, around: str, before: str, until: str) -> tuple[str, ...]:
    """The texts that may name what a day is of, with its own clause, and all up to it: 写于 23 日，24 日公开."""
    wholes = (own, *wholes) if PUBLISHED.search(around) else wholes
    return (*wholes, until) if PUBLISHED.search(own) and _WRITTEN_THEN.search(before) else wholes


def _is_of_other_work(own: str, before: str, after: str, kinds: Mapping[str, str]) -> bool:
    """Whether the day of a clause (own) is of other work than a meeting, or of a text that was written.

    于 11 月 18 日写成、11 月 20 日公开. before, after: the texts up to the day's clause, and after the day.
    """
    if _OF_OTHER_WORK.search(own) and not _names_in(own, kinds):
        return True
    if _ONLY_WRITTEN.match(after) and _ANOTHER_DAY.search(after):
        return True  # 公开的整改情况 11 月 23 日成文，第二天就公开了
    if _SAME_DAY.match(after):
        return False  # 11 月 18 日成文，当天就公布
    is_sent = re.search(_VERSION, own) and not OF_VERSION.search(own) and "发出" in own  # not written then
    is_sent = is_sent or _is_of_what_came_next(own, before)
    is_written = is_sent or (re.search(_WRITTEN, own) and not (OF_VERSION.search(before) or PUBLISHED.search(own)))
    return bool(is_written or _OF_PHASE.search(own) or re.match(rf"[^，,、；]{{0,4}}{_WRITTEN}、", after))


def _is_of_what_came_next(own: str, before: str) -> bool:
    """Whether a day's clause goes on to other work after a version: 次日改出征求意见稿，11 月 29 日收齐书面意见."""
    last = list(OF_VERSION.finditer(before.partition(own)[0]))
    return bool(last) and not re.search(_WRITTEN, own) and len(_NOT_OF_WRITING.sub("", DAY.sub("", own))) >= len("收齐")


def _bounds_of_round(sentence: str, day: re.Match[str]) -> Iterator[str]:
    """The words of what a round did on a day that has only that after it: 第一轮 11 月 12 日开始、11 月 17 日结束."""
    did = _BEGINS_OR_ENDS.match(sentence, day.end())
    named = list(_ROUNDS.finditer(sentence, 0, day.start()))
    if did and named:
        yield f"{named[-1][0]}{did[0]}"


def _is_to_come(text: str, known: Sequence[Happening]) -> bool:
    """Whether a text speaks of something that is still to be published, or of the meeting where it will be."""
    named = [word for word, pattern in OF if PUBLISHED.search(text) and re.search(pattern, text)]
    is_of_briefing = "通报会" in text and not any("通报会" in each.kind for each in known)
    return is_of_briefing or any(each.day is None and each.about.startswith(word) for each in known for word in named)


def _came_to_be(sentence: str, known: Sequence[Happening], kinds: Mapping[str, str], today: date) -> Iterator[WrongDay]:
    """Yields what a sentence says was published or held, or not yet, and where; with the records."""
    for start, end in clauses(sentence):
        clause = sentence[start:end]
        is_published = PUBLISHED.search(clause) is not None
        match = _ALREADY.search(clause) or (_ALREADY.search(sentence, 0, end) if clause[0] in "并且还" else None)
        not_yet = _NOT_YET.search(clause)
        is_open = lies_elsewhere(sentence[:end]) or is_to_come(sentence[:end], today) or _UNSURE.search(clause)
        if is_open or not (is_published or _HELD.search(clause)):
            continue
        before = [first for first, last in reversed(clauses(sentence)) if last <= end]  # the nearest that names one
        is_named = any(re.search(pattern, clause) for _, pattern in OF)
        wholes = [sentence[first:end] for first in before] if is_published and not is_named else [clause]
        mine = next((meant for whole in wholes if (meant := events_in(whole, known, kinds, None))), [])
        if is_published and match and not not_yet:
            mine = mine or next((never for whole in wholes if (never := _unpublished(whole, known))), [])
        if mine and match and not not_yet and all(each.day is None for each in mine):
            yield match[0], mine, False
        elif mine and not_yet and any(each.day for each in mine) and not _of_some_round(clause, mine, known):
            yield not_yet[0], [each for each in mine if each.day], False
        if is_published and not not_yet and mine:
            yield from published_elsewhere(clause, sentence[end:], mine)


def _of_some_round(clause: str, mine: Sequence[Happening], known: Sequence[Happening]) -> bool:
    """Whether a clause on an evaluation's result may be about a round of which nothing was published."""
    rounds = sum(each.kind == "开始" for each in known)
    is_result = all(each.kind == "公开" and each.about.startswith(OF[0][0]) for each in mine)
    return is_result and not _ROUNDS.search(clause) and rounds > sum(each.day is not None for each in mine)


def _unpublished(text: str, known: Sequence[Happening]) -> list[Happening]:
    """The report or the evaluation's result, if a text names it and nothing about it was published."""
    of = [word for word, pattern in OF[:3:2] if re.search(pattern, text)]
    never = [word for word in of if not any(each.kind == "公开" and each.about.startswith(word) for each in known)]
    return [Happening("公开", None, word, f"{word}的公开", ("publication", {})) for word in never]


def _until_held(text: str, end: int) -> str:
    """A text up to the end of the clause that says that something was held or published; else up to `end` (from its
    own end: not above 0)."""
    ends = [match.end() for match in (PUBLISHED.search(text), _HELD.search(text)) if match]
    if not ends:
        return text[:end] if end < 0 else text
    return text[: min(ends)] + re.split(r"[，,]", text[min(ends) :])[0]


def _says(text: str, kinds: Mapping[str, str]) -> bool:
    is_other = OF_ROUND.search(text) or OF_VERSION.search(text)
    return bool(is_other or PUBLISHED.search(text) or (_is_held(text, kinds) and _names_in(text, kinds)))


def _names_in(text: str, kinds: Mapping[str, str]) -> set[str]:
    """The kinds of meetings that a text names: 领导小组会议, 领导小组在 12 月 1 日开了会议."""
    apart = {name: rf"{name.removesuffix('会议')}[^，,。]*会" for name in kinds if name.endswith("会议")}
    spoken = _NOT_MET.sub("", text)
    return {
        kind for name, kind in kinds.items() if name in spoken or (name in apart and re.search(apart[name], spoken))
    }


def _is_held(text: str, kinds: Mapping[str, str]) -> bool:
    named = "|".join(map(re.escape, kinds))
    at_once = rf"[日号][，,][^，,先再最后]{{0,8}}开[了过起]?(?:{named})"
    at_once += rf"|[日号]的?[^，,]{{0,10}}(?:{named})[上中里，,。；！]|[日号]的?(?:{named})"
    at_once += rf"|(?:{named})(?:定|安排|放)?(?:[于在是]|放(?!在))(?!最|首|头|第|前)"
    return bool(_HELD.search(text) or (kinds and re.search(at_once, text)))


def events_in(text: str, known: Sequence[Happening], kinds: Mapping[str, str], place: int | None) -> list[Happening]:
    """The meetings or publications that a text speaks of: of one kind and not its others; empty where unclear.

    place: of the day among several, each of which may be of another of them.
    """
    version, of_round = OF_VERSION.search(text), OF_ROUND.search(text)
    if version:
        return [
            each
            for each in known
            if each.kind == "成稿" and each.about == (version[1] or version[2] or version[3]).removeprefix("报告")
        ]
    if of_round and not PUBLISHED.search(text):
        kind, name = ("开始" if of_round["began"] else "结束"), f"第{of_round[1] or '一'}轮"
        return [each for each in known if each.kind == kind and each.about == name and each.day]
    if PUBLISHED.search(text):
        about = next((word for word, pattern in OF if re.search(pattern, text)), None)
        mine = [each for each in known if each.kind == "公开" and about and each.about.startswith(about)]
        rounds = set(_ROUNDS.findall(text))
        names = {each.replace("首轮", "第一轮") for each in rounds}
        return [each for each in mine if all(name in each.about for name in names)]
    named = _names_in(text, kinds)
    if len(named) != 1 or not _is_held(text, kinds):
        return []
    mine = [each for each in known if each.kind in named and each.day]
    alike = [len(pairs_of(each.about) & pairs_of(text)) for each in mine]
    is_clear = place is None and max(alike, default=0) >= _ALIKE
    mine = [each for each, number in zip(mine, alike, strict=True) if number == max(alike) or not is_clear]
    groups = [_SAME.get(match[1], match[1]) for match in _GROUP.finditer(text)]
    if place is not None:
        groups = groups[place : place + 1] if len(groups) > 1 and "分别" in text else []
    apart_from_others = [each for each in mine if any(group in each.about for group in groups)]
    return apart_from_others or mine
