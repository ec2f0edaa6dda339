"""Records that were removed from a list, with a button to restore each: for the records of `board.store.records`."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from board.errors import BoardError, Invalid
from board.store import records
from board.store.frames import each_row
from board.store.records import Kind
from board.ui.parts.errors import show_kept_refusal
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.records import save_record
from board.ui.parts.visit import Visit, refuse_if_changed

_MOST = 20
_REFUSAL = "removed_refusal"


def show_removed(visit: Visit, kind: Kind, say: Callable[[Any], str]) -> None:
    """Lists the removed records of a kind, last removed first, each with a button to restore it.

    Only for those who may edit them. `say`: returns a record's summary from its row.
    """
    show_kept_refusal(f"{kind.subject}_{_REFUSAL}")
    if not visit.may(kind.permission):
        return
    rows = records.removed(visit.store, kind, visit.activity.activity_id)
    if rows.empty:
        return
    with st.expander(f"移出的{kind.word}　{len(rows)} 条", icon=":material/inventory_2:"):
        for row in each_row(rows.head(_MOST)):
            record_id = str(getattr(row, kind.key))
            with st.container(horizontal=True, vertical_alignment="center"):
                once_button(
                    "恢复",
                    key=f"{kind.subject}_restore_{record_id}",
                    icon=":material/undo:",
                    type="tertiary",
                    help=f"把 {record_id} 放回原处",
                    on_click=_restore,
                    args=(visit, kind, record_id, row.seq),
                )
                st.markdown(in_markdown(f"{record_id}　{say(row)}"))
                st.caption(in_markdown(f"{row.happened_at:%Y-%m-%d %H:%M}　{row.actor_name}　移出"), width="content")
        if len(rows) > _MOST:
            st.caption(f"这里列出最近移出的 {_MOST} 条，共 {len(rows)} 条。")


def _restore(visit: Visit, kind: Kind, record_id: str, seq: int) -> None:
    try:
        refuse_if_changed(visit.actor)
        save_record(visit, kind, record_id, "restore", {"seen_seq": int(seq)})
    except Invalid as problem:
        refusal = BoardError("不能恢复", "；".join(problem.fields.values()), "请先改好，再恢复。")
        st.session_state[f"{kind.subject}_{_REFUSAL}"] = refusal
    except BoardError as problem:
        st.session_state[f"{kind.subject}_{_REFUSAL}"] = problem
    else:
        st.session_state["notice"] = f"已恢复 {record_id}"
