"""会议模式 of a bureau: the slides on its units, from 上报情况."""

import streamlit as st

from board.ui.parts.links import way_back
from board.ui.parts.visit import Visit
from board.web.deck.routes import units_address


def show_meeting(visit: Visit, deadline_id: str | None) -> None:
    """Draws the link to the slides of today, for whoever may hold a meeting; compared with the page's compared day."""
    if visit.is_past or not visit.may("deck.show"):
        return
    where = units_address(visit.activity.activity_id, visit.compare_on, deadline_id or "")
    words = "上报、没报的、变化、对比、共性问题、交办，做成幻灯片，在新的一页打开，数据停在那一刻"
    icon = ":material/slideshow:"
    st.link_button("会议模式", "&".join(filter(None, (where, way_back()))), icon=icon, help=words)
