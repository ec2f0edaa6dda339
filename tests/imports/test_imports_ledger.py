"""Opinions and tasks come in from files: looked at row by row, then whole or not at all; the same rows only once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor, Role
from board.activity import activities
from board.errors import BoardError, Conflict, Refused
from board.importing.choices import Choices
from board.importing.files.writing import csv_bytes
from board.importing.form import BallotForm
from board.importing.ledgers.recognising import recognised
from board.imports import ledger as imports_ledger
from board.imports.ledger import LedgerPreview, LedgerReceipt
from board.opinions import actions as opinions
from board.store.history import Event, record
from board.store.store import Transaction
from board.tasks import actions as tasks
from tests.ballot_files import HEADER, ballot, file_of, small_form
from tests.example_school import Example

OPINIONS = ["编号", "收到日期", "渠道", "来自", "意见内容", "关于谁", "方面"]
TASKS = ["编号", "环节", "工作任务", "负责人", "开始日期", "完成期限", "成果材料", "状态", "成果材料已有"]


def file_with(header: Sequence[str], *rows: Sequence[Any]) -> bytes:
    return csv_bytes(header, rows)


def word(school: Example, kind: str) -> str:
    terms = activities.terms(school.store, school.activity_id)
    return str(terms[terms["kind"] == kind]["label"].iloc[0])


def opinion_row(school: Example, content: str = "操场多开放", **given: str) -> list[str]:
    row = {
        "编号": "",
        "收到日期": str(school.today - timedelta(days=2)),
        "渠道": word(school, "channel"),
        "来自": word(school, "giver"),
        "意见内容": content,
        "关于谁": "领导班子",
        "方面": "",
    }
    return [{**row, **given}[name] for name in OPINIONS]


def task_row(school: Example, name: str = "召开家长座谈会", **given: str) -> list[str]:
    phase = activities.phases(school.store, school.activity_id).iloc[0]
    row = {**dict.fromkeys(TASKS, ""), "环节": phase["name"], "工作任务": name, "成果材料": "座谈会记录"}
    days = {"开始日期": str(school.today), "完成期限": str(school.today + timedelta(days=5))}
    return [{**row, **days, **given}[column] for column in TASKS]


def looked_at(
    school: Example, actor: Actor, kind: str, data: bytes, choices: Choices | None = None, **more: Any
) -> LedgerPreview:
    chosen = choices or Choices()
    return imports_ledger.preview(school.store, actor, school.activity_id, kind, "登记.csv", data, chosen, **more)


def brought(school: Example, actor: Actor, kind: str, data: bytes) -> LedgerReceipt:
    seen = looked_at(school, actor, kind, data)
    return imports_ledger.commit(school.store, actor, school.activity_id, seen)


def known(school: Example) -> dict[str, Mapping[Any, Any]]:
    frame = opinions.opinions(school.store, school.activity_id, school.today)
    return {str(row["opinion_id"]): row for row in frame.to_dict("records")}


def all_tasks(school: Example) -> dict[str, Mapping[Any, Any]]:
    frame = tasks.tasks(school.store, school.activity_id, school.today)
    return {str(row["task_id"]): row for row in frame.to_dict("records")}


def test_new_opinions_are_registered_with_a_receipt(school: Example, clerk: Actor) -> None:
    before = known(school)
    data = file_with(OPINIONS, opinion_row(school), opinion_row(school, "食堂少油", 方面=word(school, "aspect")))
    seen = looked_at(school, clerk, "opinions", data)
    assert (dict(seen.counts), seen.change_count, seen.error_count) == ({"新增": 2}, 2, 0)
    assert known(school).keys() == before.keys()
    receipt = imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    assert (receipt.new_count, receipt.edited_count, receipt.known_count) == (2, 0, 0)
    added = [row for key, row in known(school).items() if key not in before]
    assert {row["content"] for row in added} == {"操场多开放", "食堂少油"}
    assert {row["status"] for row in added} == {"received"}
    assert {row["import_id"] for row in added} == {receipt.import_id}


def test_the_same_file_saved_anew_registers_nothing_twice(school: Example, clerk: Actor) -> None:
    rows = [opinion_row(school), opinion_row(school, "食堂少油")]
    brought(school, clerk, "opinions", file_with(OPINIONS, *rows))
    again = file_with(OPINIONS, *rows[::-1]).decode("utf-8-sig").encode("gb18030")
    seen = looked_at(school, clerk, "opinions", again)
    assert (dict(seen.counts), seen.change_count) == ({"已登记": 2}, 0)
    with pytest.raises(Refused, match="没有可以导入的变化"):
        imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    more = file_with(OPINIONS, *rows, opinion_row(school))
    assert dict(looked_at(school, clerk, "opinions", more).counts) == {"新增": 1, "已登记": 2}


def test_the_very_same_file_says_when_it_came_in(school: Example, clerk: Actor) -> None:
    data = file_with(OPINIONS, opinion_row(school))
    receipt = brought(school, clerk, "opinions", data)
    assert any(f"导入过（{receipt.import_id}）" in note for note in looked_at(school, clerk, "opinions", data).notes)


def test_two_people_may_say_the_same_and_a_repeat_is_told(school: Example, clerk: Actor) -> None:
    seen = looked_at(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school), opinion_row(school)))
    assert dict(seen.counts) == {"新增": 2}
    assert "与第 2 行一样，按两条登记" in seen.effect["note"].iloc[1]


def test_a_row_with_an_id_changes_that_opinion_and_an_empty_cell_changes_nothing(school: Example, clerk: Actor) -> None:
    opinion_id, old = next((key, row) for key, row in known(school).items() if row["status"] == "received")
    row = ["", *[""] * (len(OPINIONS) - 1)]
    row[0], row[OPINIONS.index("意见内容")] = opinion_id, "改过的内容"
    seen = looked_at(school, clerk, "opinions", file_with(OPINIONS, row))
    assert dict(seen.counts) == {"修改": 1}
    assert "意见内容：" in seen.effect["changes_text"].iloc[0]
    imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    now = known(school)[opinion_id]
    assert (now["content"], now["channel"], now["seq"]) == ("改过的内容", old["channel"], old["seq"] + 1)
    assert dict(looked_at(school, clerk, "opinions", file_with(OPINIONS, row)).counts) == {"相同": 1}


def test_columns_that_tell_who_said_it_are_not_kept_and_that_is_said(school: Example, clerk: Actor) -> None:
    header = [*OPINIONS, "家长姓名", "联系电话", "提出人", "备注"]
    data = file_with(header, [*opinion_row(school), "张三", "13800000000", "李四", "急"])
    seen = looked_at(school, clerk, "opinions", data)
    assert seen.file.dropped == ("家长姓名", "联系电话", "提出人")
    assert any("能认出是谁提的，不用也不保存：家长姓名、联系电话、提出人" in note for note in seen.notes)
    assert any("不认识，不用也不保存：备注" in note for note in seen.notes)
    imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    with school.store._connection.cursor() as cursor:
        tables = [cursor.table(name) for name in ("opinions", "opinion_events", "imports")]
        kept = str([table.fetchall() for table in tables])
    assert "操场多开放" in kept
    assert not [name for name in ("张三", "13800000000", "李四") if name in kept]


def test_a_phone_number_in_the_text_is_pointed_out(school: Example, clerk: Actor) -> None:
    seen = looked_at(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school, "请回电 13812345678")))
    assert [(each.what, each.severity) for each in seen.problems] == [("里面像有电话号码，能认出是谁提的", "warning")]
    assert seen.change_count == 1


def test_every_bad_cell_is_named_and_nothing_goes_in(school: Example, clerk: Actor) -> None:
    data = file_with(
        OPINIONS,
        opinion_row(school, 收到日期="昨天"),
        opinion_row(school, 渠道="托梦"),
        opinion_row(school, ""),
        opinion_row(school, 编号="O-999"),
        opinion_row(school, 收到日期=str(school.today + timedelta(days=400))),
        opinion_row(school, 关于谁="领导个人"),
        opinion_row(school, "", 渠道="托梦"),
    )
    seen = looked_at(school, clerk, "opinions", data)
    assert [(each.row, each.column, each.what) for each in seen.problems] == [
        (2, "B 收到日期", "看不出是哪一天"),
        (3, "C 渠道", "“渠道”里没有这个词"),
        (4, "E 意见内容", "请写明意见内容"),
        (5, "A 编号", "没有这个编号"),
        (6, "B 收到日期", "收到日期不能晚于今天"),
        (7, "哪位领导", "对领导个人的意见，请选择是哪一位"),
        (8, "C 渠道", "“渠道”里没有这个词"),
        (8, "E 意见内容", "请写明意见内容"),
    ]
    assert word(school, "channel") in seen.problems[1].remedy
    with pytest.raises(Refused, match="还有要改的地方"):
        imports_ledger.commit(school.store, clerk, school.activity_id, seen)


def test_a_bad_cell_is_mended_or_its_row_left_out(school: Example, clerk: Actor) -> None:
    data = file_with(OPINIONS, opinion_row(school, 渠道="托梦"), opinion_row(school, "食堂少油", 收到日期="昨天"))
    chosen = Choices(cells={(None, 2, 2): word(school, "channel")}, skipped_rows=frozenset({3}))
    seen = looked_at(school, clerk, "opinions", data, chosen)
    assert (dict(seen.counts), seen.problems) == ({"新增": 1}, ())


def test_a_column_called_otherwise_is_said_to_be_which(school: Example, clerk: Actor) -> None:
    header = ["编号", "办结日", "渠道", "来自", "意见内容", "关于谁", "方面"]
    data = file_with(header, opinion_row(school))
    assert looked_at(school, clerk, "opinions", data).error_count == 1
    chosen = Choices(columns={"B 办结日": "received_on"})
    assert dict(looked_at(school, clerk, "opinions", data, chosen).counts) == {"新增": 1}


def test_a_member_named_as_whom_it_is_about_is_that_member(school: Example, clerk: Actor) -> None:
    people = activities.people(school.store, school.activity_id)
    member = people[people["is_member"]].iloc[0]
    data = file_with(OPINIONS, opinion_row(school, "多下课堂", 关于谁=member["name"]))
    seen = looked_at(school, clerk, "opinions", data)
    imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    added = list(known(school).values())[-1]
    assert (added["about"], added["member_id"]) == ("member", member["person_id"])


def test_it_refuses_the_wrong_role(school: Example, clerk: Actor, leader: Actor) -> None:
    data = file_with(OPINIONS, opinion_row(school))
    with pytest.raises(Refused, match="没有权限"):
        looked_at(school, leader, "opinions", data)
    seen = looked_at(school, clerk, "opinions", data)
    with pytest.raises(Refused, match="没有权限"):
        imports_ledger.commit(school.store, leader, school.activity_id, seen)


def test_records_that_changed_after_the_look_stop_it(school: Example, clerk: Actor) -> None:
    seen = looked_at(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school)))
    brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school)))
    before = known(school)
    with pytest.raises(Conflict, match="别人改过其中的记录"):
        imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    assert known(school).keys() == before.keys()


@pytest.mark.parametrize("rows", [(), (["", "", "", "", "", "", ""],)])
def test_an_empty_file_brings_nothing(school: Example, clerk: Actor, rows: tuple[list[str], ...]) -> None:
    seen = looked_at(school, clerk, "opinions", file_with(OPINIONS, *rows))
    assert (seen.change_count, len(seen.effect)) == (0, 0)


def test_a_file_of_something_else_is_refused_in_words(school: Example, clerk: Actor) -> None:
    with pytest.raises(BoardError, match="没有一行写着“编号”“意见内容”"):
        looked_at(school, clerk, "opinions", file_with(["天气", "温度", "风"], ["晴", "20", "3"]))


def test_tasks_are_registered_changed_and_known_by_their_name(school: Example, clerk: Actor) -> None:
    before = all_tasks(school)
    receipt = brought(school, clerk, "tasks", file_with(TASKS, task_row(school), task_row(school, "整理材料")))
    now = all_tasks(school)
    added = [row for key, row in now.items() if key not in before]
    assert (receipt.new_count, [row["name"] for row in added]) == (2, ["召开家长座谈会", "整理材料"])
    assert len({row["position"] for row in now.values()}) == len(now)
    same = file_with(TASKS, task_row(school))
    assert dict(looked_at(school, clerk, "tasks", same).counts) == {"相同": 1}
    done = file_with(TASKS, task_row(school, 状态="已完成", 成果材料已有="是"))
    assert brought(school, clerk, "tasks", done).edited_count == 1
    task = next(row for row in all_tasks(school).values() if row["name"] == "召开家长座谈会")
    assert (task["status"], task["output_ready"], task["done_on"].date()) == ("done", True, school.today)


def test_a_task_that_can_not_be_so_is_named(school: Example, clerk: Actor) -> None:
    data = file_with(
        TASKS,
        task_row(school, 完成期限=str(school.today - timedelta(days=9))),
        task_row(school, "没有材料", 状态="已完成"),
        task_row(school, "没有这个人", 负责人="无名氏"),
        task_row(school, "两次"),
        task_row(school, "两次"),
    )
    seen = looked_at(school, clerk, "tasks", data)
    assert [(each.row, each.what) for each in seen.problems] == [
        (2, "完成期限不能早于开始日期"),
        (3, "成果材料（座谈会记录）还没有，不能报完成"),
        (4, "“负责人”里没有这个词"),
        (6, "与第 5 行是同一项"),
    ]


def test_whoever_may_not_edit_tasks_brings_none(school: Example) -> None:
    admin = Actor("a", "管理员", frozenset({Role.ADMIN}))
    with pytest.raises(Refused):
        looked_at(school, admin, "tasks", file_with(TASKS, task_row(school)))


def test_a_file_is_recognised_by_its_headers(school: Example) -> None:
    form: BallotForm = small_form()
    assert recognised(file_with(OPINIONS, opinion_row(school)), form) == "opinions"
    assert recognised(file_with(["意见登记簿"], OPINIONS), form) == "opinions"
    assert recognised(file_with(TASKS, task_row(school)), form) == "tasks"
    assert recognised(file_with(["编号", "具体问题", "整改措施", "责任人"], ["", "", "", ""]), form) == "rectification"
    assert recognised(file_of([ballot("深", "清", "好")], HEADER), form) is None
    assert recognised(file_with(["天气", "温度"], ["晴", "20"]), form) is None


def test_items_come_in_the_same_way_and_are_undone_with_their_batch(school: Example, clerk: Actor) -> None:
    header = ["编号", "问题来源", "方面", "具体问题", "主观原因", "整改措施", "类别", "牵头领导", "责任人", "查出日期"]
    people = activities.people(school.store, school.activity_id)
    leader, owner = people[people["is_member"]].iloc[0]["name"], people[~people["is_member"]].iloc[0]["name"]
    row = ["", word(school, "source"), word(school, "aspect"), "作业批改慢", "抓得不紧", "每周查", "立行立改",
           leader, owner, str(school.today)]  # fmt: skip
    seen = looked_at(school, clerk, "rectification", file_with(header, row))
    assert (seen.counts["新增"], seen.error_count, seen.change_count) == (1, 0, 1)
    receipt = imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    listed = school.store.rows("imports/by_activity", activity_id=school.activity_id)
    assert (listed[0]["import_id"], listed[0]["subject"], listed[0]["status"]) == (
        receipt.import_id,
        "rectification",
        "active",
    )
    assert listed[0]["batch_id"]


def test_nothing_is_brought_of_a_preview_without_changes(school: Example, clerk: Actor) -> None:
    seen = replace(looked_at(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school))), change_count=0)
    with pytest.raises(Refused):
        imports_ledger.commit(school.store, clerk, school.activity_id, seen)


def test_no_change_is_written_before_the_record_s_last_one(school: Example, clerk: Actor) -> None:
    opinion_id = next(key for key, row in known(school).items() if row["status"] == "received")
    row = [opinion_id if name == "编号" else "改过的内容" if name == "意见内容" else "" for name in OPINIONS]
    key = {"activity_id": school.activity_id, "opinion_id": opinion_id}

    def happen_later(transaction: Transaction) -> None:
        state = transaction.rows("opinions/current", **key)[0]
        event = Event("edit", clerk, clock.now() + timedelta(hours=1))
        record(transaction, "opinions", "opinion_id", {**state, "seq": state["seq"] + 1}, event)

    school.store.write(happen_later)
    seen = looked_at(school, clerk, "opinions", file_with(OPINIONS, row))
    with pytest.raises(Refused, match=f"{opinion_id}：办理时间不能早于上一次变动"):
        imports_ledger.commit(school.store, clerk, school.activity_id, seen)
    assert known(school)[opinion_id]["content"] != "改过的内容"
