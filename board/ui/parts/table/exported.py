"""The exports of a bureau's tables of units: all rows as filtered, as Excel and as CSV."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.documents.table_csv import table_csv
from board.ui.parts.downloads import download
from board.ui.parts.table.paged import Columns, export_button, export_notes
from board.ui.parts.visit import Visit


def labels_of(columns: Columns) -> dict[str, str]:
    """The labels of a table's columns, under which they are exported, too."""
    return {name: each if isinstance(each, str) else each.label for name, each in columns.items()}


def export_buttons(
    visit: Visit,
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    title: str,
    filters: Mapping[str, Any],
    key: str,
    dressed: Callable[[pd.DataFrame], pd.DataFrame] = lambda shown: shown,
) -> None:
    """Draws `paged.export_button` and beside it the same as CSV (key `…_csv`)."""
    with st.container(horizontal=True, width="content"):
        export_button(visit, frame, labels, title, filters, key, dressed)
        make = partial(_as_csv, frame, dressed, labels, title, export_notes(visit, len(frame), filters))
        name, icon = f"{title}-{visit.as_of:%Y%m%d}.csv", ":material/download:"
        download("CSV", make, name, "text/csv", key=f"{key}_csv", icon=icon, disabled=frame.empty)


def _as_csv(
    frame: pd.DataFrame, dressed: Callable[[pd.DataFrame], pd.DataFrame], labels: Any, title: str, notes: Any
) -> bytes:
    return table_csv(dressed(frame), labels, title, notes)
