"""A page on paper: opened with `?print=1` it has no controls, shows whole tables, and has a foot with filters and days.

The browser's part is in `browser/print.js`, the looks in `print.css`.
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
_RULES = f"<style>{(Path(__file__).parent / 'styles' / 'print.css').read_text('utf-8')}</style>"
_SHEET_FOOT = (
    '@page {{ @bottom-left {{ content: "{}"; }}'
    ' @bottom-right {{ content: "{}" counter(page) "{}" counter(pages) "{}"; }} }}'
)


def is_printing() -> bool:
    """Returns whether this visit is for paper."""
    return _ASKED in st.query_params


def begin() -> None:
    """Shows a page for paper as it will be printed, and forgets the previous run's filters."""
    st.session_state[_FILTERS] = {}
    if is_printing():
        st.html(_RULES)


def note_filter(label: str, value: Any) -> None:
    """Keeps a filter's value for the foot; does nothing if the filter is empty."""
    if value:
        words = "、".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)
        st.session_state.setdefault(_FILTERS, {})[label] = words


def filters_in_words() -> str:
    """Returns the filters noted so far as the foot shows them."""
    return "；".join(f"{label}：{words}" for label, words in st.session_state.get(_FILTERS, {}).items()) or "无"


def show_foot(activity: Activity, title: str, as_of: date, compare_on: date | None, known: str = "") -> None:
    """Shows below a printed page its day (known: as known when; "" then), the day compared with, the filters, and when
    it was printed.

    Browsers that can also print it at the foot of every sheet, with the page number.
    """
    compared = f"　与 {compare_on:%Y-%m-%d} 相比" if compare_on else ""
    day, printed = f"截至 {as_of:%Y-%m-%d}{known and f'（{known}）'}{compared}", f"打印于 {clock.now():%Y-%m-%d %H:%M}"
    used = filters_in_words()
    example = "　示例数据" if activity.is_example else ""
    st.html(f'<div class="print-foot" translate="no">{day}　筛选：{escape(used)}　{printed}{example}</div>')
    st.html(f"<style>{_sheet_foot(f'{activity.unit_name}　{title}　{day}　{printed}')}</style>")


def _sheet_foot(words: str) -> str:
    escaped = "".join(f"\\{ord(letter):06x}" for letter in words)  # no unit's name can end the CSS string
    return _SHEET_FOOT.format(escaped, "第 ", " 页，共 ", " 页")


def say_part(page: int, pages: int, row_count: int) -> None:
    """Says, on paper only, that a table is printed in part; for pages printed from the browser's menu."""
    st.html(
        f'<p class="print-only">这里只印出了第 {page} 页，共 {pages} 页、{row_count} 行；'
        "要印整张表，请点页头的“打印”。</p>"
    )
