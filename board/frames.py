"""Keeping the rows of a frame that a reader asked for."""

from collections.abc import Mapping, Sequence

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
