"""The phases of the activity as a ribbon, with today on it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from board.activity import activities
from board.activity.activities import Activity
from board.store.frames import each_row
from board.ui.parts.plain import in_html
from board.ui.parts.visit import Visit

_FLIP = 0.85


def show_ribbon(visit: Visit, notes: Mapping[str, str]) -> None:
    """Draws the phases side by side, each as wide as it is long, with its days on the compared day if they differ.

    notes: by phase_id, what is missing in a phase, or that it is done.
    """
    st.html(visit.kept("ribbon", lambda: _drawn(visit, notes), visit.activity, visit.is_past, tuple(notes.items())))


def _drawn(visit: Visit, notes: Mapping[str, str]) -> str:
    activity, as_of = visit.activity, visit.as_of
    phases = activities.phases(visit.store, activity.activity_id, as_of)
    then = activities.phases(visit.store, activity.activity_id, visit.compare_on or as_of)
    days = {row.phase_id: _days(row) for row in each_row(then)}
    parts = "".join(
        _phase(row, as_of, notes.get(row.phase_id, ""), days.get(row.phase_id, "")) for row in each_row(phases)
    )
    today = _today(activity, as_of, visit.is_past)
    return f'<div class="ribbon" role="img" aria-label="各环节的时间安排">{parts}{today}</div>'


def _days(row: Any) -> str:
    return f"{row.start_on.month}月{row.start_on.day}日—{row.end_on.month}月{row.end_on.day}日"


def _phase(row: Any, as_of: date, note: str, before: str) -> str:
    start, end = row.start_on.date(), row.end_on.date()
    state = "past" if end < as_of else "now" if start <= as_of else ""
    word = {"past": "已过", "now": f"进行中，还剩 {(end - as_of).days} 天", "": f"{(start - as_of).days} 天后开始"}[
        state
    ]
    moved = f"（原 {before}）" if before and before != _days(row) else ""
    more = f"<em>{in_html(note)}</em>" if note else ""
    return (
        f'<div class="phase {state}" style="flex:{max((end - start).days, 1)} 1 0"><b>{in_html(row.name)}</b>'
        f"<span>{_days(row)}{moved}　{word}{more}</span></div>"
    )


def _today(activity: Activity, as_of: date, is_past: bool) -> str:
    whole = max((activity.end_on - activity.start_on).days + 1, 1)
    share = ((as_of - activity.start_on).days + 0.5) / whole
    if not 0 <= share <= 1:
        return ""
    word = f"{as_of.month}月{as_of.day}日" if is_past else "今天"
    return f'<div class="today{" flip" if share > _FLIP else ""}" style="left:{share * 100:.1f}%"><i>{word}</i></div>'
