"""How a file writes groups and ways: each spelling once, with what it was read as."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from board.importing.text import clean

_MOST_WORDS = 60
NO_FACT_WORDS = pd.DataFrame(columns=["role", "word", "row_count", "value"])


@dataclass(frozen=True)
class FactWord:
    """role: group or way. row_count: rows with this word. value: a group or a way; "" where not understood."""

    role: str
    word: str
    row_count: int
    value: str


def words_of(role: str, column: pa.DictionaryArray, read: Callable[[str], str | None]) -> tuple[FactWord, ...]:
    """The distinct texts of a column, without blanks: those not understood first, then the most frequent."""
    counts = np.bincount(column.indices.to_numpy(), minlength=len(column.dictionary))
    return counted(role, zip(column.dictionary.to_pylist(), counts.tolist(), strict=True), read)


def counted(role: str, texts: Iterable[tuple[str, int]], read: Callable[[str], str | None]) -> tuple[FactWord, ...]:
    """Like `words_of`, for texts that were counted already."""
    totals: dict[str, int] = {}
    for text, count in texts:
        if plain := clean(text):
            totals[plain] = totals.get(plain, 0) + count
    words = [FactWord(role, text, count, read(text) or "") for text, count in totals.items() if count]
    return tuple(sorted(words, key=lambda each: (each.value != "", -each.row_count))[:_MOST_WORDS])


def fact_words_frame(words: Iterable[FactWord]) -> pd.DataFrame:
    """One row per word: role, word, row_count, value."""
    rows = [vars(word) for word in words]
    return pd.DataFrame(rows) if rows else NO_FACT_WORDS
