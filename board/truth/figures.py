"""Compares counts, rates and shares in a sentence with the records. Pure.

A number may agree with the records on any of the days handed in (when the section was written, and now). If the
sentence names a day itself (截至 11 月 28 日), only that day counts.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from board.report.text import Number, clauses, counts_in, numbers, shares_in
from board.truth.claims import Claim, Traits, claims, framed, settled, traits_of
from board.truth.facts import Fact, Facts, Rate
from board.truth.sums import WRITTEN_OUT, gives_its_counts
from board.truth.words import RATES, Vocabulary, lies_elsewhere, vocabulary

On = Callable[[date], Facts | None]
SpokenOf = tuple[str, Traits]
# A figure that agrees with no record: kind (words.TRUTH_KIND), how it is written, and the records.
Contradiction = tuple[str, str, Sequence[Fact | Rate]]

_AS_OF = re.compile(r"截[至止]到?\s*(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:为?止)?")
_RATE = re.compile("|".join(sorted(RATES, key=len, reverse=True)))
_ALL = re.compile(r"全部|所有|均已|都已|已经?全部|逐条|逐一|一一|件件|条条")
# A clause that names what the next one is about: 收到的意见中, …
_SCENE = re.compile(r"(中|里|意见|事项)$")
_DONE = ("已梳理", "已反馈", "已答复", "销号", "完成")
# How far an approximate number may be from the record.
_ABOUT, _LOOSE = Fraction(1, 5), Fraction(1, 20)


def contradictions(sentence: str, known: Sequence[Facts], on: On) -> Iterator[Contradiction]:
    """Yields the figures in a sentence that contradict the records. `known`: the facts by day; `on`: those of a named
    day.
    """
    text, known = _of_day(sentence, known, on)
    if not known:
        return
    words = vocabulary(known[0].words)
    for claim in claims(text, words):
        found = [fact for facts in known for fact in facts.counted(claim.thing, claim.traits)]
        if claim.narrowed and not known[-1].counted(claim.thing, [claim.narrowed]):
            continue
        if found and not any(_agrees(claim.number, fact.value) for fact in found):
            yield "figure", text[claim.number.start : claim.number.end], found
    yield from _rates(text, known, words)
    yield from _shares(text, known, words)


def _of_day(sentence: str, known: Sequence[Facts], on: On) -> tuple[str, Sequence[Facts]]:
    match = _AS_OF.search(sentence)
    if match is None or not known:
        return sentence, known
    day = _day(match, known[-1].day)
    facts = on(day) if day else None
    text = sentence[: match.start()] + "，" * len(match[0]) + sentence[match.end() :]
    return text, [facts] if facts else []


def _day(match: re.Match[str], today: date) -> date | None:
    """The day named (without a year, the latest such day up to today); None for an impossible date."""
    try:
        day = date(int(match[1] or today.year), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return day if match[1] or day <= today else day.replace(year=today.year - 1)


def _agrees(number: Number, value: int) -> bool:
    if number.bound == "exact":
        # Two people talk with each other: 人次 may count both, or the talk.
        return number.value == value or (number.measure == "人次" and number.value == 2 * value)
    if number.bound == "least":
        return number.value <= value <= number.value * 2
    if number.bound == "most":
        return number.value * Fraction(2, 3) <= value <= number.value
    return number.bound == "loose" or abs(number.value - value) <= number.value * _ABOUT


def _rates(text: str, known: Sequence[Facts], words: Vocabulary) -> Iterator[Contradiction]:
    for start, end in clauses(text):
        clause = text[start:end]
        named, shares = list(_RATE.finditer(clause)), shares_in(clause)
        if len(named) != 1 or len(shares) != 1 or shares[0].start < named[0].end() or lies_elsewhere(clause):
            continue
        if gives_its_counts(text, named[0][0]):
            continue
        (name, thing), share = RATES[named[0][0]], shares[0]
        around = f"{clause[: named[0].start()]}|{clause[named[0].end() : share.start]}|{clause[share.end :]}"
        meanings = words.understand(re.sub(r"[“”\"「」《》]", "", around))
        traits = None if meanings is None else traits_of(meanings, thing)
        if traits is None:
            continue
        asked = traits[0] | framed(text)
        found = [rate for facts in known for rate in facts.rated(name, asked)]
        counts = WRITTEN_OUT.match(clause[share.end :])
        if found and not any(_share_agrees(share, rate.share) and _made_of(counts, rate) for rate in found):
            yield "rate", clause[share.start : share.end], found


def _made_of(counts: re.Match[str] | None, rate: Rate) -> bool:
    return counts is None or (int(counts[1]), int(counts[2])) == (rate.part, rate.base)


def _share_agrees(number: Number, share: Fraction) -> bool:
    if number.bound == "exact":
        return abs(number.value - share) <= Fraction(1, 200 * 10**number.places)
    if number.bound == "least":
        return share >= number.value
    if number.bound == "most":
        return share <= number.value
    return abs(number.value - share) <= _LOOSE


def _shares(text: str, known: Sequence[Facts], words: Vocabulary) -> Iterator[Contradiction]:
    """Checks shares of a thing, named here or before, at a stage: 九成以上的意见已反馈; 意见 46 条，已全部反馈."""
    counted, spoken_of = list(claims(text, words)), None
    for start, end in clauses(text):
        clause, before = text[start:end], spoken_of
        spoken_of = _spoken_of(clause, [each for each in counted if start <= each.number.start < end], words) or before
        shares = shares_in(clause)
        everything = _ALL.search(clause)
        if lies_elsewhere(clause) or _RATE.search(clause) or len(shares) > 1 or not (shares or everything):
            continue
        rest = clause[: shares[0].start] + clause[shares[0].end :] if shares else clause
        for thing in ("opinion", "item"):
            found = _parts(thing, rest, text, known, words, before)
            if found and not any(_part_agrees(shares, rate) for rate in found):
                mark = clause[shares[0].start : shares[0].end] if shares else everything[0] if everything else ""
                yield "rate", mark, found


def _part_agrees(shares: Sequence[Number], rate: Rate) -> bool:
    return _share_agrees(shares[0], rate.share) if shares else rate.part == rate.base


def _spoken_of(clause: str, counted: Sequence[Claim], words: Vocabulary) -> SpokenOf | None:
    """The one thing that a clause is about, with its traits: 收到家长意见 20 条; 收到的意见中."""
    if counted:
        return counted[-1].thing, counted[-1].traits[0]
    meanings = words.understand(clause) if _SCENE.search(clause) and not numbers(clause) else None
    things = {noun for meaning in meanings or () for noun in meaning.nouns} & {"opinion", "item"}
    traits = traits_of(meanings, next(iter(things))) if meanings and len(things) == 1 else None
    return None if traits is None else (things.pop(), traits[0])


def _parts(
    thing: str, clause: str, sentence: str, known: Sequence[Facts], words: Vocabulary, before: SpokenOf | None
) -> list[Rate]:
    """The rates of a thing at the stage that a clause names; empty where that isn't clear.

    `before`: what the preceding clauses were about, used where the clause names nothing itself.
    """
    if counts_in(clause):
        return []
    meanings = words.understand(_ALL.sub("已", clause))
    if meanings is None:
        return []
    is_named = any(thing in meaning.nouns for meaning in meanings)
    if not is_named and (before is None or before[0] != thing or any(meaning.nouns for meaning in meanings)):
        return []
    traits = traits_of(meanings, thing)
    if traits is None or len(traits[0] & set(_DONE)) != 1:
        return []
    carried = frozenset() if is_named or before is None else before[1]
    named = settled(traits[0] | framed(sentence) | carried - set(_DONE))
    rates = []
    for facts in known:
        parts, wholes = facts.counted(thing, [named]), facts.counted(thing, [named - set(_DONE)])
        rates += [_part(part, whole) for part in parts for whole in wholes if whole.value]
    return rates


def _part(part: Fact, whole: Fact) -> Rate:
    return Rate("", part.traits, part.value, whole.value, f"{whole.label}里的{part.label}", part.link)
