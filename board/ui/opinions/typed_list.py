"""Opinions by the list: source and subject once, then one opinion per line, typed or pasted, previewed, then saved."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from board import clock
from board.opinions import actions as opinions
from board.opinions import batch as opinions_batch
from board.ui.opinions.forms import source_fields
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit, refuse_if_changed

_NAMED = 3
_COLUMNS: dict[str, Any] = {
    "line": column.number("行"),
    "content": column.main("意见内容"),
    "warning": column.text("请看一下", 150),
}


def _stop() -> None:
    st.session_state["opinions_listing"] = False
    st.session_state.pop("opinions_listed", None)


@st.dialog("成批登记", width="large", on_dismiss=_stop)
def show_list(visit: Visit) -> None:
    """Draws the dialog: type or paste a list, preview its lines, register them together."""
    st.caption("同一次座谈会、同一个意见箱收来的，选一次渠道和来自，一行写一条；从别处粘贴来的序号会自动去掉。")
    fields = [*source_fields(visit), Field("contents", "意见，一行一条", "area", wide=True, at_most=60_000)]
    listed = st.session_state.get("opinions_listed")
    initial = listed or {"received_on": visit.as_of, "about": "group"}
    if show_form("opinions_lines", fields, initial, _look, "预览"):
        st.rerun()
    if listed:
        _show_preview(visit, listed)


def _look(given: dict[str, Any]) -> str:
    opinions_batch.refuse_wrong(opinions_batch.lines(given["contents"] or ""), given, clock.today())
    st.session_state["opinions_listed"] = given
    return ""


def _show_preview(visit: Visit, listed: Mapping[str, Any]) -> None:
    contents = opinions_batch.lines(listed["contents"] or "")
    known = opinions.opinions(visit.store, visit.activity.activity_id, visit.as_of)
    rows = opinions_batch.preview(contents, known)
    marked = int((rows["warning"] != "").sum())
    st.html(f'<h3 class="section">登记以后会有　{len(rows)} 条</h3>')
    if marked:
        st.warning(f"有 {marked} 行要看一下；不想登记的，在上面删去那一行，再按预览。", icon=":material/visibility:")
    quiet_table(rows, _COLUMNS, "将要登记的意见", key="opinions_list_table", tall=300, nothing="")
    show_kept_refusal("opinions_list_refusal")
    once_button(
        f"确认登记 {len(rows)} 条",
        type="primary",
        key="opinions_list_confirm",
        disabled=rows.empty,
        on_click=_register,
        args=(visit, contents, listed),
    )


def _register(visit: Visit, contents: list[str], listed: Mapping[str, Any]) -> None:
    fields = {name: value for name, value in listed.items() if name != "contents"}
    with refusal_kept("opinions_list_refusal"):
        refuse_if_changed(visit.actor)
        ids = opinions_batch.add_many(visit.store, visit.actor, visit.activity.activity_id, contents, fields)
        _stop()
        more = " 等" if len(ids) > _NAMED else ""
        st.session_state["notice"] = f"已登记 {len(ids)} 条：{'、'.join(ids[:_NAMED])}{more}"
