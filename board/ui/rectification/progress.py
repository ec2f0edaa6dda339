"""Progress of running items, one line each, typed into a table and saved together."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from board.errors import BoardError, Invalid
from board.numbers import is_missing
from board.rectification import batch as rectification_batch
from board.rectification.batch import Change, Outcome
from board.rectification.rules import allowed_actions
from board.store.frames import each_row
from board.ui.parts.forms.once import once_button
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import Visit, refuse_if_changed
from board.ui.rectification.dialogs import MOST, close_when_done, end, go_on_from


def reportable(visit: Visit, rows: pd.DataFrame) -> pd.DataFrame:
    """Returns the rows whose progress this person may report now."""
    running = rows[rows["status"] == "in_progress"]
    owners = [
        row.owner_id
        for row in each_row(running.drop_duplicates(["kind", "owner_id"]))
        if "report" in allowed_actions(row._asdict(), visit.actor.roles, visit.actor.person_id)
    ]
    return running[running["owner_id"].isin(owners)]


@st.dialog("录进展", width="large", on_dismiss=end)
def show_progress(visit: Visit) -> None:
    """Draws a line for each running item: its progress and what was done. Only changed lines are saved."""
    close_when_done()
    held: pd.DataFrame = st.session_state["rectification_chosen"]
    turn = st.session_state["rectification_turn"]
    if held.empty:
        st.info("这些事项里，没有正在整改、可以由您报进展的。", icon=":material/edit_note:")
        return
    more = f"一次最多 {MOST} 项。" if len(held) == MOST else ""
    st.caption(f"只填有进展的；没动过的行不会保存。进度填 0 到 99，做完了的请打开事项提交验收。{more}")
    edited = st.data_editor(
        held.assign(done="")[["item_id", "problem", "owner_name", "percent", "done", "progress"]],
        key=f"rectification_progress_{turn}",
        hide_index=True,
        disabled=["item_id", "problem", "owner_name", "progress"],
        column_config={
            "item_id": st.column_config.TextColumn("编号", width=65),
            "problem": st.column_config.TextColumn("具体问题", width=200),
            "owner_name": st.column_config.TextColumn("责任人", width=90),
            "percent": st.column_config.NumberColumn("进度(%)", min_value=0, max_value=99, step=1, width=75),
            "done": st.column_config.TextColumn("这次做了什么", width=260, max_chars=2000),
            "progress": st.column_config.TextColumn("上次的进展", width=180),
        },
        alt="录进展",
    )
    asked = _reported(held, edited)
    problems: Sequence[tuple[str, str]] = st.session_state["rectification_progress_problems"]
    for item_id, message in problems:
        st.error(f"**{item_id}**　{in_markdown(message)}", icon=":material/error:")
    once_button(
        f"保存 {len(asked)} 项",
        type="primary",
        key="rectification_progress_save",
        disabled=not asked,
        on_click=_save_progress,
        args=(visit, asked),
    )


def _reported(held: pd.DataFrame, edited: pd.DataFrame) -> list[Change]:
    """Returns one report per changed line."""
    seen: dict[str, int] = st.session_state["rectification_seen"]
    asked = []
    for before, after in zip(each_row(held), each_row(edited), strict=True):
        done = (after.done or "").strip()
        percent = before.percent if is_missing(after.percent) else after.percent
        if done or percent != before.percent:
            given = {"percent": percent, "progress": done}
            asked.append(Change(before.item_id, "report", given, seen.get(before.item_id, before.seq)))
    return asked


def _save_progress(visit: Visit, asked: Sequence[Change]) -> None:
    activity_id = visit.activity.activity_id
    st.session_state["rectification_progress_problems"] = ()
    try:
        refuse_if_changed(visit.actor)
        outcomes = rectification_batch.preview(visit.store, visit.actor, activity_id, asked)
        wrong = [outcome for outcome in outcomes if outcome.problem is not None]
        if not wrong:
            rectification_batch.carry_out(visit.store, visit.actor, activity_id, asked, f"录了 {len(asked)} 项的进展")
    except BoardError as problem:
        st.session_state["rectification_progress_problems"] = (("没有保存", str(problem)),)
        return
    if wrong:
        go_on_from(wrong)
        st.session_state["rectification_progress_problems"] = tuple(map(_why, wrong))
        return
    st.session_state["notice"] = f"已录 {len(asked)} 项的进展"
    end()


def _why(outcome: Outcome) -> tuple[str, str]:
    """Returns which line couldn't be saved, and why."""
    problem = outcome.problem
    message = "；".join(problem.fields.values()) if isinstance(problem, Invalid) else str(problem)
    return str(outcome.change.item_id), message
