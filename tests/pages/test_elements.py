"""Our own elements: what is sent with each drawing of them, and what browsers keep."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.accounts.looks import Looks
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
    asked_early = re.findall(r'<link rel="modulepreload"[^>]* href="\.([^"]+)"', page.__wrapped__(Looks()).decode())
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


def test_a_value_that_is_not_there_is_the_default_and_themes_are_those_that_were_set() -> None:
    code = """
from board.web.browser import sparing
import streamlit as st
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

def themes():
    whole = CustomThemeConfig()
    app_session._populate_theme_msg(whole)
    for place, section in ((whole.light, "light"), (whole.dark, "dark"), (whole.sidebar, "sidebar"),
                           (whole.light.sidebar, "light.sidebar"), (whole.dark.sidebar, "dark.sidebar")):
        app_session._populate_theme_msg(place, f"theme.{section}")
    return whole.SerializeToString(deterministic=True)

config.get_config_options()
before = themes()
sparing.begin()
assert before and themes() == before == themes()
st.session_state["none"], st.session_state["chosen"] = None, "乙"
get = st.session_state.get
assert get("none", 1) is None and get("chosen") == "乙" and get("other") is None and get("other", 2) == 2
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


_PAGE = """
import streamlit as st

st.set_page_config(page_title="看板")
st.header("标题")
with st.sidebar:
    st.caption("旁边", text_alignment="center")
with st.container(horizontal=True, border=True, key="box", height=120):
    st.metric("收回", "12", delta="3 张")
    st.html("<p>一</p>", width="content")
    st.button("确定", key="go", width=80, help="试一试")
left, right = st.columns([2, 1])
left.markdown("**左**", width=200)
with right, st.expander("展开"):
    st.caption("长" * 5_000)
with st.form("form"), st.popover("更多"):
    st.text_input("文字", key="text")
    st.form_submit_button("保存")
st.session_state.setdefault("seen", []).append(st.session_state.get("one"))
st.session_state["chosen"] = st.selectbox("选", ["甲", "乙"], key="one")
st.toast("已保存")


@st.fragment
def part() -> None:
    st.caption("片段")
    st.container().caption("里面")


@st.cache_data
def kept() -> None:
    st.caption("记下的")


part()
kept()
place = st.empty()
place.caption("先")
place.caption("后")
st.container(border=True).container().button("里面的", key="within")
"""


def test_elements_reach_the_browser_as_they_would_without_what_is_spared() -> None:
    code = """
import sys
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1 import local_script_runner
from board.web.browser import sparing

def sent():
    st.cache_data.clear()
    kept = []
    parse = local_script_runner.parse_tree_from_messages
    local_script_runner.parse_tree_from_messages = lambda messages: kept.extend(messages) or parse(messages)
    at = AppTest.from_file(sys.argv[1]).run()
    assert not at.exception and len(kept) > 25
    at.selectbox(key="one").select("乙").run()
    assert at.session_state["chosen"] == "乙" and at.session_state["seen"] == [None, "乙"]
    local_script_runner.parse_tree_from_messages = parse
    return [message.SerializeToString(deterministic=True) for message in kept if message.WhichOneof("type") == "delta"]

before = sent()
sparing.begin()
after = sent()
assert len(before) == len(after) > 50
assert before == after, [(a, b) for a, b in zip(before, after) if a != b][:2]
"""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.py"
        path.write_text(_PAGE, "utf-8")
        subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=True)
