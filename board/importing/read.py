"""A column as it was read."""

from dataclasses import dataclass

from board.importing.answers import How
from board.importing.cells import NO_PROBLEMS, Codes, Problems
from board.importing.facts import FactWord


@dataclass(frozen=True)
class Word:
    """A spelling of a criterion's answers: its number of rows, its rank (None: not understood), and how it was read."""

    criterion_id: str
    label: str
    word: str
    row_count: int
    rank: int | None
    how: str


@dataclass(frozen=True)
class Reading:
    """A column as read: a number per row, its problems, and assumptions in words."""

    codes: Codes
    problems: Problems = NO_PROBLEMS
    notes: tuple[str, ...] = ()
    hows: frozenset[How] = frozenset()
    words: tuple[Word, ...] = ()
    facts: tuple[FactWord, ...] = ()
