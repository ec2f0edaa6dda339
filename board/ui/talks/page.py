"""The parts of 谈心谈话: who hasn't talked with whom, the matrix, the register, a talk's sheet and its forms."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.answer import Answer
from board.meeting import talks
from board.meeting import talks_opinions as talk_opinions
from board.meeting.talks_answer import talks_answer
from board.meeting.talks_views import HELD, MISSING, by_member, cells, pair_name
from board.opinions import actions as opinions
from board.store.frames import as_options, each_row
from board.ui.parts.answer import show_answer
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.links import address, of_every_page
from board.ui.parts.links import go as go_to
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history, initial_of, save_record
from board.ui.parts.removed import show_removed
from board.ui.parts.sheets import closing, opened_row, show_action
from board.ui.parts.table import column
from board.ui.parts.table.paged import quiet_table, show_rows
from board.ui.parts.visit import Visit, words_of
from board.ui.talks.matrix import matrix
from board.wording import shortened
from board.words import ABOUT, RECORD_ACTION, TALK_CHANNEL

_COLUMNS: dict[str, Any] = {
    "talk_id": "编号",
    "held_on": column.day("日期"),
    "member_name": column.name("班子成员"),
    "with_name": column.name("与谁谈"),
    "exchanged_word": column.name("是否交换看法"),
    "late_word": column.name("补录", is_rare=True),
}
_OPINIONS: dict[str, Any] = {"opinion_count": column.number("谈出意见", unit=" 条")}
_LABELS = {
    "talk_id": "编号",
    "held_on": "日期",
    "member_name": "班子成员",
    "with_name": "与谁谈",
    "exchanged_word": "是否交换看法",
    "late_word": "补录",
}
MISSING_LABELS = {"member_name": "班子成员", "with_name": "还没有和谁谈", "with_word": "哪一类"}
_MISSING_COLUMNS: dict[str, Any] = {
    "member_name": column.name("班子成员"),
    "with_name": column.name("还没有和谁谈"),
    "with_word": column.name("哪一类"),
}
# The actions on a talk's sheet, in order.
_ACTIONS = {"opinion": "登记谈出的意见", "join": "选已登记的意见", "edit": "修改", "remove": "移出"}
# The filter on one pair.
PAIR = "talks_pair"


def columns_for(visit: Visit) -> dict[str, Any]:
    """Returns the register's columns.

    Opinions from a talk reveal who gave them, so only those who keep the register see that column.
    """
    return _COLUMNS | (_OPINIONS if visit.may("see.givers") else {})


def labels_for(visit: Visit) -> dict[str, str]:
    """Returns the register's columns in an export, under the same rule."""
    return _LABELS | ({"opinion_count": "谈出意见"} if visit.may("see.givers") else {})


def show_day_answer(visit: Visit) -> None:
    """Draws the answer of the page."""

    def answer() -> Answer:
        activity_id, day = visit.activity.activity_id, visit.compare_on
        then = talks.matrix(visit.store, activity_id, day) if day else None
        return talks_answer(talks.matrix(visit.store, activity_id, visit.as_of), then, day)

    show_answer(visit, "talks", visit.kept("talks.answer", answer))


def show_matrix(visit: Visit) -> None:
    """Draws members down, all whom they have to talk with across: the day of the first talk, or that there was none."""
    here = of_every_page()
    drawn = visit.kept("talks.matrix", lambda: _matrix(visit, here), repr(here))
    if drawn:
        st.html(drawn)


def _matrix(visit: Visit, here: Mapping[str, list[str]]) -> str:
    rows = cells(visit.store, visit.activity.activity_id, visit.as_of, visit.compare_on)
    if rows.empty:
        return ""
    return matrix(rows, by_member(visit.store, visit.activity.activity_id, visit.as_of), partial(_address, here))


def _address(here: Mapping[str, list[str]], cell: Any) -> str:
    """Returns the address of a cell's rows: this page, filtered by the pair."""
    view = HELD if cell.is_done else MISSING
    return address("talks", {"talks_view": view, PAIR: pair_name(cell.member_name, cell.with_name)}, here)


def show_missing(visit: Visit, rows: pd.DataFrame) -> None:
    """Draws the pairs that haven't talked; a row opens the form for those who keep the register."""
    if rows.empty:
        st.success("方案要求的谈心都谈到了。", icon=":material/task_alt:")
    elif not visit.may("talks.edit"):
        quiet_table(rows, _MISSING_COLUMNS, "还没有谈的")
    else:
        pairs = rows[["member_id", "with_id"]].to_dict("records")

        def act(at: int) -> None:
            st.session_state["talks_adding"] = pairs[at]

        columns = {"to_register": "登记", **_MISSING_COLUMNS}
        show_rows(rows, columns, key="talks_missing", button="to_register", name="还没有谈的，点一行登记", act=act)


def show_gone(visit: Visit) -> None:
    """Lists the removed talks, with buttons to restore them."""
    names = activities.called(visit.store, visit.activity.activity_id)
    show_removed(
        visit,
        talks.TALK,
        lambda row: f"{row.held_on:%Y-%m-%d} {names.get(row.member_id, '')} 与 {names.get(row.with_id, row.with_id)}",
    )


def show_add_button(visit: Visit) -> None:
    """Draws the button that registers a talk, for those with permission."""
    if visit.may("talks.edit") and st.button("登记谈心", icon=":material/add:", key="talks_add"):
        st.session_state["talks_adding"] = {}


def show_adding(visit: Visit) -> None:
    """Draws the form of a new talk, if it was opened."""
    pair = st.session_state.get("talks_adding")
    if pair is not None and visit.may("talks.edit"):
        _add_dialog(visit, pair)


_stop_adding = closing("talks_adding")


@st.dialog("登记谈心", width="large", on_dismiss=_stop_adding)
def _add_dialog(visit: Visit, pair: Mapping[str, Any]) -> None:
    st.caption("只记谁和谁、哪天、交换了看法没有；谈的内容不记。谈出的意见登记到“征求意见”。")
    loose = talk_opinions.without_a_talk(visit.store, visit.activity.activity_id, visit.as_of)
    options = {row.opinion_id: f"{row.opinion_id} {shortened(row.content, 40)}" for row in each_row(loose)}
    fields = [*_fields(visit), Field("opinion_ids", "谈出了哪些意见", "choices", options, wide=True, help=_WHICH)]
    key = f"talks_new_{pair.get('member_id', '')}_{pair.get('with_id', '')}"
    if show_form(
        key, fields, {"held_on": visit.as_of, "views_exchanged": True, **pair}, lambda given: _add(visit, given)
    ):
        if pair:
            _stop_adding()
        st.rerun()


_WHICH = f"“征求意见”里渠道是{TALK_CHANNEL}、还没有说明是哪次谈出的意见；没有登记过的，登记谈心以后点开它再登记"


def _fields(visit: Visit) -> list[Field]:
    people = activities.people(visit.store, visit.activity.activity_id)
    members = as_options(people[people["is_member"]], "person_id", "name")
    return [
        Field("held_on", "谈心日期", "day"),
        Field("views_exchanged", "交换了看法", "flag"),
        Field("member_id", "班子成员", "choice", members),
        Field("with_id", "与谁谈", "choice", {**members, **words_of(visit, "partner")}),
    ]


def _with_kind(visit: Visit, given: dict[str, Any]) -> dict[str, Any]:
    """Returns a form's values, with the kind of the other person if the form names one."""
    if "with_id" not in given:
        return given
    people = activities.people(visit.store, visit.activity.activity_id)
    is_member = given["with_id"] in set(people[people["is_member"]]["person_id"])
    return {**given, "with_kind": "member" if is_member else "partner"}


def _add(visit: Visit, given: dict[str, Any]) -> str:
    to = (visit.store, visit.actor, visit.activity.activity_id)
    return f"已登记谈心 {talk_opinions.register(*to, _with_kind(visit, given), given['opinion_ids'])}"


def show_talk(visit: Visit) -> None:
    """Draws the sheet of the open talk, if there is one."""
    rows = partial(talks.talks, visit.store, visit.activity.activity_id, visit.as_of)
    is_covered = st.session_state.get("talks_adding") is not None
    talk = opened_row("talks_talk", rows, "talk_id", "谈心", is_covered=is_covered)
    if talk is not None:
        _talk_dialog(visit, talk)


@st.dialog("谈心", width=SHEET_WIDTH, position="right", on_dismiss=closing("talks_talk"))
def _talk_dialog(visit: Visit, talk: pd.Series) -> None:
    st.html(heading(talk["talk_id"], f"{talk['member_name']} 与 {talk['with_name']}"))
    if visit.may("talks.edit"):
        _show_actions(visit, talk)
    st.html(facts({"日期": talk["held_on"], "是否交换看法": "已交换" if talk["views_exchanged"] else "没有交换"}))
    if visit.may("see.givers"):
        _show_opinions(visit, talk["talk_id"])
    events = talks.events(visit.store, visit.activity.activity_id, talk["talk_id"])
    st.html(history(events, visit.as_of, RECORD_ACTION, lambda event: in_html(f"谈心日期 {event.held_on:%Y-%m-%d}")))


def _show_opinions(visit: Visit, talk_id: str) -> None:
    heard = talk_opinions.came_of(visit.store, visit.activity.activity_id, talk_id, visit.as_of)
    st.html(f'<h3 class="section">谈出的意见　{len(heard)} 条</h3>')
    for row in each_row(heard):
        st.button(
            in_markdown(f"{row.opinion_id}　{shortened(row.content, 40)}"),
            key=f"talks_opinion_{row.opinion_id}",
            type="tertiary",
            icon=":material/forum:",
            on_click=go_to,
            args=("opinions", {"opinions_opinion": row.opinion_id}),
        )


def _show_actions(visit: Visit, talk: pd.Series) -> None:
    initial = initial_of(talk)
    draft = {"received_on": initial["held_on"], "about": "group"}
    show_action(
        f"talks_action_{talk['talk_id']}",
        list(_ACTIONS),
        _ACTIONS,
        lambda action: (_action_fields(visit, action), draft if action == "opinion" else initial),
        partial(_acted, visit, talk),
    )


def _action_fields(visit: Visit, action: str) -> list[Field]:
    if action == "edit":
        return _fields(visit)
    if action == "join":
        loose = talk_opinions.without_a_talk(visit.store, visit.activity.activity_id, visit.as_of)
        options = {row.opinion_id: f"{row.opinion_id} {shortened(row.content, 40)}" for row in each_row(loose)}
        return [Field("opinion_ids", "哪些意见", "choices", options, wide=True)]
    if action == "remove":
        return []
    people = activities.people(visit.store, visit.activity.activity_id)
    members = as_options(people[people["is_member"]], "person_id", "name")
    return [
        Field("content", "意见内容", "area", wide=True, help="只写意见，不写是谁说的"),
        Field("giver", "来自", "choice", words_of(visit, "giver"), help="哪一类人；不记姓名"),
        Field("received_on", "收到日期", "day"),
        Field("about", "关于", "choice", ABOUT),
        Field("member_id", "哪位领导", "choice", {None: "—", **members}, help="关于领导个人的才填"),
        Field("aspect", "方面", "choice", {None: "以后再梳理", **words_of(visit, "aspect")}),
    ]


def _acted(visit: Visit, talk: pd.Series, action: str, given: dict[str, Any]) -> str:
    to = (visit.store, visit.actor, visit.activity.activity_id)
    talk_id = talk["talk_id"]
    if action == "opinion":
        opinion = {**given, "channel": TALK_CHANNEL, "talk_id": talk_id}
        return f"已登记意见 {opinions.add(*to, opinion)}"
    if action == "join":
        talk_opinions.join(*to, talk_id, given["opinion_ids"])
        return f"已记下 {talk_id} 谈出的意见"
    if action == "remove":
        save_record(visit, talks.TALK, talk_id, action, given)
        return f"已移出 {talk_id}"
    return save_record(visit, talks.TALK, talk_id, action, _with_kind(visit, given))
