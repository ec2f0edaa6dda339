"""备份 in 系统管理: a copy from elsewhere is uploaded, inspected, and restored or discarded."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from board.backup import actions as backup_actions
from board.backup import upload as backup_upload
from board.backup.commands import size_words
from board.backup.rules import Reason
from board.backup.words import BACKUP_REASON
from board.errors import BoardError
from board.ui.admin.backup_restoring import show_restore
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.visit import Visit, refuse_if_changed

_ABOUT = (
    "移动硬盘上的、别的电脑上的备份，在这里选它的压缩文件：下载的备份、下载的开放格式、用命令做的都可以。"
    "收下以后先从头到尾核对，列出恢复以后会怎样，输入“恢复”才动手。"
)
_KEYS = "store.key"


def show_upload(visit: Visit) -> None:
    """Draws the upload for a copy from elsewhere, and the uploaded one that is still here."""
    with st.expander("用别处的备份恢复", icon=":material/upload_file:", key="backup_elsewhere"):
        st.caption(_ABOUT)
        if "backup_upload_kept" in st.session_state:
            show_refusal(st.session_state.pop("backup_upload_kept"))
        at_hand = backup_actions.received(visit.store, visit.actor)
        if at_hand:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(f"已收下一份（{size_words(at_hand[1])}），一天以后自动删去。", width="content")
                st.button("看一看", key="backup_upload_open", on_click=_open, args=(at_hand[0],))
                once_button("不用了，删去", key="backup_upload_drop", on_click=_drop, args=(visit, at_hand[0]))
        file = st.file_uploader(
            "备份文件",
            type=["zip", "duckdb"],
            key=f"backup_upload_{st.session_state.get('backup_upload_turn', 0)}",
            max_upload_size=backup_upload.MOST_BYTES // 2**20,
            label_visibility="collapsed",
        )
        if file is not None:
            _take_in(visit, file)


def _take_in(visit: Visit, file: UploadedFile) -> None:
    """Receives a file once, however often the page is redrawn with it; then clears the upload."""
    file_id, problem = st.session_state.get("backup_upload_refused", ("", None))
    if file_id != file.file_id:
        try:
            refuse_if_changed(visit.actor)
            with st.spinner("正在核对…"):
                name = backup_actions.receive(visit.store, visit.actor, file, file.size)
        except BoardError as error:
            problem = error
            st.session_state["backup_upload_refused"] = (file.file_id, problem)
        else:
            st.session_state["backup_upload_turn"] = st.session_state.get("backup_upload_turn", 0) + 1
            _open(name)
            st.rerun()
    show_refusal(problem)


def _open(name: str | None) -> None:
    st.session_state["backup_open"] = name


def _drop(visit: Visit, name: str) -> None:
    try:
        refuse_if_changed(visit.actor)
        backup_actions.give_up(visit.store, visit.actor, name)
    except BoardError as problem:
        st.session_state["backup_upload_kept"] = problem
    _open(None)


def show_received(visit: Visit, name: str) -> None:
    """Draws the sheet of the uploaded copy of this name, if it is still here."""
    at_hand = backup_actions.received(visit.store, visit.actor)
    if at_hand and at_hand[0] == name:
        _sheet(visit, *at_hand)


@st.dialog("上传的备份", width="large", on_dismiss=lambda: _open(None))
def _sheet(visit: Visit, name: str, size: int) -> None:
    if st.session_state["backup_open"] != name:
        st.rerun()  # the button's rerun redrew only the dialog
    try:
        seen = backup_actions.preview(visit.store, visit.actor, name)
    except BoardError as problem:
        show_refusal(problem)
        return
    st.markdown(f"## {seen.sheet.made_at:%Y-%m-%d %H:%M} 做成　{BACKUP_REASON[seen.sheet.reason]}　{size_words(size)}")
    if seen.sheet.reason != Reason.HAND and _KEYS not in seen.sheet.files:
        st.caption("它是自动做的，里面没有网上填写的密钥：别的电脑上发出的填写码、还没计入的评议表，恢复以后不能用。")
    once_button("不用了，删去", key="backup_sheet_drop", icon=":material/delete:", on_click=_drop, args=(visit, name))
    if show_restore(visit, name, seen):
        _open(None)
        st.rerun()
