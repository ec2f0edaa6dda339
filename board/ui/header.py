"""The band at the top of every page: whose activity, which phase, as of when, compared with when, changed when."""

from datetime import date
from html import escape

import streamlit as st

from board import activities, clock
from board.access import Role
from board.activities import Activity
from board.db import Store
from board.frames import each_row
from board.navigation import NAVIGATION
from board.ui.visit import activity_names, chosen_day, compared_day, comparisons, current_activity
from board.web import serving
from board.words import ROLE


def show_header(title: str, subject: str) -> None:
    """Draw the band with the page's title, and its controls; `subject` is the page's.

    Without an activity there is nothing to say yet.
    """
    activity = current_activity()
    if activity is None:
        return
    store = serving.store()
    demo = serving.settings().demo
    several = len(activity_names()) > 1
    head = st.container(horizontal=True, vertical_alignment="center", key="head")
    head.html(_band(store, activity, title))
    with head.container(horizontal=True, vertical_alignment="center", width="content", key="header"):
        if several:
            _activity_switch()
        _moment(store, activity)
        if demo and not several:
            _role_switch()
    if demo and several:  # three controls leave no room for the words beside them
        with st.sidebar:
            _role_switch()


def _band(store: Store, activity: Activity, title: str) -> str:
    as_of = chosen_day("as_of", activity) or clock.today()
    example = '<span class="example">示例</span>' if activity.is_example else ""
    past = f'<span class="past">只看不改：{as_of:%Y-%m-%d} 的情况</span>　' if as_of < clock.today() else ""
    whose = f"{escape(activity.unit_name)}　{escape(activity.name)}"
    return (
        f'<div class="band-room"><div class="band"><h1>{escape(title)}</h1>'
        f'<div><div class="unit">{example}{whose}</div>'
        f'<div class="where">{past}{escape(activity.stage)}　<b>{escape(phase_text(store, activity, as_of))}</b>'
        f'　<span class="fresh">更新于 {store.data_changed_at:%H:%M:%S}</span></div></div></div></div>'
    )


def phase_text(store: Store, activity: Activity, as_of: date) -> str:
    """Which phase the day is in and how many days of it are left, in words."""
    if as_of < activity.start_on:
        return f"尚未开始，还有 {(activity.start_on - as_of).days} 天"
    if as_of > activity.end_on:
        return f"已结束 {(as_of - activity.end_on).days} 天"
    running = [
        row
        for row in each_row(activities.phases(store, activity.activity_id, as_of))
        if row.start_on.date() <= as_of <= row.end_on.date()
    ]
    whole = f"距本阶段结束 {(activity.end_on - as_of).days} 天"
    if not running:
        return whole
    left = (running[-1].end_on.date() - as_of).days
    return f"{running[-1].name}环节，还剩 {left} 天；{whole}"


def _moment(store: Store, activity: Activity) -> None:
    as_of = chosen_day("as_of", activity)
    compared = compared_day(store, activity, as_of or clock.today())
    label = f"截至 {as_of:%m-%d}" if as_of else "截至今天"
    if compared:
        label += f"，与 {compared:%m-%d} 相比"
    # Before it starts an activity has no day behind it: today is all there is to choose.
    first = min(activity.start_on, clock.today())
    with st.popover(label, icon=":material/event:", key="moment"):
        st.date_input(
            "截至日期",
            value=None,
            key="as_of",
            bind="query-params",
            format="YYYY-MM-DD",
            min_value=first,
            max_value=clock.today(),
            help="留空就是今天。选以前的日子，各页显示当天的情况，只看不改。",
        )
        st.selectbox(
            "与…相比",
            comparisons(store, activity, as_of or clock.today()),
            key="compare",
            bind="query-params",
            help="各项数字旁边标出与那一天相比的变化。",
        )
        if st.session_state.get("compare") == "指定日期":
            st.date_input(
                "相比的日期",
                value=None,
                key="compare_on",
                bind="query-params",
                format="YYYY-MM-DD",
                min_value=first,
                max_value=clock.today(),
            )


def _activity_switch() -> None:
    def switched() -> None:
        # Filters, open records and days are of the activity that is left: none of them means anything in the other.
        of_pages = tuple(f"{entry.subject}_" for entries in NAVIGATION.values() for entry in entries)
        for held in (st.session_state, st.query_params):
            for key in [key for key in held if str(key).startswith(of_pages)]:
                del held[key]
        for key in ("as_of", "compare_on"):
            st.session_state[key] = None

    st.selectbox(
        "活动",
        list(activity_names()),
        key="activity",
        bind="query-params",
        label_visibility="collapsed",
        width=205,
        on_change=switched,
        help="换一项活动看：各页只显示这一项活动的内容。",
    )


def _role_switch() -> None:
    labels = [ROLE[role] for role in (Role.CLERK, Role.LEADER, Role.OWNER, Role.ADMIN)]
    st.selectbox(
        "以哪个角色看",
        labels,
        key="role",
        bind="query-params",
        label_visibility="collapsed",
        width=130,
        help="示例里不用登录，可以换个角色看看各人看到什么。",
    )
