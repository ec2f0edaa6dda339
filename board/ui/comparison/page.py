"""The parts of 各单位对比: what is compared, the two charts, all units over time, the table."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd
import streamlit as st

from board.answer import Answer
from board.charts.comparison import caterpillar, funnel, over_time
from board.comparison import drawn, figures
from board.comparison.answer import units_answer
from board.comparison.compared import Comparison
from board.comparison.figures import FIGURES, POINTS, Figure, Of
from board.comparison.views import rates, rows_of, standing, worded
from board.ui.parts import filters
from board.ui.parts.pictures import show_chart
from board.ui.parts.plain import in_markdown
from board.ui.parts.table import column
from board.ui.parts.table.exported import export_buttons
from board.ui.parts.table.paged import show_table
from board.ui.parts.visit import Visit
from board.units.tree import paths, units_on
from board.words import UNIT_KIND

OPEN = "units_open"
_EVERY = "全部单位"
METHOD = (
    "两条界限之间的高低，换一批人、换一批事就会变，不说明问题；点名的界限按全部单位一起算："
    "各单位本来都一样时，整页错点一个的机会不超过 5%。"
)


def _choices(visit: Visit) -> tuple[dict[str, str], list[str]]:
    """Returns the units that others are under, by their place in words, and the kinds of those that hand up."""
    units = units_on(visit.store, visit.as_of)
    above = {place: unit_id for unit_id, place in paths(units[~units["is_reporting"].astype(bool)]).items()}
    return above, [UNIT_KIND[kind] for kind in figures.reporting(visit.store, visit.as_of)["kind"].unique()]


class Asked(NamedTuple):
    """The choice of what is compared: the figure's code, the figure, and which units, in words, too."""

    code: str
    figure: Figure
    of: Of
    top_word: str


def show_choice(visit: Visit) -> Asked:
    """Draws the choice of the figure and of the units; returns what is compared."""
    above, kinds = visit.store.cached(("comparison.choices", visit.as_of), lambda: _choices(visit))
    with filters.bar("units", ("units_top", "units_kind")):
        words = {code: each.label for code, each in FIGURES.items()}
        code = filters.choose_one("比什么", "units_figure", list(FIGURES), words.__getitem__)
        top = filters.choose_one("哪些单位", "units_top", [_EVERY, *sorted(above)])
        chosen = filters.choose("类别", "units_kind", kinds)
    codes = {word: kind for kind, word in UNIT_KIND.items()}
    of = Of(tuple(sorted(codes[word] for word in chosen)), above.get(top, ""))
    return Asked(code, FIGURES[code], of, top)


def compared_on(visit: Visit, asked: Asked, on: date) -> Comparison:
    """Returns the comparison on a day."""
    return figures.comparison(visit.store, visit.activity.activity_id, on, asked.code, asked.of)


def answer_of(visit: Visit, asked: Asked) -> Answer:
    """Returns the page's sentence."""
    key = ("comparison.answer", visit.activity.activity_id, visit.as_of, asked.code, asked.of)

    def make() -> Answer:
        forms = figures.forms(visit.store, visit.activity.activity_id, visit.as_of, asked.code, asked.of)
        return units_answer(asked.code, asked.figure, compared_on(visit, asked, visit.as_of), forms)

    made: Answer = visit.store.cached(key, make)
    return made


def _open(point: object) -> None:
    cells = point.get("customdata") if isinstance(point, dict) else None
    if isinstance(cells, list) and cells and cells[0] not in {"", drawn.REST}:
        st.session_state[OPEN] = str(cells[0])


def _drawn(visit: Visit, asked: Asked) -> tuple[pd.DataFrame, ...]:
    found = compared_on(visit, asked, visit.as_of)
    points, bars = (
        rows.assign(standing=standing(rows["verdict"], more_is_better=asked.figure.more_is_better))
        for rows in (drawn.points(found), drawn.bars(found))
    )
    return points, drawn.lines(found), bars


def show_charts(visit: Visit, asked: Asked, found: Comparison) -> None:
    """Draws the funnel and the caterpillar side by side; a click on a unit opens its sheet."""
    label, is_share = in_markdown(asked.figure.label), asked.code != POINTS
    left, right = st.columns(2, gap="medium")
    key = ("comparison.drawn", visit.activity.activity_id, visit.as_of, asked.code, asked.of)
    points, lines, bars = visit.store.cached(key, lambda: _drawn(visit, asked))
    with left:
        st.header(f"{label}与底数")
        draw = partial(funnel, points, lines, found.target, asked.figure.of, is_share=is_share)
        show_chart(visit, "units_funnel", draw, f"各单位的{label}与底数，和偶然的界限；点一个单位看详情", _open)
        st.caption(METHOD)
    with right:
        st.header("各单位的区间")
        rows = partial(caterpillar, bars, found.target, is_share=is_share)
        show_chart(visit, "units_intervals", rows, f"各单位的{label}和区间，低的在下；点一个单位看详情", _open)
        if (bars["unit_id"] == drawn.REST).any():
            st.caption("单位太多，只画点了名的；其余的合成一行：粗线是中间一半，细线是九成。")
    _show_over_time(visit, asked)


def _show_over_time(visit: Visit, asked: Asked) -> None:
    if asked.code == POINTS:
        return
    weeks = figures.over_time(visit.store, visit.activity.activity_id, visit.as_of, asked.code, asked.of)
    if len(weeks) > 1:
        st.header("近来各周，合在一起")
        show_chart(visit, "units_weeks", partial(over_time, weeks), f"{asked.figure.label}，各单位合在一起，逐周")


def _rates(visit: Visit, asked: Asked) -> Mapping[str, float]:
    """The rates on the day that is compared with, of which only those on the screen are looked at."""
    on = visit.compare_on
    if not on:
        return {}
    key = ("comparison.rates", visit.activity.activity_id, on, asked.code, asked.of)
    found: Mapping[str, float] = visit.store.cached(key, lambda: rates(compared_on(visit, asked, on)))
    return found


def show_units(visit: Visit, asked: Asked) -> None:
    """Draws the table of units, the lowest first, and its export; a row opens the unit's sheet."""
    st.header("各单位")
    key = ("comparison.rows", visit.activity.activity_id, visit.as_of, asked.code, asked.of)
    found = visit.store.cached(key, lambda: rows_of(asked.code, compared_on(visit, asked, visit.as_of)))
    rows = found.copy(deep=False)
    labels = {
        "name": "单位",
        "value": asked.figure.label,
        "verdict": "与其余的比",
        "interval": "95% 区间",
        "group": "组",
        "parent_name": "上级",
        "kind_word": "类别",
    }
    if visit.compare_on:
        labels["since"] = f"与 {visit.compare_on:%m-%d} 相比"
    helps = {
        "value": f"{asked.figure.label}，括号里是它的底数：{asked.figure.of}；底数不到 5 的不列",
        "verdict": "比的是点名用的区间，全部单位一起算；在偶然范围之内的不点名",
        "interval": "这个单位自己的，与它自己页面上的一样",
        "group": "有一个组号相同的两个单位分不出高低；没有相同组号的，差别不是偶然的。1 组最低",
    }
    columns = {key: column.name(label, help_text=helps.get(key, "")) for key, label in labels.items()}
    for name, by in {"value": "rate", "interval": "low", "group": "first_group", "since": "rate"}.items():
        if name in columns:
            columns[name] = column.name(labels[name], help_text=helps.get(name, ""), sort=by)
    columns["name"] = column.main(labels["name"], 150)
    dress = partial(worded, asked.code, _rates(visit, asked))
    used = {"哪些单位": asked.top_word, "比什么": asked.figure.label}
    export_buttons(visit, rows, labels, "各单位对比", used, "units_export", dress)
    show_table(rows, columns, key="units_table", id_column="unit_id", open_key=OPEN, name="各单位", dressed=dress)
