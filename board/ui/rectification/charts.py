"""Charts of 整改台账, one at a time; a click on a part leads to the rows it counts."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from plotly.graph_objects import Figure

from board.activity import activities
from board.charts.rectification import ageing, heat, load_by_member
from board.charts.rectification_curve import found_and_closed
from board.charts.rectification_drill import drill_of
from board.rectification import actions as rectification
from board.rectification.figures import OF_AGE, OF_ASPECT, OF_MEMBER, by_age, by_aspect, by_member
from board.rectification.filters import Asked, Ledger, before, some_of_chosen
from board.rectification.views import LANES
from board.ui.parts import filters
from board.ui.parts.pictures import show_chart
from board.ui.parts.visit import Visit
from board.ui.rectification.bar import USED

Count = Callable[[pd.DataFrame], pd.DataFrame]
# The word for each chart of the rows → its key, its function, what it counts, and in which columns.
_OF_ROWS: dict[str, tuple[str, Callable[..., Figure], Count, tuple[str, ...]]] = {
    "各位领导": ("rectification_load", load_by_member, by_member, OF_MEMBER),
    "在账时间": ("rectification_ageing", ageing, by_age, OF_AGE),
    "方面与领导": ("rectification_heat", heat, by_aspect, OF_ASPECT),
}
_CURVE = "查出与销号"
_VIEW, _LANE, _ALL = "rectification_view", "rectification_lane", "全部"
_HINTS = {
    "各位领导": "各位领导牵头的事项；点一段看这些事项",
    "在账时间": "还没有销号的事项查出多久了；点一段看这些事项",
    "方面与领导": "还没有销号的事项，哪个方面、谁牵头；点一格看这些事项",
    _CURVE: "全部事项查出与销号的累计；点一点看那一天的台账",
}


def show_charts(visit: Visit, ledger: Ledger, asked: Asked, *, is_compared: bool) -> None:
    """Draws the chosen chart of the filtered rows, beside those of the compared day."""
    with st.container(horizontal=True, vertical_alignment="center"):
        name = filters.switch("看哪张图", "rectification_chart", tuple(_HINTS))
        st.caption(_HINTS[name])
    if name == _CURVE:
        show_curve(visit, "rectification_curve", _look_at_day)
        return
    key, draw, count, columns = _OF_ROWS[name]
    store = visit.store
    counts = visit.kept(key, lambda: count(some_of_chosen(store, ledger, asked, columns)), ledger, asked)
    were = None
    if is_compared:
        were = visit.kept(f"{key}.then", lambda: count(before(store, ledger, asked)[list(columns)]), ledger, asked)
    show_chart(visit, key, partial(draw, counts, then=were), _HINTS[name], _narrow)


def show_curve(visit: Visit, key: str, on_point: Callable[[Mapping[str, Any]], None] | None) -> None:
    """Draws the items found and the items closed by day, with the meetings."""
    days = rectification.counts_by_day(visit.store, visit.activity.activity_id, visit.as_of)

    def meetings() -> pd.DataFrame:
        found: pd.DataFrame = activities.meetings(visit.store, visit.activity.activity_id, visit.as_of)
        return found[found["held_on"] <= pd.Timestamp(visit.as_of)]

    held = visit.kept("rectification.meetings", meetings)
    draw = partial(found_and_closed, days, held, visit.as_of, compare_on=visit.compare_on)
    show_chart(visit, key, draw, "查出与销号的累计项数", on_point)


def leads_to(point: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the ledger's filters for a clicked point; for a meeting, what changed since its day."""
    asked = drill_of(point)
    return {**asked, "compare": "指定日期"} if "compare_on" in asked else asked


def _narrow(point: Mapping[str, Any]) -> None:
    """Adds filters for what the clicked point counts to those already set."""
    asked = leads_to(point)
    view = st.session_state.get(_VIEW)
    if view not in {None, _ALL}:
        # A view such as 停滞 is kept, and the clicked lane becomes a further filter. Such a view, if it has open items
        # to click on, contains no others.
        lane = asked.pop(_VIEW, view)
        asked |= {_LANE: [lane]} if lane in LANES and lane != view else {}
    for key, value in asked.items():
        st.session_state[key] = value


def _look_at_day(point: Mapping[str, Any]) -> None:
    """Clears the filters and adds those of the clicked day, because the curve counts the whole ledger."""
    filters.clear([key for key in USED.values() if key in st.session_state])
    st.session_state[_VIEW] = _ALL
    _narrow(point)
