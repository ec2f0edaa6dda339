"""The ledger compared with an earlier day: what changed on every row and tab, what left, what was before."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.activity import activities
from board.rectification import actions as rectification
from board.rectification.comparison import MARKS, compared
from board.rectification.views import view_counts, with_words
from board.store.store import Transaction
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import actions_offered, row_clicked
from tests.pages.visitor import charts, ids, opened, sent, sentences_on, sheet, tables, turned_to

TABLE, GONE = "rectification_table", "rectification_gone"


def table(at: AppTest, key: str = TABLE) -> pd.DataFrame:
    """The table with what its marks unfold."""
    shown = next(each for each in tables(at) if each.key == key)
    return shown.value.assign(changes_text=[row["detail"] for row in shown.data["rows"]])


def cells(at: AppTest, item_id: str, key: str = TABLE) -> dict[str, Any]:
    shown = table(at, key)
    return {str(name): value for name, value in shown[shown["item_id"] == item_id].iloc[0].items()}


def met_on(school: Example) -> date:
    day = activities.last_meeting_on(school.store, school.activity_id, school.today)
    assert day is not None
    return day


def since_last_meeting(school: Example) -> pd.DataFrame:
    return compared(school.store, school.activity_id, school.today, met_on(school))


def stood(school: Example, day: date) -> pd.DataFrame:
    return with_words(rectification.items(school.store, school.activity_id, day))


def tabs(at: AppTest) -> list[str]:
    return list(at.segmented_control(key="rectification_view").options)


def test_every_row_says_how_it_changed_since_the_last_meeting(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    told = since_last_meeting(read_school).set_index("item_id")["marks"]
    shown = table(at)
    assert len(shown) == 30
    for item_id, marks in zip(shown["item_id"], shown["marks"], strict=True):
        assert list(marks) == told[item_id], item_id


def test_the_example_has_every_kind_of_change_but_one_to_show(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    seen = {mark for key in (TABLE, GONE) for marks in table(at, key)["marks"] for mark in marks}
    assert seen == set(MARKS) - {"恢复"}


def test_a_changed_row_says_what_was_and_what_is(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    told = cells(at, "R-006")["changes_text"]
    assert told.startswith("进度 50% → 60%；进展情况 双杠已紧固")
    assert "整改时限 2026" not in told
    due_on = by_id(stood(read_school, read_school.today), "item_id")["R-016"]["due_on"]
    assert f"→ {due_on:%Y-%m-%d}" in cells(at, "R-016")["changes_text"]


def test_a_row_that_did_not_change_says_nothing(read_school: Example) -> None:
    row = cells(opened("rectification", Role.LEADER), "R-001")
    assert list(row["marks"]) == []
    assert row["changes_text"] == ""


def test_the_tabs_say_by_how_many_they_grew_or_shrank(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    now, then = (view_counts(stood(read_school, day)) for day in (read_school.today, met_on(read_school)))
    differences = {name: now[name] - then[name] for name in now}
    assert any(change > 0 for change in differences.values())
    assert any(change < 0 for change in differences.values())
    for option, (name, change) in zip(tabs(at), differences.items(), strict=True):
        sign = "" if change == 0 else f" ↑{change}" if change > 0 else f" ↓{-change}"
        assert option == f"{name} {now[name]}{sign}"


def test_what_was_taken_out_of_the_ledger_is_listed_with_the_reason(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    assert ids(at, GONE) == ["R-027"]
    row = cells(at, "R-027", GONE)
    assert list(row["marks"]) == ["移出"]
    assert row["why"] == "移出台账：征订由区里办理，已书面转报，不再作为本校事项"
    assert "在这里、现在不在的　1 项" in sentences_on(at)


def test_what_left_the_tab_is_listed_with_what_became_of_it(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_view="未启动")
    days = (met_on(read_school), read_school.today)
    was, now = (stood(read_school, day).set_index("item_id")["status"] for day in days)
    left = sorted(item_id for item_id in was[was == "not_started"].index if now.get(item_id) != "not_started")
    assert len(left) > 1
    assert ids(at, GONE) == left
    assert "状态 未启动 → 待验收" in cells(at, "R-008", GONE)["why"]


def test_what_a_filter_lets_go_is_listed_though_it_stands_in_the_ledger(read_school: Example) -> None:
    whole, some = opened("rectification", Role.LEADER), opened("rectification", Role.LEADER, rectification_text="R-008")
    assert ids(whole, GONE) == ["R-027"]
    assert ids(some, GONE) == []
    at = opened("rectification", Role.LEADER, rectification_text="R-008", rectification_view="未启动")
    assert "没有符合这些条件的事项" in sentences_on(at)
    assert ids(at, GONE) == ["R-008"]


def test_a_row_that_left_opens_its_sheet_and_says_who_took_it_out(read_school: Example) -> None:
    at = row_clicked(opened("rectification", Role.LEADER), GONE, 0)
    assert sheet(at) == "整改事项"
    assert at.query_params["rectification_item"] == "R-027"
    assert any("移出台账：征订由区里办理" in each.value for each in at.warning)
    assert not at.form


def test_a_mark_leaves_just_the_rows_that_carry_it(read_school: Example) -> None:
    found = by_id(since_last_meeting(read_school), "item_id").values()
    for mark in ("新增", "退回", "重启", "延期", "销号", "变化"):
        wanted = {row["item_id"] for row in found if mark in row["marks"] and row["is_present"]}
        at = opened("rectification", Role.LEADER, rectification_mark=mark)
        assert set(ids(at, TABLE)) == wanted != set(), mark


def test_the_sheet_shows_the_old_value_beside_the_new(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_item="R-006")
    facts = next(text for text in at.html.values if 'class="facts"' in text)
    assert "60%" in facts
    assert f"{met_on(read_school):%m-%d} 时：50%" in facts
    assert 'class="was"' in facts


def test_the_sheet_of_an_unchanged_item_shows_no_old_values(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_item="R-001")
    assert 'class="was"' not in "".join(at.html.values)


def test_nothing_is_marked_where_nothing_is_compared(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, compare="不比较", rectification_item="R-006")
    assert "marks" not in table(at)
    assert set(table(at)["changes_text"]) == {""}
    assert ids(at, GONE) == []
    assert not any("↑" in option or "↓" in option for option in tabs(at))
    assert 'class="was"' not in "".join(at.html.values)


def test_a_mark_in_the_url_hides_nothing_where_nothing_is_compared(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, compare="不比较", rectification_mark="退回")
    assert not at.exception
    assert len(ids(at, TABLE)) == 30
    assert "清除全部筛选" not in [each.label for each in at.button]


@pytest.mark.parametrize("back", [3, 9, 14])
def test_any_day_can_be_compared_with(read_school: Example, back: int) -> None:
    day = read_school.today - timedelta(days=back)
    at = opened("rectification", Role.LEADER, compare="指定日期", compare_on=str(day))
    found = compared(read_school.store, read_school.activity_id, read_school.today, day).set_index("item_id")
    shown = table(at)
    assert {item: list(marks) for item, marks in zip(shown["item_id"], shown["marks"], strict=True)} == {
        item_id: found["marks"][item_id] for item_id in shown["item_id"]
    }
    assert f"与 {day:%m-%d} 相比" in sent(at)


def test_a_week_of_the_past_is_compared_like_any_other(read_school: Example) -> None:
    day = read_school.today - timedelta(days=4)
    at = opened("rectification", Role.LEADER, as_of=str(day), compare="一周前")
    found = compared(read_school.store, read_school.activity_id, day, day - timedelta(days=7))
    assert set(ids(at, TABLE)) == set(found[found["is_present"]]["item_id"])
    assert "登记事项" not in [each.label for each in at.button]


def test_an_activity_without_a_meeting_still_compares_with_a_week_ago(school: Example) -> None:
    def without_meetings(transaction: Transaction) -> None:
        # As if none had been entered: one with records of its own can't be taken away by an action.
        for meeting_id in ("Y1", "Y2", "Y3", "Y4", "Y5"):
            transaction.run("meetings/delete", activity_id=school.activity_id, meeting_id=meeting_id)

    school.store.write(without_meetings)
    at = opened("rectification", Role.LEADER, compare="上次会议")
    assert not at.exception
    assert at.selectbox(key="compare").value == "一周前"
    assert "marks" in table(at)


def test_compared_the_table_still_shows_late_whose_and_by_when_without_a_turn_of_the_wheel(
    read_school: Example,
) -> None:
    at = opened("rectification", Role.LEADER, compare="上次会议")
    columns = next(each.data["columns"] for each in tables(at) if each.key == TABLE)
    assert [each["key"] for each in columns][:2] == ["item_id", "problem"]
    stay = {each["key"] for each in columns if each["stays"]}
    assert stay == {"item_id", "problem", "marks", "tags", "owner_name", "due_on", "deadline", "percent"}


def test_what_was_compared_stays_when_the_page_changes(read_school: Example) -> None:
    at = turned_to(opened("rectification", Role.LEADER, compare="一周前"), "tasks")
    turned_to(at, "rectification")
    assert f"与 {read_school.today - timedelta(days=7):%m-%d} 相比" in sent(at)


def test_what_the_filters_leave_says_how_many_it_was(read_school: Example) -> None:
    now, then = (view_counts(stood(read_school, day))["已销号"] for day in (read_school.today, met_on(read_school)))
    assert now > then
    closed = opened("rectification", Role.LEADER, rectification_view="已销号")
    assert f"**{now}** ↑{now - then} / 30 项" in sentences_on(closed)
    marked = opened("rectification", Role.LEADER, rectification_mark="退回")
    assert "↑" not in next(each.value for each in marked.markdown if "/ 30 项" in each.value)


def _days(school: Example) -> tuple[date, date]:
    return school.today, met_on(school)


def test_each_group_says_what_changed_in_it(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_group="按状态")
    told = dict(zip(ids(at, "rectification_groups"), table(at, "rectification_groups")["changed"], strict=True))
    now, then = (
        stood(read_school, day)["status_word"].value_counts() for day in (read_school.today, met_on(read_school))
    )
    assert now["已销号"] > then["已销号"]
    assert f"事项 ↑{now['已销号'] - then['已销号']}" in told["已销号"]
    done = [stood(read_school, day).groupby("status_word")["percent"].mean().round() for day in _days(read_school)]
    more = int((done[0] - done[1])["整改中"])
    assert more != 0
    assert f"平均进度 {'↑' if more > 0 else '↓'}{abs(more)}" in told["整改中"]
    assert "changed" not in table(
        opened("rectification", Role.LEADER, rectification_group="按状态", compare="不比较"), "rectification_groups"
    )


def test_a_chart_says_what_changed_in_each_of_its_parts(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    now, then = (
        stood(read_school, day).query("leader_name == '后勤副校长' and lane == '逾期'")
        for day in (read_school.today, met_on(read_school))
    )
    assert len(now) > len(then)
    assert f"{len(now)} ↑{len(now) - len(then)}" in charts(at)[0].figure["data"][0]["text"]


@pytest.mark.walk
def test_an_empty_ledger_still_lists_what_was_taken_out_and_opens_it(school: Example, clerk: Actor) -> None:
    items = rectification.items(school.store, school.activity_id, school.today)
    for item_id in items["item_id"]:
        rectification.act(school.store, clerk, school.activity_id, item_id, "remove", {"reason": "另立台账"})
    at = opened("rectification", Role.CLERK)
    assert len(ids(at, GONE)) == 10
    assert sheet(row_clicked(at, GONE, 0)) == "整改事项"
    assert actions_offered(at, "rectification_action_R-001") == ["恢复"]
