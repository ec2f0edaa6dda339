"""Charts of 征求意见: who was heard and how, progress of the handling, aspects; a click shows the rows."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from board.activity import activities
from board.answer import Answer
from board.charts.opinions import by_aspect, coverage, funnel
from board.opinions import actions as opinions
from board.opinions.answer import opinions_answer
from board.opinions.disclosure import STEP
from board.opinions.figures import by_aspect as count_by_aspect
from board.opinions.figures import funnel as count_funnel
from board.opinions.views import change_mark, channels_and_givers
from board.store.frames import each_row
from board.ui.parts import filters
from board.ui.parts.answer import show_answer
from board.ui.parts.pictures import show_chart
from board.ui.parts.visit import Visit
from board.words import OPINION_STAGE

# The view of each stage has its name.
_VIEW_OF_STAGE = {**OPINION_STAGE, "received": "全部"}


def show_day_answer(visit: Visit) -> None:
    """Draws the answer of the page."""
    activity_id = visit.activity.activity_id

    def answer() -> Answer:
        heard = opinions.opinions(visit.store, activity_id, visit.as_of)
        then = opinions.opinions(visit.store, activity_id, visit.compare_on) if visit.compare_on else None
        return opinions_answer(heard, activities.terms(visit.store, activity_id), then, visit.compare_on)

    show_answer(visit, "opinions", visit.kept("opinions.answer", answer))


def show_charts(visit: Visit) -> None:
    """Draws coverage, funnel and aspects, side by side."""
    left, middle, right = st.columns([5, 4, 4], gap="medium")
    with left:
        st.header("听了谁，用什么方式")
        _show_coverage(visit)
    with middle:
        st.header("办到了哪一步")
        stages = visit.kept("opinions.stages", lambda: _stages(visit))
        show_chart(visit, "opinions_funnel", partial(funnel, stages), "从收到到答复各步的条数", _see_stage)
    with right:
        st.header("说的是哪方面")
        aspects = visit.kept("opinions.aspects", lambda: _aspects(visit))
        show_chart(visit, "opinions_aspects", partial(by_aspect, aspects), "各方面意见的条数", _see_aspect)


def _show_coverage(visit: Visit) -> None:
    with_givers = visit.may("see.givers")
    key = (visit.store, visit.activity.activity_id, visit.as_of, visit.compare_on, with_givers)
    cells = channels_and_givers(*key)
    if cells.empty:
        st.caption(f"听到的还不到 {STEP} 条，或者大多来自一处，先不列明来自哪里，免得认出是谁提的。")
        return
    alt = "各渠道、各类人的条数"
    show_chart(visit, "opinions_coverage", partial(coverage, cells), alt, _see_cell if with_givers else None)
    if with_givers and any("↓" in text for text in cells["text"].tolist()):
        st.caption("少了的，是后来更正了方式或来自哪一类人，或者移出了。")
    if not with_givers:
        st.caption("分批计数，少于 5 条的只写“1–4”；哪一条是谁提的，只有经办的工作人员知道。")


def _see_cell(point: Mapping[str, Any]) -> None:
    channel, giver = (str(each) for each in point["customdata"])
    _see({"opinions_channel": [channel], "opinions_giver": [giver]})


def _see_stage(point: Mapping[str, Any]) -> None:
    _see({"opinions_view": str(point["customdata"][0])})


def _see_aspect(point: Mapping[str, Any]) -> None:
    aspect = str(point["customdata"][0])
    _see({"opinions_aspect": [aspect]} if aspect else {"opinions_view": "待梳理"})


def _see(asked: Mapping[str, Any]) -> None:
    filters.clear([f"opinions_{name}" for name in ("view", "text", "channel", "giver", "aspect", "about")])
    for key, value in asked.items():
        st.session_state[key] = value


def _stages(visit: Visit) -> tuple[tuple[str, int, str, str], ...]:
    """Returns the stages of handling as `funnel` takes them."""
    activity_id = visit.activity.activity_id
    now = count_funnel(opinions.opinions(visit.store, activity_id, visit.as_of))
    marks = [""] * len(now)
    if visit.compare_on is not None:
        then = count_funnel(opinions.opinions(visit.store, activity_id, visit.compare_on))
        marks = [change_mark(int(change)) for change in now["opinion_count"] - then["opinion_count"]]
    rows = zip(each_row(now), marks, strict=True)
    return tuple(
        (OPINION_STAGE[row.stage], int(row.opinion_count), mark, _VIEW_OF_STAGE[row.stage]) for row, mark in rows
    )


def _aspects(visit: Visit) -> pd.DataFrame:
    found: pd.DataFrame = opinions.opinions(visit.store, visit.activity.activity_id, visit.as_of)
    counts = count_by_aspect(found, activities.terms(visit.store, visit.activity.activity_id))
    return counts.assign(word=counts["aspect"].replace("", "还没有梳理"))
