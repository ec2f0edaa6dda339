"""录进展: a line for each running item; only what was touched is saved, and what is refused is still there to mend."""

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.rectification import actions as rectification
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import cells_typed
from tests.pages.visitor import buttons, ids, notices, once_button, opened, sentences_on, sheet

pytestmark = pytest.mark.walk

EDITOR, SAVE = "rectification_progress_1", "rectification_progress_save"


def items_of(school: Example) -> dict[str, dict[str, Any]]:
    return by_id(rectification.items(school.store, school.activity_id, school.today), "item_id")


def seqs(school: Example) -> dict[str, int]:
    return {item_id: row["seq"] for item_id, row in items_of(school).items()}


def reporting(role: Role = Role.CLERK, **query: Any) -> AppTest:
    """The ledger with 录进展 open."""
    return opened("rectification", role, **query).menu_button(key="rectification_work").click("录进展").run()


def pressed(at: AppTest) -> AppTest:
    return at.button(key=SAVE).click().run()


def edits(at: AppTest) -> dict[int, dict[str, Any]]:
    """What is typed in the table, by the row's place."""
    typed: dict[int, dict[str, Any]] = at.session_state[EDITOR]["edited_rows"]
    return typed


def test_the_items_that_run_stand_with_what_was_last_said(read_school: Example) -> None:
    at = reporting()
    assert sheet(at) == "录进展"
    running = {item_id for item_id, row in items_of(read_school).items() if row["status"] == "in_progress"}
    table = by_id(at.data_editor(key=EDITOR).value, "item_id")
    assert set(table) == running
    assert table["R-006"]["percent"] == 60
    assert table["R-006"]["progress"] == items_of(read_school)["R-006"]["progress"]
    assert table["R-006"]["done"] == ""


def test_nothing_touched_is_nothing_to_save(read_school: Example) -> None:
    at = reporting()
    assert at.button(key=SAVE).label == "保存 0 项"
    assert at.button(key=SAVE).disabled


def test_only_the_lines_that_were_touched_are_saved(school: Example) -> None:
    before = seqs(school)
    at = cells_typed(reporting(), EDITOR, R_006={"percent": 75, "done": "跑道填补完三处"}, R_012={"done": "再查六个班"})
    assert at.button(key=SAVE).label == "保存 2 项"
    pressed(at)
    assert not at.exception
    assert notices(at) == ["已录 2 项的进展"]
    assert sheet(at) is None
    now = items_of(school)
    assert (now["R-006"]["percent"], now["R-006"]["progress"]) == (75, "跑道填补完三处")
    assert (now["R-012"]["percent"], now["R-012"]["progress"]) == (65, "再查六个班")
    assert {item_id for item_id, seq in seqs(school).items() if seq != before[item_id]} == {"R-006", "R-012"}


def test_the_percent_alone_keeps_what_was_last_said(school: Example) -> None:
    words = items_of(school)["R-006"]["progress"]
    pressed(cells_typed(reporting(), EDITOR, R_006={"percent": 80}))
    row = items_of(school)["R-006"]
    assert (row["percent"], row["progress"]) == (80, words)


def test_a_refused_line_is_named_and_nothing_typed_is_lost(school: Example) -> None:
    before = seqs(school)
    at = cells_typed(reporting(), EDITOR, R_006={"percent": 20}, R_012={"percent": 70, "done": "再查六个班"})
    typed = edits(at)
    pressed(at)
    assert [each.value for each in at.error] == ["**R-006**　进度比上次低，请写明原因"]
    assert sheet(at) == "录进展"
    assert edits(at) == typed
    assert seqs(school) == before
    pressed(cells_typed(at, EDITOR, R_006={"percent": 20, "done": "新裂了两处"}, R_012=typed_of(at, "R-012")))
    assert notices(at) == ["已录 2 项的进展"]
    assert items_of(school)["R-006"]["percent"] == 20


def typed_of(at: AppTest, item_id: str) -> dict[str, Any]:
    return edits(at)[ids(at, EDITOR).index(item_id)]


def test_every_refused_line_is_named(read_school: Example) -> None:
    at = pressed(cells_typed(reporting(), EDITOR, R_006={"percent": 20}, R_012={"percent": 10}))
    assert [each.value.split("　")[0] for each in at.error] == ["**R-006**", "**R-012**"]


@pytest.mark.parametrize("percent", [100, -1])
def test_a_percent_that_cannot_be_is_refused_in_words(read_school: Example, percent: int) -> None:
    at = pressed(cells_typed(reporting(), EDITOR, R_006={"percent": percent, "done": "快了"}))
    assert not at.exception
    assert items_of(read_school)["R-006"]["percent"] == 60
    assert len(at.error) == 1
    assert at.error[0].value.startswith("**R-006**　")
    assert sheet(at) == "录进展"


def test_blanks_are_no_progress(read_school: Example) -> None:
    at = cells_typed(reporting(), EDITOR, R_006={"done": "   "}, R_012={"percent": None})
    assert at.button(key=SAVE).disabled


def test_a_percent_that_was_emptied_stays_as_it_was(school: Example) -> None:
    pressed(cells_typed(reporting(), EDITOR, R_006={"percent": None, "done": "等配件"}))
    row = items_of(school)["R-006"]
    assert (row["percent"], row["progress"]) == (60, "等配件")


def test_a_line_somebody_else_changed_is_told_and_goes_in_at_the_second_press(school: Example, owner: Actor) -> None:
    at = cells_typed(reporting(), EDITOR, R_006={"percent": 75, "done": "跑道填补完三处"})
    other = Actor("A-other", "总务主任", owner.roles, "P03")
    rectification.act(
        school.store, other, school.activity_id, "R-006", "report", {"percent": 65, "progress": "配件 **到货**"}
    )
    typed = edits(at)
    pressed(at)
    told = at.error[0].value
    assert told.startswith("**R-006**　")
    assert "总务主任" in told
    assert "60%" in told
    assert "65%" in told
    assert "配件 \\*\\*到货\\*\\*" in told
    assert edits(at) == typed
    assert items_of(school)["R-006"]["progress"] == "配件 **到货**"
    pressed(at)
    assert notices(at) == ["已录 1 项的进展"]
    assert items_of(school)["R-006"]["progress"] == "跑道填补完三处"


def test_a_conflict_in_one_line_keeps_the_others_from_being_half_saved(school: Example, clerk: Actor) -> None:
    at = cells_typed(reporting(), EDITOR, R_006={"percent": 75}, R_012={"percent": 70})
    rectification.act(school.store, clerk, school.activity_id, "R-006", "edit", {"remark": "催过厂家"})
    before = seqs(school)
    pressed(at)
    assert seqs(school) == before
    pressed(at)
    assert {items_of(school)[item_id]["percent"] for item_id in ("R-006", "R-012")} == {75, 70}


def test_an_item_that_was_handed_in_meanwhile_takes_no_progress(school: Example, clerk: Actor) -> None:
    at = cells_typed(reporting(), EDITOR, R_006={"percent": 75})
    rectification.act(
        school.store, clerk, school.activity_id, "R-006", "submit", {"proof": "验收单", "progress": "都修好了"}
    )
    for _ in range(2):
        pressed(at)
        assert not at.exception
        assert at.error
        assert sheet(at) == "录进展"
    assert items_of(school)["R-006"]["status"] == "submitted"


def test_progress_of_many_is_taken_back_as_one(school: Example) -> None:
    at = pressed(cells_typed(reporting(), EDITOR, R_006={"percent": 75}, R_012={"percent": 70}))
    once_button(at, "rectification_undo").click().run()
    assert notices(at) == ["已撤销，2 项回到办理以前"]
    assert (items_of(school)["R-006"]["percent"], items_of(school)["R-012"]["percent"]) == (60, 65)


def test_an_owner_reports_on_their_own_items_only(school: Example) -> None:
    at = reporting(Role.OWNER)
    assert ids(at, EDITOR) == ["R-006"]
    pressed(cells_typed(at, EDITOR, R_006={"percent": 75, "done": "填补完三处"}))
    assert notices(at) == ["已录 1 项的进展"]
    assert items_of(school)["R-006"]["progress"] == "填补完三处"


def test_only_the_rows_the_filters_leave_are_listed(read_school: Example) -> None:
    at = reporting(rectification_owner="教导主任")
    assert set(ids(at, EDITOR)) == {"R-012", "R-013", "R-026", "R-028"}


def test_where_nothing_runs_the_dialog_says_so(read_school: Example) -> None:
    at = reporting(rectification_view="已销号")
    assert not at.exception
    assert "没有正在整改、可以由您报进展的" in sentences_on(at)
    assert SAVE not in [each.key for each in at.button]


def test_a_leader_reports_no_progress(read_school: Example) -> None:
    options = opened("rectification", Role.LEADER).menu_button(key="rectification_work").options
    assert [option for option in options if "录进展" in option] == []


def test_the_dialog_opened_again_starts_over(read_school: Example) -> None:
    at = cells_typed(reporting(), EDITOR, R_006={"percent": 75})
    at.session_state["rectification_dialog"] = None
    at.run()
    at.menu_button(key="rectification_work").click("录进展").run()
    assert "保存 0 项" in buttons(at)


def test_nothing_is_reported_on_the_past(read_school: Example) -> None:
    at = opened("rectification", Role.OWNER, as_of=str(read_school.today - timedelta(days=3)))
    assert not at.menu_button
