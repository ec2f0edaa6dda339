"""Ending a round and reopening it: whether its numbers add up, what prevents it, who did it and when."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from board.ballots import closing
from board.ballots.closing import Reconciliation
from board.ui.evaluation.round_forms import close_dialog, done_with_dialog
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.words import ROUND_ACTION, WAY

Round = Mapping[str, Any]
_CLOSING = [
    Field("closed_on", "结束日期", "day", help="从这一天起不再收评议表"),
    Field("reason", "备注", help="可以不填"),
]
_REOPENING = [Field("reason", "为什么重新开放", wide=True, help="如：补收请假的三位老师的评议表")]
_FORMS = {
    "group_label": "参评人员",
    "way": "方式",
    "given_out": "发出",
    "returned_count": "收回",
    "void_count": "废票",
    "valid_count": "有效",
    "verdict": "核对",
}
_CRITERIA = {
    "criterion_label": "评议项目",
    "valid_count": "有效评议表",
    "base": "有效回答",
    "unknown_count": "不了解",
    "blank_count": "弃权",
    "unasked_count": "没有这一项",
}


def closing_button(chosen: Round) -> dict[str, tuple[str, str]]:
    """Returns the button for what can be done now: the dialog's name → label and icon."""
    if chosen["closed_on"] is None:
        return {"close": (ROUND_ACTION["close"], ":material/event_available:")}
    return {"reopen": (ROUND_ACTION["reopen"], ":material/lock_open:")}


def show_closing(visit: Visit, chosen: Round) -> None:
    """Shows whether a round is ended, by whom and when."""
    if chosen["closed_on"] is None:
        return
    rows = closing.closings(visit.store, visit.activity.activity_id, chosen["round_id"])
    text = f"本轮已于 {chosen['closed_on']:%Y-%m-%d} 结束"
    if len(rows):
        last = rows.iloc[0]
        text += f"，由{in_markdown(last['actor_name'])}于 {last['happened_at']:%Y-%m-%d %H:%M} 办理"
    st.caption(text)


def closing_dialog(visit: Visit, chosen: Round, action: str) -> None:
    """Draws the dialog for an action of ROUND_ACTION."""
    (_close_dialog if action == "close" else _reopen_dialog)(visit, chosen)


@st.dialog(ROUND_ACTION["close"], width="large", on_dismiss=close_dialog)
def _close_dialog(visit: Visit, chosen: Round) -> None:
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"])
    found = closing.reconciliation(*ids)
    _show_reconciliation(found)
    _show_past(closing.closings(*ids))
    if found.blocked:
        return

    def save(given: dict[str, Any]) -> str:
        closing.close_round(visit.store, visit.actor, *ids[1:], given["closed_on"], given["reason"])
        return f"“{in_markdown(chosen['name'])}”已结束"

    initial = {"closed_on": visit.as_of}
    if show_form(f"round_close_{chosen['round_id']}", _CLOSING, initial, save, ROUND_ACTION["close"]):
        done_with_dialog()


@st.dialog(ROUND_ACTION["reopen"], width="medium", on_dismiss=close_dialog)
def _reopen_dialog(visit: Visit, chosen: Round) -> None:
    ids = (visit.store, visit.activity.activity_id, chosen["round_id"])
    _show_past(closing.closings(*ids))

    def save(given: dict[str, Any]) -> str:
        closing.reopen_round(visit.store, visit.actor, *ids[1:], given["reason"])
        return f"“{in_markdown(chosen['name'])}”已重新开放，可以再收评议表"

    if show_form(f"round_reopen_{chosen['round_id']}", _REOPENING, {}, save, ROUND_ACTION["reopen"]):
        done_with_dialog()


def _show_reconciliation(found: Reconciliation) -> None:
    for sentence in found.blocked:
        st.error(in_markdown(sentence), icon=":material/block:")
    for sentence in found.notes:
        st.warning(in_markdown(sentence), icon=":material/warning:")
    if len(found.forms):
        quiet_table(found.forms.assign(way=found.forms["way"].map(WAY)), _FORMS, "发出、收回、有效的核对")
        st.caption("收回 = 有效 + 废票；发出 = 收回 + 没有收回。")
    if len(found.criteria) and found.forms["valid_count"].sum():
        quiet_table(found.criteria, _CRITERIA, "各评议项目的核对")
        st.caption("有效评议表 = 有效回答 + 不了解 + 弃权（这一项空着）+ 没有这一项。")


def _show_past(rows: pd.DataFrame) -> None:
    for row in rows.to_dict("records"):
        on = f"（{row['closed_on']:%Y-%m-%d}）" if row["action"] == "close" else ""
        reason = f"：{row['reason']}" if row["reason"] else ""
        done = f"{row['happened_at']:%Y-%m-%d %H:%M}　{row['actor_name']}　{ROUND_ACTION[row['action']]}{on}{reason}"
        st.caption(in_markdown(f"{done}　当时收回 {row['returned_count']} 张，有效 {row['valid_count']} 张"))
