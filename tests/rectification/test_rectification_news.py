"""The second of two people at one item is told what the first did, and nothing is overwritten."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from board import clock
from board.access import Actor
from board.errors import Conflict
from board.rectification import actions as rectification
from board.rectification.batch import Change, carry_out
from board.rectification.news import news
from board.rectification.rules import apply
from board.store.history import Event, stamped
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, NINE, START_ON, add_activity, add_section_and_criterion, item_fields

NAMES = {"M01": "校长", "M02": "教学副校长", "P01": "教导主任", "P02": "总务主任"}
HEAD = Actor("A-1", "王主任", frozenset())
Steps = list[tuple[str, dict[str, Any]]]


def told(steps: Steps, today: date = START_ON) -> str:
    """What is said of steps taken a minute apart from 9:00 on by somebody who saw the item as it was registered."""
    state = apply(None, "add", {"activity_id": "a", "item_id": "R-001", **item_fields()}, START_ON)
    events = [stamped(state, Event("add", HEAD, NINE))]
    for minute, (action, given) in enumerate(steps, start=1):
        state = apply(state, action, given, START_ON)
        event = Event(action, HEAD, NINE + timedelta(minutes=minute), given.get("reason", ""))
        events.append(stamped(state, event))
    return news(events, NAMES, today)


def test_it_says_who_when_what_and_from_which_value_to_which() -> None:
    assert told([("start", {})]) == "王主任 09:01 启动：状态 未启动 → 整改中。"
    postponed = {"due_on": date(2025, 12, 28), "reason": "等设备"}
    assert told([("postpone", postponed)]) == "王主任 09:01 延期（等设备）：整改时限 2025-12-20 → 2025-12-28。"
    assert told([("edit", {"owner_id": "P02"})]) == "王主任 09:01 修改：责任人 教导主任 → 总务主任。"


def test_what_changed_no_cell_is_told_by_its_reason() -> None:
    assert told([("remove", {"reason": "重复登记"})]) == "王主任 09:01 移出（重复登记）。"


def test_what_happened_on_another_day_says_the_day() -> None:
    assert told([("start", {})], START_ON + timedelta(days=1)).startswith("王主任 11月20日 09:01 启动")


def test_of_many_changes_the_newest_are_told_and_the_rest_counted() -> None:
    reports: Steps = [("report", {"percent": 10 * number, "progress": f"第{number}次"}) for number in range(1, 5)]
    said = told([("start", {}), *reports])
    assert said.startswith("先有 2 次变动，接着 王主任 09:03 报进展：进度 10% → 20%")
    assert said.count("报进展") == 3


def test_long_reasons_are_shortened() -> None:
    assert "…）" in told([("remove", {"reason": "长" * 200})])


def test_no_news_is_told_as_none() -> None:
    assert news([], NAMES, START_ON) == ""


@pytest.fixture
def item(store: Store, clerk: Actor) -> str:
    """An item that somebody looks at as seq 2 while it is reported on."""
    add_activity(store)
    item_id = rectification.add(store, clerk, ACTIVITY, item_fields(), at=NINE)
    rectification.act(store, clerk, ACTIVITY, item_id, "start", {}, at=NINE)
    rectification.act(
        store, clerk, ACTIVITY, item_id, "report", {"percent": 40, "progress": "听课六节"}, at=NINE + timedelta(hours=5)
    )
    return item_id


def actions(store: Store, actor: Actor, item: str) -> list[Callable[..., Any]]:
    bound = (store, actor, ACTIVITY, item)
    return [
        partial(rectification.act, *bound, "edit", {"remark": "乙"}),
        partial(rectification.act, *bound, "report", {"percent": 50, "progress": "听课八节"}),
        partial(rectification.act, *bound, "submit", {"proof": "照片"}),
        partial(rectification.act, *bound, "postpone", {"due_on": clock.today(), "reason": "等设备"}),
        partial(rectification.act, *bound, "remove", {"reason": "重复"}),
    ]


def test_every_action_on_an_item_that_moved_on_tells_what_happened(store: Store, clerk: Actor, item: str) -> None:
    for action in actions(store, clerk, item):
        with pytest.raises(Conflict) as caught:
            action(seen_seq=2)
        assert "工作人员 11月20日 14:00 报进展：进度 0% → 40%；进展情况" in caught.value.message
        assert "您填的内容都还在" in caught.value.message
    assert rectification.events(store, ACTIVITY, item)["seq"].tolist() == [1, 2, 3]


def test_what_happened_today_is_told_by_the_hour(store: Store, clerk: Actor, item: str) -> None:
    moment = clock.now()
    rectification.act(store, clerk, ACTIVITY, item, "edit", {"remark": "甲"}, seen_seq=3, at=moment)
    with pytest.raises(Conflict, match=f"工作人员 {moment:%H:%M} 修改：备注 （空） → 甲"):
        rectification.act(store, clerk, ACTIVITY, item, "edit", {"remark": "乙"}, seen_seq=3)


def test_a_criterion_is_told_by_its_words(store: Store, clerk: Actor, item: str) -> None:
    _, criterion = add_section_and_criterion(store)
    rectification.act(store, clerk, ACTIVITY, item, "edit", {"criterion_id": criterion}, at=moved_at(6))
    with pytest.raises(Conflict, match="评议项目 （空） → 措施可行不可行"):
        rectification.act(store, clerk, ACTIVITY, item, "edit", {"remark": "乙"}, seen_seq=3)


def test_a_batch_tells_each_change_from_the_state_it_was_made_on(store: Store, clerk: Actor, item: str) -> None:
    rectification.act(store, clerk, ACTIVITY, item, "edit", {"remark": "甲"}, at=moved_at(6))
    changes = [Change(item, "edit", {"target": "一"}, 2), Change(item, "edit", {"measure": "二"}, 3)]
    with pytest.raises(Conflict) as caught:
        carry_out(store, clerk, ACTIVITY, changes, "导入台账")
    first, second = caught.value.message.split("；R-001：")
    assert ("报进展" in first, "报进展" in second) == (True, False)
    assert "备注 （空） → 甲" in second


def moved_at(hours: int) -> datetime:
    return NINE + timedelta(hours=hours)
