"""The register of 征求意见: views, filters, the table and its export."""

from typing import Any

import pandas as pd
import streamlit as st

from board.access import allowed
from board.activity import activities
from board.opinions import actions as opinions
from board.opinions.views import IN_LOTS, SEARCHED, in_view, shown, view_counts
from board.store.frames import having, with_late_word
from board.ui.opinions.sheet import show_add_buttons
from board.ui.parts import filters
from board.ui.parts.table import column
from board.ui.parts.table.paged import export_button, show_table
from board.ui.parts.visit import Visit
from board.words import OPINION_STATUS

_SOURCE_COLUMNS = {"received_on", "channel", "giver"}
_COLUMNS: dict[str, Any] = {
    "opinion_id": "编号",
    "content": column.main("意见内容"),
    "tags": column.tags("办理", list(OPINION_STATUS.values()), sort="status_word"),
    "received_on": column.day("收到"),
    "late_word": column.name("补录", is_rare=True),
    "channel": column.text("渠道", 85),
    "giver": column.text("来自", 85),
    "about_word": column.name("关于谁"),
    "aspect": column.text("方面", 95),
    "theme": column.text("主题", 110),
    "item_ids": column.text("转整改", 80),
}
_LABELS = {
    "opinion_id": "编号",
    "received_on": "收到日期",
    "late_word": "补录",
    "channel": "渠道",
    "giver": "来自",
    "about_word": "关于谁",
    "aspect": "方面",
    "theme": "主题",
    "content": "意见内容",
    "status_word": "办理情况",
    "sorted_on": "梳理日期",
    "fed_back_on": "反馈日期",
    "fed_back_to": "反馈给谁",
    "merged_into": "并入",
    "item_ids": "转整改",
    "response_word": "怎样答复",
    "answer": "答复",
}
# A filter's label → its column and its key. The first two are for those who may know who gave an opinion.
_FILTERS = {
    "渠道": ("channel", "opinions_channel"),
    "来自": ("giver", "opinions_giver"),
    "方面": ("aspect", "opinions_aspect"),
    "关于谁": ("about_word", "opinions_about"),
}


def show_register(visit: Visit) -> None:
    """Draws the opinions, by how far they are handled and by the other filters."""
    with_givers = visit.may("see.givers")
    rows = visit.kept("opinions.rows", lambda: _rows(visit, with_givers), with_givers)
    counts = visit.kept("opinions.counts", lambda: _counts(visit, visit.as_of))
    view = filters.tabs("按办理情况看", "opinions_view", counts, before=_before(visit))
    options = visit.kept("opinions.options", lambda: _options(visit, with_givers), with_givers)
    open_filters = {word: each for word, each in _FILTERS.items() if with_givers or each[0] not in _SOURCE_COLUMNS}
    with filters.bar("opinions", ("opinions_text", *(key for _, key in open_filters.values()))):
        text = filters.find("查找", "opinions_text", "编号、内容、主题")
        asked = {column: filters.choose(word, key, options[column]) for word, (column, key) in open_filters.items()}
    wanted = {column: tuple(words) for column, words in asked.items()}

    def find() -> pd.DataFrame:
        return having(in_view(_rows(visit, with_givers), view), wanted, text, SEARCHED)

    found = visit.kept("opinions.found", find, with_givers, view, text, *wanted.items())
    used = {"查找": "opinions_text", **{word: key for word, (_, key) in open_filters.items()}}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        filters.counted(len(found), len(rows), "条", used)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            if allowed(visit.actor, "opinions.export"):  # not `visit.may`: the past can be exported too
                filter_values = {"办理情况": view, "查找": text, **dict(zip(open_filters, asked.values(), strict=True))}
                labels = {name: word for name, word in _LABELS.items() if name in found.columns}
                export_button(visit, found, labels, "征求意见", filter_values, "opinions_export")
            show_add_buttons(visit)
    if not with_givers:
        st.caption(IN_LOTS)
    _show_rows(found)


def _show_rows(found: pd.DataFrame) -> None:
    if found.empty:
        st.info("没有符合这些条件的意见。可以清除筛选，或换一种办理情况。", icon=":material/filter_alt:")
        return
    show_table(
        found,
        {name: each for name, each in _COLUMNS.items() if name in found.columns},
        key="opinions_table",
        id_column="opinion_id",
        open_key="opinions_opinion",
        name="征求到的意见",
    )


def _rows(visit: Visit, with_givers: bool) -> pd.DataFrame:
    of = (visit.store, visit.activity.activity_id)
    rows = shown(*of, visit.as_of, with_givers)
    return with_late_word(*of, "opinions", visit.as_of, rows) if with_givers else rows


def _counts(visit: Visit, day: Any) -> dict[str, int]:
    return view_counts(opinions.opinions(visit.store, visit.activity.activity_id, day))


def _before(visit: Visit) -> dict[str, int] | None:
    day = visit.compare_on
    return None if day is None else visit.kept("opinions.before", lambda: _counts(visit, day))


def _options(visit: Visit, with_givers: bool) -> dict[str, list[str]]:
    """Returns what may be chosen: the plan's words too that no opinion has, because the charts' zeros lead here."""
    rows, terms = _rows(visit, with_givers), activities.terms(visit.store, visit.activity.activity_id)
    columns = [column for column, _ in _FILTERS.values() if column in rows.columns]
    return {column: sorted({*rows[column], *terms.loc[terms["kind"] == column, "label"]} - {""}) for column in columns}
