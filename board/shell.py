"""What Streamlit runs at each visit: who is it, the header, the navigation table, then the page."""

from pathlib import Path

import streamlit as st

from board.access import allowed
from board.ui import links, live
from board.ui.forms import show_notice
from board.ui.header import show_header
from board.ui.visit import current_actor
from board.web import serving

ROOT = Path(__file__).parent.parent
STYLE = (Path(__file__).parent / "ui" / "style.css").read_text("utf-8")

# section → (subject, title, icon, the question the page answers)
NAVIGATION = {
    "总览": [("overview", "总览", "dashboard", "走到哪一步了，眼下什么事要过问？")],
    "推进": [
        ("tasks", "工作任务", "checklist", "各项工作是不是按时？"),
        ("opinions", "征求意见", "forum", "听了谁的意见，说了什么，有没有回音？"),
    ],
    "边查边改": [("rectification", "整改台账", "assignment_turned_in", "什么晚了，谁的，为什么？")],
    "评议": [("evaluation", "群众评议", "how_to_vote", "群众怎么看，哪里弱，比上次好了没有？")],
    "管理": [
        ("imports", "数据导入", "upload_file", "我的文件进对了吗？"),
        ("admin", "系统管理", "admin_panel_settings", "账号和活动是否妥当？"),
    ],
}


def run() -> None:
    """One run of the script for one visitor."""
    st.set_page_config(page_title="查改看板", page_icon=":material/fact_check:", layout="wide")
    actor = current_actor()
    if actor is None:
        st.info("**请先登录**　登录已失效，或者还没有登录。[去登录](/sign-in)", icon=":material/lock:")
        st.stop()
    page = st.navigation(
        {
            section: [_page(*entry) for entry in entries if allowed(actor, f"see.{entry[0]}")]
            for section, entries in NAVIGATION.items()
            if any(allowed(actor, f"see.{entry[0]}") for entry in entries)
        }
    )
    links.follow()
    st.html(f"<style>{STYLE}</style>")
    live.watch(serving.store())
    show_header()
    show_notice()
    page.run()
    _show_who(actor.name)


def _page(subject: str, title: str, icon: str, question: str) -> st.Page:
    return st.Page(
        ROOT / links.PAGES[subject],
        title=title,
        icon=f":material/{icon}:",
        url_path=subject,
        help=question,
        default=subject == "overview",
    )


def _show_who(name: str) -> None:
    with st.sidebar:
        if serving.settings().demo:
            st.caption("这是示例单位，数据都是编的，可以随便试。")
        else:
            st.caption(f"已登录：{name}")
            st.html('<form method="post" action="/sign-out"><button class="sign-out">退出登录</button></form>')


run()
