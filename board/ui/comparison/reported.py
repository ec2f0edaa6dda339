"""The parts of 上报情况: the deadline, the steps, the table of units, and reminding those who are missing."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.charts.submitted import units_and_steps, units_by_step
from board.comparison import deadlines as setting
from board.comparison.reported import (
    EVERY,
    STATES,
    Deadline,
    counts,
    missing,
    shown,
    step_cells,
    steps,
    titles_of_steps,
)
from board.deck.units_deck import Of
from board.numbers import month_day
from board.store.frames import each_row, having
from board.ui.comparison.orders import show_orders
from board.ui.parts import filters
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.forms.once import once_button
from board.ui.parts.pictures import show_chart
from board.ui.parts.plain import in_markdown
from board.ui.parts.sheets import closing
from board.ui.parts.table import column
from board.ui.parts.table.exported import export_buttons
from board.ui.parts.table.paged import show_table
from board.ui.parts.visit import Visit

OPEN = "submitted_open"
_DIALOG = "submitted_dialog"
_MOST_UNITS = 40


def show_deadline(visit: Visit, show_start: Callable[[Of], None]) -> pd.Series | None:
    """Draws the choice of a deadline, the last due first, and the buttons to set one and to start 会议模式 at it
    (show_start); returns its row."""
    rows = setting.deadlines(visit.store, visit.activity.activity_id, visit.as_of)
    chosen = None
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        if len(rows):
            words = dict(zip(rows["deadline_id"], rows["name"], strict=True))
            picked = filters.switch("哪一次", "submitted_deadline", list(words), lambda each: in_markdown(words[each]))
            chosen = rows[rows["deadline_id"] == picked].iloc[0]
        may = visit.may("submitted.edit") and not visit.actor.unit_id  # a deadline is for all units
        with st.container(horizontal=True, width="content"):
            if not visit.is_past:
                deadline_id = "" if chosen is None else str(chosen["deadline_id"])
                show_start(Of(since=visit.compare_on, deadline_id=deadline_id))
            if may:
                _button("设报送期限", ":material/add:", "")
                if chosen is not None:
                    _button("修改期限", ":material/edit:", str(chosen["deadline_id"]))
    opened = st.session_state.get(_DIALOG)
    if opened is not None and may:
        _deadline_dialog(visit, chosen if opened else None)
    return chosen


def _button(label: str, icon: str, deadline_id: str) -> None:
    if st.button(label, icon=icon, key=f"submitted_set_{bool(deadline_id)}"):
        st.session_state[_DIALOG] = deadline_id


@st.dialog("报送期限", on_dismiss=closing(_DIALOG))
def _deadline_dialog(visit: Visit, chosen: pd.Series | None) -> None:
    st.caption(
        "要报的是这一天或以后的情况；过了最迟的那天才收到的，算晚报，照样收。锁定的，过了那天不再收、不再改这一段的情况，免报的除外。"
    )
    fields = [
        Field("name", "这次上报叫什么", wide=True, at_most=60, must=True),
        Field("for_on", "要报哪天以后的情况", "day", must=True),
        Field("due_on", "最迟哪天报到", "day", must=True),
        Field("is_locked", "过了期就锁定", "flag"),
    ]
    initial: dict[str, Any] = {}
    if chosen is not None:
        fields.append(Field("is_removed", "撤销这个期限", "flag"))
        initial = {"name": chosen["name"], "for_on": chosen["for_on"].date(), "due_on": chosen["due_on"].date()}
        initial["is_locked"] = bool(chosen["is_locked"])
    deadline_id, seq = ("", 0) if chosen is None else (str(chosen["deadline_id"]), int(chosen["seq"]))

    def save(typed: dict[str, Any]) -> str:
        of = (visit.store, visit.actor, visit.activity.activity_id, deadline_id)
        setting.set_deadline(*of, typed, seen_seq=seq)
        return f"“{typed['name']}”已保存"

    if show_form(f"submitted_deadline_form_{deadline_id}", fields, initial, save):
        st.session_state[_DIALOG] = None
        st.rerun()


def show_steps(visit: Visit, rows: pd.DataFrame, deadline: Deadline | None) -> None:
    """Draws how far all units are with each step; of few units also who is where."""
    activity_id = visit.activity.activity_id
    found = steps(visit.store, activity_id, visit.as_of, deadline)
    if found.empty:
        return
    received = rows[rows["submission_no"].notna()]
    st.header("各单位走到哪一步")
    titles = titles_of_steps(visit.store, activity_id, visit.as_of)
    numbers = {task_id: place for place, task_id in enumerate(titles, start=1)}
    named = found.assign(title=[f"{numbers[row.task_id]} {row.title}" for row in each_row(found)])
    left, right = st.columns(2, gap="medium") if len(received) <= _MOST_UNITS else (st.container(), None)
    with left:
        draw = partial(units_by_step, named[["title", "state", "unit_count"]])
        show_chart(visit, "submitted_steps", draw, "每一步各有多少单位已完成、进行中、未开始、逾期")
    if right is not None:
        cells = step_cells(visit.store, received)
        cells = cells[cells["task_id"].isin(numbers)]
        cells = cells.assign(number=cells["task_id"].map(numbers), title=cells["task_id"].map(titles))
        with right:
            matrix = partial(units_and_steps, cells[["name", "number", "title", "state"]])
            show_chart(visit, "submitted_matrix", matrix, "每个单位的每一步走到哪里，步骤按左图的序号")


def show_units(visit: Visit, rows: pd.DataFrame, chosen: pd.Series | None) -> None:
    """Draws the units with their state at the chosen deadline, by view and search, and the orders to those late; a row
    opens the unit's sheet."""
    st.header("各单位")
    view = filters.tabs("按情况看", "submitted_view", counts(rows))
    with filters.bar("submitted", ("submitted_text", "submitted_above")):
        text = filters.find("查找", "submitted_text", "单位、编号")
        above = [str(each) for each in rows["parent_name"].unique() if each]
        asked = {"parent_name": filters.choose("上级", "submitted_above", sorted(above))}
    seen = having(rows if view == EVERY else rows[rows["state"] == view], asked, text, ("name", "unit_id"))
    labels = {
        "name": "单位",
        "state": "情况",
        "received_at": "最先收到",
        "submitted_for": "最新截至",
        "steps": "工作完成",
        "late_text": "工作逾期",
        "corrected": "更正",
        "reminded": "催过",
        "reason": "免报原因",
        "parent_name": "上级",
    }
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(seen), len(rows), "个", {"查找": "submitted_text", "上级": "submitted_above"})
        used = {"情况": view, "查找": text, "上级": asked["parent_name"]}
        with st.container(horizontal=True, width="content"):
            show_orders(visit, seen, chosen)
            export_buttons(visit, seen, labels, "上报情况", used, "submitted_export", shown)
    if seen.empty:
        st.info("没有符合这些条件的单位。可以清除筛选，或换一种情况。", icon=":material/filter_alt:")
        return
    columns: dict[str, column.Column | str] = {
        "name": column.main("单位", 150),
        "tags": column.tags("情况", STATES),
        "received_at": column.moment("最先收到", pattern="%m-%d %H:%M"),
        "submitted_for": column.day("最新截至"),
        "steps": column.name("工作完成", sort="done_count"),
        "late_text": column.name("工作逾期", sort="late_count"),
        "corrected": column.name("更正", sort="correction_count"),
        "reminded": column.name("催过", sort="reminder_count"),
        "reason": column.text("免报原因", 140),
        "parent_name": column.name("上级"),
    }
    rare = {"reason": "reason", "corrected": "correction_count", "reminded": "reminder_count"}
    columns = {key: each for key, each in columns.items() if key not in rare or seen[rare[key]].astype(bool).any()}
    show_table(seen, columns, key="submitted_table", id_column="unit_id", open_key=OPEN, name="各单位", dressed=shown)


def show_missing(visit: Visit, rows: pd.DataFrame, chosen: pd.Series | None) -> None:
    """Draws the list of those who haven't submitted, to copy into a message, and the button that notes the reminder."""
    absent = missing(rows)
    if absent.empty or chosen is None or not visit.may("submitted.edit"):
        return
    st.header(f"还没有报的 {len(absent)} 个")
    names = "、".join(absent["name"])
    st.code(
        f"“{chosen['name']}”最迟 {month_day(chosen['due_on'])}报到，还没有收到这些单位的，请尽快报来：{names}。",
        language=None,
        wrap_lines=True,
    )
    ids = [str(each) for each in absent["unit_id"]]

    def remind() -> None:
        of = (visit.store, visit.actor, visit.activity.activity_id, str(chosen["deadline_id"]))
        st.session_state["notice"] = f"已催报 {setting.remind(*of, ids)} 个单位"

    once_button("催报全部", key="submitted_remind", on_click=remind, icon=":material/campaign:")
    st.caption("联网的单位一分钟内在自己的总览和上报页看到；没有联网的，上面一段复制到群里或者短信里发出去。")


def show_excuse(visit: Visit, row: pd.Series, deadline_id: str) -> None:
    """Draws the form that excuses the open unit from a deadline, within its sheet."""
    with st.expander("免报", expanded=bool(row["reason"])):

        def save(typed: dict[str, Any]) -> str:
            of = (visit.store, visit.actor, visit.activity.activity_id, deadline_id, str(row["unit_id"]))
            setting.excuse(*of, typed["reason"])
            return f"{row['name']}：" + ("已免报" if typed["reason"] else "不再免报")

        fields = [Field("reason", "为什么这次不用报（留空是要报）", "area", wide=True, at_most=200)]
        show_form(f"submitted_excuse_{row['unit_id']}", fields, {"reason": row["reason"]}, save)
