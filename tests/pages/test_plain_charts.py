"""Charts drawn by Streamlit's element, where that was chosen: the same figures, and a click still leads to its rows."""

import json
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from board.access import Role
from board.errors import BoardError
from board.operating.settings import Settings, read_settings
from board.web import serving
from tests.example_school import Example
from tests.pages.hands import acted
from tests.pages.visitor import charts, ids, opened


def test_it_is_chosen_by_a_setting() -> None:
    assert not read_settings({}).plain_charts
    assert read_settings({"CHAGAI_PLAIN_CHARTS": "1"}).plain_charts
    with pytest.raises(BoardError, match="CHAGAI_PLAIN_CHARTS 只能是 0 或 1"):
        read_settings({"CHAGAI_PLAIN_CHARTS": "yes"})


def test_where_it_is_chosen_streamlit_draws_the_same_chart_and_a_click_leads_to_the_same_rows(
    read_school: Example, tmp_path: Path
) -> None:
    (ours,) = charts(opened("rectification", Role.LEADER))
    chosen = serving.settings()
    serving.serve(read_school.store, Settings(tmp_path, demo=True, plain_charts=True))
    try:
        at = opened("rectification", Role.LEADER)
        (plain,) = charts(at)
        assert (plain.figure["data"], plain.alt, plain.leads) == (ours.figure["data"], ours.alt, ours.leads)
        point = {"customdata": ours.figure["data"][0]["customdata"][0]}
        (element,) = at.get("plotly_chart")
        clicked = json.dumps({"selection": {"points": [point], "point_indices": [0], "box": [], "lasso": []}})
        at = acted(at, WidgetState(id=element.proto.id, string_value=clicked))
        assert not at.exception
        assert 0 < len(ids(at, "rectification_table")) < 30
        assert at.get("plotly_chart")[0].proto.id != element.proto.id
    finally:
        serving.serve(read_school.store, chosen)
