"""Compares the share of what was just counted that a sentence says one person or office has alone. Pure.

自我批评 8 条，后勤副校长一人占了一半; 逾期 6 项，总务处一家占四项: of whichever there are as many.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from board.report.text import Number, counts_in, shares_in
from board.truth.facts import Compared, Facts, agrees, share_agrees
from board.truth.ledgers import Fact
from board.truth.loosely.cues import PART, sides_named
from board.truth.loosely.series import is_counted_by, series, things_in, ways_and_stages
from board.truth.words import LATER, is_elsewhere, is_of_others

_ALONE = re.compile(
    r"(?:一个?人|一家|独自?|一个(?:部门|科室|渠道|方面)|一项|一方)(?:就|便|已|也|独)*(?:占|有|提|得|挑|担|领|牵头)(?:了|去|到|着)*(?:其中)?的?"
)
# 意见箱的 10 条，学生写了八成.
_SO_MUCH = re.compile(
    r"(?:写|提|投|占)(?:了|到|去)(?:其中|总数)?的?(?=(?:近|约|不到|超过)?(?:[一二三四五六七八九\d.]+成|[\d.]+%|一半|过半|[三四五]分之))"
)
# 意见箱开出 10 条，其中 8 条是学生写的.
_AMONG_THEM = re.compile("(?:其中|内中|当中|里头|里面)(?:就|便|竟)?有?$")
_BY = re.compile(
    r"^(?:意见|建议|事项|问题)?(?:都)?(?:是|为|系|由|出自|来自)(?P<who>[^，,。；\d]{2,8}?)(?:所|们|来)*(?:写|提|说|投|反映|牵头|承办|负责|认领)(?:了|的)*$"
)
_END = re.compile(r"(?:以上|左右|多|强|的?(?:意见|事项|批评|问题))*(?=[，,。；、！（]|$)")
# 后来收到的 8 条; 剩下的 10 条: of some that are known by what was counted before.
_UNSURE = re.compile(f"{LATER.pattern}|其余|余下|剩下|剩余")
_NEAR, _CLOSE = 80, 2


def portion(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how much a sentence says that one alone has of so many, where it has that of none of so many.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    if is_of_others(sentence):
        return
    for part in PART.split(sentence):
        stated = _portion_in(part)
        if stated is None or is_elsewhere(part):
            continue
        own = sentence[: sentence.index(part)]
        before = f"{earlier[-_NEAR:]}{own}" if stated.is_alone else own
        whole = next((each for each in reversed(counts_in(before)) if each.measure and each.is_exact), None)
        is_clear = whole is not None and not _UNSURE.search(PART.split(before[: whole.start])[-1])
        record = _otherwise(stated, whole, (sentence, earlier[-_NEAR:]), facts) if is_clear else None
        if record is not None:
            yield Compared("figure", part[stated.start : stated.end], [record], agrees=False)


@dataclass(frozen=True)
class _Portion:
    """How much a part of a sentence says that one has, who is named in `named`; its place.

    is_alone: that one has it alone, so that what it is of may be counted in the sentence before. is_among: it is of
    what was just counted, and of nothing else.
    """

    named: str
    number: Number
    start: int
    end: int
    is_alone: bool = False
    is_among: bool = False


def _portion_in(part: str) -> _Portion | None:
    match = _ALONE.search(part) or _SO_MUCH.search(part)
    numbers = [*shares_in(part), *counts_in(part)]
    if match is None:
        among = ((each, _BY.match(part[each.end :])) for each in numbers if _AMONG_THEM.search(part[: each.start]))
        return next(
            (_Portion(by["who"], each, each.start, each.end, is_among=True) for each, by in among if by),
            None,
        )
    number = next((each for each in numbers if each.start >= match.end()), None)
    if number is None or number.start - match.end() > _CLOSE or not _END.match(part[number.end :]):
        return None
    return _Portion(part[: match.start()], number, match.start(), number.end, match.re is _ALONE)


def _otherwise(stated: _Portion, whole: Number | None, spoken: tuple[str, str], facts: Facts) -> Fact | None:
    """The count of what is named among so many (whole), or all there are, if it has of none so much as is stated."""
    record: Fact | None = None
    number = stated.number
    for thing in things_in(spoken[0], "".join(reversed(spoken))):
        if whole is None or not is_counted_by(thing, whole.measure):
            continue
        words = list(sides_named(stated.named, thing, facts))
        total = next((each.value for each in facts.counted(thing, [frozenset()])), 0)
        for side, word in words if len(words) == 1 else ():
            for mine, of_all in _among(thing, side, word, spoken, facts):
                is_meant = of_all in {whole.value, total} or (number.kind == "count" and not stated.is_among)
                if is_meant and _is(number, mine.value, of_all):
                    return None
                record = record or (mine if of_all == whole.value else None)
    return record


def _among(
    thing: str, side: Sequence[str], word: str, spoken: tuple[str, str], facts: Facts
) -> Iterator[tuple[Fact, int]]:
    """The counts of a word of a side, and of all, of a thing narrowed down in any one way."""
    others = (frozenset({each}) for other in facts.sides_of(thing) if other != side for each in other)
    for way in (*ways_and_stages(thing, side, *spoken, facts), *others):
        wholes = facts.counted(thing, [way])
        for each, whole in zip(series(thing, side, iter([way]), facts), wholes, strict=False):
            yield each[word], whole.value


def _is(number: Number, part: int, whole: int) -> bool:
    if number.kind == "share":
        return whole > 0 and share_agrees(number, Fraction(part, whole))
    return agrees(number, part)
