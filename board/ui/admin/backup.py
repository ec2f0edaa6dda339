"""备份 in 系统管理: the copies; one can be made, downloaded, or restored after a look at what would be lost."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.backup import actions as backup_actions
from board.backup.commands import size_words
from board.backup.copies import Copy, folder_of
from board.backup.formats import name_of
from board.backup.words import BACKUP_REASON, BACKUP_RULE
from board.errors import BoardError
from board.operating import support
from board.ui.admin.backup_restoring import show_restore
from board.ui.admin.backup_upload import show_received, show_upload
from board.ui.parts import filters
from board.ui.parts.downloads import download
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms.form import show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.paged import show_rows
from board.ui.parts.visit import Visit
from board.web import keeping, serving

_ZIP = "application/zip"
_SUPPORT = "support.zip"
_COLUMNS: dict[str, Any] = {
    "open": "打开",
    "made_at": column.name("做成时间"),
    "reason": column.text("缘由", 130),
    "size": column.name("大小"),
    "state": column.name("核对"),
    "rule": column.text("凭什么留着", 130),
}


def show_backup(visit: Visit) -> None:
    """Draws the state of the copies, the button that makes one, the list, and the sheet of the open one."""
    if visit.store.path is None:
        st.info("数据只在内存里，没有可以备份的文件。", icon=":material/save:")
        return
    held = backup_actions.listed(visit.store, visit.actor)
    _show_standing(visit, held)
    if show_form("backup_make", [], {}, lambda _given: _made(visit), "立即备份"):
        st.rerun()
    if held:
        show_rows(_frame(held), _COLUMNS, key="backup_table", button="open", name="备份", act=partial(_open, held))
    else:
        st.info("还没有备份。做好的备份列在这里，可以下载，可以恢复。", icon=":material/save:")
    if not visit.is_past:  # nothing can be uploaded there
        show_upload(visit)
    _show_open(visit, held)


def _show_standing(visit: Visit, held: list[Copy]) -> None:
    for problem in keeping.problems():
        show_refusal(problem)
    newest = f"最近一份是 {held[0].made_at:%Y-%m-%d %H:%M} 做的。" if held else ""
    second = serving.settings().second
    also = f"，同时拷到 {second}" if second else "；没有设第二个文件夹，请定期下载一份存到移动硬盘"
    kept = "示例不自动备份。" if serving.settings().demo else "有人保存过，每天自动备份一份。"
    assert visit.store.path  # noqa: S101 - asked above
    st.caption(in_markdown(f"{kept}{newest}备份放在下面这个文件夹{also}。"))
    st.code(str(folder_of(visit.store.path)), language=None)
    _show_support(visit)


def _show_support(visit: Visit) -> None:
    download(
        "下载运行情况",
        make=partial(support.bundle, visit.store, visit.actor),
        file_name=_SUPPORT,
        mime=_ZIP,
        key="backup_support",
        icon=":material/support:",
        help="版本、各表有多少行、日志；没有姓名和内容。请人帮忙看的时候用",
    )


def _made(visit: Visit) -> str:
    copy = backup_actions.make(visit.store, visit.actor)
    keeping.lay_in(visit.store, serving.settings().second)
    return f"已备份并核对：{copy.path.name}（{size_words(copy.size)}）"


def _frame(held: list[Copy]) -> pd.DataFrame:
    rows = [
        {
            "open": "看一看",
            "made_at": f"{each.made_at:%Y-%m-%d %H:%M:%S}",
            "reason": BACKUP_REASON[each.made.reason],
            "size": size_words(each.size),
            "state": "做成时已核对",
            "rule": BACKUP_RULE[each.rule] if each.rule else "下次备份时清理",
        }
        for each in held
    ]
    return pd.DataFrame(rows)


def _open(held: list[Copy], at: int) -> None:
    st.session_state["backup_open"] = held[at].path.name


def _show_open(visit: Visit, held: list[Copy]) -> None:
    chosen = filters.opened("backup_open")
    for each in held:
        if each.path.name == chosen:
            _sheet(visit, each)
            return
    if chosen:
        show_received(visit, chosen)


_close = closing("backup_open")


@st.dialog("备份", width="large", on_dismiss=_close)
def _sheet(visit: Visit, copy: Copy) -> None:
    name = copy.path.name
    st.markdown(f"## {copy.made_at:%Y-%m-%d %H:%M}　{BACKUP_REASON[copy.made.reason]}　{size_words(copy.size)}")
    try:
        seen = backup_actions.preview(visit.store, visit.actor, name)
    except BoardError as problem:
        show_refusal(problem)
        return
    download(
        "下载",
        make=partial(backup_actions.content, visit.store, visit.actor, name),
        file_name=name,
        mime=_ZIP,
        key="backup_download",
        icon=":material/download:",
        help="里面是全部数据，请像保管数据一样保管",
    )
    download(
        "下载开放格式",
        make=partial(backup_actions.open_content, visit.store, visit.actor, name),
        file_name=name_of(name),
        mime=_ZIP,
        key="backup_download_open",
        icon=":material/table_view:",
        help="每张表一个 Parquet、一个 CSV，别的程序也能读；可以上传恢复，也可以用命令恢复",
    )
    if show_restore(visit, name, seen):
        _close()
        st.rerun()
