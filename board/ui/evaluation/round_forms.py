"""Dialogs about a round: opening one, changing one, and the forms given out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from board import clock
from board.activity import activities
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.store.frames import each_row
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.words import WAY

Round = Mapping[str, Any]
_FIELDS = [
    Field("name", "轮次名称", help="如：第一轮评议"),
    Field("evaluated", "评议对象", help="评的是什么，如：分析检查报告"),
    Field("opened_on", "开始日期", "day"),
]


def close_dialog() -> None:
    """Closes the dialog about a round. For callbacks."""
    st.session_state["evaluation_dialog"] = None


def done_with_dialog() -> None:
    """Closes the dialog after a save and redraws the page."""
    close_dialog()
    st.rerun()


@st.dialog("开一轮评议", width="medium", on_dismiss=close_dialog)
def new_round_dialog(visit: Visit) -> None:
    """Draws the form for a new round: its name, what it evaluates and its start."""

    def save(given: dict[str, Any]) -> str:
        evaluation_rounds.add_round(visit.store, visit.actor, visit.activity.activity_id, given)
        if given["opened_on"] > clock.today():
            return f"已登记“{in_markdown(given['name'])}”，{given['opened_on']:%Y-%m-%d} 开始，到那天起显示"
        return f"已开始“{in_markdown(given['name'])}”"

    if show_form("round_new", _FIELDS, {"opened_on": visit.as_of}, save, "开始"):
        done_with_dialog()


@st.dialog("修改本轮", width="medium", on_dismiss=close_dialog)
def edit_round_dialog(visit: Visit, chosen: Round) -> None:
    """Draws the form that changes a round's name, what it evaluates and its start."""

    def save(given: dict[str, Any]) -> str:
        evaluation_rounds.edit_round(visit.store, visit.actor, visit.activity.activity_id, chosen["round_id"], given)
        return f"“{in_markdown(given['name'])}”已修改"

    if show_form(f"round_edit_{chosen['round_id']}", _FIELDS, chosen, save):
        done_with_dialog()


@st.dialog("登记发出的评议表", width="medium", on_dismiss=close_dialog)
def forms_dialog(visit: Visit, chosen: Round) -> None:
    """Draws the form for how many forms each group was given, by way."""
    terms = activities.terms(visit.store, visit.activity.activity_id)
    groups = terms[terms["kind"] == "group"]["label"].tolist()
    forms = evaluation.forms(visit.store, visit.activity.activity_id, chosen["round_id"])
    given_out = {
        f"{row.group_label}/{row.way}": int(row.given_out) for row in each_row(forms) if not pd.isna(row.given_out)
    }
    fields = [Field(f"{group}/{way}", f"{group}　{word}", "number") for group in groups for way, word in WAY.items()]

    def save(given: dict[str, Any]) -> str:
        rows = [
            {"group_label": name.split("/")[0], "way": name.split("/")[1], "given_out": count}
            for name, count in given.items()
        ]
        evaluation_rounds.set_forms(visit.store, visit.actor, visit.activity.activity_id, chosen["round_id"], rows)
        return "发放数已登记"

    if show_form(f"round_forms_{chosen['round_id']}", fields, given_out, save, abreast=len(WAY)):
        done_with_dialog()
