"""Compares which year group a sentence names in what it retells of a record with the record's own words. Pure.

五年级首个接待日来了 26 位家长, where the item's progress says 三年级.
"""

import re
from collections.abc import Iterator

from board.report.text import clauses, read
from board.truth.facts import Facts, Passage
from board.truth.ledgers import Fact
from board.truth.singly.alike import ByPairs, pairs_of
from board.truth.words import is_elsewhere, is_of_others

_YEARS = re.compile(r"(?P<listed>[一二三四五六七八九](?:[、和与至到][一二三四五六七八九])*)年级")
_RANGE = re.compile("[至到]")
# So many pairs of signs must be shared by the clauses that tell the same.
_ALIKE, _MANY, _FEW = 5, 8, 3


def swapped(sentence: str, facts: Facts) -> Iterator[tuple[str, Fact]]:
    """Yields each year group that a clause names, where every record of the same words names others instead."""
    if _YEARS.search(sentence) and not is_of_others(sentence):
        yield from facts.passages.asked(other_years, sentence)


def other_years(sentence: str, known: ByPairs[Passage]) -> tuple[tuple[str, Fact], ...]:
    """The same, among the passages of a day."""
    nearest = [passage for count, passage in known.shared(sentence, _MANY) if count]
    wrong = list[tuple[str, Fact]]()
    spans = clauses(sentence)
    for place, (start, end) in enumerate(spans):
        clause = sentence[start:end]
        match = _YEARS.search(clause)
        mine = own = pairs_of(_YEARS.sub("，", clause))
        if match is None or _RANGE.search(match["listed"]) or is_elsewhere(sentence[:end]):
            continue
        until = spans[min(place + 1, len(spans) - 1)][1]
        if len(own) >= _FEW and not _YEARS.search(sentence, end, until) and not is_elsewhere(sentence[:until]):
            mine = own | pairs_of(sentence[end:until])  # 三年级首个家长接待日，来了 26 位家长
        if len(mine) < _ALIKE:
            continue
        alike = [each for passage in nearest for each in _clauses(passage) if len(mine & each[1]) >= _ALIKE]
        alike = [each for each in alike if len(own & each[1]) >= _FEW]
        named = {year for _, _, years in alike for year in years}
        if alike and named and not named & _years(clause) and all(years for *_, years in alike):
            label = f"{alike[0][0].label}“{'、'.join(sorted(named))}”，写到{match[0]}的次数是"
            wrong.append((match[0], Fact("passage", frozenset(), 0, label, alike[0][0].link)))
    return tuple(wrong)


def _clauses(passage: Passage) -> Iterator[tuple[Passage, frozenset[str], set[str]]]:
    """The clauses of a passage: its pairs, and the year groups that the passage names."""
    text = read(passage.text)
    for start, end in clauses(text):
        yield passage, pairs_of(_YEARS.sub("，", text[start:end])), _years(text)


def _years(text: str) -> set[str]:
    """The year groups that a text names, each in full."""
    listed = "".join(match["listed"] for match in _YEARS.finditer(text))
    return {f"{each}年级" for each in listed if each not in "、和与至到"}
