"""One action on many items: looked at first, carried out whole or not at all, taken back once."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.rectification import actions as rectification
from board.rectification import batch as rectification_batch
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import rows_chosen
from tests.pages.visitor import buttons, filled, ids, notices, opened, saved, sentences_on, sheet, table, tables, typed

pytestmark = pytest.mark.walk

CONFIRM, UNDO = "rectification_batch_confirm", "rectification_undo"
CHOOSE, MANY = "rectification_choose_1", "rectification_many_1"


def items_of(school: Example) -> dict[str, dict[str, Any]]:
    return by_id(rectification.items(school.store, school.activity_id, school.today), "item_id")


def seqs(school: Example) -> dict[str, int]:
    return {item_id: row["seq"] for item_id, row in items_of(school).items()}


def many(role: Role, **query: Any) -> AppTest:
    """The ledger with 批量办理 open on the rows it shows."""
    at = opened("rectification", role, **query)
    return at.menu_button(key="rectification_work").click("批量办理").run()


def previewed(at: AppTest, action: str, **values: Any) -> AppTest:
    at.segmented_control(key=MANY).select(action).run()
    return saved(filled(at, f"{MANY}.{action}", **values), f"{MANY}.{action}")


def told(at: AppTest) -> dict[str, tuple[str, str]]:
    """The preview: item → whether it can be done, and what would change or why not."""
    frame = next(each.value for each in tables(at) if "can" in each.value)
    return {row["item_id"]: (row["can"], row["what"]) for row in frame.to_dict("records")}


def confirmed(at: AppTest) -> AppTest:
    return at.button(key=CONFIRM).click().run()


def test_all_rows_of_the_page_are_chosen_at_first(read_school: Example) -> None:
    at = many(Role.CLERK, rectification_view="未启动")
    assert sheet(at) == "批量办理"
    assert ids(at, CHOOSE) == ids(at, "rectification_table")
    assert "选了 **5** / 5 项" in sentences_on(at)


def test_what_is_ticked_off_is_left_alone(school: Example) -> None:
    at = many(Role.CLERK, rectification_view="未启动", rectification_order="编号")
    rows_chosen(at, CHOOSE, 0, 2)
    first, third = (ids(at, CHOOSE)[place] for place in (0, 2))
    before = seqs(school)
    confirmed(previewed(at, "start"))
    assert notices(at) == ["已启动 2 项，可以撤销"]
    assert {item_id for item_id, seq in seqs(school).items() if seq != before[item_id]} == {first, third}


def test_without_a_tick_there_is_nothing_to_do(read_school: Example) -> None:
    at = rows_chosen(many(Role.CLERK, rectification_view="未启动"), CHOOSE)
    at.segmented_control(key=MANY).select("start").run()
    assert "选了 **0** / 5 项" in sentences_on(at)
    assert "预览" not in buttons(at)


def test_the_preview_says_what_would_change_and_who_cannot_and_why(read_school: Example) -> None:
    at = previewed(many(Role.CLERK, rectification_owner="总务主任"), "start")
    found = told(at)
    assert set(found) == {"R-003", "R-006", "R-008", "R-011", "R-029"}
    assert found["R-011"] == ("可以", "状态 未启动 → 整改中")
    can, why = found["R-006"]
    assert can == "办不了"
    assert "R-006 的状态是“整改中”" in why
    assert at.button(key=CONFIRM).label == "确认启动 2 项，跳过办不了的 3 项"


def test_nothing_is_written_before_it_is_confirmed(read_school: Example) -> None:
    before = seqs(read_school)
    at = previewed(many(Role.CLERK), "start")
    assert not at.button(key=CONFIRM).disabled
    assert seqs(read_school) == before
    assert UNDO not in [each.key for each in at.button]


def test_confirmed_it_is_done_for_all_that_could(school: Example) -> None:
    at = confirmed(previewed(many(Role.CLERK, rectification_owner="总务主任"), "start"))
    assert not at.exception
    assert sheet(at) is None
    assert notices(at) == ["已启动 2 项，可以撤销"]
    now = items_of(school)
    assert {now[item_id]["status"] for item_id in ("R-011", "R-029")} == {"in_progress"}
    assert now["R-008"]["status"] == "submitted"


def test_where_no_item_can_there_is_nothing_to_confirm(read_school: Example) -> None:
    at = previewed(many(Role.CLERK, rectification_view="整改中"), "postpone")
    assert {can for can, _ in told(at).values()} == {"办不了"}
    assert at.button(key=CONFIRM).disabled
    assert any("请写明" in why and "时限" in why for _, why in told(at).values())


def test_a_new_date_for_many_keeps_the_reason_of_each(school: Example) -> None:
    day = school.today + timedelta(days=25)
    at = many(Role.CLERK, rectification_view="逾期", rectification_leader="后勤副校长")
    confirmed(previewed(at, "postpone", due_on=day, reason="配件要等厂家"))
    assert notices(at) == ["已延期 2 项，可以撤销"]
    for item_id in ("R-006", "R-007"):
        row = items_of(school)[item_id]
        assert (row["due_on"].date(), row["first_due_on"].date() < day) == (day, True)
        last = rectification.events(school.store, school.activity_id, item_id).iloc[-1]
        assert (last["action"], last["reason"]) == ("postpone", "配件要等厂家")


def test_what_was_typed_stays_after_the_preview(read_school: Example) -> None:
    day = read_school.today + timedelta(days=25)
    at = previewed(many(Role.CLERK, rectification_view="逾期"), "postpone", due_on=day, reason="等厂家")
    assert typed(at, f"{MANY}.postpone", "due_on", "reason") == [day, "等厂家"]


def test_what_is_left_blank_stays_as_it_is(school: Example) -> None:
    before = items_of(school)
    at = many(Role.CLERK, rectification_owner="教导主任", rectification_view="整改中")
    confirmed(previewed(at, "edit", owner_id="P02", remark="交德育主任继续办"))
    now = items_of(school)
    for item_id in ("R-012", "R-013", "R-026", "R-028"):
        assert (now[item_id]["owner_id"], now[item_id]["remark"]) == ("P02", "交德育主任继续办")
        for column in ("leader_id", "department", "aspect", "problem", "percent"):
            assert now[item_id][column] == before[item_id][column]


def test_what_is_so_already_is_not_done_again(read_school: Example) -> None:
    at = previewed(
        many(Role.CLERK, rectification_owner="总务主任", rectification_view="整改中"), "edit", owner_id="P03"
    )
    assert told(at) == {"R-006": ("不用办", "与现在相同")}
    assert at.button(key=CONFIRM).disabled


def test_nobody_accepts_their_own_work_in_a_batch_either(school: Example) -> None:
    at = many(Role.CLERK, rectification_view="待验收")
    previewed(at, "close", people_view="satisfied", verifier_id="P05")
    found = told(at)
    assert found["R-009"][0] == "办不了"
    assert "责任人" in found["R-009"][1]
    confirmed(at)
    assert {row["item_id"] for row in items_of(school).values() if row["status"] == "submitted"} == {"R-009"}


def test_what_the_people_reject_is_not_struck_off_in_a_batch(read_school: Example) -> None:
    at = many(Role.CLERK, rectification_view="待验收")
    previewed(at, "close", people_view="dissatisfied", verifier_id="P02")
    assert {can for can, _ in told(at).values()} == {"办不了"}


def test_items_are_taken_out_of_the_ledger_with_a_reason(school: Example) -> None:
    at = many(Role.CLERK, rectification_owner="少先队大队辅导员")
    confirmed(previewed(at, "remove", reason="并入少先队的年度计划"))
    assert notices(at) == ["已移出 2 项，可以撤销"]
    assert {"R-023", "R-024"}.isdisjoint(items_of(school))
    assert {"R-023", "R-024"} <= set(ids(at, "rectification_gone"))


def test_all_or_nothing_where_somebody_was_quicker(school: Example, clerk: Actor) -> None:
    at = previewed(many(Role.CLERK, rectification_view="未启动"), "start")
    rectification.act(school.store, clerk, school.activity_id, "R-011", "start", {})
    before = seqs(school)
    confirmed(at)
    assert not at.exception
    assert seqs(school) == before
    assert sheet(at) == "批量办理"
    assert any("R\\-011" in each.value for each in at.error)
    assert told(at)["R-011"][0] == "办不了"
    confirmed(at)
    assert notices(at) == ["已启动 4 项，可以撤销"]


def test_who_was_told_of_a_change_looks_again_and_goes_on(school: Example, clerk: Actor) -> None:
    at = many(Role.CLERK, rectification_owner="教导主任", rectification_view="整改中")
    rectification.act(school.store, clerk, school.activity_id, "R-012", "edit", {"remark": "校长关注"})
    previewed(at, "edit", department="教科室")
    assert told(at)["R-012"][0] == "办不了"
    assert "备注" in told(at)["R-012"][1]
    assert "校长关注" in told(at)["R-012"][1]
    saved(at, f"{MANY}.edit")
    assert told(at)["R-012"] == ("可以", "责任部门 教导处 → 教科室")
    confirmed(at)
    row = items_of(school)["R-012"]
    assert (row["department"], row["remark"]) == ("教科室", "校长关注")


def test_one_undo_brings_all_of_them_back(school: Example) -> None:
    before = items_of(school)
    at = confirmed(previewed(many(Role.CLERK, rectification_view="未启动"), "start"))
    assert any("批量办理：启动 5 项" in each.value for each in at.caption)
    at.button(key=UNDO).click().run()
    assert not at.exception
    assert notices(at) == ["已撤销，5 项回到办理以前"]
    now = items_of(school)
    for item_id, row in before.items():
        assert (now[item_id]["status"], now[item_id]["percent"]) == (row["status"], row["percent"])
    assert UNDO not in [each.key for each in at.button]


def test_what_moved_on_since_is_not_undone_from_under_anybody(school: Example, clerk: Actor) -> None:
    at = confirmed(previewed(many(Role.CLERK, rectification_view="未启动"), "start"))
    rectification.act(
        school.store, clerk, school.activity_id, "R-011", "report", {"progress": "已请人来看", "percent": 20}
    )
    at.button(key=UNDO).click().run()
    assert not at.exception
    assert any("R\\-011" in each.value and "不能撤销" in each.value for each in at.error)
    assert items_of(school)["R-011"]["percent"] == 20
    assert UNDO not in [each.key for each in at.button]


def test_only_who_did_it_is_offered_the_undo(school: Example) -> None:
    confirmed(previewed(many(Role.CLERK, rectification_view="未启动"), "start"))
    assert UNDO in [each.key for each in opened("rectification", Role.CLERK).button]
    for other in (Role.LEADER, Role.OWNER, Role.ADMIN):
        assert UNDO not in [each.key for each in opened("rectification", other).button]


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.CLERK, ["启动", "延期", "修改", "提交验收", "退回", "销号", "重启", "移出"]),
        (Role.LEADER, ["退回", "销号", "重启"]),
        (Role.OWNER, ["启动", "提交验收"]),
    ],
)
def test_each_is_offered_only_what_they_may_do(read_school: Example, role: Role, offered: list[str]) -> None:
    assert many(role).segmented_control(key=MANY).options == offered


def test_only_actions_that_some_row_can_take_are_offered(read_school: Example) -> None:
    at = many(Role.LEADER, rectification_view="待验收")
    assert at.segmented_control(key=MANY).options == ["退回", "销号"]
    running = many(Role.LEADER, rectification_view="整改中")
    assert "这些事项现在没有您能批量办理的" in sentences_on(running)
    assert not [each for each in tables(running) if each.key == CHOOSE]


def test_who_keeps_the_machine_works_on_no_item(read_school: Example) -> None:
    assert not opened("rectification", Role.ADMIN).menu_button


def test_an_owner_works_on_their_own_items_only(school: Example) -> None:
    at = many(Role.OWNER)
    assert set(ids(at, CHOOSE)) == {"R-003", "R-006", "R-008", "R-011", "R-029"}
    confirmed(previewed(at, "start"))
    assert {items_of(school)[item_id]["status"] for item_id in ("R-011", "R-029")} == {"in_progress"}


def test_who_cannot_take_it_back_is_not_told_that_they_can(school: Example) -> None:
    at = confirmed(previewed(many(Role.OWNER), "start"))
    assert notices(at) == ["已启动 2 项"]
    assert UNDO not in [each.key for each in at.button]


def test_a_leader_sends_several_back_at_once(school: Example) -> None:
    at = many(Role.LEADER, rectification_view="待验收")
    confirmed(previewed(at, "send_back", reason="请补群众的反馈"))
    assert not at.exception
    assert {items_of(school)[item_id]["status"] for item_id in ("R-008", "R-009", "R-019")} == {"in_progress"}


def test_nothing_is_offered_for_the_past(read_school: Example) -> None:
    at = opened("rectification", Role.CLERK, as_of=str(read_school.today - timedelta(days=3)))
    assert not at.menu_button


def test_rows_that_are_too_many_for_one_go_are_said_to_be(school: Example, clerk: Actor) -> None:
    one = items_of(school)["R-012"]
    fields = {
        name: one[name]
        for name in ("source", "aspect", "problem", "subjective_cause", "measure", "leader_id", "owner_id")
    }
    new = [
        rectification_batch.Change(None, "add", {**fields, "kind": "dated", "due_on": school.today}) for _ in range(480)
    ]
    rectification_batch.carry_out(school.store, clerk, school.activity_id, new, "登记")
    at = many(Role.CLERK)
    assert "选了 **500** / 500 项" in sentences_on(at)
    assert "一次最多 500 项" in sentences_on(at)
    assert isinstance(table(at, CHOOSE).value, pd.DataFrame)
