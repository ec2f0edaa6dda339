"""Compares the first and last day that a sentence gives for a round of evaluation in one with the records. Pure.

第一轮征评以调研报告为对象，11 月 12 日至 17 日进行; 第一轮 11 月 12 日开始，17 日结束.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from board.truth.facts import Compared, Facts, Happening
from board.truth.singly.days import ANY_DAY, DAY, NUMERAL, day_of
from board.truth.words import ROUND, lies_elsewhere, round_of

_FIRST, _LAST = rf"(?P<first>{ANY_DAY.pattern})", rf"(?P<last>(?:(?:{NUMERAL})月)?(?:{NUMERAL})[日号])"
_SPAN = re.compile(
    rf"(?:从|自|于|在)?{_FIRST}(?:开始|起|开评|动手|铺开|启动|开头)?(?:[^，,。；\d]{{0,6}}[，,])?(?:到|至|—|-|～|～)?"
    rf"{_LAST}(?:为止|止|进行|开展|举行|组织|做|搞|结束|收齐|收尾|收口|截止|收回|完成|，|。)"
)
# 自 11 月 28 日起，学校开展第二轮征评.
_BEGAN_THEN = re.compile(
    rf"[自从](?P<day>(?:{NUMERAL})月(?:{NUMERAL})[日号])(?:起|开始)[，,]?[^，,。\d]{{0,14}}?(?:开展|启动|组织|进行)了?第(?P<round>[一二三])轮"
)
_IS_CLOSED = re.compile("(?:结束|截止|收尾|收口|为止)$")
_OF_OTHERS = re.compile("环节|(?<!调研)阶段|整改|谈心|提纲|民主生活会|意见收到|反馈")


def begun(sentence: str, known: Sequence[Happening], today: date) -> Iterator[tuple[str, Sequence[Happening], bool]]:
    """Yields the days on which a sentence says that a round began, where it names the round after the day."""
    for began in _BEGAN_THEN.finditer(sentence):
        mine = [each for each in known if each.kind == "开始" and each.about == f"第{began['round']}轮" and each.day]
        day = DAY.match(began["day"])
        if mine and day:
            yield began["day"], mine, any(each.day == day_of(day, today) for each in mine)


def round_days(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the days on which a sentence says that the one round it names, or those before it do, began and ended."""
    span = _SPAN.search(sentence)
    if span is None or lies_elsewhere(sentence) or _OF_OTHERS.search(sentence):
        return
    named = [*map(round_of, ROUND.finditer(f"{earlier}{sentence[: span.start()]}"))]
    name = next((each for each in reversed(named) if each), "")
    known = {each.kind: each for each in facts.happenings if each.about == name and each.kind in {"开始", "结束"}}
    is_of_round = ROUND.search(sentence[: span.start()]) or re.search("征评|评议|这一?轮", sentence)
    if not name or not is_of_round or "开始" not in known:
        return
    yield from _compared(span, known, facts)


def _compared(span: re.Match[str], known: Mapping[str, Happening], facts: Facts) -> Iterator[Compared]:
    first = ANY_DAY.match(span["first"])
    last = ANY_DAY.match(span["last"]) or (ANY_DAY.match(f"{first[2]}月{span['last']}") if first else None)
    for match, mark, kind in ((first, span["first"], "开始"), (last, span["last"], "结束")):
        record = known.get(kind)
        day = day_of(match, facts.day) if match else None
        is_closed = record and (record.day or _IS_CLOSED.search(span[0]))  # one that goes on hasn't been closed
        if record and is_closed and day and day <= facts.day:
            yield Compared("day", mark, [record], record.day == day)
