"""Leads from an opinion: to problems and rectification items, with the forms for that."""

from typing import Any

import pandas as pd
import streamlit as st

from board.errors import Invalid
from board.problems import actions as problems
from board.problems.leading import to_problem
from board.rectification import actions as rectification
from board.rectification import links as rectification_links
from board.store.frames import each_row
from board.ui.parts.forms.form import Field, choose_action, end_action, show_form
from board.ui.parts.links import go
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit
from board.wording import shortened

_LONGEST = 40
_LEADS = {"problem": "引到已有的问题", "new": "登记为问题", "item": "引到整改事项"}


def show_leads(visit: Visit, opinion: pd.Series) -> None:
    """Draws links to the problems and items an opinion led to, and forms to add more, for those with permission."""
    known = problems.problems(visit.store, visit.activity.activity_id, visit.as_of)
    led_to = [row for row in each_row(known) if opinion["opinion_id"] in row.opinion_ids.split("、")]
    items = [name for name in opinion["item_ids"].split("、") if name]
    if led_to or items:
        st.html('<h3 class="section">引出的问题和整改</h3>')
    for row in led_to:
        st.markdown(in_markdown(f"{row.problem_id}　{shortened(row.content, _LONGEST)}"))
    for name in items:
        to = ("rectification", {"rectification_item": name})
        st.button(
            name, key=f"opinions_lead_{name}", type="tertiary", icon=":material/arrow_forward:", on_click=go, args=to
        )
    if visit.may("opinions.edit") and opinion["status"] != "received" and pd.isna(opinion["merged_into"]):
        _show_ways(visit, opinion, known)


def _show_ways(visit: Visit, opinion: pd.Series, known: pd.DataFrame) -> None:
    key = f"opinions_leads_{opinion['opinion_id']}"
    way = choose_action(key, list(_LEADS), _LEADS, "引到哪里")
    if way is None:
        return
    with st.container(border=True):
        initial = {"content": opinion["wording"] or opinion["content"]}
        if show_form(
            f"{key}.{way}", _fields(visit, way, known), initial, lambda given: _led(visit, opinion, way, given)
        ):
            end_action(key)


def _fields(visit: Visit, way: str, known: pd.DataFrame) -> list[Field]:
    if way == "new":
        return [
            Field("content", "具体问题", "area", wide=True, help="用单位自己的话写问题，不写是谁提的"),
            Field("subjective_cause", "主观原因", "area", wide=True),
            Field("objective_cause", "客观原因", "area", wide=True),
            Field("solve_now", "当前就能解决", "flag"),
        ]
    if way == "problem":
        options = {row.problem_id: f"{row.problem_id} {shortened(row.content, _LONGEST)}" for row in each_row(known)}
        return [Field("problem_id", "哪个问题", "choice", options, wide=True)]
    held = rectification.items(visit.store, visit.activity.activity_id, visit.as_of)
    options = {row.item_id: f"{row.item_id} {shortened(row.problem, _LONGEST)}" for row in each_row(held)}
    return [Field("item_id", "哪个整改事项", "choice", options, wide=True)]


def _led(visit: Visit, opinion: pd.Series, way: str, given: dict[str, Any]) -> str:
    to = (visit.store, visit.actor, visit.activity.activity_id)
    name = str(opinion["opinion_id"])
    if way == "item":
        if given["item_id"] is None:
            raise Invalid({"item_id": "请选择整改事项"})
        rectification_links.link(*to, given["item_id"], [name])
        return f"{name} 已引到 {given['item_id']}"
    if way == "problem":
        if given["problem_id"] is None:
            raise Invalid({"problem_id": "请选择问题"})
        return f"{name} 已引到 {to_problem(*to, name, given['problem_id'])}"
    about = {column: opinion[column] for column in ("about", "member_id", "aspect")}
    return f"{name} 已登记为问题 {to_problem(*to, name, None, {**about, 'found_on': visit.as_of, **given})}"
