"""The sections of a version, with sentences marked that contradict the records; and the form that writes a section."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from board.report import reading as report
from board.report import versions as report_versions
from board.report.text import sentences
from board.store.frames import each_row
from board.thread import records as thread
from board.truth import versions as truth
from board.ui.parts.forms.form import Field, show_form
from board.ui.parts.plain import in_html
from board.ui.parts.records import history, initial_of
from board.ui.parts.visit import Visit
from board.ui.report.dialogs import about, begin, dialog_open, end
from board.ui.thread.sheet import thread_button
from board.words import REPORT_ACTION, TRUTH_KIND


def show_text(visit: Visit, version: pd.Series) -> None:
    """Draws the sections one below the other, each with its button to write."""
    version_id = version["version_id"]
    # Threads contain only the report's newest version.
    is_newest = version_id == thread.newest_version(visit.store, visit.activity.activity_id, visit.as_of)
    may_write = visit.may("report.edit") and not version["frozen"]
    for section_id, section, html in visit.kept("report.text", lambda: _sections(visit, version_id), version_id):
        with st.container(border=True, gap="xsmall"):
            st.html(html)
            with st.container(horizontal=True):
                if may_write:
                    key = f"report_write_{section_id}"
                    args = ("write", section_id)
                    st.button("写这一部分", icon=":material/edit:", key=key, on_click=begin, args=args)
                if is_newest:
                    thread_button(visit, section, f"report_thread_{section_id}")
    if may_write and dialog_open(visit) == "write":
        _show_dialog(visit, version_id)


def _sections(visit: Visit, version_id: str) -> list[tuple[str, str, str]]:
    """Returns the id, name and HTML of each section of a version."""
    found = truth.findings_in(visit.store, visit.activity.activity_id, version_id, visit.as_of)
    found = found[~found["is_answered"]]
    return [
        (
            row.section_id,
            row.section,
            section_html(row.section, row.content, found[found["section"] == row.section], _news(visit, row)),
        )
        for row in each_row(_of_version(visit, version_id))
    ]


def section_html(section: str, content: str, found: pd.DataFrame, news: str) -> str:
    """Returns a section as HTML: heading, text with the sentences that don't hold marked, and the findings."""
    by_sentence: dict[str, list[Any]] = {}
    for row in each_row(found):
        by_sentence.setdefault(row.sentence, []).append(row)
    body = "".join(_paragraph(line, by_sentence) for line in content.split("\n") if line.strip())
    items = "".join(f"<li><b>{TRUTH_KIND[row.kind]}</b>　{in_html(row.message)}</li>" for row in each_row(found))
    empty = '<p class="nothing">还没有写。</p>'
    more = f'<span class="news">{in_html(news)}</span>' if news else ""
    notes = f'<ul class="untruths">{items}</ul>' if items else ""
    return f'<article class="report"><h2>{in_html(section)}{more}</h2>{body or empty}{notes}</article>'


def _paragraph(line: str, found: Mapping[str, list[Any]]) -> str:
    pieces, place = [], 0
    for sentence in sentences(line):
        end_at = sentence.start + len(sentence.text)
        written = line[sentence.start : end_at]
        pieces.append(in_html(line[place : sentence.start]))
        pieces.append(_marked(written, found[written]) if written in found else in_html(written))
        place = end_at
    return f"<p>{''.join(pieces)}{in_html(line[place:])}</p>"


def _marked(sentence: str, found: list[Any]) -> str:
    """Returns a sentence as HTML, marked, and the words that don't hold marked again within it."""
    text, messages = in_html(sentence), "；".join(row.message for row in found)
    for mark in {in_html(row.mark) for row in found if row.mark}:
        text = text.replace(mark, f"<b>{mark}</b>", 1)
    return f'<mark title="{in_html(messages)}">{text}</mark>'


def _of_version(visit: Visit, version_id: str) -> pd.DataFrame:
    texts = report.sections(visit.store, visit.activity.activity_id, visit.as_of)
    mine: pd.DataFrame = texts[texts["version_id"] == version_id]
    return mine


def _news(visit: Visit, row: Any) -> str:
    """Returns what is new since the compared day."""
    if visit.compare_on is None or row.action != "write":
        return ""
    since = pd.Timestamp(visit.compare_on) + pd.Timedelta(days=1)
    return f"{row.happened_at:%m-%d} 改过" if row.happened_at >= since else ""


def _show_dialog(visit: Visit, version_id: str) -> None:
    mine = _of_version(visit, version_id)
    chosen = mine[mine["section_id"] == about()]
    if len(chosen):
        _write_dialog(visit, chosen.iloc[0])


@st.dialog("写报告", width="large", on_dismiss=end)
def _write_dialog(visit: Visit, row: pd.Series) -> None:
    st.html(f'<h3 class="section">{in_html(row["section"])}</h3>')
    fields = [
        Field("content", "正文", "area", wide=True, at_most=20_000, help="一行一段"),
        Field("note", "这一版为什么改", "area", wide=True, at_most=1_000, help="两版对照里会写出来"),
    ]
    to = (visit.store, visit.actor, visit.activity.activity_id, row["version_id"], row["section"])

    def save(given: dict[str, Any]) -> str:
        seen_seq = given.pop("seen_seq")
        report_versions.write_section(*to, given, seen_seq=seen_seq)
        return f"{row['version_id']} 的“{row['section']}”已保存"

    if show_form(f"report_write_form_{row['section_id']}", fields, initial_of(row), save, only_changes=True):
        end()
        st.rerun()
    events = report.events(visit.store, visit.activity.activity_id, "report_sections", row["section_id"])
    st.html(history(events, visit.as_of, REPORT_ACTION, lambda event: f"{len(event.content)} 字"))
