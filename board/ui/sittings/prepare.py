"""Preparing a meeting: which one, for whom, which slides in which order; then it begins."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.deck.agenda import Place, added, arranged
from board.deck.audiences import Audience
from board.deck.deck import Deck
from board.deck.slide import Slide
from board.deck.units_deck import Of
from board.sittings import actions
from board.sittings.actions import Setting
from board.store.frames import each_row
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.visit import Visit
from board.ui.sittings.start import PREPARING, choose_room, deck_or_refusal
from board.web.deck.making import WHOLE
from board.web.deck.sittings import shown
from board.words import MEETING_KINDS

_NEW, _LIKELIEST = "new", "领导小组会议"
# The meetings that can be chosen: enough to go back a while.
_MOST = 20
# Characters of a hint.
_LONGEST = 100
_DECKS = "sittings_decks"


def _stop() -> None:
    st.session_state[PREPARING] = None
    st.session_state.pop(_DECKS, None)


def show_prepare_button(visit: Visit) -> None:
    """Draws the button that opens the preparation, for whoever may hold a meeting."""
    if not visit.may("deck.show"):
        return
    if st.button("准备开会", icon=":material/slideshow:", type="primary", key="sittings_prepare"):
        st.session_state[PREPARING] = WHOLE
    of = st.session_state.get(PREPARING)
    if of:
        _prepare(visit, of)


@st.dialog("准备开会", width="large", on_dismiss=_stop)
def _prepare(visit: Visit, of: Of) -> None:
    audience = choose_room("sittings_audience")
    # The slides that were looked at are those that are shown, whatever is saved while the dialog is open.
    decks: dict[Audience, Deck | None] = st.session_state.setdefault(_DECKS, {})
    if audience not in decks:
        decks[audience] = deck_or_refusal(visit, audience, of)
    deck = decks[audience]
    if deck is None:
        return
    agenda = _agenda(deck.slides, audience)
    if show_form(
        f"sittings_start_{audience}",
        _fields(visit),
        {"meeting": _NEW, "kind": _LIKELIEST},
        lambda given: _start(visit, (deck, of), agenda, given),
        "开始",
        abreast=3,
    ):
        _stop()
        st.rerun()


def _agenda(slides: Sequence[Slide], audience: Audience) -> list[Place]:
    """Draws the slides as a table in which some are left out and others moved, and returns what it says."""
    st.caption(
        "去掉勾的不放；改“次序”里的数，排到别的地方；讲的时候要提醒自己的，写在“提示”里。数据停在打开这个窗口的那一刻。"
    )
    frame = pd.DataFrame(
        {
            "is_shown": [True] * len(slides),
            "at": [float(place) for place in range(1, len(slides) + 1)],
            "name": [slide.name for slide in slides],
            "title": [slide.title for slide in slides],
            "hint": [""] * len(slides),
        }
    )
    edited = st.data_editor(
        frame,
        key=f"sittings_agenda_{audience}",
        hide_index=True,
        height=215,
        disabled=["name", "title"],
        column_config={
            "is_shown": st.column_config.CheckboxColumn("放", width=50),
            "at": st.column_config.NumberColumn("次序", min_value=0, max_value=99, step=0.5, format="plain", width=60),
            "name": st.column_config.TextColumn("讲什么", width=130),
            "title": st.column_config.TextColumn("题目", width=300),
            "hint": st.column_config.TextColumn("提示（只在手机遥控上显示）", width=200, max_chars=_LONGEST),
        },
        alt="议程",
    )
    return [
        Place(replace(slide, hint=row.hint or ""), float(row.at if pd.notna(row.at) else place), bool(row.is_shown))
        for place, (slide, row) in enumerate(zip(slides, each_row(edited), strict=True), 1)
    ]


def _fields(visit: Visit) -> list[Field]:
    held = activities.meetings(visit.store, visit.activity.activity_id).head(_MOST)
    meetings = {row.meeting_id: f"{row.held_on:%m-%d} {row.kind}　{row.topic}" for row in each_row(held)}
    return [
        Field("meeting", "哪次会议", "choice", {_NEW: "今天新开的一次", **meetings}),
        Field("kind", "会议类型", "choice", {kind: kind for kind in MEETING_KINDS}, help="今天新开的才要选"),
        Field("topic", "议题", help="今天新开的才要填"),
        Field("title", "另加一张：题目", at_most=50, help="台账里没有的，如“学习上级文件”；不加就空着"),
        Field("at", "加在第几张前面", "number", help="空着就放在最后"),
        Field("lines", "另加一张：内容", "area", wide=True, at_most=400, help="一行一点，最多六行"),
    ]


def _start(visit: Visit, made: tuple[Deck, Of], agenda: Sequence[Place], given: Mapping[str, Any]) -> str:
    deck, of = made
    places = [*agenda, *_added(given, len(agenda))]
    slides = arranged(places)
    is_new = given["meeting"] == _NEW
    meeting = {"kind": given["kind"], "topic": given["topic"]} if is_new else given["meeting"]
    left_out = [each.slide.name for each in agenda if not each.is_shown]
    setting = Setting(meeting, deck.audience, left_out, of.since, of.deadline_id)
    to = (visit.store, visit.actor, visit.activity.activity_id)
    sitting_id = actions.start(*to, setting, shown(slides, deck.at))
    st.session_state["sittings_open"] = sitting_id
    return f"{sitting_id} 已开始，按“打开幻灯片”投到大屏"


def _added(given: Mapping[str, Any], last: int) -> list[Place]:
    lines = str(given["lines"] or "").splitlines()
    if not given["title"] and not any(lines):
        return []
    at = given["at"]
    # Before the slide that has the number now.
    return [Place(added(given["title"] or "", lines), at - 0.5 if at else last + 1.0)]
