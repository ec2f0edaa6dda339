"""A page on paper: opened with `?print=1` it has no controls, whole tables, and at its foot what was asked for.

What the browser does for it stands in `browser/print.js`, how it looks in `print.css`.
"""

from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from board import clock
from board.activity.activities import Activity

_ASKED = "print"
_FILTERS = "printing_filters"
_RULES = (Path(__file__).parent / "styles" / "print.css").read_text("utf-8")
_ON_PAPER = f"@media print {{{_RULES}}}"
_SHEET_FOOT = (
    '@page {{ @bottom-left {{ content: "{}"; }}'
    ' @bottom-right {{ content: "{}" counter(page) "{}" counter(pages) "{}"; }} }}'
)


def is_printing() -> bool:
    """Whether this visit is for paper."""
    return _ASKED in st.query_params


def begin() -> None:
    """Draw the looks of paper, and forget the filters of the run before."""
    st.session_state[_FILTERS] = {}
    rules = _ON_PAPER + (_RULES if is_printing() else "")
    st.html(f"<style>{rules}</style>")


def note_filter(label: str, value: Any) -> None:
    """Keep for the foot what the page was asked for; nothing where a filter asks for nothing."""
    if value:
        words = "、".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)
        st.session_state.setdefault(_FILTERS, {})[label] = words


def filters_in_words() -> str:
    """Return what the page was asked for so far, as a foot says it."""
    return "；".join(f"{label}：{words}" for label, words in st.session_state.get(_FILTERS, {}).items()) or "无"


def show_foot(activity: Activity, title: str, as_of: date, compare_on: date | None) -> None:
    """Say below a printed page of which day it is, compared with which, by which filters, and when it was printed.

    The same goes to the foot of every sheet, with its number, in browsers that can.
    """
    if not is_printing():
        return
    compared = f"　与 {compare_on:%Y-%m-%d} 相比" if compare_on else ""
    day, printed = f"截至 {as_of:%Y-%m-%d}{compared}", f"打印于 {clock.now():%Y-%m-%d %H:%M}"
    used = filters_in_words()
    example = "　示例数据" if activity.is_example else ""
    st.html(f'<div class="print-foot" translate="no">{day}　筛选：{escape(used)}　{printed}{example}</div>')
    st.html(f"<style>{_sheet_foot(f'{activity.unit_name}　{title}　{day}　{printed}')}</style>")


def _sheet_foot(words: str) -> str:
    escaped = "".join(f"\\{ord(letter):06x}" for letter in words)  # whatever a unit is called, it ends no string of CSS
    return _SHEET_FOOT.format(escaped, "第 ", " 页，共 ", " 页")


def say_part(page: int, pages: int, row_count: int) -> None:
    """Say on paper only that a table is printed in part, where the browser prints what is on the screen."""
    st.html(
        f'<p class="print-only">这里只印出了第 {page} 页，共 {pages} 页、{row_count} 行；'
        "要印整张表，请点页头的“打印”。</p>"
    )
