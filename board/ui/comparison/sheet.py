"""A unit's sheet: its latest frozen state, what it handed up before, its papers."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from board.comparison import figures
from board.comparison.figures import FIGURES
from board.comparison.views import figures_of, history_of, papers_of
from board.ui.comparison.sums import show_sums
from board.ui.parts.records import SHEET_WIDTH, facts, heading
from board.ui.parts.sheets import opened_row
from board.ui.parts.table import column
from board.ui.parts.table.exported import export_buttons, labels_of
from board.ui.parts.table.paged import quiet_table
from board.ui.parts.visit import Visit
from board.units.tree import paths, units_on
from board.words import UNIT_KIND

# Keys that have a unit open, on any of a bureau's pages.
OPENED = ("units_open", "submitted_open")


def _close() -> None:
    for key in OPENED:
        st.session_state[key] = None


def show_unit(visit: Visit, key: str, more: Callable[[str], None] = lambda _: None) -> None:
    """Draws the sheet of the unit that is open under a key (one of OPENED), if there is one; `more` draws below."""
    row = opened_row(key, partial(figures.reporting, visit.store, visit.as_of), "unit_id", "单位")
    if row is not None:
        _sheet(visit, row, more)


@st.dialog("单位", width=SHEET_WIDTH, position="right", on_dismiss=_close)
def _sheet(visit: Visit, row: pd.Series, more: Callable[[str], None]) -> None:
    _show_submitted(visit, row)
    more(str(row["unit_id"]))


def _show_submitted(visit: Visit, row: pd.Series) -> None:
    unit_id = str(row["unit_id"])
    st.html(heading(unit_id, row["name"]))
    history = history_of(visit.store, visit.activity.activity_id, unit_id, visit.as_of)
    place = paths(units_on(visit.store, visit.as_of))[unit_id]
    standing = {"在哪里": place, "类别": UNIT_KIND[row["kind"]]}
    if history.empty:
        st.html(facts(standing))
        st.info("还没有收到这个单位的上报。", icon=":material/hourglass_empty:")
        return
    last = history.iloc[0]
    st.html(facts({**standing, "最近一份": f"第 {last['number']} 份，截至 {last['as_of']:%Y-%m-%d}"}))
    st.html('<h3 class="section">最近一份上的数字</h3>')
    st.html(facts(figures_of(visit.store, int(last["submission_no"]))))
    show_sums(visit, int(last["submission_no"]))
    st.html('<h3 class="section">历次上报</h3>')
    shown = [each.label for each in FIGURES.values() if each.label in history][:3]
    columns: dict[str, column.Column | str] = {
        "number": column.number("第几份"),
        "as_of": column.day("截至"),
        "received_at": column.moment("收到"),
        **{label: column.name(label) for label in shown},
        "corrects_text": column.text("更正", 160, is_rare=True),
    }
    quiet_table(history, columns, "历次上报", key="units_history", nothing="")
    every = ("number", "as_of", "received_at", *(each.label for each in FIGURES.values()), "corrects_text")
    labels = {name: name for name in every if name in history} | labels_of(columns)
    used = {"单位": str(row["name"])}
    export_buttons(visit, history, labels, f"历次上报-{unit_id}", used, "units_history_export")
    papers = papers_of(visit.store, int(last["submission_no"]))
    if len(papers):
        st.html('<h3 class="section">公开过的公文</h3>')
        of_papers: dict[str, column.Column | str] = {
            "title": column.main("公文", 220),
            "published_on": column.day("公开"),
            "digest": "指纹（开头）",
        }
        quiet_table(papers, of_papers, "公开过的公文", key="units_papers")
