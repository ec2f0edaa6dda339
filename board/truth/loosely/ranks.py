"""Compares the place that a sentence gives somebody or something in an order with the records. Pure.

后勤副校长 4 条，居第 2 位; 书面 12 条，排在第二; 措施针对性倒数第二: wrong only where it is so in no list.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from board.report.text import Number, counts_in, numeral
from board.truth.facts import Compared, Facts, Rate, size_of
from board.truth.ledgers import Fact
from board.truth.loosely.cues import ABOUT, PART, sides_named
from board.truth.loosely.series import is_counted_by, rated_by_round, series, things_in, ways_and_stages
from board.truth.vocabulary import named_in
from board.truth.words import is_of_others, lies_elsewhere, rounds_in

_PLACE = re.compile(
    r"(?P<verb>(?:并列|排名|排列|位次|排|位居|位列|名列|屈居|处于|居|列|占)(?:在|于|到|为)?[^，,。\d第倒正]{0,4})?(?P<way>倒数|正数)?"
    r"第(?P<rank>\d|[一二三四五六七八九十])(?P<noun>位|名|[多高](?![于出过达数]))?(?![轮批次稿环阶个项条页节章部]|[一二三四五六七八九十])"
    r"|(?<!再)(?P<second>次之|居次(?!要)|位居其次|屈居其次)"
)
_OTHER = re.compile(
    "回收率|收回率|有效率|销号率|完成率|分列|依次|分别|全[区县市镇校]|年级|验收|进度|[快慢]|交表|[张份票]|%"
)
_CRITERIA = re.compile("优良率|评价|分项|评议|征评|指标|项目|轮")
# 座谈会、书面、意见箱排在前三; 前三位是 ….
_TOP = re.compile(r"(?:排|列|居|位居|位列)(?:在|于)?前(?P<top>[二两三四五2-5])(?:位|名|甲)?")
_ALIKE = re.compile("并列")
# 倒数第二的是措施针对性: who follows is meant.
_IS = re.compile("的(?:一[项个类位])?(?:则|便|就|才|又)?(?:是|为|要数|当数)")
_NEAR, _SHORT = 80, 8


def ranks(sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields the place that a sentence gives to one of a list, where it has that in none of those that may be meant.

    earlier: the sentences before it in its paragraph, which may say what is counted.
    """
    if is_of_others(sentence) or _OTHER.search(sentence):
        return
    before = ""
    for part in PART.split(sentence):
        if lies_elsewhere(part):
            return
        yield from _topmost(part, before, sentence, earlier[-_NEAR:], facts)
        match = _PLACE.search(part)
        is_listed = match is not None and part.startswith("、", match.end())  # 居第二、第三: each another
        if (
            match
            and not is_listed
            and (match["verb"] or match["way"] or match["noun"] or match["second"] or _is_alone(match, part, facts))
        ):
            after = _IS.match(part, match.end())
            near = part[after.end() :] if after else f"{before}，{part[: match.start()]}"
            yield from _placed(match, near, sentence, earlier[-_NEAR:], facts)
        before = part


def _topmost(part: str, before: str, sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields those that a sentence says are the first so many of a list, where they aren't in any."""
    match = _TOP.search(part)
    number = numeral(match["top"]) if match else None
    text = f"{earlier}{sentence}"
    records: list[Fact | Rate] = []
    for thing in things_in(text, text) if match and number else ():
        named = _named(part, thing, facts) or _named(before, thing, facts)
        for side in {tuple(side) for side, _ in named}:
            words = {word for its, word in named if tuple(its) == side}
            for mine in series(thing, side, ways_and_stages(thing, side, sentence, earlier, facts), facts):
                least = min(mine[word].value for word in words)
                if len(words) != number or sum(each.value > least for each in mine.values()) < number:
                    return
                records.append(mine[next(iter(sorted(words)))])
    if match and records:
        yield Compared("figure", match[0], records[:1], agrees=False)


def _is_alone(match: re.Match[str], part: str, facts: Facts) -> bool:
    """Whether a part has only a short name and its place: 书面第二."""
    is_short = match.end() == len(part) and match.start() <= _SHORT
    return is_short and any(True for thing in ABOUT for _ in sides_named(part[: match.start()], thing, facts))


def _placed(match: re.Match[str], near: str, sentence: str, earlier: str, facts: Facts) -> Iterator[Compared]:
    """Yields a place that what is named right before it has in none of the lists that a text may mean."""
    own = near.rpartition("，")[2]
    is_named = any(True for thing in ABOUT for _ in sides_named(own, thing, facts))
    number = next((each for each in reversed(counts_in(own if is_named else near)) if each.measure), None)
    records = [
        (record, is_so)
        for record, is_so in chain(
            _of_counts(match, near, number, sentence, earlier, facts),
            _of_rates(match, own, sentence, earlier, facts),
        )
    ]
    if records and not any(is_so for _, is_so in records):
        kind = "figure" if isinstance(records[0][0], Fact) else "rate"
        yield Compared(kind, match[0], [records[0][0]], agrees=False)


def _of_counts(
    match: re.Match[str], near: str, number: Number | None, sentence: str, earlier: str, facts: Facts
) -> Iterator[tuple[Fact | Rate, bool]]:
    """The counts of what is named, in each list, with whether they have the place; only those of the stated count."""
    text = f"{earlier}{sentence}"
    for thing in things_in(text, text):
        if number and not is_counted_by(thing, number.measure):
            continue
        named = _named(near.rpartition("，")[2], thing, facts) or _named(near, thing, facts)
        words = [word for _, word in named]
        is_clear = len(named) == 1 or (_ALIKE.search(match[0]) and len({tuple(side) for side, _ in named}) == 1)
        for side, word in named[:1] if is_clear else ():
            for mine in series(thing, side, ways_and_stages(thing, side, sentence, earlier, facts), facts):
                if number is None or mine[word].value == number.value:
                    yield mine[word], all(_has_place(match, mine[each], [*mine.values()]) for each in words)


def _named(text: str, thing: str, facts: Facts) -> list[tuple[Sequence[str], str]]:
    """The words of sides that a text names, but whether criticism is of oneself."""
    return [(side, word) for side, word in sides_named(text, thing, facts) if "批评" not in word]


def _of_rates(
    match: re.Match[str], near: str, sentence: str, earlier: str, facts: Facts
) -> Iterator[tuple[Fact | Rate, bool]]:
    """The rates of the criterion that is named, in each round, with whether they have the place."""
    criteria = facts.sides[0] if facts.sides else ()
    labels = [each for each in criteria if each != "总体评价"]
    named = list(dict.fromkeys(named_in(near, labels, facts.words.get("ballot", {}))))
    if len(named) != 1 or not _CRITERIA.search(f"{earlier}{sentence}"):
        return
    of_rounds = {each: rated_by_round("优良率", frozenset({each}), facts) for each in labels}
    rounds = rounds_in(sentence)
    rounds = rounds if len(rounds) == 1 else frozenset(of_rounds[named[0]])
    for name in sorted(rounds):
        mine = [of_rounds[each][name][0] for each in labels if name in of_rounds[each]]
        if name in of_rounds[named[0]]:
            yield of_rounds[named[0]][name][0], _has_place(match, of_rounds[named[0]][name][0], mine)


def _has_place(match: re.Match[str], mine: Fact | Rate, every: Sequence[Fact | Rate]) -> bool:
    """Whether one of a list has the place, counted from the top or from the end, with or without equals and empty."""
    rank, sign = numeral(match["rank"] or "2") or 0, -1 if match["way"] == "倒数" else 1
    for some in (every, [each for each in every if size_of(each)]):
        sizes = [sign * size_of(each) for each in some]
        above = sum(size > sign * size_of(mine) for size in sizes)
        alike = sizes.count(sign * size_of(mine))
        if (
            above < rank <= above + (1 if _ALIKE.search(match[0]) else alike)
            or rank == len({size for size in sizes if size > sign * size_of(mine)}) + 1
        ):
            return True
    return False
