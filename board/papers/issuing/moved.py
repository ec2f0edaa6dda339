"""Which figures of a signed paper are no longer what the records say. Pure.

A figure that differs today belongs to a later state and is no error. One that differs from what the records now say of
the paper's own day was wrong on that day: something was entered late, or taken back.
"""

from dataclasses import dataclass

from board.papers.blocks import Paper
from board.papers.issuing.tree import Placed, placed


@dataclass(frozen=True)
class Moved:
    """A figure that differs: the words around it, what the paper says, and what the records say ("": nothing)."""

    key: tuple[str, ...]
    sentence: str
    was: str
    now: str

    @property
    def name(self) -> str:
        """The key as one text, to choose it by."""
        return "|".join(self.key)


def moved(signed: Paper, now: Paper) -> list[Moved]:
    """The figures of a signed paper that read differently in the same paper made now, in the order of the paper."""
    made = {each.key: each.text for each in placed(now)}
    return [_moved(each, made.get(each.key, "")) for each in placed(signed) if made.get(each.key) != each.text]


def _moved(figure: Placed, now: str) -> Moved:
    return Moved(figure.key, figure.sentence, figure.text, now)
