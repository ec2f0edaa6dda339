"""The file's spellings of groups and ways, and the meaning of each, which can be set here once for all rows."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from board.importing.checked import Checked
from board.importing.roles import GROUP, WAY, fact_label
from board.imports import commit as imports
from board.ui.imports.choices import revision, say
from board.ui.parts.forms.once import state_of
from board.ui.parts.visit import Visit
from board.words import WAY as WAY_LABELS

_FIELD_OF = {GROUP: "groups", WAY: "ways"}


def show_facts(visit: Visit, checked: Checked) -> None:
    """Draws every spelling of a group or a way with its meaning; those not understood come first."""
    if checked.fact_words.empty:
        return
    unread = int((checked.fact_words["value"] == "").sum())
    title = "文件里的参评人员、参评方式各是什么" + (f"　{unread} 种没有认出" if unread else "")
    form = imports.form(visit.store, visit.activity.activity_id)
    meanings = {GROUP: {group: group for group in form.groups}, WAY: {label: way for way, label in WAY_LABELS.items()}}
    with st.expander(title, expanded=bool(unread), key="imports_facts"):
        for role, found in checked.fact_words.groupby("role", sort=True):
            _edit(str(role), found.reset_index(drop=True), meanings[str(role)])


def _edit(role: str, found: pd.DataFrame, meanings: Mapping[str, str]) -> None:
    key = f"imports_facts_{role}_{revision()}"
    labels = {value: label for label, value in meanings.items()}

    def changed() -> None:
        edited = state_of(key).get("edited_rows", {}).items()
        readings = {found["word"].iloc[int(at)]: meanings[cells["read"]] for at, cells in edited if cells.get("read")}
        say(**{_FIELD_OF[role]: readings})

    st.data_editor(
        found.assign(read=found["value"].map(labels).fillna(""))[["word", "row_count", "read"]],
        key=key,
        on_change=changed,
        hide_index=True,
        disabled=["word", "row_count"],
        column_config={
            "word": st.column_config.TextColumn(f"{fact_label(role)}：文件里写的", width=320),
            "row_count": st.column_config.NumberColumn("行数", width=70),
            "read": st.column_config.SelectboxColumn("读作", options=list(meanings), width=160),
        },
        height=min(36 * (len(found) + 1), 420),
        placeholder="",
        alt=f"文件里的{fact_label(role)}各是什么",
    )
