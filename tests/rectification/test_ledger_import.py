"""An edited ledger coming in: what each kind of edit becomes, what is refused, and that nothing is lost on the way."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from board import clock
from board.access import Actor, Role
from board.errors import BoardError, Refused
from board.imports.items import LedgerImport, examine
from board.rectification import actions as rectification
from board.rectification.batch import carry_out
from board.store.store import Store, open_store
from tests.ledger_files import edited, exported, exported_csv
from tests.ledger_rows import ACTIVITY, add_activity, by_id, deferred_fields, item_fields
from tests.stores import Copies

TODAY = clock.today()
SOON, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
WHY = "经费下周才到"


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    path = tmp_path_factory.mktemp("ledger") / "board.duckdb"
    store = open_store(path)
    _fill(store, Actor("A-clerk", "工作人员", frozenset({Role.CLERK})))
    store.close()
    return Copies(path)


@pytest.fixture
def ledger(ledgers: Copies, tmp_path: Path) -> Iterator[Store]:
    """R-001 not started, R-002 in progress, R-003 handed in, R-004 closed, R-005 deferred."""
    with ledgers.opened(tmp_path / "ledger.duckdb") as store:
        yield store


def _fill(store: Store, clerk: Actor) -> None:
    add_activity(store)
    days = {"found_on": TODAY, "start_on": TODAY, "due_on": SOON}
    for place in range(4):
        rectification.add(store, clerk, ACTIVITY, item_fields(**days, problem=f"第 {place + 1} 个问题"))
    waits = {"found_on": TODAY, "start_on": TODAY, "explained_on": TODAY, "review_on": LATER}
    rectification.add(store, clerk, ACTIVITY, deferred_fields(**waits, problem="场地不够"))
    for item_id in ("R-002", "R-003", "R-004"):
        rectification.act(store, clerk, ACTIVITY, item_id, "start", {})
        rectification.act(store, clerk, ACTIVITY, item_id, "report", {"percent": 40, "progress": "听课六节"})
    for item_id in ("R-003", "R-004"):
        rectification.act(store, clerk, ACTIVITY, item_id, "submit", {"proof": "听课记录"})
    rectification.act(store, clerk, ACTIVITY, "R-004", "close", {"people_view": "satisfied", "verifier_id": "M02"})


def looked_at(store: Store, actor: Actor, data: bytes, reason: str = WHY) -> LedgerImport:
    return examine(store, actor, ACTIVITY, "台账.xlsx", data, reason)


def brought_in(store: Store, actor: Actor, data: bytes, reason: str = WHY) -> LedgerImport:
    found = looked_at(store, actor, data, reason)
    assert found.problems == ()
    carry_out(store, actor, ACTIVITY, found.changes, found.title)
    return found


def items(store: Store) -> dict[str, dict[str, Any]]:
    return by_id(rectification.items(store, ACTIVITY, TODAY), "item_id")


def effect(found: LedgerImport, item_id: str) -> pd.Series:
    row: pd.Series = found.effect[found.effect["item_id"] == item_id].iloc[0]
    return row


def actions(store: Store, item_id: str) -> list[str]:
    return rectification.events(store, ACTIVITY, item_id)["action"].tolist()


@pytest.mark.parametrize("export", [exported, exported_csv])
def test_a_file_that_nobody_touched_changes_nothing(ledger: Store, clerk: Actor, export: Any) -> None:
    found = looked_at(ledger, clerk, export(ledger))
    assert (found.changes, found.problems, found.counts) == ((), (), {"相同": 5})


def test_an_old_file_that_nobody_touched_changes_nothing_either(ledger: Store, clerk: Actor) -> None:
    data = exported(ledger)
    rectification.act(ledger, clerk, ACTIVITY, "R-002", "report", {"percent": 60, "progress": "听课十节"})
    rectification.act(ledger, clerk, ACTIVITY, "R-001", "edit", {"problem": "换了说法", "owner_id": "P02"})
    rectification.act(ledger, clerk, ACTIVITY, "R-003", "remove", {"reason": "重复登记"})
    found = looked_at(ledger, clerk, data)
    assert (found.changes, found.counts) == ((), {"相同": 5})


def test_texts_people_and_words_that_were_edited_become_one_edit(ledger: Store, clerk: Actor) -> None:
    new = {
        "problem": "=听课少",
        "owner_id": "总务主任",
        "verifier_id": "教学副校长",
        "aspect": "思想观念",
        "remark": "一\n二",
    }
    found = brought_in(ledger, clerk, edited(exported(ledger), {"R-001": new}))
    after = items(ledger)["R-001"]
    assert [after[name] for name in new] == ["=听课少", "P02", "M02", "思想观念", "一\n二"]
    assert actions(ledger, "R-001") == ["add", "edit"]
    assert "责任人 教导主任 → 总务主任" in effect(found, "R-001")["changes_text"]
    assert found.counts == {"修改": 1, "相同": 4}


def test_another_due_date_is_a_postponement_with_the_reason_given(ledger: Store, clerk: Actor) -> None:
    brought_in(ledger, clerk, edited(exported(ledger), {"R-002": {"due_on": LATER}}))
    after = items(ledger)["R-002"]
    assert (after["due_on"].date(), after["first_due_on"].date()) == (LATER, SOON)
    assert rectification.events(ledger, ACTIVITY, "R-002")["reason"].iloc[-1] == WHY


def test_progress_is_a_report_and_begins_an_item_that_had_not_begun(ledger: Store, clerk: Actor) -> None:
    new = {"percent": 0.3, "progress": "评课三次"}
    brought_in(ledger, clerk, edited(exported(ledger), {"R-001": new, "R-002": {"percent": "60%"}}))
    assert actions(ledger, "R-001") == ["add", "start", "report"]
    assert [items(ledger)[item_id]["percent"] for item_id in ("R-001", "R-002")] == [30, 60]


def test_a_day_of_completion_hands_the_work_in(ledger: Store, clerk: Actor) -> None:
    new = {"submitted_on": TODAY, "proof": "照片 4 张", "percent": 1}
    brought_in(ledger, clerk, edited(exported(ledger), {"R-002": new}))
    after = items(ledger)["R-002"]
    assert (after["status"], after["proof"], after["percent"]) == ("submitted", "照片 4 张", 100)


def test_a_day_of_acceptance_closes_with_view_and_verifier(ledger: Store, clerk: Actor) -> None:
    new = {"closed_on": TODAY, "people_view": "基本满意", "verifier_id": "校长"}
    brought_in(ledger, clerk, edited(exported(ledger), {"R-003": new}))
    after = items(ledger)["R-003"]
    assert [after["status"], after["people_view"], after["verifier_id"]] == ["closed", "mostly_satisfied", "M01"]


def test_an_item_can_go_all_the_way_in_one_row(ledger: Store, clerk: Actor) -> None:
    new = {"proof": "照片", "submitted_on": TODAY, "closed_on": TODAY, "people_view": "满意", "verifier_id": "校长"}
    brought_in(ledger, clerk, edited(exported(ledger), {"R-001": new}))
    assert actions(ledger, "R-001") == ["add", "start", "submit", "close"]


def test_a_kind_changes_with_a_reason_and_gets_its_first_date(ledger: Store, clerk: Actor) -> None:
    brought_in(ledger, clerk, edited(exported(ledger), {"R-005": {"kind": "限期整改", "due_on": LATER}}))
    after = items(ledger)["R-005"]
    assert (after["kind"], after["due_on"].date()) == ("dated", LATER)
    assert actions(ledger, "R-005") == ["add", "edit"]


def test_a_row_without_a_number_is_registered(ledger: Store, clerk: Actor) -> None:
    row = {
        **{"source": "征求意见", "aspect": "工作作风", "problem": "桌椅破损", "subjective_cause": "检查不细"},
        **{"measure": "本周换新", "kind": "立行立改", "leader_id": "校长", "owner_id": "总务主任", "due_on": SOON},
    }
    found = brought_in(ledger, clerk, edited(exported(ledger), {}, added=[row]))
    after = items(ledger)["R-006"]
    assert (after["problem"], after["kind"], after["owner_id"]) == ("桌椅破损", "immediate", "P02")
    assert found.counts == {"新增": 1, "相同": 5}


def test_the_same_file_again_registers_and_changes_nothing(ledger: Store, clerk: Actor) -> None:
    row = {
        **{"source": "征求意见", "aspect": "工作作风", "problem": "桌椅破损", "subjective_cause": "检查不细"},
        **{"measure": "本周换新", "kind": "立行立改", "leader_id": "校长", "owner_id": "总务主任", "due_on": SOON},
    }
    new = {"due_on": LATER, "submitted_on": TODAY - timedelta(days=1), "proof": "照片"}
    data = edited(exported(ledger), {"R-002": new}, added=[row, row])
    first = brought_in(ledger, clerk, data)
    assert first.counts == {"新增": 1, "已登记": 1, "修改": 1, "相同": 4}
    again = looked_at(ledger, clerk, data)
    assert (again.changes, again.problems, again.counts) == ((), (), {"已登记": 2, "相同": 5})


def test_a_new_item_of_any_kind_can_come_from_a_file_with_its_columns(ledger: Store, clerk: Actor) -> None:
    words = {"kind": "创造条件整改", "leader_id": "校长", "owner_id": "总务主任", "problem": "没有操场"}
    waits = {"explained_on": TODAY, "review_on": LATER, "due_on": "", "found_on": TODAY, "start_on": TODAY}
    brought_in(ledger, clerk, edited(exported(ledger), {}, added=[{**deferred_fields(**waits), **words}]))
    assert items(ledger)["R-006"]["is_deferred"]


def test_what_a_new_item_can_not_say_yet_is_told(ledger: Store, clerk: Actor) -> None:
    row = {**item_fields(), "kind": "限期整改", "leader_id": "校长", "owner_id": "总务主任", "progress": "开了会"}
    found = looked_at(ledger, clerk, edited(exported(ledger), {}, added=[{**row, "due_on": SOON, "problem": "新的"}]))
    assert effect(found, "")["note"] == "进展情况没有写入，登记以后再办理"
    assert found.counts["新增"] == 1


def test_of_a_new_item_what_is_blank_is_told_beside_what_can_not_be_read(ledger: Store, clerk: Actor) -> None:
    row = {**item_fields(), "kind": "限期整改", "leader_id": "校长", "owner_id": "张三", "subjective_cause": ""}
    found = looked_at(ledger, clerk, edited(exported(ledger), {}, added=[{**row, "due_on": SOON, "problem": "新的"}]))
    assert [each.what for each in found.problems] == ["人员名单里没有这个人", "请写明主观原因，不能只写客观原因"]
    assert found.counts["有误"] == 1


def test_what_two_people_changed_differently_is_told_and_the_rest_is_written(ledger: Store, clerk: Actor) -> None:
    data = edited(exported(ledger), {"R-001": {"problem": "我的说法", "measure": "我的措施", "remark": "同样"}})
    rectification.act(
        ledger, clerk, ACTIVITY, "R-001", "edit", {"problem": "别人的说法", "remark": "同样", "target": "目标"}
    )
    found = brought_in(ledger, clerk, data)
    assert effect(found, "R-001")["what"] == "冲突"
    assert effect(found, "R-001")["note"] == "具体问题别人已改成“别人的说法”，您的改动没有写入"
    after = items(ledger)["R-001"]
    assert [after["problem"], after["measure"], after["target"]] == ["别人的说法", "我的措施", "目标"]


def test_an_edit_of_an_item_that_was_removed_is_told_and_not_written(ledger: Store, clerk: Actor) -> None:
    data = edited(exported(ledger), {"R-001": {"remark": "改"}})
    rectification.act(ledger, clerk, ACTIVITY, "R-001", "remove", {"reason": "重复登记"})
    found = looked_at(ledger, clerk, data)
    assert (found.changes, effect(found, "R-001")["note"]) == ((), "已移出台账，表里的改动没有写入")


def test_a_row_that_is_missing_removes_nothing(ledger: Store, clerk: Actor) -> None:
    found = looked_at(ledger, clerk, edited(exported(ledger), {}, left_out=["R-002", "R-004"]))
    assert found.changes == ()
    assert found.effect[found.effect["what"] == "不在表里"]["item_id"].tolist() == ["R-002", "R-004"]
    assert any("不会把事项移出台账" in note for note in found.notes)


@pytest.mark.parametrize(
    ("item_id", "edit", "column", "what"),
    [
        ("R-001", {"first_due_on": LATER}, "N 原时限", "原时限由系统记录，不能改"),
        ("R-001", {"owner_id": "张三"}, "K 责任人", "人员名单里没有这个人"),
        ("R-001", {"leader_id": "总务主任"}, "I 牵头领导", "牵头领导须是班子成员"),
        ("R-001", {"aspect": "其他"}, "C 方面", "所属方面不在本活动的选项里"),
        ("R-001", {"kind": "马上改"}, "H 类别", "只能填立行立改、限期整改、创造条件整改"),
        ("R-001", {"problem": ""}, "D 具体问题", "请写明具体问题"),
        ("R-001", {"due_on": "月底"}, "M 整改时限", "看不出是哪一天"),
        ("R-001", {"due_on": ""}, "M 整改时限", "请填写新的整改时限"),
        ("R-001", {"due_on": date(2020, 1, 1)}, "M 整改时限", "新的整改时限不能早于今天，也不能早于开始日期"),
        ("R-002", {"percent": "过半"}, "P 进度", "进度要填 0% 到 100% 的整数"),
        ("R-002", {"percent": 1}, "P 进度", "进度请填 0 到 99 的整数；全部完成请用“提交验收”"),
        ("R-002", {"percent": 0.1}, "O 进展情况", "进度比上次低，请写明原因"),
        ("R-002", {"progress": ""}, "O 进展情况", "这一栏不能清空"),
        ("R-002", {"submitted_on": TODAY}, "Q 佐证材料", "请写明佐证材料，没有佐证不能提交验收"),
        ("R-002", {"submitted_on": LATER, "proof": "照片"}, "R 完成日期", "这一天还没有到"),
        ("R-003", {"submitted_on": date(2020, 1, 1)}, "R 完成日期", "这一天由系统在办理时记下，不能改"),
        ("R-003", {"people_view": "满意"}, "T 群众评价", "群众评价随销号一起填"),
        ("R-003", {"closed_on": TODAY, "verifier_id": "校长"}, "T 群众评价", "请填写群众对整改结果的评价"),
        (
            "R-003",
            {"closed_on": TODAY, "verifier_id": "校长", "people_view": "不满意"},
            "T 群众评价",
            "群众不满意的事项不能销号，请退回继续整改",
        ),
        (
            "R-003",
            {"closed_on": TODAY, "verifier_id": "教导主任", "people_view": "满意"},
            "S 验收人",
            "验收人不能是责任人本人",
        ),
        ("R-004", {"remark": "补记"}, "A 编号", "现在不能修改：R-004 的状态是“已销号”。"),
        (
            "R-005",
            {"due_on": LATER},
            "A 编号",
            "创造条件整改的事项不能延期：R-005 还在创造条件，不设时限，也不算解决。",
        ),
    ],
)
def test_what_the_rules_forbid_is_told_by_cell(
    ledger: Store, clerk: Actor, item_id: str, edit: dict[str, Any], column: str, what: str
) -> None:
    found = looked_at(ledger, clerk, edited(exported(ledger), {item_id: edit}))
    row = 4 + int(item_id[2:])
    assert [(each.row, each.column, each.what) for each in found.problems] == [(row, column, what)]
    assert found.changes == ()
    assert effect(found, item_id)["what"] == "有误"


def test_what_the_file_has_no_column_for_is_asked_for_by_name(ledger: Store, clerk: Actor) -> None:
    found = looked_at(ledger, clerk, edited(exported(ledger), {"R-001": {"kind": "创造条件整改", "due_on": ""}}))
    asked = next(each for each in found.problems if each.column == "向谁作了说明")
    assert asked.remedy == "请在表里加上“向谁作了说明”这一栏填好，或者在系统里办理"


def test_one_wrong_row_keeps_the_whole_file_out(ledger: Store, clerk: Actor) -> None:
    edits: dict[str, dict[str, Any]] = {"R-001": {"remark": "好"}, "R-002": {"owner_id": "张三"}}
    found = looked_at(ledger, clerk, edited(exported(ledger), edits))
    assert (found.changes, found.counts) == ((), {"修改": 1, "有误": 1, "相同": 3})


def test_a_number_that_is_not_there_or_stands_twice_is_told(ledger: Store, clerk: Actor) -> None:
    rows = [{"item_id": "R-099", "problem": "谁的"}, {"item_id": "R-001", "problem": "再来"}]
    found = looked_at(ledger, clerk, edited(exported(ledger), {}, added=rows))
    told = [(each.row, each.value, each.what) for each in found.problems]
    assert told == [(10, "R-099", "台账里没有这个编号"), (11, "R-001", "第 5 行已是这个编号")]


def test_two_people_of_one_name_are_not_guessed_between(ledger: Store, clerk: Actor) -> None:
    person = {"name": "校长", "post": "", "field": "", "department": "", "is_member": True, "is_principal": False}
    row = {"activity_id": ACTIVITY, "person_id": "M09", "position": 9, **person}
    ledger.write(lambda transaction: transaction.insert("activities/insert_people", [row]))
    data = exported(ledger)
    assert looked_at(ledger, clerk, data).counts == {"相同": 5}
    found = looked_at(ledger, clerk, edited(data, {"R-001": {"verifier_id": "校长"}}))
    assert [each.what for each in found.problems] == ["人员名单里有 2 位校长，分不清是哪一位"]


def test_a_name_written_with_blanks_is_the_same_person(ledger: Store, clerk: Actor) -> None:
    found = looked_at(ledger, clerk, edited(exported(ledger), {"R-001": {"owner_id": "教导　主任"}}))
    assert (found.changes, found.counts) == ((), {"相同": 5})


def test_without_a_reason_it_says_that_one_is_needed(ledger: Store, clerk: Actor) -> None:
    data = edited(exported(ledger), {"R-002": {"due_on": LATER}})
    found = looked_at(ledger, clerk, data, "  ")
    assert (found.needs_reason, found.changes, found.problems) == (True, (), ())
    assert not looked_at(ledger, clerk, data).needs_reason


def test_a_day_in_the_past_is_recorded_as_today_and_that_is_said(ledger: Store, clerk: Actor) -> None:
    yesterday = TODAY - timedelta(days=1)
    new = {"submitted_on": yesterday, "proof": "照片"}
    found = looked_at(ledger, clerk, edited(exported(ledger), {"R-002": new}))
    assert effect(found, "R-002")["note"] == f"完成日期填的是 {yesterday}，按办理当天记为 {TODAY}"


def test_a_ledger_of_another_activity_is_refused(ledger: Store, clerk: Actor) -> None:
    data = exported(ledger)
    add_activity(ledger, "other-school")
    with pytest.raises(BoardError, match="另一项活动"):
        examine(ledger, clerk, "other-school", "台账.xlsx", data)


def test_only_who_keeps_the_ledger_may_bring_one_in(ledger: Store, leader: Actor, owner: Actor, admin: Actor) -> None:
    for actor in (leader, owner, admin):
        with pytest.raises(Refused):
            looked_at(ledger, actor, exported(ledger))


def test_an_empty_ledger_holds_no_change(store: Store, clerk: Actor) -> None:
    add_activity(store)
    found = looked_at(store, clerk, exported(store))
    assert (found.changes, found.counts, found.problems) == ((), {}, ())


def test_a_csv_saved_by_excel_in_its_own_encoding_changes_nothing(ledger: Store, clerk: Actor) -> None:
    rectification.act(ledger, clerk, ACTIVITY, "R-001", "edit", {"remark": "已办😀，见𠮷字 №3"})
    text = exported_csv(ledger).decode("utf-8-sig")
    for mark in ("?", "??"):
        saved = text.replace("😀", mark).replace("𠮷", mark).encode("gb18030")
        assert looked_at(ledger, clerk, saved).counts == {"相同": 5}


def test_an_edited_csv_is_compared_with_the_present_and_says_so(ledger: Store, clerk: Actor) -> None:
    data = exported_csv(ledger).decode("utf-8-sig").replace("第 1 个问题", "新的说法").encode()
    found = brought_in(ledger, clerk, data)
    assert items(ledger)["R-001"]["problem"] == "新的说法"
    assert "没有导出记录" in found.notes[0]


def test_somebody_who_moves_an_item_after_the_preview_stops_the_import(ledger: Store, clerk: Actor) -> None:
    found = looked_at(ledger, clerk, edited(exported(ledger), {"R-002": {"remark": "改"}}))
    rectification.act(ledger, clerk, ACTIVITY, "R-002", "report", {"percent": 70, "progress": "听课十节"})
    with pytest.raises(BoardError):
        carry_out(ledger, clerk, ACTIVITY, found.changes, found.title)
    assert items(ledger)["R-002"]["remark"] == ""
