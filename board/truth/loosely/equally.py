"""Compares how many a sentence says that each of several, named side by side, has with the records. Pure.

制度机制和方法举措并列，各十四条; 党员、普通群众各 4 条: wrong where one of them has fewer, of whatever it may be.
"""

import re
from collections.abc import Iterator

from board.report.text import Number, counts_in
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.loosely.cues import PART, sides_named, stages_named
from board.truth.loosely.series import is_counted_by, series, things_in
from board.truth.words import is_of_others, lies_elsewhere

_EACH = re.compile(r"各(?:自|都)?(?:有|是|为|得|占|收到|提了?|提出|写了?|写出|牵头)*$")
_IN_ORDER = re.compile(
    r"(?P<names>[^，,。；\d]{4,40}?)(?:依次|分别)(?:是|为|有|提了|收到|占)?(?P<numbers>\d+[条项个件次](?:[、和]\d+[条项个件次])+)"
)
# 再看是谁开的口：校长、党支部副书记各说了 5 条: of who spoke, not of whom it was about.
_OTHER = re.compile("批评|回收|优良|给|向|对(?!照)|开[的了过]?口|各(?:自|都)?说")
_REST = re.compile("其余|其[他它]|余下|另外")
_NEAR, _SEVERAL = 80, 2


def equally(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields how many a sentence says that each of some has, where one of them has fewer.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    if is_of_others(sentence) or _OTHER.search(sentence):
        return
    yield from _in_order(sentence, earlier[-_NEAR:], facts)
    before = ""
    for part in PART.split(sentence):
        if lies_elsewhere(part) or _REST.search(part):
            return
        for number in counts_in(part):
            match = _EACH.search(part[: number.start])
            if match and number.measure and (number.is_exact or number.value == 1):  # 各有一项
                named = part[: match.start()] or before
                yield from _staged(named, part[number.start :], number, (sentence, earlier[-_NEAR:]), facts)
            if match and number.measure and number.value > 1 and number.is_exact:
                named = part[: match.start()] or before
                spoken = (sentence, earlier[-_NEAR:])
                record = _fewer(re.split(r"\d+[条项个件]", named)[-1], number, spoken, before, facts)
                if record is not None:
                    yield Compared("figure", part[number.start : number.end], [record], agrees=False)
        before = part


def _in_order(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the number of one of several named in order that is more than there are: 书面、谈心依次为 12 条、8 条."""
    match = None if _REST.search(sentence) or "提纲" in sentence else _IN_ORDER.search(sentence)
    numbers = [each for each in counts_in(sentence) if match and each.start >= match.start("numbers")]
    numbers = [each for each in numbers if match and each.end <= match.end("numbers")]
    text = f"{earlier}{sentence}"
    of_things = list[list[tuple[Number, Fact]]]()
    for thing in things_in(sentence, text) if match and numbers and not lies_elsewhere(sentence) else ():
        words = list(sides_named(match["names"], thing, facts)) if match else []
        counts = [facts.counted(thing, [frozenset({word})])[:1] for _, word in words]
        is_of_one_side = len({tuple(side) for side, _ in words}) == 1 and all(counts)
        if is_counted_by(thing, numbers[0].measure) and len(words) == len(numbers) and is_of_one_side:
            pairs = zip(numbers, counts, strict=True)
            of_things.append([(number, each[0]) for number, each in pairs if number.value > each[0].value])
    for number, record in of_things[0] if all(of_things) and of_things else ():
        yield Compared("figure", sentence[number.start : number.end], [record], agrees=False)


def _staged(named: str, after: str, number: Number, spoken: tuple[str, str], facts: Facts) -> Iterator[Compared]:
    """Yields how many of each of those named a sentence says came to a stage: 校长和党支部副书记牵头的各有一项销号."""
    for thing in things_in(spoken[0], "".join(reversed(spoken))):
        stages = [stage for stage, _ in stages_named(after[number.end - number.start :], thing)]
        words = list(sides_named(named, thing, facts))
        if len(stages) != 1 or len({tuple(side) for side, _ in words}) != 1 or not is_counted_by(thing, number.measure):
            continue
        counts = [facts.counted(thing, [frozenset({word, stages[0]})])[:1] for _, word in words]
        wrong = [each[0] for each in counts if each and each[0].value < number.value]
        if wrong and len(counts) >= _SEVERAL:
            yield Compared("figure", after[: number.end - number.start], wrong[:1], agrees=False)


def _fewer(named: str, number: Number, spoken: tuple[str, str], before: str, facts: Facts) -> Fact | None:
    """The count of the one of those named that has fewer, of whichever thing they are; none if of one all have as many.

    Whatever narrows a count down besides can't make it more. before: the part before it, which may count those at a
    stage: 逾期的六项，校长、后勤副校长各两项.
    """
    record: Fact | None = None
    for thing in things_in(spoken[0], "".join(reversed(spoken))):
        if not is_counted_by(thing, number.measure):
            continue
        words = list(sides_named(named, thing, facts))
        ways = [frozenset[str](), *([frozenset({"提出"})] if thing == "criticism" else [])]
        counted = any(each.measure == number.measure and each.end == len(before) for each in counts_in(before))
        stages = [stage for stage, _ in stages_named(before, thing)] if counted else []
        ways = [frozenset(stages)] if len(stages) == 1 else ways
        for side in {tuple(side) for side, _ in words}:
            for each in series(thing, side, iter(ways), facts):
                mine = [each[word] for its, word in words if tuple(its) == side]
                fewer = [fact for fact in mine if fact.value < number.value]
                if len(mine) >= _SEVERAL and not fewer:
                    return None
                record = record or (fewer[0] if len(mine) >= _SEVERAL else None)
    return record
