"""恢复 in 系统管理: what restoring a copy would do, and the word to type to confirm it."""

from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.backup import actions as backup_actions
from board.backup.restore import Preview
from board.backup.words import BACKUP_SUBJECT
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit


def show_restore(visit: Visit, name: str, seen: Preview) -> bool:
    """Draws what would be lost, and the form. Returns whether the copy was restored in the previous run."""
    st.header("恢复以后会怎样")
    _show_preview(seen)
    field = Field("typed", "确定恢复，请输入“恢复”两个字", help="现在的数据会先备份一份，随时可以再换回来")
    return show_form(f"backup_restore_{name}", [field], {}, lambda given: _restored(visit, name, given), "恢复")


def _show_preview(seen: Preview) -> None:
    lost = sum(each.lost_count or 0 for each in seen.differences)
    since = f"{seen.sheet.data_changed_at:%Y-%m-%d %H:%M}" if seen.sheet.data_version else "建立时"
    if lost:
        st.warning(f"备份里是 {since} 的数据，那以后的 {lost} 次改动会丢失。", icon=":material/warning:")
    else:
        st.caption(f"这份备份刚刚又从头到尾核对过，是完整的。里面是 {since} 的数据。")
    rows = [
        {
            "subject": BACKUP_SUBJECT[each.subject],
            "now": each.now_count,
            "then": each.copy_count,
            "lost": each.lost_count,
            "last": f"{each.last_change_at:%Y-%m-%d %H:%M}" if each.last_change_at else "",
        }
        for each in seen.differences
    ]
    columns = {"subject": "记录", "now": "现在", "then": "恢复后", "lost": "会丢失的改动", "last": "最近一次改动"}
    quiet_table(pd.DataFrame(rows), columns, "恢复以后会怎样", key="backup_effect")
    st.caption("恢复以后，账号和密码也回到那时候；登录着的人不用重新登录，打开着的屏幕随即更新。")


def _restored(visit: Visit, name: str, given: dict[str, Any]) -> str:
    before = backup_actions.restore(visit.store, visit.actor, name, str(given["typed"] or ""))
    return f"已恢复。恢复以前的数据备份在 {before.path.name}（{clock.now():%H:%M}）"
