"""方案版本 where it is taken over: what came from the superior, what it would change here, and the decision."""

from functools import partial
from typing import Any

import streamlit as st

from board import clock
from board.plan_versions import arriving
from board.plan_versions.applying import digest_of_changes
from board.plan_versions.changes import Change
from board.plan_versions.views import EFFECTS, counted, shown
from board.store.store import Row
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.web import serving

_OPEN = "tasks_version"
_COLUMNS: dict[str, column.Column | str] = {
    "tags": column.tags("会怎样", EFFECTS),
    "kind": column.name("哪一类"),
    "record_id": column.name("编号"),
    "name": column.main("名称", 160),
    "details": column.text("改什么", 200, grows=2),
    "reasons": column.text("为什么保留", 140, grows=1),
}
_REASON = Field("reason", "为什么不接收，上级看得到", "area", wide=True, at_most=200, must=True)


def show_version(visit: Visit) -> None:
    """Draws that a version of the superior's plan waits, or wasn't taken over, for whoever may decide."""
    if not visit.may(arriving.PERMISSION):
        return
    row = visit.kept("tasks.plan", lambda: arriving.newest(visit.store, visit.activity.activity_id))
    if row is None or row["decision"] == "taken":
        return
    with st.container(border=True, key="tasks_version_waiting", horizontal=True, vertical_alignment="center"):
        state = f"没有接收：{row['reason']}" if row["decision"] else "等着接收"
        st.markdown(f"**{_title(row)}**，{in_markdown(state)}")
        st.button("看一看会改什么", key="tasks_version_look", on_click=_begin, args=(row["sha256"],))
    if st.session_state.get(_OPEN) == row["sha256"]:
        _dialog(visit, row)


def _begin(sha256: str) -> None:
    st.session_state[_OPEN] = sha256


def _title(row: Row) -> str:
    return f"{in_markdown(row['superior'])}下发方案第 {row['version']} 版（{row['issued_at']:%m-%d}）"


@st.dialog("上级的方案", width="large", on_dismiss=closing(_OPEN))
def _dialog(visit: Visit, row: Row) -> None:
    activity_id = visit.activity.activity_id
    changes = arriving.preview(visit.store, activity_id, row, clock.today())
    st.markdown(f"**{_title(row)}**　{in_markdown(row['note'])}")
    show_changes(changes, "tasks_version_changes", "和本单位现在的一样，接收了什么也不改。")
    more = "接收了就同时下发给下面的单位，由它们各自看过再接收。" if serving.settings().collects else ""
    st.caption(f"已经完成的、已经开始的日子、已经有的材料、已经用着的评议表都不改；本单位自己的任务不动。{more}")
    seen = digest_of_changes(changes)
    saved = show_form("tasks_version_take", [], {}, partial(_take_over, visit, row, seen), "接收")
    if not row["decision"]:
        with st.expander("不接收", icon=":material/block:"):
            saved |= show_form("tasks_version_decline", [_REASON], {}, partial(_decline, visit, row), "不接收")
    if saved:
        st.session_state[_OPEN] = None
        st.rerun()


def _take_over(visit: Visit, row: Row, seen: str, _given: dict[str, Any]) -> str:
    of, goes_on = (visit.store, visit.actor, visit.activity.activity_id), serving.settings().collects
    arriving.take_over(*of, row["sha256"], seen, goes_on=goes_on)
    return f"已接收方案第 {row['version']} 版" + ("，并下发给下面的单位" if goes_on else "")


def _decline(visit: Visit, row: Row, given: dict[str, Any]) -> str:
    arriving.decline(visit.store, visit.actor, visit.activity.activity_id, row["sha256"], given["reason"] or "")
    return "已记下，上级会看到原因"


def show_changes(changes: list[Change], key: str, nothing: str) -> None:
    """Draws what a version would change, in a sentence and a table."""
    if not changes:
        st.info(nothing, icon=":material/check:")
        return
    st.markdown(counted(changes))
    rows = shown(changes)
    used = {name: each for name, each in _COLUMNS.items() if name != "reasons" or rows["reasons"].any()}
    quiet_table(rows, used, "会改什么", key=key)
