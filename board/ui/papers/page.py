"""The head of 公文: drafting a paper, and the letterhead of the activity."""

from datetime import date
from typing import Any

import streamlit as st

from board.papers.issuing import actions, rules
from board.papers.issuing.making import drafted_kinds, kind_of
from board.papers.kinds import choices as choices_of
from board.ui.papers.fields import HEAD
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.sheets import closing
from board.ui.parts.visit import Visit
from board.web import serving

_stop_drafting, _stop_heading = closing("papers_drafting"), closing("papers_heading")


def show_buttons(visit: Visit) -> None:
    """Draws the buttons that draft a paper and open the letterhead, for those with permission."""
    if not visit.may("papers.draft"):
        return
    if st.button("起草公文", icon=":material/add:", type="primary", key="papers_add"):
        st.session_state["papers_drafting"] = True
    if st.button("版头", icon=":material/badge:", key="papers_head"):
        st.session_state["papers_heading"] = True
    if st.session_state.get("papers_drafting"):
        _draft(visit)
    elif st.session_state.get("papers_heading"):
        _head(visit)


def is_covered() -> bool:
    """Whether a dialog of these is open."""
    return bool(st.session_state.get("papers_drafting") or st.session_state.get("papers_heading"))


@st.dialog("起草公文", width="large", on_dismiss=_stop_drafting)
def _draft(visit: Visit) -> None:
    words = drafted_kinds(is_bureau=serving.settings().collects)
    kind = st.selectbox("文种", list(words), key="papers_kind", format_func=words.__getitem__)
    fields, initial = _options(visit, kind)
    if show_form(f"papers_new_{kind}", fields, initial, lambda typed: _drafted(visit, kind, typed), "起草"):
        _stop_drafting()
        st.rerun()


def _options(visit: Visit, kind: str) -> tuple[list[Field], dict[str, Any]]:
    """The fields of what a kind asks for, each beginning with the likeliest choice."""
    known = kind_of(kind)
    fields, initial = [], {}
    every = choices_of(visit.store, visit.activity.activity_id, visit.as_of, kind) if known else {}
    for option in known.options if known else ():
        choices = dict(every[option.name])
        fields.append(Field(option.name, option.word, "choice", choices, wide=True))
        initial[option.name] = next(iter(choices), None)
    return fields, initial


def _drafted(visit: Visit, kind: str, typed: dict[str, Any]) -> str:
    options = {name: value or "" for name, value in typed.items() if name != "seen_seq"}
    paper_id = actions.draft(visit.store, visit.actor, visit.activity.activity_id, kind, options)
    st.session_state["papers_open"] = paper_id
    return f"已起草 {paper_id}，核对无误后请领导签发"


@st.dialog("版头", width="large", on_dismiss=_stop_heading)
def _head(visit: Visit) -> None:
    st.caption("新起草的公文都从这里开始；已经起草的各有各的，不跟着改。")
    kept = actions.letterhead(visit.store.rows, visit.activity.activity_id)
    initial = kept or rules.HEAD | {"unit": visit.activity.unit_name}
    if show_form("papers_letterhead", HEAD, initial, lambda typed: _keep(visit, typed), only_changes=True):
        _stop_heading()
        st.rerun()


def _keep(visit: Visit, typed: dict[str, Any]) -> str:
    seen_seq = typed.pop("seen_seq", None)
    actions.keep_letterhead(visit.store, visit.actor, visit.activity.activity_id, typed, seen_seq=seen_seq)
    return "版头已保存"


def next_number(visit: Visit, word: str, today: date) -> int:
    """The next number of this year for papers of the unit with these words."""
    taken = visit.store.rows("papers/numbers", activity_id=visit.activity.activity_id)
    return rules.next_number(word, today.year, taken)
