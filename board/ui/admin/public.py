"""公开网页 in 系统管理: the switch, the address with its QR code for the notice board, and the page as files."""

from functools import partial
from typing import Any

import streamlit as st

from board import clock
from board.ballots.address import base_of, is_for_this_machine, qr_png, reach
from board.documents.public_sheet import public_sheet
from board.public import switch
from board.public.site import archive
from board.ui.parts.downloads import download
from board.ui.parts.forms.form import show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.web.public import address_of

_WHAT = (
    "不用登录就能看的一页：已经公开的公文（原件和指纹）、公布了结果的群众评议、整改公示里各项办到哪一步、公开数据。"
    "没有公开的、没有签发的、作废的，不出现；人太少的组、提意见的人、一般教职工的名字也不出现。"
)
_PDF, _ZIP = "pdf", "zip"


def show_public(visit: Visit) -> None:
    """Draws whether the page of the activity in the header is open, and what to do with it."""
    state = switch.state(visit.store, visit.activity.activity_id)
    st.markdown(_WHAT)
    word = "关上公开网页" if state["is_open"] else "打开公开网页"
    name = in_markdown(f"{visit.activity.unit_name}　{visit.activity.name}")
    st.markdown(f"{name}：" + ("**现在是打开的**" if state["is_open"] else "**现在是关着的**，外面打不开。"))
    if show_form("admin_public", [], state, lambda given: _switched(visit, state["is_open"], given), word):
        st.rerun()
    if state["is_open"]:
        _show_address(visit)
    _show_files(visit, is_open=state["is_open"])


def _switched(visit: Visit, was_open: bool, given: dict[str, Any]) -> str:
    activity_id = visit.activity.activity_id
    switch.switch(visit.store, visit.actor, activity_id, not was_open, seen_seq=given.get("seen_seq"))
    return "公开网页关上了，外面马上打不开" if was_open else "公开网页打开了"


def _show_address(visit: Visit) -> None:
    path = address_of(visit.activity.activity_id)
    address = base_of(str(st.context.url or "http://localhost/")) + path
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.image(qr_png(address), width=160, alt=f"公开网页的二维码：{address}")
    with right:
        st.code(address, language=None, wrap_lines=True)
        (st.warning if is_for_this_machine(address) else st.caption)(reach(address))
        st.link_button("打开看看", path, icon=":material/open_in_new:")


def _show_files(visit: Visit, *, is_open: bool) -> None:
    activity, on = visit.activity, clock.today()
    with st.container(horizontal=True):
        if is_open:
            address = base_of(str(st.context.url or "http://localhost/")) + address_of(activity.activity_id)
            download(
                "公开栏用的二维码",
                make=lambda: public_sheet(
                    activity.unit_name, activity.name, address, qr_png(address), on, is_example=activity.is_example
                ),
                file_name=f"公开网页二维码.{_PDF}",
                mime="application/pdf",
                key="admin_public_sheet",
                icon=":material/qr_code_2:",
            )
        download(
            "放到自己网站的文件",
            make=partial(archive, visit.store, activity.activity_id, on),
            file_name=f"公开网页.{_ZIP}",
            mime="application/zip",
            key="admin_public_files",
            icon=":material/folder_zip:",
            help="和公开网页一样的一页和文件，解开就能放到学校的网站上；再公开了材料，要重新下载",
        )
