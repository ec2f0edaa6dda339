"""Compares by how many a sentence says that one of a list is more than another with the records. Pure.

教职工比家长多六条; 家长反超教职工 6 条: wrong only where they differ so in no list that may be meant.
"""

import re
from collections.abc import Iterator

from board.report.text import Number, counts_in
from board.truth.facts import Compared, Facts, agrees
from board.truth.ledgers import Fact
from board.truth.loosely.cues import PART, sides_named
from board.truth.loosely.series import is_counted_by, series, things_in, ways_and_stages
from board.truth.words import TIME, is_elsewhere, is_of_others

_N = r"(?P<number>(?:近|将近|约|不到)?(?:\d+|[一二两三四五六七八九十]+)[多余]?[条项件个次桩])"
_MORE = re.compile(
    rf"比(?P<other>[^，,。；比\d]{{1,12}}?)(?:的)?(?:还|要|又|足足|整整|也|则|只|仅|正好|恰好|刚好)*(?P<way>多|少)[了出提说写]*{_N}"
    r"|(?P<above>反超|超出|多出|高出|多于|领先|少于|落后于?|不及)(?P<than>[^，,。；\d]{2,10}?)(?<!的)[了出]?"
    rf"{_N.replace('number', 'by')}"
)
# 制度机制与方法举措相差 4 条.
_APART = re.compile(
    r"(?P<one>[^，,。；\d]{2,10})[与和同跟](?P<two>[^，,。；\d]{2,10}?)(?:之间)?(?:的)?(?:只|仅|就)?相差了?$"
)
_LESS = "少落不"
_NEAR = 80
# 家长与学生合计 28 条，比教职工多 2 条: of more than one.
_TOGETHER = re.compile("合计|一共|总共|合起来|加起来|相加|合在一起|加在一起")
# 比并列第二的制度机制、方法举措多 5 条: than each of them.
_EACH_OF = re.compile("并列|各自")
_OF_ROUNDS = re.compile("轮|上月|上周|昨天|前一天|原来|计划|[日号]")


def gaps(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields by how many a sentence says that one is more than another of a side, where they differ so in no list.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    match = _MORE.search(sentence)
    yield from _differing(sentence, earlier[-_NEAR:], facts)
    if match is None or is_of_others(sentence) or is_elsewhere(sentence) or TIME.search(sentence):
        return
    other = match["other"] or match["than"]
    parts = [part for part in PART.split(sentence[: match.start()]) if part]
    mark = match["number"] or match["by"]
    number = next((each for each in counts_in(sentence) if each.end == match.end()), None)
    is_of_another = _OF_ROUNDS.search(other) or _EACH_OF.search(other)
    if number is None or is_of_another or not parts or _TOGETHER.search(parts[-1]):
        return
    record = _not_by(
        parts[-1], other, number, (match["way"] or match["above"])[0] in _LESS, (sentence, earlier[-_NEAR:]), facts
    )
    if record is not None:
        yield Compared("figure", match[0] if mark in match[0] else mark, [record], agrees=False)


def _differing(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields by how many a sentence says that two of a side differ, where they do so in no list."""
    for number in counts_in(sentence):
        match = _APART.search(sentence[: number.start])
        if match and number.measure and not is_of_others(sentence) and not TIME.search(sentence):
            spoken = (sentence, earlier)
            more, less = (_not_by(match["one"], match["two"], number, each, spoken, facts) for each in (False, True))
            if more and less:
                yield Compared("figure", sentence[number.start : number.end], [more], agrees=False)


def _not_by(one: str, other: str, number: Number, is_less: bool, spoken: tuple[str, str], facts: Facts) -> Fact | None:
    """The count of the first of two, if in no list it is so many more, or fewer, than the second."""
    record: Fact | None = None
    sentence, earlier = spoken
    for thing in things_in(sentence, f"{earlier}{sentence}"):
        if not is_counted_by(thing, number.measure):
            continue
        for side, than in sides_named(other, thing, facts):
            mine = [word for its, word in sides_named(one, thing, facts) if its == side and word != than]
            for each in (
                series(thing, side, ways_and_stages(thing, side, sentence, earlier, facts), facts) if mine[-1:] else ()
            ):
                more = each[mine[-1]].value - each[than].value
                if agrees(number, -more if is_less else more):
                    return None
                record = record or each[mine[-1]]
    return record
