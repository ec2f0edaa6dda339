"""Redraws that nobody asked for: what they show may be shared, but never lags behind what its reader has seen."""

import asyncio
import json
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.rectification import actions as rectification
from board.web import turns
from tests.example_school import Example
from tests.own_loop import outcome
from tests.pages.visitor import faults, filled, messages, opened, saved, tables

FORM = "rectification_action_R-025.edit"


def redrawn(at: AppTest, asked: turns.Versions, act: Callable[[], object] | None = None) -> AppTest:
    """The page, drawn anew in a turn that it asked for when the store stood at these versions.

    act: what somebody does at that moment, so that the browser asks for both at once.
    """

    async def take_turn() -> None:
        async with turns.turn(asked, "") as name:
            at.session_state["live_redraws"] = True
            try:
                await asyncio.to_thread(act or at.run)
            finally:
                turns.over(name)

    outcome(take_turn())
    assert not faults(at)
    return at


def table(at: AppTest) -> str:
    """What stands in the table of the page."""
    return str(tables(at)[0].value.to_csv())


def version(at: AppTest) -> int:
    """The version of the data that a page is drawn from, as it tells its browser."""
    elements = (message.delta.new_element.bidi_component for message in messages(at))
    (data,) = (each.json for each in elements if each.component_name == "board_live")
    return int(json.loads(data)[0]["versions"][0])


def changed(school: Example, clerk: Actor, words: str) -> None:
    rectification.act(school.store, clerk, school.activity_id, "R-025", "edit", {"problem": words})


def test_a_second_redraw_makes_nothing_that_the_first_made_though_somebody_saved(school: Example, clerk: Actor) -> None:
    first, second = (opened("rectification", Role.CLERK) for _ in range(2))
    changed(school, clerk, "第一次")
    asked = school.store.versions()
    redrawn(first, asked)
    changed(school, clerk, "第二次")
    made = dict(school.store._cache._entries)
    redrawn(second, asked)
    assert school.store._cache._entries == made


def test_a_redraw_shows_what_was_saved_when_it_asked(school: Example, clerk: Actor) -> None:
    at = opened("rectification", Role.CLERK)
    asked = school.store.versions()
    redrawn(at, asked)
    changed(school, clerk, "门卫室的电话不通")
    assert "门卫室的电话不通" in table(redrawn(at, school.store.versions()))


def test_whoever_has_seen_something_is_not_taken_back_behind_it(school: Example, clerk: Actor) -> None:
    other, at = (opened("rectification", Role.CLERK) for _ in range(2))
    asked = school.store.versions()
    redrawn(other, asked)
    changed(school, clerk, "门卫室的电话不通")
    assert "门卫室的电话不通" not in table(redrawn(other, asked))
    assert version(other) == asked["data"]
    assert "门卫室的电话不通" in table(at.run())
    assert "门卫室的电话不通" in table(redrawn(at, asked))
    assert version(at) == asked["data"] + 1


def test_nor_behind_what_they_saved_themselves(school: Example) -> None:
    other, at = (opened("rectification", Role.CLERK, rectification_item="R-025") for _ in range(2))
    at.button(key="rectification_action_R-025/edit").click().run()
    asked = school.store.versions()
    redrawn(other, asked)
    filled(at, FORM, problem="门卫室的电话不通")
    redrawn(at, asked, lambda: saved(at, FORM))
    assert "门卫室的电话不通" in table(at)
    assert version(at) == asked["data"] + 1


def _page_that_saves() -> None:
    import streamlit as st  # noqa: PLC0415 - AppTest takes the body alone

    from board.web import seen, serving  # noqa: PLC0415

    st.button("保存", on_click=serving.store().write, args=(lambda _transaction: None,))
    st.text(seen.seen().get("data", "还没有"))


def test_what_a_page_saves_it_has_seen_and_what_others_save_it_has_not(school: Example, clerk: Actor) -> None:
    at = AppTest.from_function(_page_that_saves).run()
    changed(school, clerk, "门卫室的电话不通")
    assert at.run().text[0].value == "还没有"
    at.button[0].click().run()
    assert at.text[0].value == str(school.store.version())
