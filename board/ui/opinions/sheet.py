"""The buttons that register opinions on 征求意见, an opinion's sheet and its forms."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.opinions import actions as opinions
from board.opinions.disclosure import disclosed_events
from board.opinions.registry import OPINION_ACTION, OPINION_EVENT, allowed_actions
from board.opinions.views import shown
from board.ui.opinions.forms import action_fields, save_action
from board.ui.opinions.leads import show_leads
from board.ui.opinions.typed_list import show_list
from board.ui.parts.at_work import show_others, work_frame
from board.ui.parts.forms.form import show_form
from board.ui.parts.plain import in_html
from board.ui.parts.records import SHEET_WIDTH, facts, heading, history, initial_of
from board.ui.parts.sheets import closing, opened_row, show_action
from board.ui.parts.visit import Visit
from board.ui.thread.sheet import thread_button
from board.words import OPINION_STATUS, RESPONSE


def show_add_buttons(visit: Visit) -> None:
    """Draws the buttons that register an opinion or a list of them, for those with permission."""
    if not visit.may("opinions.edit"):
        return
    if st.button("登记意见", icon=":material/add:", key="opinions_add"):
        st.session_state["opinions_adding"] = True
    if st.button("成批登记", icon=":material/playlist_add:", key="opinions_list"):
        st.session_state["opinions_listing"] = True
    if st.session_state.get("opinions_adding"):
        _add_dialog(visit)
    elif st.session_state.get("opinions_listing"):
        show_list(visit)


@st.dialog("登记意见", width="large", on_dismiss=closing("opinions_adding"))
def _add_dialog(visit: Visit) -> None:
    st.caption("登记后可以接着登记下一条；只记意见来自哪一类人，不记姓名。")
    if show_form(
        "opinions_new",
        action_fields(visit, "add"),
        {"received_on": visit.as_of, "about": "group"},
        lambda given: _added(visit, given),
    ):
        st.rerun()


def _added(visit: Visit, given: dict[str, Any]) -> str:
    return f"已登记意见 {opinions.add(visit.store, visit.actor, visit.activity.activity_id, given)}"


def show_opinion(visit: Visit) -> None:
    """Draws the sheet of the open opinion, if there is one."""
    rows = partial(shown, visit.store, visit.activity.activity_id, visit.as_of, visit.may("see.givers"))
    is_covered = any(st.session_state.get(key) for key in ("opinions_adding", "opinions_listing"))
    opinion = opened_row("opinions_opinion", rows, "opinion_id", "意见", is_covered=is_covered)
    if opinion is not None:
        _opinion_dialog(visit, opinion)


@st.dialog("意见", width=SHEET_WIDTH, position="right", on_dismiss=closing("opinions_opinion"))
def _opinion_dialog(visit: Visit, opinion: pd.Series) -> None:
    st.html(heading(opinion["opinion_id"], opinion["content"]))
    if visit.may("see.givers"):  # the time of handling would reveal to others who gave it
        show_others(visit, f"opinions/{opinion['opinion_id']}")
    thread_button(visit, opinion["opinion_id"], "opinions_thread")
    if visit.may("opinions.edit"):
        _show_actions(visit, opinion)
    source = _source(opinion) if visit.may("see.givers") else {}
    st.html(facts({**source, **_handling(opinion)}))
    show_leads(visit, _raw(visit, opinion))
    events = opinions.events(visit.store, visit.activity.activity_id, opinion["opinion_id"])
    if not visit.may("see.givers"):
        events = disclosed_events(events, opinions.lots(visit.store, visit.activity.activity_id))
    st.html(history(events, visit.as_of, OPINION_EVENT, _event_note))


def _raw(visit: Visit, row: pd.Series) -> pd.Series:
    """Returns an opinion as stored, for forms about it."""
    held = opinions.opinions(visit.store, visit.activity.activity_id, visit.as_of)
    found: pd.Series = held[held["opinion_id"] == row["opinion_id"]].iloc[0]
    return found


def _source(opinion: pd.Series) -> dict[str, Any]:
    """Returns from whom, how and when it came, and its wording for feedback; for those who handle opinions."""
    return {
        "收到日期": opinion["received_on"],
        "渠道": opinion["channel"],
        "来自": opinion["giver"],
        "反馈用语": opinion["wording"],
    }


def _handling(opinion: pd.Series) -> dict[str, Any]:
    return {
        "办理情况": OPINION_STATUS[opinion["main_status"]],
        "关于谁": opinion["about_word"],
        "方面": opinion["aspect"],
        "主题": opinion["theme"],
        "梳理日期": opinion["sorted_on"],
        "反馈日期": opinion["fed_back_on"],
        "反馈给谁": opinion["fed_back_to"],
        "反馈单": opinion["sheet_id"],
        "并入": opinion["merged_into"],
        "转成的整改事项": opinion["item_ids"],
        "怎样答复": RESPONSE.get(opinion["response"], ""),
        "答复": opinion["answer"],
    }


def _event_note(event: Any) -> str:
    notes = {
        "sort": f"{event.aspect}　{event.theme}",
        "feed_back": f"反馈给 {event.fed_back_to}",
        "answer": f"{RESPONSE.get(event.response, '')}　{event.answer}",
        "remove": event.reason,
    }
    return in_html(notes.get(event.action, ""))


def _show_actions(visit: Visit, row: pd.Series) -> None:
    opinion = _raw(visit, row)
    opinion_id, initial = opinion["opinion_id"], initial_of(opinion)
    show_action(
        f"opinions_action_{opinion_id}",
        allowed_actions(initial),
        OPINION_ACTION,
        lambda action: (action_fields(visit, action, opinion), initial),
        partial(save_action, visit, opinion),
        partial(work_frame, visit, f"opinions/{opinion_id}"),
    )
