"""Frames by rows: keeping those a reader asked for, and going through them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd


def having(
    frame: pd.DataFrame, columns: Mapping[str, Sequence[str]], text: str, searched: Sequence[str]
) -> pd.DataFrame:
    """The rows whose columns hold one of the values asked for (none asked: any) and in which the text is found.

    It is found by any part of a searched column, upper or lower case, and never read as a pattern.
    """
    for column, values in columns.items():
        if values:
            frame = frame[frame[column].isin(values)]
    if not text:
        return frame
    hit = pd.Series(False, index=frame.index)
    for column in searched:
        hit |= frame[column].fillna("").str.contains(text, case=False, regex=False)
    return frame[hit]


def each_row(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows one by one, each column an attribute."""
    return iter(frame.itertuples(index=False))


def as_options(frame: pd.DataFrame, stored: str, shown: str) -> dict[Any, str]:
    """Two columns as what is stored → the words shown, in the frame's order."""
    return dict(zip(frame[stored].tolist(), frame[shown].tolist(), strict=True))
