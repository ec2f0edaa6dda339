"""The day a page shows and the day it is compared with: as chosen in the header or the URL, where possible."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from board import clock
from board.activity import activities
from board.activity.activities import Activity
from board.store.store import Store
from board.ui.parts import filters
from board.ui.parts.plain import in_markdown
from board.web import audience

LAST_MEETING, WEEK_AGO, ON_A_DAY, NOT_COMPARED = "上次会议", "一周前", "指定日期", "不比较"
# What a past day shows: what was known on it, or what is known of it today.
THEN, NOW = "当日所知", "现在所知"
_KEYS = ("as_of", "known", "compare", "compare_on")
_REFUSED = "days_refused"


@dataclass(frozen=True)
class Days:
    """The days of a visit.

    as_of: None for today. is_known_now: whether a past day is shown as it is known now. compare: one of `options`, the
    first being the default. compare_on: the day chosen for ON_A_DAY. compared: the day compared with, if any. refused:
    sentences on what was asked for and isn't possible.
    """

    as_of: date | None
    is_known_now: bool
    compare: str
    compare_on: date | None
    compared: date | None
    options: tuple[str, ...]
    refused: tuple[str, ...]


def resolved(
    asked: Mapping[str, Any], start_on: date, today: date, last_meeting: Callable[[date], date | None]
) -> Days:
    """Returns the days that a request leads to.

    asked: as_of, known, compare and compare_on, each a day, text from the URL, or missing. last_meeting: returns the
    last meeting before a day.
    """
    # Before an activity starts, today is the only day to choose.
    first = min(start_on, today)
    as_of, no_day = _possible(asked.get("as_of"), first, today, "这一天还没有到")
    day = as_of or today
    meeting, week_ago = last_meeting(day), day - timedelta(days=7)
    offered = {LAST_MEETING: meeting, WEEK_AGO: week_ago}
    usual = [word for word, each in offered.items() if each is not None and each >= first]
    options = (*usual, ON_A_DAY, NOT_COMPARED) if usual else (NOT_COMPARED, ON_A_DAY)
    wanted = asked.get("compare") or (ON_A_DAY if asked.get("compare_on") else None)
    compare = wanted if wanted in options else options[0]
    on_a_day, no_comparison = None, ""
    if compare == ON_A_DAY:
        on_a_day, no_comparison = _possible(asked.get("compare_on"), first, day, f"它在截至日期 {day} 以后")
    refused = (
        f"截至日期{no_day}，现在显示今天（{today}）的情况。" if no_day else "",
        _no_such_comparison(str(wanted), offered, first, compare) if wanted not in {None, *options} else "",
        f"相比的日期{no_comparison}，现在不作比较。" if no_comparison else "",
    )
    compared = {**offered, ON_A_DAY: on_a_day}.get(compare)
    is_known_now = as_of is not None and as_of < today and asked.get("known") == NOW
    return Days(as_of, is_known_now, compare, on_a_day, compared, options, tuple(each for each in refused if each))


def _possible(asked: Any, first: date, last: date, why_late: str) -> tuple[date | None, str]:
    """Returns the day asked for, or None and the reason why it isn't possible."""
    if not asked:
        return None, ""
    try:
        day = asked if isinstance(asked, date) else date.fromisoformat(asked)
    except ValueError:
        return None, f"写的是“{asked}”，不是日期（要像 {last} 这样写）"
    if day < first:
        return None, f"写的是 {day}，活动 {first} 才开始，那时还没有记录"
    return (None, f"写的是 {day}，{why_late}") if day > last else (day, "")


def _no_such_comparison(wanted: str, offered: Mapping[str, date | None], first: date, instead: str) -> str:
    if wanted not in offered:
        why = "没有这种比法"
    elif offered[wanted] is None:
        why = "这以前还没有开过会"
    else:
        why = f"那是 {offered[wanted]}，活动 {first} 才开始，那时还没有记录"
    shown = "现在不作比较" if instead == NOT_COMPARED else f"现在与“{instead}”相比"
    return f"要与“{wanted}”相比，{why}，{shown}。"


def asked_days(store: Store, activity: Activity) -> Days:
    """Returns the days asked for in the header or, before the header is first drawn, in the URL.

    From then on all is read as known then or now, as it was asked for.
    """
    days = resolved(
        {key: filters.asked(key) for key in _KEYS},
        activity.start_on,
        clock.today(),
        lambda before: activities.last_meeting_on(store, activity.activity_id, before),
    )
    audience.draw_as_known(now=days.is_known_now)
    return days


def settle_days(store: Store, activity: Activity, subject: str) -> Days:
    """Keeps the possible days in the session and in the URL; the subject's page names those that were refused."""
    days = asked_days(store, activity)
    filters.keep("as_of", days.as_of)
    filters.keep("known", NOW if days.is_known_now else THEN, THEN)
    filters.keep("compare", days.compare, days.options[0])
    filters.keep("compare_on", days.compare_on)
    if days.refused:
        st.session_state[_REFUSED] = (subject, days.refused)
    elif st.session_state.get(_REFUSED, (subject,))[0] != subject:
        forget_refused()
    return days


def show_refused() -> None:
    """Shows which days were refused and why, until the person chooses another day or goes to another page."""
    _, refused = st.session_state.get(_REFUSED, ("", ()))
    for sentence in refused:
        st.warning(f"**换了日期**　{in_markdown(sentence)}", icon=":material/event_busy:")


def forget_refused() -> None:
    """Removes that message. For callbacks."""
    st.session_state.pop(_REFUSED, None)
