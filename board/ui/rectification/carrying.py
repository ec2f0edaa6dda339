"""Carrying unfinished items over from another activity of the unit: which, how they will look, where they came from."""

from typing import Any

import streamlit as st

from board.rectification import carrying
from board.rectification.registry import ACTIONS
from board.ui.parts.forms.form import show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.ui.rectification.dialogs import end
from board.wording import shortened

_COLUMNS: dict[str, Any] = {
    "from_item_id": column.name("原编号"),
    "problem": column.main("具体问题"),
    "item_id": column.name("转入后"),
    "changed": column.text("这里没有的词和人", 150, grows=2, help_text="会空着或换成这里的第一个词，转入后请修改"),
    "trouble": column.text("转不了", 180, grows=2),
}


CARRY = "转入未办结事项"


def can_carry(visit: Visit) -> bool:
    """Returns whether this person may carry items over and another activity has unfinished ones."""
    if not visit.may(ACTIONS["add"].permission):
        return False
    activity_id = visit.activity.activity_id
    return visit.kept("rectification.sources", lambda: bool(carrying.sources(visit.store, activity_id)))


@st.dialog("转入未办结事项", width="large", on_dismiss=end)
def show_carrying(visit: Visit) -> None:
    """Draws the dialog: choose items, preview them, carry them over."""
    known = carrying.sources(visit.store, visit.activity.activity_id)
    if not known:
        st.info("别的活动里没有等着转入的事项。", icon=":material/check_circle:")
        return
    from_id = st.selectbox("从哪项活动", list(known), format_func=known.__getitem__, key="carrying_from")
    items = {row["item_id"]: row for row in carrying.open_items(visit.store, from_id)}
    chosen = st.multiselect(
        "哪些事项",
        list(items),
        default=list(items),
        format_func=lambda each: f"{each} {shortened(items[each]['problem'], 20)}",
        key=f"carrying_items_{from_id}",
        placeholder="请选择",
    )
    to = (visit.store, visit.actor, visit.activity.activity_id, from_id, chosen)
    rows = carrying.preview(*to)
    if rows.empty:
        return
    stuck = int((rows["trouble"] != "").sum())
    st.markdown(
        f"会登记 **{len(rows)}** 项，备注里写明从哪里转来" + (f"，其中 :orange[**{stuck}** 项转不了]" if stuck else "")
    )
    quiet_table(rows, _COLUMNS, "转入以后的事项")

    def save(_given: dict[str, Any]) -> str:
        batch_id = carrying.carry(*to)
        return f"已转入 {len(rows)} 项（{batch_id}），可以撤销"

    if show_form("carrying_form", [], {}, save, "确认转入"):
        end()
        st.rerun()


def show_origin(visit: Visit, item_id: str) -> None:
    """Shows which item an item was carried over from, and to which one it was carried on."""
    for row in carrying.of_item(visit.store, visit.activity.activity_id, item_id, visit.as_of).to_dict("records"):
        place = in_markdown(f"{row['activity_id']} 的 {row['item_id']}")
        st.caption(f"由 {place} 转来" if row["way"] == "from" else f"已转到 {place}，在那里继续整改")
