"""The script that Streamlit runs at each visit: who is it, the header, the navigation, then the page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import StopException, get_script_run_ctx

from board import clock
from board.access import Actor
from board.navigation import first
from board.overview.unused_pages import unused
from board.store.store import Topic
from board.ui.admin.starting import show_start
from board.ui.parts import links, printing, redraws
from board.ui.parts.falls import show_falls
from board.ui.parts.forms.drafts import whose
from board.ui.parts.forms.form import forget_notice, show_notice
from board.ui.parts.header import show_header, show_paper_foot
from board.ui.parts.looks import looks_switch
from board.ui.parts.news import hear
from board.ui.parts.pictures import is_dark
from board.ui.parts.visit import current_activity, current_actor
from board.web import resuming, serving, turns
from board.web.browser import alone
from board.web.browser.styles import icon
from board.web.seen import seen
from board.words import PLAN_PURPOSE

ROOT = Path(__file__).parent.parent
SIDEBAR_WIDTH = 220
# Dialogs and menus are outside the page's element and don't inherit its dark mode.
DARK = "<style>:root { color-scheme: dark; }</style>"


def run() -> None:
    """Runs the script for one visitor, as requested or as a redraw in its turn."""
    with _redrawn() if redraws.is_redraw() else turns.asked_for():
        _run()


@contextmanager
def _redrawn() -> Iterator[None]:
    """Waits until requested runs are done, then draws from the state that earlier redraws used.

    That state has at least what was saved when this page asked, and at least what this person has seen.
    """
    turns.give_way()
    least, before = turns.least(), seen()
    if least is None:
        yield
        return
    with serving.store().shared({topic: max(least[topic], before.get(topic, 0)) for topic in least}):
        yield


def _run() -> None:
    st.set_page_config(page_title="查改看板", page_icon=icon(), layout="wide", initial_sidebar_state=SIDEBAR_WIDTH)
    actor = current_actor()
    if actor is None:
        st.info("**请先登录**　登录已失效，或者还没有登录。[去登录](/sign-in)", icon=":material/lock:")
        st.stop()
    if current_activity() is None:
        show_notice()
        show_start(serving.store(), actor)
        forget_notice()
        st.stop()
    without_use = _unused()
    resuming.take_up(actor)
    pages = links.pages_for(actor, without_use)
    page = st.navigation(pages, position="hidden")
    links.restore(page.url_path or _first())
    links.follow(page.url_path or _first())
    links.show_pages(pages, page)
    if is_dark():
        st.html(DARK)
    printing.begin()
    topics: tuple[Topic, ...] = ("data", "access") if page.url_path == "admin" else ("data",)
    is_printing = printing.is_printing()
    turn = redraws.watch(serving.store(), topics, whose(actor), hear(serving.store(), actor), is_printing=is_printing)
    try:
        _draw(page, actor, without_use, is_redraw=bool(turn))
        resuming.keep(actor)
    finally:  # also if the run is cut short by a click
        turns.over(turn)


def _draw(page: StreamlitPage, actor: Actor, without_use: Mapping[str, str], *, is_redraw: bool) -> None:
    show_header(page.title, page.url_path or _first())
    show_notice(is_redraw=is_redraw)
    if page.url_path in without_use:
        _say_unused(page.title, without_use[page.url_path])
    show_falls(serving.store(), actor)
    _show_who(actor.name)  # before the page, which may stop the run
    try:
        _show_page(page, actor)
    except StopException:
        show_paper_foot(page.title)
        forget_notice()
        raise
    show_paper_foot(page.title)
    forget_notice()


@st.fragment(key=alone.PAGE)
def _show_page(page: StreamlitPage, actor: Actor) -> None:
    """Draws the page: with all else, or alone after a choice on it (`board.web.browser.alone`)."""
    context = get_script_run_ctx()
    if not (context and context.fragment_ids_this_run):
        page.run()
        return
    if "notice" in st.session_state:
        st.rerun()
    page._can_be_called = True  # Streamlit lets it run once in each run of all
    try:
        with turns.asked_for():
            page.run()
    finally:
        resuming.keep(actor)


def _unused() -> Mapping[str, str]:
    activity = current_activity()
    return unused(serving.store(), activity.activity_id, clock.today()) if activity else {}


def _say_unused(title: str, purpose: str) -> None:
    st.info(
        f"**本活动用不着{title}**　方案里没有“{PLAN_PURPOSE[purpose]}”的环节，所以左边不列这一页，程序检查也不查。"
        "确实要用，照样可以在这里登记，登记以后就列出来。",
        icon=":material/block:",
    )


def _first() -> str:
    return first(serving.settings().collects)


def _show_who(name: str) -> None:
    """Draws who is signed in and how to leave, below the switch of the display settings; in one element, as Streamlit
    takes as long for a line as for all of it."""
    if serving.settings().demo:
        who = '<p class="quiet">这是示例单位，数据都是编的，可以随便试。</p>'
    else:
        who = (
            f'<p class="quiet">已登录：{escape(name)}</p>'
            '<form method="post" action="/sign-out"><button class="sign-out">退出登录</button></form>'
            '<a class="own-password" href="/password" target="_self">修改密码</a>'
        )
    with st.sidebar:
        st.html(looks_switch() + who)


run()
