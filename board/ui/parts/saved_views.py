"""Saved views: filters, order and grouping under a name, applied with one click, private or shared."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from board.activity import saved_views
from board.store.frames import each_row
from board.ui.parts.errors import refusal_kept, show_kept_refusal
from board.ui.parts.filters import clear
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit, refuse_if_changed


def show_saved_views(visit: Visit, subject: str, keys: Sequence[str]) -> None:
    """Draws a popover with a subject's views. `keys`: the filters, order and grouping that a view consists of."""
    with st.popover("视图", icon=":material/bookmark:", key=f"{subject}_views", on_change="rerun") as popover:
        if not popover.open:
            return
        held = saved_views.saved_views(visit.store, visit.actor, visit.activity.activity_id, subject)
        for row in each_row(held):
            _show_view(visit, row, keys)
        if held.empty:
            st.caption("把常用的筛选、排序、分组存成视图，以后点一下就回到这里。")
        show_kept_refusal("saved_views_refusal")
        _show_form(visit, subject, keys)


def _show_view(visit: Visit, row: Any, keys: Sequence[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            in_markdown(row.name),
            key=f"view_{row.view_id}",
            icon=":material/group:" if row.is_shared else ":material/bookmark:",
            help="大家共享的" if row.is_shared else "只有自己看得到",
            on_click=_take_up,
            args=(row.query, keys),
        )
        if row.is_mine:
            once_button(
                "删去",
                key=f"view_{row.view_id}_remove",
                type="tertiary",
                icon=":material/close:",
                on_click=_remove,
                args=(visit, row.view_id),
            )
        else:
            st.caption(in_markdown(row.actor_name))


def _take_up(query: Mapping[str, Any], keys: Sequence[str]) -> None:
    clear(keys)
    for key in keys:
        if key in query:
            st.session_state[key] = _value(key, query[key])


def _value(key: str, kept: Any) -> Any:
    """Returns a stored filter value in its own type: days are stored as text."""
    return date.fromisoformat(kept) if "_due_" in key and isinstance(kept, str) else kept


def _remove(visit: Visit, view_id: str) -> None:
    with refusal_kept("saved_views_refusal"):
        refuse_if_changed(visit.actor)
        saved_views.remove(visit.store, visit.actor, visit.activity.activity_id, view_id)
        st.session_state["notice"] = "已删去视图"


def _show_form(visit: Visit, subject: str, keys: Sequence[str]) -> None:
    fields = [Field("name", "把现在的样子存为视图", help="同名的会被替换")]
    if visit.may("views.share"):
        fields.append(Field("is_shared", "大家都能用", "flag"))

    def save(given: Mapping[str, Any]) -> str:
        shown = {key: st.session_state.get(key) for key in keys}
        query = {key: value.isoformat() if isinstance(value, date) else value for key, value in shown.items() if value}
        is_shared = bool(given.get("is_shared"))
        to = (visit.store, visit.actor, visit.activity.activity_id)
        saved_views.save(*to, subject, given["name"], query, is_shared)
        return f"已存为视图“{in_markdown(given['name'].strip())}”"

    if show_form(f"{subject}_view_form", fields, {}, save, "存为视图"):
        st.rerun()
