"""Tables as CSV that Excel and WPS open clean: UTF-8 with a mark, and no cell that they would run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Any) -> Any:
    """A text that begins like a formula, with an apostrophe before it; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(name) for name in header])
    writer.writerows([neutral(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def frame_csv(frame: pd.DataFrame) -> bytes:
    """A frame as a CSV file, its columns' names as the header."""
    return csv_bytes([str(name) for name in frame.columns], frame.itertuples(index=False, name=None))
