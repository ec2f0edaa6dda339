"""The parts of 来龙去脉: how far opinions came, all records with what precedes and follows them, loose ends."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.charts.thread import flow
from board.store.frames import having
from board.thread import records as thread
from board.thread.comparison import gone, marked
from board.thread.flow import band_rows, bands, places
from board.thread.views import BAND_SEARCHED, LOOSE_SEARCHED, SEARCHED, loose_by_kind, loose_of, records_shown
from board.thread.words import LOOSE_END, THREAD_KIND
from board.ui.parts import filters
from board.ui.parts.links import go
from board.ui.parts.pictures import show_chart
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import Visit
from board.ui.thread.sheet import OPEN

PARTS = ("全部", *LOOSE_END.values())
_COLUMNS: dict[str, Any] = {
    "record_id": "编号",
    "text": column.main("内容", 240),
    "kind_word": column.name("是什么", stays=True),
    "standing": column.text("情况", 95),
    "came_of": column.text("前面连着", 180, grows=2),
    "led_to": column.text("后面连着", 180, grows=2),
}
_LOOSE_COLUMNS: dict[str, Any] = {
    **{name: _COLUMNS[name] for name in ("record_id", "text", "kind_word", "standing")},
    "why": column.text("缺什么", 180, grows=2),
}
_BAND_COLUMNS: dict[str, Any] = {
    **{name: _COLUMNS[name] for name in ("record_id", "text", "kind_word", "standing")},
    "other": column.text("连着", 180, grows=3),
}
_LABELS = {
    "record_id": "编号",
    "kind_word": "是什么",
    "text": "内容",
    "standing": "情况",
    "came_of": "前面连着",
    "led_to": "后面连着",
}
_LOOSE_LABELS = {**{name: _LABELS[name] for name in ("record_id", "kind_word", "text", "standing")}, "why": "缺什么"}
_BAND_LABELS = {**{name: _LABELS[name] for name in ("record_id", "kind_word", "text", "standing")}, "other": "连着"}
_MOST_GONE = 12
_BAND, _EVERY = "thread_band", "全部记录"
_USED = {"查找": "thread_text", "是什么": "thread_kind"}
_HINTS = {
    "onward": "提了意见没有引到问题或整改、也没有答复的，查出问题没有整改的，评得低没有整改、也没有为它改报告的。",
    "behind": "没有写明来源的问题，没有对应问题的整改事项。",
}


def _day(visit: Visit) -> tuple[Any, str, date]:
    return visit.store, visit.activity.activity_id, visit.as_of


def show_beginning(visit: Visit) -> None:
    """Draws what will be here and ends the page, if nothing was heard or found yet."""
    givers = visit.may("see.givers")

    def has_begun() -> bool:
        known = thread.records(*_day(visit), givers)
        return bool(known["kind"].isin(["opinion", "problem", "item"]).any())

    if not visit.kept("thread.has_begun", has_begun, givers):
        st.info(
            "还没有可以连起来的记录。登记了意见、问题、整改事项以后，这里看得到哪条意见引到哪个问题、写在报告哪一部分、"
            "成了哪项整改、群众评议看哪一项。",
            icon=":material/timeline:",
        )
        st.button("到征求意见", key="thread_begin", icon=":material/forum:", on_click=go, args=("opinions",))
        st.stop()


def part_counts(visit: Visit, day: date) -> dict[str, int]:
    """Returns how many rows each part of the page has on a day, including those that this person may not see."""

    def counts() -> dict[str, int]:
        ends = thread.loose_counts(visit.store, visit.activity.activity_id, day)
        every = thread.records(visit.store, visit.activity.activity_id, day, with_givers=True)
        return {PARTS[0]: len(every), **{LOOSE_END[end]: count for end, count in ends.items()}}

    return visit.kept("thread.part_counts", counts, day)


def show_records(visit: Visit) -> None:
    """Draws the flow, and below it the records in its chosen band, or all; a row opens its thread."""
    drawn = bands(*_day(visit))
    counts = dict(zip(drawn["band"], drawn["link_count"], strict=True))
    chosen = filters.one_of(_BAND, [_EVERY, *counts])
    _show_flow(visit, drawn, chosen)
    with filters.bar("thread", ("thread_text", "thread_kind")):
        filters.choose_one(
            "看哪一段",
            _BAND,
            [_EVERY, *counts],
            lambda band: f"{band}　{counts[band]} 处" if band in counts else band,
        )
        text = filters.find("查找", "thread_text", "编号、内容")
        kinds = filters.choose("是什么", "thread_kind", list(THREAD_KIND.values())) if chosen == _EVERY else []
    if chosen == _EVERY:
        _show_every(visit, text, kinds)
    else:
        _show_band(visit, chosen, counts[chosen], text)


def _show_flow(visit: Visit, drawn: pd.DataFrame, chosen: str) -> None:
    """Draws the flow; a click on a band chooses it. On a phone, where it doesn't fit, there is the list of bands."""
    if drawn.empty:
        return
    held = places(*_day(visit))

    def choose(point: Mapping[str, Any]) -> None:
        carried = point.get("customdata") or [_EVERY]
        st.session_state[_BAND] = carried[0]

    with st.container(key="thread_flow_box"):
        alt = "从意见到问题、报告章节、整改事项、评议项目的流向；点一段看里面的记录，也可以在“看哪一段”里选"
        show_chart(visit, "thread_flow", partial(flow, held, drawn, chosen), alt, choose)


def _show_every(visit: Visit, text: str, kinds: list[str]) -> None:
    givers = visit.may("see.givers")
    key = ("records", givers)
    whole, columns = _compared(visit, key, lambda day: records_shown(*_day(visit)[:2], day, givers), _COLUMNS)
    rows = having(whole, {"kind_word": kinds}, text, SEARCHED)
    _show_counted(visit, rows, len(whole), _LABELS, "来龙去脉", {"查找": text, "是什么": kinds})
    if not _is_nothing(rows):
        name = "意见、问题、报告章节、整改事项和评议项目"
        show_table(rows, columns, key="thread_table", id_column="record_id", open_key=OPEN, name=name)


def _show_band(visit: Visit, band: str, count: int, text: str) -> None:
    givers = visit.may("see.givers")
    key = ("band", givers, band)
    whole, columns = _compared(visit, key, lambda day: band_rows(*_day(visit)[:2], day, givers, band), _BAND_COLUMNS)
    rows = having(whole, {}, text, BAND_SEARCHED)
    _show_counted(visit, rows, len(whole), _BAND_LABELS, band.replace(" ", ""), {"看哪一段": band, "查找": text}, "处")
    if not _is_nothing(rows):
        show_table(rows, columns, key="thread_band_rows", id_column="record_id", open_key=OPEN, name=band)


def show_loose(visit: Visit, part: str) -> None:
    """Draws the loose ends of one kind; a row opens its thread, where it can be linked."""
    end = next(code for code, word in LOOSE_END.items() if word == part)
    st.caption(_HINTS[end] + ("点一行就能连上。" if visit.may("thread.edit") else "点一行看它连着什么。"))
    counts = loose_by_kind(*_day(visit))[end]
    if counts:
        st.caption(
            f"一共 {sum(counts.values())} 个：" + "，".join(f"{word} {count} 个" for word, count in counts.items())
        )
    givers = visit.may("see.givers")
    key = ("loose", givers, end)
    whole, columns = _compared(visit, key, lambda day: loose_of(*_day(visit)[:2], day, givers, end), _LOOSE_COLUMNS)
    text, asked = _asked(list(dict.fromkeys(whole["kind_word"])))
    rows = having(whole, {"kind_word": asked}, text, LOOSE_SEARCHED)
    _show_counted(visit, rows, len(whole), _LOOSE_LABELS, part, {"查找": text, "是什么": asked})
    if whole.empty:
        st.success(f"没有{part}的。", icon=":material/check_circle:")
        return
    if _is_nothing(rows):
        return
    show_table(rows, columns, key="thread_loose", id_column="record_id", open_key=OPEN, name=part)


def _compared(
    visit: Visit, key: tuple[Any, ...], read: Callable[[date], pd.DataFrame], columns: dict[str, Any]
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Returns a list of the day and its columns, with the changes since the compared day, if there is one.

    key: what the list is kept under.
    """
    compare_on = visit.compare_on
    if compare_on is None:
        return read(visit.as_of), columns

    def make() -> tuple[pd.DataFrame, list[str]]:
        now, then = read(visit.as_of), read(compare_on)
        return marked(now, then), gone(now, then)

    kept: tuple[pd.DataFrame, list[str]] = visit.store.cached(
        ("thread.compared", *key, *_day(visit)[1:], compare_on), make
    )
    rows, left = kept
    if left:
        more = f" 等 {len(left)} 个" if len(left) > _MOST_GONE else ""
        st.caption(f"{compare_on:%m-%d} 在这张表里、现在不在的：{'、'.join(map(in_markdown, left[:_MOST_GONE]))}{more}")
    changed = column.text(f"与 {compare_on:%m-%d} 相比", 130, grows=1)
    return rows, {**columns, "changed": changed}


def _asked(kinds: list[str]) -> tuple[str, list[str]]:
    with filters.bar("thread", ("thread_text", "thread_kind")):
        text = filters.find("查找", "thread_text", "编号、内容")
        return text, filters.choose("是什么", "thread_kind", kinds)


def _show_counted(
    visit: Visit,
    rows: pd.DataFrame,
    total: int,
    labels: dict[str, str],
    title: str,
    filter_values: Mapping[str, Any],
    unit: str = "个",
) -> None:
    """Draws how many rows are left, and their export. `filter_values`: filter label → what was chosen."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(rows), total, unit, {word: key for word, key in _USED.items() if word in filter_values})
        labels = labels | ({"changed": "与相比日的变化"} if "changed" in rows else {})
        export_button(visit, rows, labels, title, filter_values, "thread_export")


def _is_nothing(rows: pd.DataFrame) -> bool:
    if rows.empty:
        st.info("没有符合这些条件的。可以清除筛选。", icon=":material/filter_alt:")
    return rows.empty
