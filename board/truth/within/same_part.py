"""Tells lists whose counts are all of one part of the records, though their sentence doesn't say of which. Pure.

立行立改 4 项，限期整改 2 项: of those late, of which the paragraph before speaks; 工作作风 6 条，其余四个方面各 5 条:
of the criticisms. One count that agrees is no list.
"""

import re
from collections.abc import Iterator, Sequence

from board.report.text import Number, counts_in, numeral
from board.truth.clause import Claim, Clause
from board.truth.facts import Facts, agrees
from board.truth.ledgers import Ledger, Traits
from board.truth.vocabulary import named_in

_SEVERAL = 2
_NOUN = re.compile("意见|建议|事项|任务|批评|问题|提纲|整改项")
_END, _CLAUSE = re.compile("[。！？]"), re.compile("[，,；：:。！？]")
# 工作作风 6 条，其余四个方面各 5 条: of all that weren't named.
_REST = re.compile(r"(?:其余|其他|其它|另外|余下|剩下)的?(?P<several>\d|[两二三四五六])[个位名类家]")
_OTHERS = {"opinion": ("criticism", "finding"), "criticism": ("opinion", "finding"), "item": ("task",)}
_ALL: Traits = frozenset()

# A count of a list, and the names that have it each.
_Entry = tuple[Number, Sequence[str]]


def is_of_one_part(claim: Claim, clause: Clause, earlier: str, facts: Facts) -> bool:
    """Whether a count is one of a list that agrees throughout with a part of the records, or with others.

    earlier: the sentences before it in its paragraph, with the last of which, up to a ；, it may make up a list.
    """
    if _NOUN.search(clause.sentence):
        return False
    chain = _END.split(earlier)[-1]
    sides = dict.fromkeys(tuple(each) for each in facts.sides_of(claim.thing))
    for side in sides:
        entries = list(_entries(f"{chain}{clause.sentence}", side, claim.number.measure))
        named = {name for _, names in entries for name in names}
        is_list = _is_listed(claim, clause, len(chain), entries) and len(named) >= _SEVERAL and len(entries) >= _SEVERAL
        if is_list and any(_agree(entries, ledger, more) for ledger, more in _parts(claim.thing, facts)):
            return True
    return False


def _is_listed(claim: Claim, clause: Clause, offset: int, entries: Sequence[_Entry]) -> bool:
    """Whether a count is in a list, before which its sentence counts nothing: 逾期 6 项，校长 2 项 is of these."""
    listed = {number.start - offset for number, _ in entries}
    counts = [each.start for each in counts_in(clause.sentence) if each.measure == claim.number.measure]
    return claim.number.start in listed and listed >= {each for each in counts if each <= claim.number.start}


def _entries(text: str, side: Sequence[str], measure: str) -> Iterator[_Entry]:
    """The counts of a list, each with the names of a side that stand before it."""
    before, place = list[str](), 0
    for number in counts_in(text):
        if number.measure != measure:
            continue
        own, place = text[place : number.start], number.end
        parts = [each for each in _CLAUSE.split(own) if each]
        words = "".join(parts[-_SEVERAL if own.endswith("，各") else -1 :])
        names = [*dict.fromkeys(named_in(words, side))]
        rest = _REST.search(words)
        others = [each for each in side if each not in before]
        if not names and rest and len(others) == numeral(rest["several"]):
            names = others
        if names and (len(names) == 1 or "各" in own or "都" in own):
            before += names
            yield number, names


def _parts(thing: str, facts: Facts) -> Iterator[tuple[Ledger, Traits]]:
    """The ledgers, and of each the traits that all of a list may have besides."""
    for ledger in facts.ledgers_of(thing):
        yield from ((ledger, frozenset({each})) for each in _stages(ledger))
    for other in _OTHERS.get(thing, ()):
        for ledger in facts.ledgers_of(other):
            yield ledger, _ALL
            yield from ((ledger, frozenset({each})) for each in _stages(ledger))
            kinds = ledger.sides[0] if other == "criticism" else ()
            yield from ((ledger, frozenset({each})) for each in kinds)


def _stages(ledger: Ledger) -> Iterator[str]:
    """The traits of a ledger that are of no side."""
    yield from (each for each in ledger.having if not any(each in side for side in ledger.sides))


def _agree(entries: Sequence[_Entry], ledger: Ledger, more: Traits) -> bool:
    """Whether every count of a list is that of its names in a ledger."""
    return all(
        any(
            fact is not None and agrees(number, fact.value)
            for fact in [ledger.count(frozenset({name}) | more | ledger.needs)]
        )
        for number, names in entries
        for name in names
    )
