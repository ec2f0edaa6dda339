"""The phases of the activity as a ribbon, with today on it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from board.activities import Activity
from board.frames import each_row
from board.ui.plain import in_html

_FLIP = 0.85


def show_ribbon(
    activity: Activity, phases: pd.DataFrame, as_of: date, is_past: bool, notes: Mapping[str, str] | None = None
) -> None:
    """Draw the phases side by side, as wide as they are long. Takes phases, in order.

    notes: what still stands in a phase's way, or that it is done, by phase_id.
    """
    parts = "".join(_phase(row, as_of, (notes or {}).get(row.phase_id, "")) for row in each_row(phases))
    st.html(
        f'<div class="ribbon" role="img" aria-label="各环节的时间安排">{parts}{_today(activity, as_of, is_past)}</div>'
    )


def _phase(row: Any, as_of: date, note: str) -> str:
    start, end = row.start_on.date(), row.end_on.date()
    state = "past" if end < as_of else "now" if start <= as_of else ""
    word = {"past": "已过", "now": f"进行中，还剩 {(end - as_of).days} 天", "": f"{(start - as_of).days} 天后开始"}[
        state
    ]
    more = f"<em>{in_html(note)}</em>" if note else ""
    return (
        f'<div class="phase {state}" style="flex:{max((end - start).days, 1)} 1 0"><b>{in_html(row.name)}</b>'
        f"<span>{start.month}月{start.day}日—{end.month}月{end.day}日　{word}{more}</span></div>"
    )


def _today(activity: Activity, as_of: date, is_past: bool) -> str:
    whole = max((activity.end_on - activity.start_on).days + 1, 1)
    share = ((as_of - activity.start_on).days + 0.5) / whole
    if not 0 <= share <= 1:
        return ""
    word = f"{as_of.month}月{as_of.day}日" if is_past else "今天"
    return f'<div class="today{" flip" if share > _FLIP else ""}" style="left:{share * 100:.1f}%"><i>{word}</i></div>'
