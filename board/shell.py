"""What Streamlit runs at each visit: who is it, the header, the navigation table, then the page."""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from board.access import Actor, allowed
from board.navigation import FIRST, NAVIGATION, Entry, file_of
from board.ui import links, live
from board.ui.falls import show_falls
from board.ui.forms import forget_notice, show_notice
from board.ui.header import show_header
from board.ui.starting import show_start
from board.ui.visit import current_activity, current_actor
from board.web import serving

ROOT = Path(__file__).parent.parent
ICON = str(Path(__file__).parent / "ui" / "icon.svg")
SIDEBAR_WIDTH = 220
STYLE = (Path(__file__).parent / "ui" / "style.css").read_text("utf-8")


def run() -> None:
    """One run of the script for one visitor."""
    st.set_page_config(page_title="查改看板", page_icon=ICON, layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
    actor = current_actor()
    if actor is None:
        st.info("**请先登录**　登录已失效，或者还没有登录。[去登录](/sign-in)", icon=":material/lock:")
        st.stop()
    if current_activity() is None:
        show_notice()
        show_start(serving.store(), actor)
        forget_notice()
        st.stop()
    page = st.navigation(_pages_for(actor))
    links.follow()
    st.html(f"<style>{STYLE}</style>")
    is_redraw = live.watch(serving.store(), ("data", "access") if page.url_path == "admin" else ("data",))
    show_header(page.title, page.url_path or FIRST)
    show_notice(is_redraw=is_redraw)
    show_falls(serving.store(), actor)
    _show_who(actor.name)  # before the page, which may stop where it has nothing to show
    try:
        page.run()
    except StopException:
        forget_notice()
        raise
    forget_notice()


def _pages_for(actor: Actor) -> dict[str, list[st.Page]]:
    """The navigation table. What this person may not see is not offered; at its URL the page's own guard says so."""
    pages: dict[str, list[st.Page]] = {}
    hidden = []
    for section, entries in NAVIGATION.items():
        for entry in entries:
            if allowed(actor, f"see.{entry.subject}"):
                pages.setdefault(section, []).append(_page(entry))
            else:
                hidden.append(_page(entry, "hidden"))
    # A section of its own would stand in the navigation as an empty heading.
    pages[next(iter(pages))] += hidden
    return pages


def _page(entry: Entry, visibility: Literal["visible", "hidden"] = "visible") -> st.Page:
    return st.Page(
        ROOT / file_of(entry.subject),
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.subject,
        help=entry.question,
        default=entry.subject == FIRST,
        visibility=visibility,
    )


def _show_who(name: str) -> None:
    with st.sidebar:
        if serving.settings().demo:
            st.caption("这是示例单位，数据都是编的，可以随便试。")
        else:
            st.caption(f"已登录：{name}")
            st.html(
                '<form method="post" action="/sign-out"><button class="sign-out">退出登录</button></form>'
                '<a class="own-password" href="/password" target="_self">修改密码</a>'
            )


run()
