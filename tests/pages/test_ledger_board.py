"""看板 and the charts: the same rows as the table, and every card and bar leads to what it stands for."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.rectification import actions as rectification
from board.rectification.views import with_words
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import card_clicked, cards_of, point_clicked, points_of
from tests.pages.visitor import charts, ids, opened, sent, sentences_on, sheet, table, title

pytestmark = pytest.mark.walk

BOARD, TABLE = "rectification_board", "rectification_table"
CHARTS = {
    "各位领导": "rectification_load",
    "在账时间": "rectification_ageing",
    "方面与领导": "rectification_heat",
}


def on_board(role: Role = Role.LEADER, **query: Any) -> AppTest:
    return opened("rectification", role, rectification_look="看板", **query)


def items_of(school: Example) -> dict[str, dict[str, Any]]:
    return by_id(with_words(rectification.items(school.store, school.activity_id, school.today)), "item_id")


def cards(at: AppTest) -> set[str]:
    return {item_id for column in cards_of(at, BOARD).values() for item_id in column}


def test_the_board_shows_what_the_table_shows(read_school: Example) -> None:
    queries: list[dict[str, Any]] = [{}, {"rectification_owner": "总务主任"}, {"rectification_view": "逾期"}]
    for asked in queries:
        rows = ids(opened("rectification", Role.LEADER, **asked), TABLE)
        at = on_board(**asked)
        assert cards(at) == set(rows) != set()
        assert ids(at, TABLE) == []


def test_each_card_stands_under_its_status(read_school: Example) -> None:
    found = items_of(read_school)
    for word, column in cards_of(on_board(), BOARD).items():
        for item_id in column:
            assert word == found[item_id]["status_word"]


def test_the_look_is_in_the_url_and_comes_back_to_the_table(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    at.segmented_control(key="rectification_look").select("看板").run()
    assert at.query_params["rectification_look"] == "看板"
    assert len(cards(at)) == 30
    at.segmented_control(key="rectification_look").select("表格").run()
    assert "rectification_look" not in at.query_params
    assert len(ids(at, TABLE)) == 30


def test_a_click_on_a_card_opens_the_item(read_school: Example) -> None:
    at = card_clicked(on_board(), BOARD, "R-006")
    assert not at.exception
    assert sheet(at) == "整改事项"
    assert at.query_params["rectification_item"] == "R-006"
    assert "双杠、爬杆螺丝松动" in "".join(at.html.values)


def test_a_closed_sheet_stays_closed_and_another_card_opens(read_school: Example) -> None:
    at = card_clicked(on_board(), BOARD, "R-006")
    at.session_state["rectification_item"] = None
    at.run()
    assert sheet(at) is None
    at.run()
    assert sheet(at) is None
    card_clicked(at, BOARD, "R-006")
    assert at.query_params["rectification_item"] == "R-006"


@pytest.mark.parametrize("forged", ["R-999", "R-027", "<script>", ""])
def test_a_card_that_is_not_on_the_board_opens_nothing(read_school: Example, forged: str) -> None:
    at = card_clicked(on_board(), BOARD, forged)
    assert not at.exception
    assert sheet(at) is None


def test_an_owners_board_holds_their_own_items_and_opens_no_other(read_school: Example) -> None:
    at = on_board(Role.OWNER)
    assert cards(at) == {item_id for item_id, row in items_of(read_school).items() if row["owner_id"] == "P03"}
    assert sheet(card_clicked(at, BOARD, "R-012")) is None


def test_what_people_wrote_goes_to_the_board_as_text(school: Example, clerk: Actor) -> None:
    rectification.act(school.store, clerk, school.activity_id, "R-006", "edit", {"problem": "<b>跑道</b> **有坑**"})
    at = on_board()
    told = next(each.proto.json for each in at.get("bidi_component") if each.key == BOARD)
    problems = [card["problem"] for column in json.loads(told)["columns"] for card in column["cards"]]
    assert "<b>跑道</b> **有坑**" in problems
    assert "<b>跑道" not in "".join(at.html.values)


def test_a_board_without_rows_says_how_to_go_on(read_school: Example) -> None:
    at = on_board(rectification_text="没有这样的字")
    assert not [each for each in at.get("bidi_component") if each.key == BOARD]
    assert "没有符合这些条件的事项" in sentences_on(at)


def test_what_left_stands_under_the_board_too(read_school: Example) -> None:
    assert ids(on_board(), "rectification_gone") == ["R-027"]


@pytest.mark.parametrize("name", CHARTS)
def test_every_part_of_a_chart_leads_to_rows(read_school: Example, name: str) -> None:
    chart = CHARTS[name]
    points = points_of(opened("rectification", Role.LEADER, rectification_chart=name), chart)
    told = [point for point in points if point["customdata"]]
    assert told
    for point in told[:6]:
        at = opened("rectification", Role.LEADER, rectification_chart=name)
        point_clicked(at, chart, point)
        assert not at.exception
        asked = {key: value for key, value in at.query_params.items() if key.startswith("rectification_")}
        assert asked.keys() - {"rectification_chart"}
        assert len(ids(at, TABLE)) < 30


def test_a_bar_leaves_the_rows_it_counts(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    point = next(
        each
        for each in points_of(at, CHARTS["各位领导"])
        if json.loads(each["customdata"][0]) == {"rectification_view": "逾期", "rectification_leader": ["后勤副校长"]}
    )
    point_clicked(at, CHARTS["各位领导"], point)
    late = [row for row in items_of(read_school).values() if row["is_late"] and row["leader_name"] == "后勤副校长"]
    assert set(ids(at, TABLE)) == {row["item_id"] for row in late} != set()
    assert at.segmented_control(key="rectification_view").value == "逾期"


def test_a_chart_counts_what_the_filters_leave(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_leader="校长")
    leaders = {
        leader
        for point in points_of(at, CHARTS["各位领导"])
        for leader in json.loads(point["customdata"][0]).get("rectification_leader", [])
    }
    assert leaders == {"校长"}


def test_a_click_that_carries_nothing_of_ours_changes_nothing(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    for carried in (["{}"], ['{"role": "管理员"}'], ["no json"], [], None):
        point_clicked(at, charts(at)[0].key, {"customdata": carried})
        assert not at.exception
        assert len(ids(at, TABLE)) == 30
    assert title(at) == "整改台账"


def test_a_day_of_the_curve_shows_the_ledger_of_that_day(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_chart="查出与销号", rectification_leader="校长")
    points = points_of(at, "rectification_curve")
    point = next(each for each in points if "as_of" in each["customdata"][0])
    day = json.loads(point["customdata"][0])["as_of"]
    point_clicked(at, "rectification_curve", point)
    assert not at.exception
    assert f"只看不改：{day}" in sent(at)
    assert "rectification_leader" not in at.query_params


def asked_by(at: AppTest) -> dict[str, Any]:
    return {key: value for key, value in at.query_params.items() if key.startswith("rectification_")}


@pytest.mark.parametrize("view", ["逾期", "停滞", "进度滞后", "未启动", "整改中", "未销号"])
@pytest.mark.parametrize("name", CHARTS)
def test_in_any_view_a_part_leads_to_just_the_rows_it_counts(read_school: Example, name: str, view: str) -> None:
    whole = opened("rectification", Role.LEADER, rectification_chart=name, rectification_view=view)
    rows, chart = set(ids(whole, TABLE)), CHARTS[name]
    parts = [point for point in points_of(whole, chart) if json.loads(point["customdata"][0])]
    for point in (parts[0], parts[-1]):
        carried = json.loads(point["customdata"][0])
        at = opened("rectification", Role.LEADER, rectification_chart=name, rectification_view=view)
        point_clicked(at, chart, point)
        alone = opened("rectification", Role.LEADER, rectification_chart=name, **carried)
        assert set(ids(at, TABLE)) == rows & set(ids(alone, TABLE))
        assert at.segmented_control(key="rectification_view").value == view


def test_the_curve_leads_to_the_whole_ledger_whatever_the_view(read_school: Example) -> None:
    asked = {"rectification_chart": "查出与销号", "rectification_view": "停滞", "rectification_lane": "逾期"}
    at = opened("rectification", Role.LEADER, **asked)
    point = [each for each in points_of(at, "rectification_curve") if "已销号" in each["customdata"][0]][-1]
    point_clicked(at, "rectification_curve", point)
    assert at.segmented_control(key="rectification_view").value == "已销号"
    assert set(ids(at, TABLE)) == {item_id for item_id, row in items_of(read_school).items() if row["is_closed"]}


def shown_on(at: AppTest) -> dict[str, dict[str, Any]]:
    told = next(each.proto.json for each in at.get("bidi_component") if each.key == BOARD)
    return {column["word"]: column for column in json.loads(told)["columns"]}


def changes_on(card: dict[str, Any]) -> list[str]:
    """A card's marks of change; what waits for conditions has a mark of its own, compared or not."""
    return [mark["word"] for mark in card["marks"] if mark["word"] != "创造条件"]


def test_the_board_says_what_changed_as_the_table_does(read_school: Example) -> None:
    listed = table(opened("rectification", Role.LEADER), TABLE)
    details = {row["id"]: row["detail"] for row in listed.data["rows"]}
    columns = shown_on(on_board())
    cards = [card for column in columns.values() for card in column["cards"]]
    assert {card["item_id"]: changes_on(card) for card in cards} == {
        item_id: list(marks) for item_id, marks in zip(listed.ids, listed.value["marks"], strict=True)
    }
    assert all(card["changed"] == details[card["item_id"]] for card in cards)
    assert (columns["待验收"]["count"], columns["待验收"]["change"]) == (3, "↓1")


def test_the_board_marks_nothing_where_nothing_is_compared(read_school: Example) -> None:
    columns = shown_on(on_board(compare="不比较"))
    assert {column["change"] for column in columns.values()} == {""}
    assert not any(changes_on(card) or card["changed"] for column in columns.values() for card in column["cards"])
