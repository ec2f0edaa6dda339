"""Unfinished items go on in another activity of the unit: once, with their history named, and taken back as a whole."""

from datetime import date, timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.errors import BoardError, Refused
from board.rectification import actions as rectification
from board.rectification import batch as rectification_batch
from board.rectification import carrying
from board.store.store import Store
from tests.ledger_rows import by_id

START = date(2025, 11, 20)
ITEM = {
    "source": "征求意见",
    "aspect": "工作作风",
    "problem": "听课少，评课不及时",
    "subjective_cause": "深入课堂的意识不强",
    "measure": "每周听课两节",
    "kind": "dated",
    "leader_id": "M01",
    "owner_id": "P01",
    "department": "教导处",
    "report_section": "突出问题",
    "criterion_id": "C1",
    "found_on": START,
    "start_on": START,
    "due_on": date(2026, 12, 20),
}


@pytest.fixture
def stages(store: Store, admin: Actor) -> tuple[str, str]:
    """The stage that found, and the one that mends."""
    first, second = (load_plan(shipped_plans()[name]) for name in ("analysis-stage", "mending-stage"))
    began = creating.create_activity(store, admin, first, START)
    return began, creating.create_activity(store, admin, second, START + timedelta(50))


@pytest.fixture
def items(store: Store, clerk: Actor, stages: tuple[str, str]) -> list[str]:
    """One not begun, one under way, one struck off, one removed."""
    made = [rectification.add(store, clerk, stages[0], {**ITEM, "problem": f"问题{n}"}) for n in range(4)]
    for each in made[1:3]:
        rectification.act(store, clerk, stages[0], each, "start", {})
    rectification.act(
        store, clerk, stages[0], made[1], "report", {"percent": 40, "progress": "已听课八节", "proof": "听课记录"}
    )
    rectification.act(store, clerk, stages[0], made[2], "submit", {"proof": "记录"})
    rectification.act(store, clerk, stages[0], made[2], "close", {"people_view": "satisfied", "verifier_id": "M02"})
    rectification.act(store, clerk, stages[0], made[3], "remove", {"reason": "重复"})
    return made


def ledger(store: Store, activity_id: str) -> dict[str, dict[str, Any]]:
    return by_id(rectification.items(store, activity_id, clock.today()), "item_id")


def carry(store: Store, clerk: Actor, stages: tuple[str, str], *chosen: str) -> str:
    return carrying.carry(store, clerk, stages[1], stages[0], chosen)


def test_only_what_is_not_struck_off_is_offered(store: Store, stages: tuple[str, str], items: list[str]) -> None:
    assert carrying.sources(store, stages[1]) == {stages[0]: f"{stages[0]} 分析检查阶段"}
    assert carrying.sources(store, stages[0]) == {}
    assert [row["item_id"] for row in carrying.open_items(store, stages[0])] == items[:2]


def test_a_copy_goes_on_with_where_it_came_from(
    store: Store, clerk: Actor, stages: tuple[str, str], items: list[str]
) -> None:
    carry(store, clerk, stages, *items[:2])
    fresh, begun = (ledger(store, stages[1])[each] for each in ("R-001", "R-002"))
    assert fresh["remark"] == f"由 {stages[0]} 的 R-001 转来"
    assert (fresh["status"], fresh["due_on"].date()) == ("not_started", date(2026, 12, 20))
    assert (begun["status"], begun["percent"], begun["progress"], begun["proof"]) == (
        "in_progress",
        40,
        "已听课八节",
        "听课记录",
    )
    assert len(ledger(store, stages[0])) == 3


def test_a_copy_of_what_was_handed_in_stands_at_what_was_last_reported(
    store: Store, clerk: Actor, stages: tuple[str, str], items: list[str]
) -> None:
    rectification.act(store, clerk, stages[0], items[1], "submit", {"proof": "记录"})
    carry(store, clerk, stages, items[1])
    assert ledger(store, stages[1])["R-001"]["percent"] == 40


def test_both_sides_know_of_each_other(store: Store, clerk: Actor, stages: tuple[str, str], items: list[str]) -> None:
    carry(store, clerk, stages, items[1])
    today = rectification.items(store, stages[1], clock.today())
    assert today["item_id"].tolist() == ["R-001"]
    came = carrying.of_item(store, stages[1], "R-001", clock.today()).to_dict("records")
    went = carrying.of_item(store, stages[0], items[1], clock.today()).to_dict("records")
    assert came == [{"activity_id": stages[0], "item_id": items[1], "way": "from"}]
    assert went == [{"activity_id": stages[1], "item_id": "R-001", "way": "to"}]
    assert carrying.of_item(store, stages[0], items[1], START).empty


def test_the_preview_says_what_the_other_activity_lacks(
    store: Store, clerk: Actor, stages: tuple[str, str], items: list[str]
) -> None:
    rows = carrying.preview(store, clerk, stages[1], stages[0], items)
    assert rows["from_item_id"].tolist() == items[:2]
    assert rows["trouble"].tolist() == ["", ""]
    assert ledger(store, stages[1]) == {}


def test_an_item_goes_on_once(store: Store, clerk: Actor, stages: tuple[str, str], items: list[str]) -> None:
    carry(store, clerk, stages, items[0])
    with pytest.raises(BoardError, match="已经转过了"):
        carry(store, clerk, stages, items[1], items[0])
    assert list(ledger(store, stages[1])) == ["R-001"]
    assert carrying.preview(store, clerk, stages[1], stages[0], items[:2])["trouble"].tolist() == ["已经转过", ""]


def test_a_carrying_is_undone_whole_and_can_be_done_again(
    store: Store, clerk: Actor, stages: tuple[str, str], items: list[str]
) -> None:
    batch_id = carry(store, clerk, stages, *items[:2])
    assert rectification_batch.undo(store, clerk, stages[1], batch_id) == 2
    assert ledger(store, stages[1]) == {}
    assert carrying.of_item(store, stages[0], items[0], clock.today()).empty
    carry(store, clerk, stages, items[0])
    assert list(ledger(store, stages[1])) == ["R-003"]


def test_only_the_clerk_carries(
    store: Store, leader: Actor, owner: Actor, admin: Actor, stages: tuple[str, str], items: list[str]
) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            carrying.preview(store, actor, stages[1], stages[0], items)
        with pytest.raises(Refused):
            carry(store, actor, stages, items[0])


@pytest.mark.parametrize("places", [(), (2,), (3,), (0, 2)])
def test_what_is_not_open_is_refused_and_nothing_goes(
    store: Store, clerk: Actor, stages: tuple[str, str], items: list[str], places: tuple[int, ...]
) -> None:
    with pytest.raises(BoardError):
        carry(store, clerk, stages, *(items[place] for place in places))
    assert ledger(store, stages[1]) == {}


def test_nothing_comes_from_another_unit_or_from_itself(
    store: Store, clerk: Actor, stages: tuple[str, str], items: list[str]
) -> None:
    for where in ((stages[0], stages[0]), (stages[1], "HD-99")):
        with pytest.raises(BoardError, match="本单位"):
            carrying.carry(store, clerk, *where, [items[0]])


def test_an_immediate_item_put_off_long_goes_on_with_its_date(
    store: Store, clerk: Actor, stages: tuple[str, str]
) -> None:
    item = rectification.add(store, clerk, stages[0], {**ITEM, "kind": "immediate", "due_on": None})
    rectification.act(store, clerk, stages[0], item, "postpone", {"due_on": date(2026, 12, 30), "reason": "等材料"})
    carry(store, clerk, stages, item)
    assert ledger(store, stages[1])["R-001"]["kind"] == "dated"


def test_an_empty_ledger_hands_nothing_on(store: Store, stages: tuple[str, str]) -> None:
    assert carrying.sources(store, stages[1]) == {}
    assert carrying.open_items(store, stages[0]) == []
