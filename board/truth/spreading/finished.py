"""Compares how many of what was finished a sentence says came in time, and how many late, with the records. Pure.

办结的 8 项中，按期 7 项、超期 1 项; 两项按期办完，四项超了期; 有两项过了期限才办成: wrong only if it is so of none.
"""

import re
from collections.abc import Iterator

from board.report.text import Number, clauses, counts_in
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact, Traits
from board.truth.loosely.cues import sides_named
from board.truth.words import is_elsewhere, is_of_others

_OF = (("task", "任务|工作"), ("item", "整改|销[了掉过]?号|台账|事项"))
_DONE = re.compile("完成|办[成妥好完结]|做[完好成]|销[了掉过]?号|完工|交[了过]?[账差]")
_IN_TIME = re.compile(r"按期|按时|如期|准时|(?<!出)(?<!过了)[时期]限[之以]?内|没有?(?:误|超|拖)期")
_LATE = re.compile(
    r"(?:逾|超|误|拖|(?<![改到])过)[过出]?了?(?:[时期]限?|日子)|(?:晚|迟)了?[一两二三四五六七八九十\d]+天"
)
_LATE_AND_DONE = re.compile(rf"(?:{_LATE.pattern})[^，,。；\d]{{0,4}}[才方](?:{_DONE.pattern})")
_OTHER = re.compile("[没未不]|除|其[余他它]|各|每|还有|其中|率|(?:逾|超|过)期(?:最|说明|以后|后)|意见|反馈")
_FINISHED = {"task": ("完成",), "item": ("完成", "销号")}
_NEAR = 80


def finished(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many a sentence says were finished in time and late, where neither so many tasks nor items were.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    spoken = f"{earlier[-_NEAR:]}{sentence}"
    if is_of_others(sentence) or is_elsewhere(sentence) or not _DONE.search(spoken):
        return
    things = [thing for thing, about in _OF if re.search(about, sentence)]
    things = things or [thing for thing, about in _OF if re.search(about, earlier[-_NEAR:])]
    in_time, late = _counted(sentence, _IN_TIME), _counted(sentence, _LATE)
    if len(in_time) == len(late) == 1 and in_time[0].start != late[0].start:
        yield from _pair(sentence, (in_time[0], late[0]), things, facts)
        return
    for number in _counted(sentence, _LATE_AND_DONE):
        counts = [
            each
            for thing in things
            for way in _ways(thing, spoken, facts)
            for each in facts.counted(thing, [way | {"超期完成"}])
        ]
        if counts and all(each.value != number.value for each in counts):
            yield Compared("figure", sentence[number.start : number.end], counts[:1], agrees=False)


def _counted(sentence: str, pattern: re.Pattern[str]) -> list[Number]:
    """The only counts of parts of a sentence that have words of a pattern, placed in the sentence."""
    found = list[Number]()
    for begin, end in clauses(sentence):
        for part in re.finditer("[^、]+", sentence[begin:end]):
            start = begin + part.start()
            inside = (start, start + len(part[0]))
            counts = [
                each
                for each in counts_in(sentence)
                if inside[0] <= each.start and each.end <= inside[1] and each.measure in {"项", "件", "桩"}
            ]
            if len(counts) == 1 and counts[0].is_exact and pattern.search(part[0]) and not _OTHER.search(part[0]):
                found.append(counts[0])
    return found


def _pair(sentence: str, pair: tuple[Number, Number], things: list[str], facts: Facts) -> Iterator[Compared]:
    """Yields the count of those in time, or else of those late, that goes with the other in no way."""
    in_time, late = pair
    record: Fact | None = None
    for thing in things:
        for way in _ways(thing, sentence, facts):
            for one in facts.counted(thing, [way | {"按期完成"}]):
                lates = facts.counted(thing, [*_late_ways(way)])
                if one.value == in_time.value and any(each.value == late.value for each in lates):
                    return
                record = record or one
    if record is not None:
        number = late if record.value == in_time.value else in_time
        yield Compared("figure", sentence[number.start : number.end], [record], agrees=False)


def _late_ways(way: Traits) -> Iterator[Traits]:
    """Stages that those in time may be told from: finished late, or those late now, or ever."""
    yield way | {"超期完成"}
    yield from (way - {"完成", "销号"} | {stage} for stage in ("逾期", "曾逾期"))


def _ways(thing: str, text: str, facts: Facts) -> Iterator[Traits]:
    """Words that may narrow down which are counted: nothing, or any one word of a side that a text names."""
    words = [frozenset[str](), *(frozenset({word}) for _, word in sides_named(text, thing, facts))]
    yield from (way | {stage} for stage in _FINISHED[thing] for way in words)
