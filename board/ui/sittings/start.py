"""会议模式 on 总览 and a bureau's 上报情况: for whom the slides are, which there are, and the button to open them."""

from dataclasses import replace

import streamlit as st

from board.deck.audiences import AUDIENCES, Audience
from board.deck.deck import Deck
from board.deck.units_deck import Of
from board.errors import BoardError
from board.sittings.views import waiting_for
from board.ui.parts.errors import show_refusal
from board.ui.parts.links import go, way_back
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.web.deck.making import WHOLE, address, deck_for, rooms
from board.words import AUDIENCE

PREPARING = "sittings_preparing"
_KEY = "overview_deck"


def show_deck_start(visit: Visit, of: Of = WHOLE) -> None:
    """Draws the start of 会议模式 for whoever may hold a meeting, over the records of today; at a bureau, of these."""
    if not visit.may("deck.show"):
        return
    waiting = visit.kept("overview.waiting", lambda: _waiting(visit), visit.actor)
    if waiting:
        st.button(
            f"待我确认 {waiting} 件",
            icon=":material/task_alt:",
            key="overview_waiting",
            on_click=go,
            args=("sittings",),
            help="会上议定、要您确认才办的事，在“会议”里",
        )
    with st.popover("会议模式", icon=":material/slideshow:", key=_KEY, width="content", on_change="rerun") as popover:
        if popover.open:
            _show_choice(visit, of)


def _waiting(visit: Visit) -> int:
    return len(waiting_for(visit.store, visit.actor, visit.activity.activity_id, visit.as_of))


def choose_room(key: str) -> Audience:
    """Draws the choice of the room where there are several; returns the one chosen."""
    there = rooms()
    if len(there) == 1:
        return there[0]
    chosen = st.segmented_control(
        "给谁看", there, default=Audience.LEADERS, key=key, required=True, format_func=lambda each: AUDIENCE[each]
    )
    return Audience(chosen or Audience.LEADERS)


def deck_or_refusal(visit: Visit, audience: Audience, of: Of) -> Deck | None:
    """Makes the slides, of the units that the visitor manages; where there is nothing to make them of, says so."""
    try:
        return deck_for(visit.activity.activity_id, audience, replace(of, unit_id=visit.actor.unit_id))
    except BoardError as error:
        show_refusal(error)
        return None


def _show_choice(visit: Visit, of: Of) -> None:
    audience = choose_room("overview_audience")
    deck = deck_or_refusal(visit, audience, of)
    if deck is None:
        return
    st.caption(_rule(audience))
    names = dict.fromkeys(slide.name.split("　")[0] for slide in deck.slides)
    st.markdown(f"**{len(deck.slides)} 张**：" + in_markdown("、".join(names)))
    if deck.left_out:
        st.caption("没有内容，略去：" + in_markdown("、".join(deck.left_out)))
    where = f"{address(visit.activity.activity_id, audience, of)}&{way_back()}"
    st.link_button("开始", where, icon=":material/play_arrow:", type="primary")
    st.caption("在新的一页打开，数据停在打开的那一刻。按 → 下一张，按 ? 看全部按键。")
    st.button(
        "准备开会，会上要议定的",
        key="overview_prepare",
        on_click=go,
        args=("sittings", {PREPARING: of}),
        type="tertiary",
        help="选放哪几张，存下来：几个屏幕、手机遥控停在同一张，能下载 PPTX",
    )


def _rule(audience: Audience) -> str:
    """What an audience is shown and not shown, in words."""
    sees = AUDIENCES[audience]
    hidden = [
        "" if sees.items else "具体事项",
        "" if sees.owners else "责任人",
        "" if sees.workings else "工作任务和程序检查",
        "" if sees.open_rounds else "还没有结束的评议",
    ]
    left = "、".join(filter(None, hidden))
    return f"意见原文、提意见的人，给谁看都不显示{f'；这里还不显示{left}' if left else ''}。"
