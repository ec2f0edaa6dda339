"""Responses to a weak criterion, each a link: rectification items, changes of the report; and a way to add an item."""

import streamlit as st

from board.access import sees_own_items_only
from board.rectification.actions import some_of_items
from board.thread import records as thread
from board.thread.rules import chain
from board.ui.evaluation.changes import changes_button, show_changes
from board.ui.parts.links import drill, go
from board.ui.parts.visit import Visit
from board.ui.rectification.work import begin_for
from board.ui.thread.sheet import thread_button


def show_answered_by(visit: Visit, criterion_id: str, criterion_label: str) -> None:
    """Draws the items for a weak criterion and the sections of the report about it.

    Draws nothing for people who see only their own items.
    """
    if sees_own_items_only(visit.actor):
        return

    def answering() -> int:
        items = some_of_items(visit.store, visit.activity.activity_id, visit.as_of, ("criterion_id",))
        return int((items["criterion_id"] == criterion_id).sum())

    count = visit.kept("evaluation.answering", answering, criterion_id)
    with st.container(horizontal=True, vertical_alignment="center"):
        if count:
            asked = {"rectification_criterion": [criterion_label]}
            drill(f"为这一项整改的 {count} 项", "rectification", asked, key="evaluation_items")
        else:
            st.caption("整改台账里还没有为这一项的事项。", width="content")
        if visit.may("see.report"):
            _show_sections(visit, criterion_id)
            show_changes(visit, criterion_id)
        thread_button(visit, criterion_id, "evaluation_thread")
        if visit.may("rectification.edit"):
            st.button(
                "为这一项登记整改事项",
                key="evaluation_begin_item",
                type="tertiary",
                icon=":material/add:",
                on_click=begin_for,
                args=(criterion_id,),
            )
        changes_button(visit)


def _show_sections(visit: Visit, criterion_id: str) -> None:
    """Draws the sections of the report with the problems and items behind a criterion."""

    def about() -> list[str]:
        threads = thread.threads(visit.store, visit.activity.activity_id, visit.as_of)
        found = chain(threads, ("criterion", criterion_id)) - threads.ends.get(("criterion", criterion_id), frozenset())
        return sorted(name for kind, name in found if kind == "section")

    sections = visit.kept("evaluation.sections", about, criterion_id)
    if sections:
        st.button(
            f"报告的“{'”“'.join(sections)}”",
            key="evaluation_section",
            type="tertiary",
            icon=":material/article:",
            on_click=go,
            args=("report", {"report_part": "正文"}),
        )
