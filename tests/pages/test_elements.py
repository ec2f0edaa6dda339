"""Our own elements: what is sent with each drawing of them, and what browsers keep."""

import re

import pytest
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.web.browser import modules, symbols
from board.web.browser.frontend import page
from tests.pages.visitor import messages, opened

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
