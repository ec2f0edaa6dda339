"""Compares the first and the last day on which a sentence says that opinions came, or talks were held. Pure.

最早的一条意见是 11 月 13 日收到的: of all of them, where it names no side.
A span of days (从 11 日谈到 16 日) may be of a part.
"""

import re
from collections.abc import Iterator
from datetime import date

from board.truth.facts import Compared, Facts, Happening
from board.truth.ledgers import Link
from board.truth.loosely.cues import sides_named
from board.truth.singly.days import ANY_DAY, NUMERAL, day_of
from board.truth.words import is_of_others, lies_elsewhere

_DAY = rf"(?:{NUMERAL})月(?:{NUMERAL})[日号]"
_FIRST = re.compile(rf"(?:最早|最先|头一|第一)的?(?:一|那)?[条次][^，,。；\d]{{0,8}}(?P<first>{_DAY})")
_LAST = re.compile(rf"(?:最后|最晚|最近|最新)的?(?:一|那)?[条次][^，,。；\d]{{0,8}}(?P<last>{_DAY})")
_THINGS = (
    (
        "opinion",
        re.compile("意见"),
        re.compile("谈[心话]|座谈|稿|报告|评|反馈|批|整改|提纲|环节|阶段|听|征|主要|集中|大多"),
        "意见",
    ),
    ("talk", re.compile("谈心"), re.compile("意见|座谈|整改|环节|阶段|之间|年级|教师|互谈|主要|集中|大多"), "谈心"),
)
_LINKS: dict[str, Link] = {"opinion": ("opinions", {}), "talk": ("talks", {})}


def first_and_last(sentence: str, _: str, facts: Facts) -> Iterator[Compared]:
    """Yields the first and the last day that a sentence gives for all opinions or talks, where it names no side."""
    if is_of_others(sentence) or lies_elsewhere(sentence):
        return
    for thing, about, others, called in _THINGS:
        days = sorted({day for each in facts.ledgers_of(thing) for day in each.days.get("", ())})
        is_of_all = (
            about.search(sentence) and not others.search(sentence) and not any(sides_named(sentence, thing, facts))
        )
        for pattern in (_FIRST, _LAST) if days and is_of_all else ():
            match = pattern.search(sentence)
            for name, written in (match.groupdict() if match else {}).items():
                yield from _compared(written, days[0 if name == "first" else -1], called, thing, facts)


def _compared(written: str, right: date, called: str, thing: str, facts: Facts) -> Iterator[Compared]:
    match = ANY_DAY.match(written)
    if match is not None:
        record = Happening(
            "", right, "", f"{called}来的日子" if thing == "opinion" else f"{called}的日子", _LINKS[thing]
        )
        yield Compared("day", written, [record], day_of(match, facts.day) == right)
