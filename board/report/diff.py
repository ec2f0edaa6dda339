"""Two versions of a section side by side: sentence by sentence, and within a changed sentence word by word. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz

from board.report.text import sentences

# From this likeness (0 to 100), a sentence is taken for the other, rewritten.
_ALIKE = 50


@dataclass(frozen=True)
class Piece:
    """Some words of a sentence, and whether the other version differs there."""

    text: str
    is_changed: bool


@dataclass(frozen=True)
class Row:
    """A sentence before and after. kind: same, changed, added (nothing before), removed (nothing after)."""

    kind: Literal["same", "changed", "added", "removed"]
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def compared(before: str, after: str) -> list[Row]:
    """The sentences of two versions, paired, in order."""
    one, other = (_sentences(text) for text in (before, after))
    rows: list[Row] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            rows += [Row("same", _whole(each), _whole(each)) for each in one[start:end]]
        else:
            rows += _rewritten(one[start:end], other[other_start:other_end])
    return rows


def changed_count(rows: Sequence[Row]) -> int:
    """How many sentences differ."""
    return sum(row.kind != "same" for row in rows)


def _sentences(text: str) -> list[str]:
    return [text[each.start : each.start + len(each.text)] for each in sentences(text)]


def _rewritten(one: Sequence[str], other: Sequence[str]) -> Iterator[Row]:
    """Replaced sentences: each paired with its most likely rewriting, the rest as removed or added."""
    place = 0
    for sentence in one:
        scores = [fuzz.ratio(sentence, each) for each in other[place:]]
        best = max(range(len(scores)), key=scores.__getitem__, default=None)
        if best is None or scores[best] < _ALIKE:
            yield Row("removed", _whole(sentence, is_changed=True), ())
            continue
        yield from (Row("added", (), _whole(each, is_changed=True)) for each in other[place : place + best])
        yield _word_by_word(sentence, other[place + best])
        place += best + 1
    yield from (Row("added", (), _whole(each, is_changed=True)) for each in other[place:])


def _word_by_word(one: str, other: str) -> Row:
    import rjieba  # noqa: PLC0415 - slow to load

    words, others = list(rjieba.cut(one)), list(rjieba.cut(other))
    before: list[Piece] = []
    after: list[Piece] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        is_changed = tag != "equal"
        before += _pieces(words[start:end], is_changed)
        after += _pieces(others[other_start:other_end], is_changed)
    return Row("changed", tuple(before), tuple(after))


def _pieces(words: Sequence[str], is_changed: bool) -> list[Piece]:
    return [Piece("".join(words), is_changed)] if words else []


def _whole(sentence: str, *, is_changed: bool = False) -> tuple[Piece, ...]:
    return (Piece(sentence, is_changed),)
