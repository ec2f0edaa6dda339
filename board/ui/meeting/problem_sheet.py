"""The sheet of a problem: its sources, what it led to, and its actions, above all making it a rectification item."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.meeting import outlines, studies, talks
from board.opinions.views import shown
from board.problems import actions as problems
from board.rectification import actions as rectification
from board.ui.parts.at_work import show_others, work_frame
from board.ui.parts.forms.form import Field
from board.ui.parts.links import go
from board.ui.parts.plain import in_html, in_markdown
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history, initial_of, save_record
from board.ui.parts.sheets import closing, opened_row, show_action
from board.ui.parts.visit import Visit, words_of
from board.ui.rectification.forms import action_fields
from board.ui.thread.sheet import thread_button
from board.wording import shortened
from board.words import ABOUT, PROBLEM_SOURCE, RECORD_ACTION

_ACTIONS = {
    "item": "转成整改事项",
    "join": "连到已有事项",
    "source": "连上来源",
    "part": "去掉连接",
    "edit": "修改",
    "remove": "移出",
}
_LONGEST = 42


def show_problem(visit: Visit, fields: Sequence[Field]) -> None:
    """Draws the sheet of the open problem, if there is one. `fields`: of its form."""
    rows = partial(problems.problems, visit.store, visit.activity.activity_id, visit.as_of)
    problem = opened_row("meeting_problem", rows, "problem_id", "问题")
    if problem is not None:
        _sheet(visit, problem, fields)


@st.dialog("问题", width=SHEET_WIDTH, position="right", on_dismiss=closing("meeting_problem"))
def _sheet(visit: Visit, problem: pd.Series, fields: Sequence[Field]) -> None:
    st.html(heading(problem["problem_id"], problem["content"]))
    show_others(visit, f"problems/{problem['problem_id']}")
    thread_button(visit, problem["problem_id"], "meeting_thread")
    if visit.may("meeting.edit"):
        _show_actions(visit, problem, fields)
    about = problem["member_name"] if problem["about"] == "member" else ABOUT["group"]
    st.html(
        facts(
            {
                "谁的问题": about,
                "方面": problem["aspect"],
                "着重查找的": problem["concern"],
                "主观原因": problem["subjective_cause"],
                "客观原因": problem["objective_cause"],
                "当前能不能解决": "能马上解决" if problem["solve_now"] else "要花时间",
                "查出日期": problem["found_on"],
                "会上查出的": _met_on(visit, problem),
                "报告章节": problem["report_section"],
            }
        )
    )
    _show_links(visit, problem)
    events = problems.events(visit.store, visit.activity.activity_id, problem["problem_id"])
    st.html(history(events, visit.as_of, RECORD_ACTION, lambda event: in_html(shortened(event.content, 60))))


def _met_on(visit: Visit, problem: pd.Series) -> str:
    """Returns the day and kind of the meeting that found the problem, "" if none did."""
    held = activities.meetings(visit.store, visit.activity.activity_id, visit.as_of)
    held = held[held["meeting_id"] == problem["meeting_id"]]
    return f"{held.iloc[0]['held_on']:%Y-%m-%d} {held.iloc[0]['kind']}" if len(held) else ""


def _show_links(visit: Visit, problem: pd.Series) -> None:
    """Draws the problem's sources and what it led to, each with a link to its own page."""
    names = _named(visit)
    linked = {kind: _ids(problem[column]) for kind, column in _COLUMN.items() if kind in names}
    count = sum(len(ids) for kind, ids in linked.items() if kind != "item")
    st.html(f'<h3 class="section">来源和整改　{count} 个来源，{len(linked["item"])} 个整改事项</h3>')
    if not count and pd.isna(problem["meeting_id"]):
        st.warning("还没有连上来源：这个问题是从哪些意见、谈心、提纲看出来的？", icon=":material/link_off:")
    if not linked["item"]:
        st.warning("还没有转成整改事项。", icon=":material/link_off:")
    for kind, ids in linked.items():
        for linked_id in ids:
            st.button(
                in_markdown(f"{_WORDS[kind]}　{linked_id}　{shortened(names[kind].get(linked_id, ''), _LONGEST)}"),
                key=f"meeting_link_{linked_id}",
                type="tertiary",
                icon=":material/arrow_forward:",
                on_click=go,
                args=_leads_to(kind, linked_id),
            )


_COLUMN = {
    "opinion": "opinion_ids",
    "talk": "talk_ids",
    "outline": "outline_ids",
    "study": "study_ids",
    "item": "item_ids",
}
_SOURCES = ("opinion", "talk", "outline", "study")
_WORDS = {**PROBLEM_SOURCE, "item": "整改事项"}


def _leads_to(kind: str, linked_id: str) -> tuple[str, dict[str, str]]:
    targets = {
        "opinion": ("opinions", {"opinions_opinion": linked_id}),
        "talk": ("talks", {"talks_talk": linked_id}),
        "outline": ("meeting", {"meeting_part": "发言提纲", "meeting_finding": linked_id}),
        "study": ("meeting", {"meeting_part": "学习调研成果", "meeting_study": linked_id}),
        "item": ("rectification", {"rectification_item": linked_id}),
    }
    return targets[kind]


def _ids(joined: str) -> list[str]:
    return [each for each in joined.split("、") if each]


def _named(visit: Visit) -> dict[str, dict[str, str]]:
    """Returns the summary of each record that a problem can be linked to and this person may see, by kind and id."""
    of = (visit.store, visit.activity.activity_id, visit.as_of)
    frames = {
        "opinion": (shown(*of, visit.may("see.givers")), "opinion_id", "content"),
        "outline": (outlines.outlines(*of), "outline_id", "content"),
        "study": (studies.studies(*of), "study_id", "topic"),
        "item": (rectification.items(*of), "item_id", "problem"),
    }
    if visit.may("see.givers"):
        held = talks.talks(*of)
        frames["talk"] = (held.assign(pair=held["member_name"] + " 与 " + held["with_name"]), "talk_id", "pair")
    return {kind: dict(zip(frame[key], frame[text], strict=True)) for kind, (frame, key, text) in frames.items()}


def _show_actions(visit: Visit, problem: pd.Series, fields: Sequence[Field]) -> None:
    problem_id = problem["problem_id"]
    show_action(
        f"meeting_problem_{problem_id}",
        list(_ACTIONS),
        _ACTIONS,
        lambda action: _form(visit, problem, action, fields),
        partial(_acted, visit, problem),
        partial(work_frame, visit, f"problems/{problem_id}"),
    )


def _form(
    visit: Visit, problem: pd.Series, action: str, fields: Sequence[Field]
) -> tuple[Sequence[Field], Mapping[str, Any]]:
    """Returns an action's fields and their initial values."""
    forms: dict[str, Callable[[], tuple[Sequence[Field], Mapping[str, Any]]]] = {
        "item": lambda: (action_fields(visit, "add"), _draft(visit, problem)),
        "join": lambda: ([Field("item_id", "哪个整改事项", "choice", _choices(visit, ("item",)), wide=True)], {}),
        "source": lambda: (
            [Field("source_id", "来自哪里", "choice", _choices(visit, _SOURCES), wide=True)],
            {},
        ),
        "part": lambda: ([Field("linked_id", "去掉哪一个", "choice", _linked(visit, problem), wide=True)], {}),
        "edit": lambda: (fields, initial_of(problem)),
        "remove": lambda: ([], initial_of(problem)),
    }
    return forms[action]()


def _draft(visit: Visit, problem: pd.Series) -> dict[str, Any]:
    people = activities.people(visit.store, visit.activity.activity_id)
    draft = problems.item_draft(initial_of(problem), tuple(words_of(visit, "source")))
    own = people[people["person_id"] == draft["leader_id"]]
    return draft | ({"department": own.iloc[0]["department"]} if len(own) else {})


def _choices(visit: Visit, kinds: Sequence[str]) -> dict[str, str]:
    names = _named(visit)
    return {key: f"{_WORDS[kind]} {key} {shortened(text, 50)}" for kind in kinds for key, text in names[kind].items()}


def _linked(visit: Visit, problem: pd.Series) -> dict[str, str]:
    names = _named(visit)
    return {
        key: f"{_WORDS[kind]} {key} {shortened(names[kind].get(key, ''), 50)}"
        for kind, column in _COLUMN.items()
        for key in _ids(problem[column])
    }


def _acted(visit: Visit, problem: pd.Series, action: str, given: dict[str, Any]) -> str:
    problem_id = problem["problem_id"]
    to = (visit.store, visit.actor, visit.activity.activity_id, problem_id)
    kinds = {key: kind for kind, known in _named(visit).items() for key in known}
    if action == "item":
        return f"{problem_id} 已转成整改事项 {problems.make_item(*to, given)}"
    if action == "join":
        problems.link_item(*to, given["item_id"] or "")
    elif action == "source":
        problems.link_source(*to, kinds.get(given["source_id"], ""), given["source_id"] or "")
    elif action == "part" and kinds.get(given["linked_id"]) == "item":
        problems.unlink_item(*to, given["linked_id"])
    elif action == "part":
        problems.unlink_source(*to, kinds.get(given["linked_id"], ""), given["linked_id"] or "")
    else:
        return save_record(visit, problems.PROBLEM, problem_id, action, given)
    return f"{problem_id} 已{_ACTIONS[action]}"
