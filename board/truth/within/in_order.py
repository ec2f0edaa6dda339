"""Reads numbers after 分别 or 依次, each of the name in its place before it. Pure.

立行立改、限期整改分别为 11 项、16 项.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from board.report.text import Number, counts_in
from board.truth.clause import Claim, Clause
from board.truth.ledgers import opposite
from board.truth.vocabulary import Meaning, Vocabulary, traits_of
from board.truth.words import THINGS, framed, without_figures

_RESPECTIVELY = re.compile(r"(?:[，,](?:各|共|它们|两者|三者)?)?(?:分别|依次)(?:为|是|有|达|收到|提了|提出|占)?")
_LIST_OF_NUMBERS = re.compile(r"\s*\d+[^\d\s、和]{1,2}[、和]\s*\d+[^\d\s、和]")
_EDGE = re.compile(r"[，,；：:]")


def is_of_many(number: Number, clause: Clause) -> bool:
    """Whether a number is in a list of numbers after 分别 without its names: 三个环节的任务分别为 8 项、4 项."""
    for match in _RESPECTIVELY.finditer(clause.sentence):
        names = _EDGE.split(clause.sentence[: match.start()])[-1]
        numbers = _EDGE.split(clause.sentence[match.end() :], maxsplit=1)[0]
        is_here = match.end() <= clause.start + number.start < match.end() + len(numbers)
        if is_here and not re.search("[、和与及]", names) and _LIST_OF_NUMBERS.match(numbers):
            return True
    return False


def respectively(clause: Clause, known: Vocabulary) -> Mapping[int, Claim] | None:
    """The claims of 立行立改、限期整改分别为 11 项、16 项 by their places; None where a clause has no part in such."""
    listed = _listed(clause.sentence)
    if listed is None or not listed.start <= clause.start + len(clause.text) - 1 <= listed.end:
        return None
    meanings = known.understand(without_figures(listed.names)) or []
    counted = [each for each in counts_in(listed.numbers) if each.measure]
    things = {thing for meaning in meanings for thing in meaning.nouns | meaning.implied}
    base = clause.before.base
    for thing in things or ({base.thing} if base else set()):
        named = [
            opposite(meaning.traits[thing]) if before and before.is_negation else meaning.traits[thing]
            for before, meaning in zip([None, *meanings], meanings, strict=False)  # 待验收、未启动的分别为 3 项、5 项
            if meaning.traits.get(thing)
        ]
        if len(named) == len(counted) > 1 and _fits(counted[0], meanings, thing):
            rounds = framed(clause.sentence, listed.first)
            return {
                listed.first + number.start: Claim(number, thing, (rounds | {trait},))
                for number, trait in zip(counted, named, strict=True)
            }
    return {}


@dataclass(frozen=True)
class _Listed:
    """Names and their numbers in a sentence, and where they begin, the numbers begin, and all ends."""

    names: str
    numbers: str
    start: int
    first: int
    end: int


def _listed(sentence: str) -> _Listed | None:
    """The first 分别 or 依次 of a sentence between several names and several numbers."""
    for match in _RESPECTIVELY.finditer(sentence):
        names = _EDGE.split(sentence[: match.start()])[-1]
        numbers = _EDGE.split(sentence[match.end() :], maxsplit=1)[0]
        if re.search("[、和与]", names) and re.search("[、和]", numbers):
            return _Listed(names, numbers, match.start() - len(names), match.end(), match.end() + len(numbers))
    return None


def _fits(number: Number, meanings: Sequence[Meaning], thing: str) -> bool:
    return number.measure in THINGS[thing].measures and traits_of(meanings, thing) is not None
