"""The band at the top of every page: unit and activity, phase, day shown, day compared with, last change."""

from datetime import date
from html import escape
from itertools import chain

import streamlit as st

from board import clock
from board.access import Role, allowed
from board.activity import activities
from board.activity.activities import Activity
from board.navigation import NAVIGATION
from board.overview.late import KINDS, entered_since
from board.store.frames import each_row
from board.store.store import Store
from board.ui.parts import filters, printing
from board.ui.parts.days import (
    NOT_COMPARED,
    NOW,
    ON_A_DAY,
    THEN,
    Days,
    asked_days,
    forget_refused,
    settle_days,
    show_refused,
)
from board.ui.parts.links import forget
from board.ui.parts.search import show_search
from board.ui.parts.visit import activity_names, current_activity, current_actor
from board.web import serving
from board.words import ROLE

# Subjects that know no day of their own besides that of entry → why their pages are as known then in either case.
_AS_THEN = {
    "rectification": "整改事项办到哪一步没有另外的日期，从录入算：这一页仍照当日所知。",
    "evaluation": "评议表收够一批才计入，不按填表日期回算：这一页仍照当日所知。",
    "report": "各版和听取意见按各自的日期；文字、核对和答复没有另外的日期，仍照当日所知。",
    "thread": "意见、谈心、问题按各自的日期；事项和各种关联没有另外的日期，仍照当日所知。",
    "sittings": "会议怎么开、议定什么没有另外的日期：这一页仍照当日所知。",
}
_IN_LOTS = "意见成批显示，仍照当日所知。"
# Handled in browser/print.js.
_PRINT = (
    '<button class="print-page" type="button" title="打印这一页：整张表、筛选条件和截至日期（Ctrl+P）">打印</button>'
)


def show_header(title: str, subject: str) -> None:
    """Draws the band with the page's title, and its controls. `subject`: the page's.

    Without an activity it draws nothing.
    """
    activity = current_activity()
    if activity is None:
        return
    store = serving.store()
    days = settle_days(store, activity, subject)
    head = st.container(horizontal=True, vertical_alignment="center", key="head")
    head.html(_band(store, activity, days, title))
    with head.container(horizontal=True, vertical_alignment="center", width="content", key="header"):
        show_search(subject)
        if len(activity_names()) > 1:
            _activity_switch()
        _moment(activity, days)
        st.html(_PRINT, width="content")
    if serving.settings().demo:  # in the head it would leave no room for the words there
        with st.sidebar:
            _role_switch()
    if days.is_known_now:
        _show_what_stays(subject)
    show_refused()


def _show_what_stays(subject: str) -> None:
    actor = current_actor()
    is_reader = subject in {"opinions", "thread"} and not (actor and allowed(actor, "see.givers"))
    sentence = _AS_THEN.get(subject, "") + _IN_LOTS * is_reader
    if sentence:
        st.caption(sentence)


def show_paper_foot(title: str) -> None:
    """Draws the foot of a printed page."""
    activity = current_activity() if printing.is_printing() else None
    if activity is not None:
        days = asked_days(serving.store(), activity)
        printing.show_foot(activity, title, days.as_of or clock.today(), days.compared, NOW * days.is_known_now)


def _band(store: Store, activity: Activity, days: Days, title: str) -> str:
    as_of = days.as_of or clock.today()
    known = f"，按{NOW}" if days.is_known_now else ""
    example = '<span class="example">示例</span>' if activity.is_example else ""
    past = f'<span class="past">只看不改：{as_of:%Y-%m-%d} 的情况{known}</span>　' if as_of < clock.today() else ""
    whose = f"{escape(activity.unit_name)}　{escape(activity.name)}"
    return (
        f'<div class="band-room"><div class="band"><h1>{escape(title)}</h1>'
        f'<div><div class="unit">{example}{whose}</div>'
        f'<div class="where">{past}{escape(activity.stage)}　<b>{escape(phase_text(store, activity, as_of))}</b>'
        f'　<span class="fresh">更新于 {store.data_changed_at:%H:%M:%S}</span></div></div></div></div>'
    )


def phase_text(store: Store, activity: Activity, as_of: date) -> str:
    """Returns a day's phase and how many days of it are left, in words."""
    if as_of < activity.start_on:
        return f"尚未开始，还有 {(activity.start_on - as_of).days} 天"
    if as_of > activity.end_on:
        return f"已结束 {(as_of - activity.end_on).days} 天"
    key = ("header.running", activity.activity_id, as_of)
    running: tuple[str, date] | None = store.cached(key, lambda: _running(store, activity.activity_id, as_of))
    whole = f"阶段还剩 {(activity.end_on - as_of).days} 天"
    return f"{running[0]}环节还剩 {(running[1] - as_of).days} 天，{whole}" if running else whole


def _running(store: Store, activity_id: str, as_of: date) -> tuple[str, date] | None:
    """Returns the name and the last day of the phase that runs on a day, the latest of several."""
    rows = each_row(activities.phases(store, activity_id, as_of))
    running = [(row.name, row.end_on.date()) for row in rows if row.start_on.date() <= as_of <= row.end_on.date()]
    return running[-1] if running else None


def _moment(activity: Activity, days: Days) -> None:
    label = f"截至 {days.as_of:%m-%d}" if days.as_of else f"截至今天 {clock.today():%m-%d}"
    if days.compared:
        label += f"，与 {days.compared:%m-%d} 相比"
    with st.popover(label, icon=":material/event:", key="moment"):
        _day_input(
            "截至日期", "as_of", activity, clock.today(), "留空就是今天。选以前的日子，各页显示当天的情况，只看不改。"
        )
        st.selectbox(
            "与…相比",
            days.options,
            key="compare",
            persist_state="session",
            on_change=forget_refused,
            help="各项数字旁边标出与那一天相比的变化。"
            + ("活动开始还不到一周，也还没有开过会，所以先不比较。" if days.options[0] == NOT_COMPARED else ""),
        )
        if days.as_of and days.as_of < clock.today():
            st.radio(
                "那天的情况",
                [THEN, NOW],
                key="known",
                persist_state="session",
                horizontal=True,
                help=f"{THEN}：那天看到什么就是什么，永远不变。{NOW}：补录的也算进那天，移出和撤销了的不算。",
            )
            st.caption(_known_of(activity, days.as_of, is_known_now=days.is_known_now))
        if days.compare == ON_A_DAY:
            _day_input("相比的日期", "compare_on", activity, days.as_of or clock.today())


def _known_of(activity: Activity, day: date, *, is_known_now: bool) -> str:
    """Returns what the pages of a past day show, and what has been entered since though it is dated earlier."""
    actor = current_actor()
    late = entered_since(serving.store(), activity.activity_id, day)
    seen = [
        KINDS[kind][0].format(count)
        for kind, count in late.items()
        if actor is not None and allowed(actor, KINDS[kind][1])
    ]
    if is_known_now:
        counted = "、".join(each for each in seen if "评议表" not in each)
        counted = f"（{counted}）" if counted else ""
        return f"各页都是今天所知的那一天：以后补录、日期在那天以前的也算在内{counted}，移出和撤销了的不算。"
    since = f"以后补录、日期在这天以前的，不算在内：{'、'.join(seen)}。" if seen else ""
    return f"各页都是这一天当天所知的。{since}"


def _day_input(label: str, key: str, activity: Activity, last: date, help_text: str | None = None) -> None:
    st.date_input(
        label,
        value=None,
        key=key,
        persist_state="session",
        on_change=forget_refused,
        format="YYYY-MM-DD",
        min_value=min(activity.start_on, clock.today()),
        max_value=last,
        help=help_text,
    )


def _activity_switch() -> None:
    def switched() -> None:
        # Filters, open records and days belong to the previous activity and mean nothing in the other.
        for entry in chain(*NAVIGATION.values()):
            forget(entry.subject)
        for key in ("as_of", "compare_on"):
            st.session_state[key] = None

    filters.one_of("activity", list(activity_names()))
    st.selectbox(
        "活动",
        list(activity_names()),
        key="activity",
        persist_state="session",
        label_visibility="collapsed",
        width=205,
        on_change=switched,
        help="换一项活动看：各页只显示这一项活动的内容。",
    )


def _role_switch() -> None:
    labels = [ROLE[role] for role in (Role.CLERK, Role.LEADER, Role.OWNER, Role.ADMIN)]
    filters.one_of("role", labels)
    st.selectbox(
        "以哪个角色看",
        labels,
        key="role",
        persist_state="session",
        help="示例里不用登录，可以换个角色看看各人看到什么。",
    )
