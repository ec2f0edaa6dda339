"""交办 where it is done: what came from the superior and waits, taking it on, and where an item came from."""

from typing import Any

import pandas as pd
import streamlit as st

from board.assignments import accepting
from board.rectification.registry import ITEM_ACTION
from board.store.frames import each_row
from board.ui.parts.forms.form import show_form
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.records import facts, heading, initial_of
from board.ui.parts.visit import Visit
from board.ui.rectification.dialogs import begin, end
from board.ui.rectification.forms import action_fields
from board.words import ASSIGNMENT_ACTION

ASSIGNED = "上级交办"
_CHOSEN = "rectification_assigned"
_ASKED = (
    *("problem", "source", "aspect", "subjective_cause", "measure", "kind", "leader_id", "owner_id", "found_on"),
    *("due_on", "remark"),
)


def show_waiting(visit: Visit) -> None:
    """Draws what came from the superior and nobody took on yet, for whoever may."""
    if not visit.may(accepting.PERMISSION):
        return
    waiting = visit.kept("rectification.waiting", lambda: _waiting(visit))
    if waiting.empty:
        return
    with st.container(border=True, key="rectification_assigned_waiting"):
        st.markdown(f"**{ASSIGNED} {len(waiting)} 项，等着接收**")
        for row in each_row(waiting):
            with st.container(horizontal=True, vertical_alignment="center"):
                what = in_markdown(f"{row.superior}{ASSIGNMENT_ACTION[row.action]} {row.item_no}　{row.problem}")
                st.markdown(f"{what}　最迟 {row.due_on:%Y-%m-%d}")
                key = f"rectification_assigned_{row.assignment_id}"
                st.button("看一看，接收", key=key, on_click=_begin, args=(row.assignment_id,))


def _waiting(visit: Visit) -> pd.DataFrame:
    rows = accepting.assigned(visit.store, visit.activity.activity_id, visit.as_of)
    return rows[rows["is_new"]]


def _begin(assignment_id: str) -> None:
    st.session_state[_CHOSEN] = assignment_id
    begin(ASSIGNED, pd.DataFrame())


@st.dialog(ASSIGNED, width="large", on_dismiss=end)
def show_taking_on(visit: Visit) -> None:
    """Draws the dialog: what is asked, what becomes of it here, and the button that takes it on."""
    rows = accepting.assigned(visit.store, visit.activity.activity_id, visit.as_of)
    mine = rows[(rows["assignment_id"] == st.session_state.get(_CHOSEN)) & rows["is_new"]]
    if mine.empty:
        st.info("这一项已经接收了。", icon=":material/check_circle:")
        return
    row = mine.iloc[0]
    st.html(heading(str(row["item_no"]), str(row["problem"])))
    st.html(facts(_facts(row)))
    to, seen = (visit.store, visit.actor, visit.activity.activity_id), initial_of(row)

    def take_over(_given: dict[str, Any]) -> str:
        accepting.take_over(*to, seen)
        return f"{row['item_id']} 已按上级的{ASSIGNMENT_ACTION[row['action']]}办"

    if row["item_id"]:
        st.markdown(_effect(visit, row))
        saved = show_form("rectification_take_over", [], {}, take_over, "接收")
    else:
        fields = [field for field in action_fields(visit, "add") if field.name in _ASKED]
        key = f"rectification_take_on_{row['assignment_id']}"
        saved = show_form(
            key,
            fields,
            accepting.draft(seen),
            lambda given: f"已接收，登记为 {accepting.take_on(*to, seen, given)}",
            "接收进台账",
        )
    if saved:
        end()
        st.rerun()


def _facts(row: "pd.Series[Any]") -> dict[str, Any]:
    return {
        "从哪里来": f"{row['superior']}，{row['assigned_on']:%Y-%m-%d} 交办",
        "要做什么": row["wanted"],
        "最迟哪天": row["due_on"],
        "这一次": f"{ASSIGNMENT_ACTION[row['action']]}：{row['reason']}" if row["reason"] else None,
        "在本单位": row["item_id"] or None,
    }


def _effect(visit: Visit, row: "pd.Series[Any]") -> str:
    """Returns what becomes of the item, in words."""
    of = {"activity_id": visit.activity.activity_id, "item_ids": [row["item_id"]]}
    items = visit.store.rows("rectification/present", **of)
    steps = accepting.steps_for(initial_of(row), items[0] if items else None)
    done = [
        f"**{ITEM_ACTION[action]}**" + (f"，时限改到 {fields['due_on']:%Y-%m-%d}" if "due_on" in fields else "")
        for action, fields in steps
    ]
    item_id = in_markdown(str(row["item_id"]))
    return f"接收以后，{item_id} 会{'、'.join(done)}。" if done else f"接收只是记下，{item_id} 不变。"


def show_where_from(visit: Visit, item_id: str) -> None:
    """Draws what the superior asked of an item that it assigned, the newest first."""
    steps = accepting.of_item(visit.store, visit.activity.activity_id, item_id, visit.as_of)
    if steps.empty:
        return
    lines = "".join(
        f"<li><time>{row.ordered_on:%Y-%m-%d}</time><b>{ASSIGNMENT_ACTION[row.action]}</b>　"
        f"{in_html(f'{row.superior} {row.item_no}：{row.reason or row.wanted}')}（最迟 {row.due_on:%Y-%m-%d}）</li>"
        for row in each_row(steps.iloc[::-1])
    )
    st.html(f'<h3 class="section">{ASSIGNED}</h3><ul class="history">{lines}</ul>')
