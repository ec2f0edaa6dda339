"""Our own elements: what is sent with each drawing of them, and what browsers keep."""

import re
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.ui.parts.table import column, element
from board.web.browser import modules, symbols
from board.web.browser.frontend import page
from tests.pages.visitor import ROOT, messages, opened, tables

SHORT = 200  # bytes


def elements(at: AppTest) -> dict[str, BidiComponent]:
    sent = (message.delta.new_element.bidi_component for message in messages(at))
    return {each.component_name: each for each in sent if each.component_name}


@pytest.mark.usefixtures("read_school")
def test_a_drawing_says_where_a_script_is_that_the_browser_keeps() -> None:
    drawn = elements(opened("rectification", Role.CLERK))
    asked_early = re.findall(r'<link rel="modulepreload"[^>]* href="\.([^"]+)"', page.__wrapped__().decode())
    for name in ("live", "search", "table"):
        element = drawn[f"board_{name}"]
        assert len(element.js_content) + len(element.css_content) < SHORT
        (address,) = re.findall(r'"(/static/js/[^"]+)"', element.js_content)
        assert b"export default" in modules.FILES[address]()
        assert address in asked_early


def _page_with_tabs() -> None:
    import streamlit as st  # noqa: PLC0415 - AppTest takes the body alone

    st.segmented_control("按状态看", ["🌟 自己起的名"])


def test_an_emoji_that_somebody_wrote_stays_in_its_place() -> None:
    symbols.leave_in_words()
    (tabs,) = AppTest.from_function(_page_with_tabs).run().button_group
    assert [(option.content, option.content_icon) for option in tabs.proto.options] == [("🌟 自己起的名", "")]


@pytest.mark.usefixtures("read_school")
def test_a_table_is_written_once_and_again_as_soon_as_it_shows_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    written = element.payload

    def counted(rows: pd.DataFrame, columns: Any, look: element.Look) -> dict[str, Any]:
        made.append(look.name)
        return written(rows, columns, look)

    monkeypatch.setattr(element, "payload", counted)
    at = opened("rectification", Role.CLERK, rectification_due_from="2020-02-20")  # asked by nobody else
    before = [(table.name, table.ids) for table in tables(at)]
    made.clear()
    assert [(table.name, table.ids) for table in tables(at.run())] == before
    assert not made
    at.text_input(key="rectification_text").set_value("R-001").run()
    assert "整改事项" in made


@pytest.mark.parametrize(
    ("cells", "columns", "look"),
    [
        ({"a": ["甲", "丙"]}, {}, {}),
        ({"red": [True, False]}, {}, {}),
        ({"detail": ["", "改了时限"]}, {}, {}),
        ({}, {"a": column.text("别的", red="red")}, {}),
        ({}, {"a": column.tags("状态", ["逾期"])}, {}),
        ({}, {}, {"marked": {"2"}}),
        ({}, {}, {"ticked": ["1"]}),
        ({}, {}, {"still": ["1"]}),
        ({}, {}, {"sorting": element.Sorting("a")}),
        ({}, {}, {"tall": 300}),
    ],
)
def test_whatever_a_table_shows_tells_it_from_another(
    cells: dict[str, Any], columns: dict[str, Any], look: dict[str, Any]
) -> None:
    rows = pd.DataFrame({"a": ["甲", "乙"], "red": [False, False], "detail": ["", ""], "unseen": [1, 2]})
    shown = {"a": column.text("词", red="red"), "b": column.marks("变化", {}, "detail")}
    rows["b"] = [["新增"], []]
    drawn = (rows, shown, element.Look("表", ["1", "2"], "a"))
    other = (rows.assign(**cells), {**shown, **columns}, element.Look("表", ["1", "2"], "a", **look))
    assert [*element.drawn_from(*drawn)] == [*element.drawn_from(rows.assign(unseen=[3, 4]), *drawn[1:])]
    assert [*element.drawn_from(*drawn)] != [*element.drawn_from(*other)]
    hash(tuple(element.drawn_from(*other)))


def test_half_a_character_does_not_keep_a_page_from_being_drawn() -> None:
    assert modules.written(["写到一半\ud83d"]) == '["写到一半?"]'


def test_elements_are_called_without_being_counted_and_fields_look_at_themselves_alone() -> None:
    code = """
from board.web.browser import sparing
import streamlit as st
from streamlit.runtime.state import SafeSessionState, SessionState

def counted(call):
    return "metrics_util" in getattr(call, "__func__", call).__code__.co_filename

names = ("markdown", "button", "container", "html", "selectbox", "metric", "header", "segmented_control")
assert all(counted(getattr(st, name)) for name in names)
state = SafeSessionState(SessionState(), lambda: None)
state["emptied"], state["$$STREAMLIT_INTERNAL_KEY_x"] = None, 1
before = state.filtered_state
sparing.begin()
assert not any(counted(getattr(st, name)) or counted(getattr(st.sidebar, name)) for name in names)
assert type(before) is dict and type(state.filtered_state) is sparing.Shown
assert dict(state.filtered_state) == before == {"emptied": None}
assert "emptied" in state.filtered_state and "other" not in state.filtered_state
assert len(state.filtered_state) == 1 and str(state.filtered_state) == str(before)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
