"""Tables as CSV that Excel and WPS open safely: UTF-8 with a mark, and no cell that they would run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

# The beginning of a formula, full-width forms included. A leading apostrophe counts too, so that `original` can undo
# `neutral` exactly.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def neutral(value: Any) -> Any:
    """Puts an apostrophe before a text that begins like a formula; returns anything else as it is. See `original`."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def original(text: str) -> str:
    """The text as it was before `neutral`."""
    return text[1:] if _GUARDED.match(text) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(name) for name in header])
    writer.writerows([neutral(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def frame_csv(frame: pd.DataFrame) -> bytes:
    """A frame as a CSV file, with its column names as the header."""
    return csv_bytes([str(name) for name in frame.columns], frame.itertuples(index=False, name=None))
