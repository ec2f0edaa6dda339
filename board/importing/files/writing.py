"""Tables as CSV that Excel and WPS open clean: UTF-8 with a mark, and no cell that they would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

# What spreadsheets may run, in full width too, apostrophes before it or not: one more is always told from none.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def neutral(value: Any) -> Any:
    """A text that begins like a formula, with an apostrophe before it; anything else as it is. See `original`."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def original(text: str) -> str:
    """What a text was before `neutral`."""
    return text[1:] if _GUARDED.match(text) else text


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
