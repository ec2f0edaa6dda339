"""Compares the days on which a sentence says that a phase, or the whole stage, begins and ends. Pure.

专题民主生活会环节从 11 月 9 日开始; 第一个环节是专题民主生活会，11 月 9 日起、24 日止; 11 月 9 日转入分析检查阶段.
"""

import re
from collections.abc import Iterator, Mapping

from board.truth.facts import Compared, Facts, Happening, Phase
from board.truth.ledgers import Link
from board.truth.singly.days import ANY_DAY, NUMERAL, day_of

_OTHER_YEAR = re.compile("[去上往前明]年|上一?学年|下一?轮|上一?届")
_DAY = ANY_DAY.pattern
# But not 一月九日 of 十一月九日.
_FIRST, _LAST = rf"(?<![\d一二三四五六七八九十])(?P<first>{_DAY})", rf"(?P<last>{_DAY}|(?P<month_day>{NUMERAL})[日号])"
# 9 日至 24 日; 9 日起、24 日止.
_END = _LAST.replace("<last>", "<end>").replace("<month_day>", "<end_day>")
_SPAN = rf"{_FIRST}(?:起|开始)?(?:(?:直?到|至|—|-|～){_LAST}|[、，,]{_END}(?:止|收口|结束|为止))"
_KIND = r"(?:这个|这一)?(?:环节|阶段)"
_BEGINS = r"(?:正式)?(?:起头|起|开头|开始|开场|启动|展开|进入)"
# Stands for the names of the phases.
_NAMES = "〈环节〉"
_PATTERNS = (
    rf"(?P<name>{_NAMES}){_KIND}[^，,。；\d]{{0,8}}{_SPAN}",
    rf"环节是(?P<name>{_NAMES})[，,]{_SPAN}",
    rf"(?P<name>{_NAMES})(?:{_KIND})?[，,](?:[从自]|时间是|定在)?{_FIRST}(?:起|开始)[，,、](?:直?到|至){_END}(?:为?止|结束)",
    rf"(?P<name>{_NAMES}){_KIND}[，,](?:直?到|要?到|至|截至){_END}(?:为?止|结束)",
    rf"(?P<name>{_NAMES}){_KIND}(?:[将要应]?[于在到至])?{_END}(?:为?止|结束|收口)",
    rf"(?P<name>{_NAMES}){_KIND}[^，,。；\d]{{0,8}}{_FIRST}(?:转入|{_BEGINS})[，,]{_END}(?:为?止|结束|收口)",
    rf"{_FIRST}(?:至|到|—|-|～){_LAST}(?:定为|是|为)(?P<name>{_NAMES}){_KIND}",
    rf"(?P<name>{_NAMES}){_KIND}[^，,。；\d]{{0,8}}{_FIRST}{_BEGINS}",
    rf"(?<!到)(?<!至){_FIRST}起?[^，,。\d]{{0,6}}(?:进入|转入|启动)了?[^，,。\d]{{0,30}}?(?P<name>{_NAMES}){_KIND}",
    rf"(?:^|[，,])(?P<whole>本|这一?|该)阶段[^，,。；\d]{{0,6}}{_FIRST}{_BEGINS}",
)
_LINK: Link = ("tasks", {})


def phase_days(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields the first and last days that a sentence gives for a phase, or for the whole stage."""
    called = _names(facts)
    names = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
    seen = set[tuple[str, str]]()
    for pattern in _PATTERNS if called and not _OTHER_YEAR.search(sentence) else ():
        for match in re.finditer(pattern.replace(_NAMES, names), sentence):
            groups = {name: text for name, text in match.groupdict().items() if text}
            groups |= {"last": groups["end"], "month_day": groups.get("end_day", "")} if "end" in groups else {}
            phase = called.get(groups.get("name") or "", facts.phases[-1])
            for key in ("first", "last"):
                if groups.get(key) and (groups[key], key) not in seen:
                    seen.add((groups[key], key))
                    yield from _compared(groups, key, phase, facts)


def _names(facts: Facts) -> Mapping[str, Phase]:
    """The names of the phases, in full and without 专题."""
    full = {phase.name.removesuffix("阶段"): phase for phase in facts.phases}
    return {name.removeprefix("专题"): phase for name, phase in full.items()} | full


def _compared(groups: Mapping[str, str], key: str, phase: Phase, facts: Facts) -> Iterator[Compared]:
    written = groups[key]
    months = ANY_DAY.match(groups.get("first", ""))
    whole = f"{months[2]}月{written}" if months and key == "last" and groups.get("month_day") else written
    day = ANY_DAY.match(whole)
    right = phase.start_on if key == "first" else phase.end_on
    if day is not None:
        record = Happening("", right, "", f"{phase.name}的{'开始' if key == 'first' else '结束'}", _LINK)
        yield Compared("day", written, [record], day_of(day, facts.day) == right)
