"""文字的各版: the clerk's words in the versions of a paper, two of them side by side."""

import streamlit as st

from board.papers import views
from board.papers.issuing.making import kind_of
from board.report.diff import changed_count, compared
from board.store.store import Row
from board.ui.parts import filters
from board.ui.parts.visit import Visit
from board.ui.report.comparison import section_html


def show_versions(visit: Visit, state: Row) -> None:
    """Draws the newest version of a paper's words against an earlier one."""
    happened = views.events(visit.store, visit.activity.activity_id, state["paper_id"])
    known = views.versions(happened[happened["seq"] <= state["seq"]])
    if len(known) == 1:
        st.caption("还只有一版。改过文字以后，各版之间改了哪几句列在这里。")
        return
    newest, *earlier = known
    with st.container(width=360):
        chosen = filters.choose_one("与哪一版对照", "papers_against", earlier)
    kind = kind_of(state["kind"])
    for part, word in (kind.texts if kind else {}).items():
        rows = compared(known[chosen].get(part, ""), known[newest].get(part, ""))
        if changed_count(rows):
            st.html(section_html(word, rows, (chosen, newest)))
