"""What the person in charge of items sees: their own items, and never who complained about them."""

import re
from typing import Any

import pytest

from board.access import Actor, Role
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.store.store import Store
from tests.example_school import Example
from tests.pages.conftest import SignIn
from tests.pages.hands import actions_offered
from tests.pages.visitor import SUBJECTS, figure, ids, notices, opened, sent, sentences_on, sheet, tables

THE_SHEET = "整改事项"


def items_of(school: Example, person_id: str) -> list[dict[str, Any]]:
    frame = rectification.items(school.store, school.activity_id, school.today)
    return frame[frame["owner_id"] == person_id].to_dict("records")  # type: ignore[return-value]


def another(school: Example, person_id: str) -> dict[str, Any]:
    frame = rectification.items(school.store, school.activity_id, school.today)
    return frame[(frame["owner_id"] != person_id) & ~frame["is_late"]].to_dict("records")[0]  # type: ignore[return-value]


@pytest.fixture
def owner_of_p03(signed_in: SignIn) -> str:
    return signed_in(Role.OWNER, person_id="P03")


def test_the_ledger_holds_just_their_own_items(real_school: Example, owner_of_p03: str) -> None:
    own = {item["item_id"] for item in items_of(real_school, "P03")}
    at = opened("rectification")
    assert set(ids(at, "rectification_table")) == own
    assert f"**{len(own)}** / {len(own)} 项" in sentences_on(at)
    taken_out = set(ids(at, "rectification_gone"))
    assert set(re.findall(r"R-\d+", sent(at))) == own | taken_out
    for item_id in taken_out:
        events = rectification.events(real_school.store, real_school.activity_id, item_id)
        assert events["owner_id"].iloc[-1] == "P03"


def test_an_item_of_somebody_else_does_not_open_by_its_url(real_school: Example, owner_of_p03: str) -> None:
    others = another(real_school, "P03")
    at = opened("rectification", rectification_item=others["item_id"])
    assert sheet(at) is None
    assert len(notices(at)) == 1
    assert "不是您负责的" in notices(at)[0]
    assert others["problem"] not in sent(at)


def test_their_own_item_opens_with_the_actions_of_an_owner(real_school: Example, owner_of_p03: str) -> None:
    at = opened("rectification", rectification_item="R-006")
    assert sheet(at) == THE_SHEET
    assert actions_offered(at, "rectification_action_R-006") == ["报进展", "提交验收"]


def test_an_owner_who_is_nobody_in_the_activity_sees_no_item(real_school: Example, signed_in: SignIn) -> None:
    signed_in(Role.OWNER)
    at = opened("rectification", rectification_item="R-006")
    assert ids(at, "rectification_table") == []
    assert at.info
    assert re.findall(r"R-0\d+", "".join(at.html.values)) == []


@pytest.mark.walk
def test_no_page_tells_an_owner_what_anybody_said_or_who_said_it(read_school: Example) -> None:
    heard = opinions.opinions(read_school.store, read_school.activity_id, read_school.today)
    for subject in SUBJECTS:
        everything = sent(opened(subject, Role.OWNER))
        assert re.findall(r"O-\d{3}", everything) == []
        assert [words for words in heard["content"] if words in everything] == []


def test_the_sheet_of_an_item_born_of_opinions_does_not_name_them(read_school: Example) -> None:
    heard = opinions.opinions(read_school.store, read_school.activity_id, read_school.today)
    told = heard[heard["item_ids"].str.contains("R-006")]
    assert len(told) > 0
    everything = sent(opened("rectification", Role.OWNER, rectification_item="R-006"))
    assert [words for words in [*told["content"], *told["opinion_id"]] if words in everything] == []


def test_the_url_of_an_opinion_tells_an_owner_nothing(read_school: Example) -> None:
    heard = opinions.opinions(read_school.store, read_school.activity_id, read_school.today)
    at = opened("opinions", Role.OWNER, opinions_opinion="O-001")
    assert "不对您的角色开放" in sentences_on(at)
    assert heard["content"].iloc[0] not in sent(at)


def test_the_overview_leads_an_owner_to_no_opinions(read_school: Example) -> None:
    at = opened("overview", Role.OWNER)
    assert not figure(at, "征求意见", "address")
    shown = [each for each in tables(at) if each.key == "attention"]
    assert not any("意见" in each.value["title"].str.cat() for each in shown if each.ids)


def test_a_store_with_nobody_in_charge_shows_an_owner_an_empty_ledger(read_plan: Store) -> None:
    at = opened("rectification", Role.OWNER)
    assert not at.exception
    assert not at.button


def test_an_item_that_passed_to_somebody_else_is_no_longer_theirs_to_follow(
    real_school: Example, owner_of_p03: str, clerk: Actor
) -> None:
    assert "R-006" in {item["item_id"] for item in items_of(real_school, "P03")}
    rectification.act(real_school.store, clerk, real_school.activity_id, "R-006", "edit", {"owner_id": "P04"})
    assert "R-006" not in sent(opened("rectification"))
