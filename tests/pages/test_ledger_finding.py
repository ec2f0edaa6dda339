"""Finding items in the ledger: every filter from the URL and by hand, words found by any part, orders, groups."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.rectification import actions as rectification
from board.rectification.views import AGES, URGENCY, with_words
from board.words import ITEM_FLAG
from tests.example_school import Example
from tests.pages.hands import row_clicked
from tests.pages.visitor import ids, opened, sentences_on, sheet, table, tables

pytestmark = pytest.mark.walk

TABLE, GROUPS = "rectification_table", "rectification_groups"
Rows = Callable[[pd.DataFrame], pd.Series]

# The filter → what is asked of it, and which of the ledger's rows that should leave.
FILTERS: dict[str, tuple[list[str], Rows]] = {
    "leader": (["校长", "德育副校长"], lambda items: items["leader_name"].isin(["校长", "德育副校长"])),
    "owner": (["总务主任"], lambda items: items["owner_name"] == "总务主任"),
    "aspect": (["思想观念", "能力素质"], lambda items: items["aspect"].isin(["思想观念", "能力素质"])),
    "kind": (["创造条件整改"], lambda items: items["kind"] == "deferred"),
    "department": (["教导处"], lambda items: items["department"] == "教导处"),
    "status": (["未启动", "待验收"], lambda items: items["status"].isin(["not_started", "submitted"])),
    "source": (["谈心谈话"], lambda items: items["source"] == "谈心谈话"),
    "lateness": (["停滞", "逾期提交"], lambda items: items["is_stale"] | items["submitted_late"]),
    "age": (["8–14 天"], lambda items: items["age_days"].between(8, 14)),
}
IN_BAR = ("leader", "owner")


def ledger(school: Example) -> pd.DataFrame:
    return with_words(rectification.items(school.store, school.activity_id, school.today))


def leader_at(**query: Any) -> AppTest:
    return opened("rectification", Role.LEADER, compare="不比较", **query)


def more(at: AppTest) -> AppTest:
    """Open what else can be filtered by."""
    at.session_state["rectification_more"] = True
    return at.run()


def chips(at: AppTest) -> list[str]:
    found = [each for each in at.pills if each.key == "rectification_text_chips"]
    return [option.removesuffix(" :material/close:") for option in found[0].options] if found else []


def taken_off(at: AppTest, words: str) -> AppTest:
    control = at.pills(key="rectification_text_chips")
    return control.select(next(option for option in control.options if option.startswith(words))).run()


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_in_the_url_leaves_its_rows_though_it_is_not_drawn(read_school: Example, name: str) -> None:
    asked, passes = FILTERS[name]
    items = ledger(read_school)
    at = leader_at(**{f"rectification_{name}": asked})
    assert not at.exception
    assert set(ids(at, TABLE)) == set(items[passes(items)]["item_id"])
    assert 0 < len(ids(at, TABLE)) < len(items)
    assert len(chips(at)) == len(asked)


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_set_by_hand_leaves_its_rows_and_is_in_the_url(read_school: Example, name: str) -> None:
    asked, passes = FILTERS[name]
    items = ledger(read_school)
    at = leader_at() if name in IN_BAR else more(leader_at())
    at.multiselect(key=f"rectification_{name}").set_value(asked).run()
    assert set(ids(at, TABLE)) == set(items[passes(items)]["item_id"])
    told = at.query_params[f"rectification_{name}"]
    assert (told if isinstance(told, list) else [told]) == asked


def test_what_was_set_in_the_popover_holds_when_it_is_closed(read_school: Example) -> None:
    at = more(leader_at())
    at.multiselect(key="rectification_department").select("教导处").run()
    rows = ids(at, TABLE)
    at.session_state["rectification_more"] = False
    at.run()
    assert "责任部门" not in [each.label for each in at.multiselect]
    assert ids(at, TABLE) == rows
    assert chips(at) == ["责任部门：教导处"]


def test_every_word_of_the_late_filter_leaves_what_carries_it(read_school: Example) -> None:
    items = ledger(read_school)
    for flag, word in ITEM_FLAG.items():
        at = leader_at(rectification_lateness=word)
        assert set(ids(at, TABLE)) == set(items[items[flag]]["item_id"]), word


def test_the_age_bands_part_the_ledger(read_school: Example) -> None:
    found = [item_id for band in AGES for item_id in ids(leader_at(rectification_age=band), TABLE)]
    assert sorted(found) == sorted(ledger(read_school)["item_id"])


def test_all_filters_at_once_leave_what_passes_each(read_school: Example) -> None:
    items = ledger(read_school)
    row = items[items["item_id"] == "R-006"].iloc[0]
    asked: dict[str, Any] = {
        "rectification_view": "逾期",
        "rectification_text": "跑道",
        "rectification_leader": row["leader_name"],
        "rectification_owner": row["owner_name"],
        "rectification_aspect": row["aspect"],
        "rectification_kind": row["kind_word"],
        "rectification_department": row["department"],
        "rectification_source": row["source"],
        "rectification_lateness": "逾期",
        "rectification_age": "15–30 天",
        "rectification_due_from": str(row["due_on"].date()),
        "rectification_due_to": str(row["due_on"].date()),
    }
    at = leader_at(**asked)
    assert ids(at, TABLE) == ["R-006"]
    assert len(chips(at)) == len(asked) - 1
    for key in asked.keys() - {"rectification_view"}:
        assert at.query_params[key] == asked[key]
    nobody = leader_at(**{**asked, "rectification_owner": "教导主任"})
    assert ids(nobody, TABLE) == []


def test_a_chip_takes_one_value_off_and_leaves_the_rest(read_school: Example) -> None:
    items = ledger(read_school)
    at = leader_at(rectification_leader=["校长", "德育副校长"], rectification_text="学生")
    assert chips(at) == ["查找：学生", "牵头领导：校长", "牵头领导：德育副校长"]
    taken_off(at, "牵头领导：校长")
    assert chips(at) == ["查找：学生", "牵头领导：德育副校长"]
    taken_off(at, "查找")
    assert chips(at) == ["牵头领导：德育副校长"]
    assert set(ids(at, TABLE)) == set(items[items["leader_name"] == "德育副校长"]["item_id"])
    taken_off(at, "牵头领导")
    assert chips(at) == []
    assert len(ids(at, TABLE)) == len(items)
    assert not [key for key in at.query_params if key.startswith("rectification_")]


def test_a_chip_takes_off_a_day(read_school: Example) -> None:
    at = leader_at(rectification_due_from=str(read_school.today))
    assert chips(at) == [f"时限从：{read_school.today}".replace("-", "\\-")]
    taken_off(at, "时限从")
    assert len(ids(at, TABLE)) == 30


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("跑道 螺丝", ["R-006"]),
        ("螺丝　跑道", ["R-006"]),
        ("总务主任 螺丝", ["R-006"]),
        ("沙石 总务处 双杠", ["R-006"]),
        ("r-006", ["R-006"]),
        ("  螺丝  ", ["R-006"]),
        ("螺丝 报账员", []),
        ("三个月明细", ["R-019"]),
    ],
)
def test_words_are_found_by_any_part_wherever_they_stand(read_school: Example, text: str, wanted: list[str]) -> None:
    assert ids(leader_at(rectification_text=text), TABLE) == wanted


def test_blanks_alone_look_for_nothing(read_school: Example) -> None:
    at = leader_at(rectification_text="   ")
    assert len(ids(at, TABLE)) == 30


def test_due_days_from_and_to_both_count_in(read_school: Example) -> None:
    items = ledger(read_school)
    first, last = (read_school.today + timedelta(days=days) for days in (-3, 2))

    def due(since: date | None, until: date | None) -> set[str]:
        asked = {"rectification_due_from": since, "rectification_due_to": until}
        return set(ids(leader_at(**{key: str(day) for key, day in asked.items() if day}), TABLE))

    days = items["due_on"].dt.date
    is_dated = items["due_on"].notna()
    assert due(first, None) == set(items[is_dated & (days >= first)]["item_id"])
    assert due(None, last) == set(items[is_dated & (days <= last)]["item_id"])
    assert due(first, last) == due(first, None) & due(None, last)
    one = items[items["item_id"] == "R-006"]["due_on"].iloc[0].date()
    assert "R-006" in due(one, one)
    assert due(last, first) == set()


def test_due_days_are_set_in_the_popover(read_school: Example) -> None:
    items = ledger(read_school)
    at = more(leader_at())
    at.date_input(key="rectification_due_to").set_value(read_school.today).run()
    assert set(ids(at, TABLE)) == set(items[items["due_on"] <= pd.Timestamp(read_school.today)]["item_id"])
    assert at.query_params["rectification_due_to"] == str(read_school.today)


@pytest.mark.parametrize("nonsense", ["昨天", "2026-13-45", "", "<b>"])
def test_a_day_that_is_none_filters_nothing(read_school: Example, nonsense: str) -> None:
    at = leader_at(rectification_due_from=nonsense)
    assert not at.exception
    assert len(ids(at, TABLE)) == 30


def test_the_first_order_weighs_most_and_the_next_breaks_its_ties(read_school: Example) -> None:
    items = ledger(read_school)
    at = leader_at(rectification_order=["牵头领导", "进度低的在前", "编号"])
    wanted = items.sort_values(["leader_name", "percent", "number"])["item_id"].tolist()
    assert ids(at, TABLE) == wanted
    other = leader_at(rectification_order=["进度低的在前", "牵头领导", "编号"])
    assert ids(other, TABLE) == items.sort_values(["percent", "leader_name", "number"])["item_id"].tolist()
    assert ids(other, TABLE) != wanted


def test_without_an_order_what_is_most_urgent_comes_first(read_school: Example) -> None:
    shown = tables(leader_at())[0].value
    state = ["逾期" if "逾期" in tags else "已销号" if "已销号" in tags else "" for tags in shown["tags"]]
    assert state[0] == "逾期"
    assert state.index("") > state.count("逾期") - 1
    assert set(state[-6:]) == {"已销号"}


def test_orders_chosen_by_hand_are_in_the_url_in_their_order(read_school: Example) -> None:
    at = leader_at()
    at.multiselect(key="rectification_order").select("类别").select("编号").run()
    assert at.query_params["rectification_order"] == ["类别", "编号"]


def test_groups_add_up_to_the_rows(read_school: Example) -> None:
    items = ledger(read_school)
    at = leader_at(rectification_group="按责任部门")
    groups = next(each.value for each in tables(at) if each.key == GROUPS)
    assert dict(zip(groups["label"], groups["item_count"], strict=True)) == items["department"].value_counts().to_dict()
    assert groups["late_count"].sum() == items["is_late"].sum()
    assert groups["closed_count"].sum() == items["is_closed"].sum()
    assert groups["item_count"].tolist() == sorted(groups["item_count"], reverse=True)


@pytest.mark.parametrize(
    ("group", "column"),
    [
        ("按牵头领导", "leader_name"),
        ("按责任人", "owner_name"),
        ("按责任部门", "department"),
        ("按方面", "aspect"),
        ("按问题来源", "source"),
        ("按类别", "kind_word"),
        ("按状态", "status_word"),
    ],
)
def test_a_click_on_a_group_leaves_just_its_rows(read_school: Example, group: str, column: str) -> None:
    items = ledger(read_school)
    at = leader_at(rectification_group=group)
    label = ids(at, GROUPS)[1]
    row_clicked(at, GROUPS, 1)
    assert not at.exception
    assert set(ids(at, TABLE)) == set(items[items[column] == label]["item_id"]) != set()
    assert ids(at, GROUPS) == [label]
    assert sheet(at) is None


def test_rows_of_a_group_stand_together(read_school: Example) -> None:
    shown = table(leader_at(rectification_group="按牵头领导"), TABLE).value["leader_name"].tolist()
    assert shown == sorted(shown)


def test_items_without_a_department_can_be_looked_at_as_a_group(school: Example, clerk: Actor) -> None:
    for item_id in ("R-012", "R-025"):
        rectification.act(school.store, clerk, school.activity_id, item_id, "edit", {"department": ""})
    at = leader_at(rectification_group="按责任部门")
    place = ids(at, GROUPS).index("（空）")
    row_clicked(at, GROUPS, place)
    assert set(ids(at, TABLE)) == {"R-012", "R-025"}
    assert chips(at) == ["责任部门：（空）"]


def test_what_is_looked_for_and_chosen_says_how_much_is_left(read_school: Example) -> None:
    at = leader_at(rectification_owner="总务主任")
    assert f"**{len(ids(at, TABLE))}** / 30 项" in sentences_on(at)
    assert "清除全部筛选" in [each.label for each in at.button]
    at.button(key="rectification_text_clear").click().run()
    assert chips(at) == []
    assert "**30** / 30 项" in sentences_on(at)


def test_clearing_the_filters_keeps_the_tab_the_order_and_the_group(read_school: Example) -> None:
    asked = {"rectification_view": "整改中", "rectification_order": "编号", "rectification_group": "按方面"}
    at = leader_at(**asked, rectification_owner="总务主任")
    at.button(key="rectification_text_clear").click().run()
    assert {key: at.query_params[key] for key in asked} == asked
    assert "rectification_owner" not in at.query_params


def test_a_group_of_a_status_is_asked_for_beside_the_tab(read_school: Example) -> None:
    items = ledger(read_school)
    at = leader_at(rectification_view="逾期", rectification_group="按状态")
    row_clicked(at, GROUPS, ids(at, GROUPS).index("整改中"))
    assert set(ids(at, TABLE)) == set(items[items["is_late"] & (items["status"] == "in_progress")]["item_id"])
    assert at.segmented_control(key="rectification_view").value == "逾期"


@pytest.mark.parametrize(
    ("word", "column", "rises"),
    [
        ("编号大的在前", "number", False),
        ("进度高的在前", "percent", False),
        ("整改时限晚的在前", "due_on", False),
        ("很久没动的在前", "happened_at", True),
        ("查出晚的在前", "found_on", False),
    ],
)
def test_an_order_goes_either_way(read_school: Example, word: str, column: str, rises: bool) -> None:
    items = ledger(read_school)
    by = list(dict.fromkeys((column, *URGENCY)))
    wanted = items.sort_values(by, ascending=[rises, *[True] * (len(by) - 1)])["item_id"].tolist()
    assert ids(leader_at(rectification_order=word), TABLE) == wanted
