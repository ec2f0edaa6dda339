"""意见和建议: by theme, and from any of them to an opinion, once."""

import threading
from collections.abc import Callable
from copy import copy
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, add_script_run_ctx, get_script_run_ctx
from streamlit.runtime.state import SafeSessionState
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from board.access import Role
from board.evaluation import suggestions as evaluation_suggestions
from board.opinions import actions as opinions
from board.ui.parts.table import element, paged
from tests.example_school import Example
from tests.pages.hands import cell_pressed, rows_chosen
from tests.pages.visitor import buttons, notices, once_button, opened, sent, sheet, tables

pytestmark = pytest.mark.walk

ROUND = "第二轮征评：报告初稿"
TABLE = "suggestions_E2_0"


def shown(at: AppTest) -> list[str]:
    """The suggestions as they stand on the page."""
    table = next(each.value for each in tables(at) if "theme" in each.value)
    return [str(text) for text in table["content"]]


def test_the_same_suggestions_are_shown_to_everybody_in_the_same_order(read_school: Example) -> None:
    by_clerk = shown(opened("evaluation", Role.CLERK, evaluation_round=ROUND))
    assert len(by_clerk) == 21
    assert shown(opened("evaluation", Role.LEADER, evaluation_round=ROUND)) == by_clerk


def test_who_sees_no_opinions_is_told_no_theme_of_theirs(read_school: Example) -> None:
    heard = set(opinions.opinions(read_school.store, read_school.activity_id, read_school.today)["theme"]) - {""}
    told = {}
    for role in (Role.LEADER, Role.OWNER):
        at = opened("evaluation", role, evaluation_round=ROUND)
        table = next(each.value for each in tables(at) if "theme" in each.value)
        told[role] = {str(theme).split("、")[0] for theme in table["theme"]} & heard
    assert "经费报销" in told[Role.LEADER]
    assert told[Role.OWNER] == set()


def test_only_who_keeps_the_opinions_makes_one_of_a_suggestion(read_school: Example) -> None:
    for role in (Role.LEADER, Role.OWNER):
        at = opened("evaluation", role, evaluation_round=ROUND)
        assert not any("转为一条意见" in label for label in buttons(at))


def test_a_suggestion_becomes_an_opinion_once(school: Example) -> None:
    at = opened("evaluation", Role.CLERK, evaluation_round=ROUND)
    before = len(opinions.opinions(school.store, school.activity_id, school.today))
    wanted = shown(at)[0]
    rows_chosen(at, TABLE, 0)
    once_button(at, "suggestions_to_opinion").click().run()
    assert not at.exception
    assert any("已转为意见" in notice for notice in notices(at))
    now = opinions.opinions(school.store, school.activity_id, school.today)
    assert len(now) == before + 1
    assert wanted in now["content"].iloc[-1] or wanted in set(now["content"])
    rows_chosen(at, TABLE.replace("_0", "_1"), 0)
    once_button(at, "suggestions_to_opinion").click().run()
    assert any("已经转过了" in each.value for each in at.error)
    assert len(opinions.opinions(school.store, school.activity_id, school.today)) == before + 1


def test_one_press_makes_an_opinion_and_the_next_leads_to_it(school: Example) -> None:
    at = opened("evaluation", Role.CLERK, evaluation_round=ROUND)
    wanted = shown(at)[3]
    cell_pressed(at, TABLE, "press", 3)
    assert not at.exception
    heard = opinions.opinions(school.store, school.activity_id, school.today).set_index("opinion_id")["content"]
    (made,) = heard.index[heard == wanted]
    cell_pressed(at, TABLE.replace("_0", "_1"), "press", 3)
    assert not at.exception
    assert sheet(at) is not None
    assert made in "".join(at.html.values)


def test_a_row_pressed_twice_is_one_opinion_and_no_refusal(school: Example) -> None:
    before = len(opinions.opinions(school.store, school.activity_id, school.today))
    at = cell_pressed(opened("evaluation", Role.CLERK, evaluation_round=ROUND), TABLE, "press", 3, sent=2)
    assert len(opinions.opinions(school.store, school.activity_id, school.today)) == before + 1
    assert not at.error


def test_a_row_pressed_again_while_it_is_carried_out_says_what_it_made(
    school: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next press ends the run of the first at whatever looks for it, as all of session state does."""
    runners: list[ScriptRunner] = []
    run, make = LocalScriptRunner.run, evaluation_suggestions.suggestions_to_opinion

    def noted(runner: LocalScriptRunner, *given: Any, **more: Any) -> Any:
        runners.append(runner)
        return run(runner, *given, **more)

    def pressed_again(*given: Any, **more: Any) -> str:
        opinion_id = make(*given, **more)
        runners[-1].request_rerun(RerunData())
        return opinion_id

    monkeypatch.setattr(LocalScriptRunner, "run", noted)
    monkeypatch.setattr(evaluation_suggestions, "suggestions_to_opinion", pressed_again)
    at = cell_pressed(opened("evaluation", Role.CLERK, evaluation_round=ROUND), TABLE, "press", 3)
    assert at.session_state["suggestions_turn"] == 1
    assert any("已转为意见" in each for each in notices(at))


def test_a_row_pressed_twice_at_the_same_time_is_one_opinion_and_no_refusal(
    school: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit begins the next run of a session while the last one is still carrying out its press."""
    callbacks: list[Callable[[], None]] = []
    threads: list[threading.Thread] = []
    draw, make = element.draw, evaluation_suggestions.suggestions_to_opinion

    def drawn(*given: Any, **more: Any) -> Any:
        callbacks.extend([more["on_opened_change"]] if "on_opened_change" in more else [])
        return draw(*given, **more)

    def pressed_beside(*given: Any, **more: Any) -> str:
        if not threads:
            threads.append(threading.Thread(target=callbacks[-1]))
            context = copy(get_script_run_ctx())
            assert context is not None
            context.session_state = SafeSessionState(context.session_state._state, lambda: None)  # as each run has
            add_script_run_ctx(threads[0], context)
            threads[0].start()
            threads[0].join(0.5)  # it waits for this one, or it is through before it
        return make(*given, **more)

    monkeypatch.setattr(paged, "draw", drawn)
    monkeypatch.setattr(evaluation_suggestions, "suggestions_to_opinion", pressed_beside)
    before = len(opinions.opinions(school.store, school.activity_id, school.today))
    at = cell_pressed(opened("evaluation", Role.CLERK, evaluation_round=ROUND), TABLE, "press", 3)
    threads[0].join()
    assert len(opinions.opinions(school.store, school.activity_id, school.today)) == before + 1
    assert not at.error
    assert any("已转为意见" in each for each in notices(at))


def test_nobody_but_the_clerk_learns_which_opinion_a_suggestion_became(school: Example) -> None:
    at = opened("evaluation", Role.CLERK, evaluation_round=ROUND)
    rows_chosen(at, TABLE, 0)
    once_button(at, "suggestions_to_opinion").click().run()
    made = opinions.opinions(school.store, school.activity_id, school.today)["opinion_id"].iloc[-1]
    assert made in sent(opened("evaluation", Role.CLERK, evaluation_round=ROUND))
    for role in (Role.LEADER, Role.OWNER):
        assert made not in sent(opened("evaluation", role, evaluation_round=ROUND))


def test_a_press_on_a_table_whose_ticks_were_lost_is_carried_out_once(school: Example) -> None:
    """As a browser sends it that lost its line and joined again."""
    at = opened("evaluation", Role.CLERK, evaluation_round=ROUND)
    del at.session_state[TABLE]
    before = len(opinions.opinions(school.store, school.activity_id, school.today))
    cell_pressed(at, TABLE, "press", 0)
    assert not at.exception
    assert len(opinions.opinions(school.store, school.activity_id, school.today)) == before + 1
