"""Compares what a sentence says with the records by what its telling words are of, whatever others it has. Pure."""

from collections.abc import Collection, Iterator

from board.truth.facts import Compared, Facts
from board.truth.loosely.bounds import bounds
from board.truth.loosely.nothing import nothing
from board.truth.loosely.people import people
from board.truth.loosely.top import top
from board.truth.loosely.whose import whose
from board.truth.loosely.written import written


def anyhow(text: str, earlier: str, facts: Facts, wrong: Collection[str]) -> Iterator[Compared]:
    """Statements held to the records among any words, but those that are wrong already."""
    for comparison in (bounds, nothing, whose, top, people):
        yield from (each for each in comparison(text, earlier, facts) if each.mark not in wrong)
    yield from (each for each in written(text, facts) if not any(mark in each.mark for mark in wrong))
