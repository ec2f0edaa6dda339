"""Any table of a page as CSV: the title, notes, header and rows of its workbook (`documents.table`)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from board.documents.table import is_moment
from board.importing.files.writing import csv_bytes


def table_csv(frame: pd.DataFrame, labels: Mapping[str, str], title: str, notes: Sequence[str]) -> bytes:
    """UTF-8 with a byte order mark; no cell can run as a formula. labels: column → its Chinese label."""
    rows = zip(*([_as_text(value) for value in frame[name]] for name in labels), strict=True)
    return csv_bytes([title], [*([note] for note in notes), list(labels.values()), *rows])


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return "、".join(value)
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d %H:%M}" if is_moment(value) else f"{value:%Y-%m-%d}"
    return int(value) if isinstance(value, float) and value.is_integer() else value
