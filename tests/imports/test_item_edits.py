"""What a cell's text stands for, which cells count as edited, and which actions follow: without a store."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.importing.ledgers.columns import CUT_MARK
from board.imports.item_edits import Unread, actions, read_value, registration, takes_reason
from board.imports.item_merge import merge
from board.rectification.batch import Change
from tests.ledger_rows import START_ON

PEOPLE = {"张三": ("P01",), "李四": ("P02", "P03")}
FEW = st.sampled_from(["", "一", "二", "三"])


def state(**changed: Any) -> dict[str, Any]:
    known = {
        "seq": 3,
        "status": "in_progress",
        "kind": "dated",
        "due_on": START_ON,
        "proof": "记录",
        "verifier_id": "M02",
    }
    return {**known, **changed}


def steps(values: dict[str, Any], **changed: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(each.action, dict(each.given)) for each in actions("R-001", state(**changed), values, "原因")]


@given(text=FEW, base=FEW, present=FEW)
def test_a_cell_is_an_edit_only_where_nobody_else_was_there(text: str, base: str, present: str) -> None:
    merged = merge({"remark": text}, {"remark": base}, {"remark": present})
    is_touched = text not in {base, present}
    assert (merged.edited == {"remark": text}) == (is_touched and base == present)
    assert (merged.clashing == ("remark",)) == (is_touched and base != present)


def test_a_day_that_was_filled_in_and_then_recorded_is_no_clash() -> None:
    filled = merge({"closed_on": "2026-12-01"}, {"closed_on": ""}, {"closed_on": "2026-12-03"})
    assert (filled.edited, filled.clashing) == ({}, ())


@pytest.mark.parametrize("text", ["已办?", "已办??"])
def test_a_question_mark_for_what_an_encoding_does_not_hold_is_no_edit(text: str) -> None:
    known = {"remark": "已办😀"}
    assert merge({"remark": text}, known, known, is_narrow=True).edited == {}
    assert merge({"remark": text}, known, known).edited == {"remark": text}


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("problem", "=1+1", "=1+1"),
        ("problem", "", ""),
        ("kind", "限期整改", "dated"),
        ("kind", "", None),
        ("owner_id", "张三", "P01"),
        ("owner_id", "张　三", "P01"),
        ("owner_id", "", None),
        ("due_on", "2026-12-01", date(2026, 12, 1)),
        ("due_on", "", None),
        ("percent", "40%", 40),
        ("people_view", "基本满意", "mostly_satisfied"),
    ],
)
def test_a_text_is_read_as_what_its_column_holds(column: str, text: str, value: Any) -> None:
    assert read_value(column, text, PEOPLE) == value


@pytest.mark.parametrize(
    ("column", "text", "what"),
    [
        ("kind", "尽快", "只能填立行立改、限期整改、创造条件整改"),
        ("owner_id", "王五", "人员名单里没有这个人"),
        ("owner_id", "张三、李四", "人员名单里没有这个人"),
        ("owner_id", "李四", "人员名单里有 2 位李四，分不清是哪一位"),
        ("due_on", "12/1/2026", "看不出是哪一天"),
        ("percent", "12.5%", "进度要填 0% 到 100% 的整数"),
        ("percent", "150%", "进度要填 0% 到 100% 的整数"),
        ("measure", f"很长{CUT_MARK}", "这一格太长，导出时只带了前面一部分"),
    ],
)
def test_a_text_that_could_be_something_else_is_not_read(column: str, text: str, what: str) -> None:
    found = read_value(column, text, PEOPLE)
    assert isinstance(found, Unread)
    assert found.what == what
    assert found.remedy


def test_actions_follow_in_the_order_they_can_be_taken() -> None:
    values = {
        **{"remark": "改", "due_on": date(2026, 12, 1), "percent": 100, "proof": "照片", "submitted_on": START_ON},
        **{"closed_on": START_ON, "people_view": "satisfied", "verifier_id": "M01"},
    }
    assert steps(values, status="not_started") == [
        ("edit", {"remark": "改", "reason": "原因"}),
        ("postpone", {"due_on": date(2026, 12, 1), "reason": "原因"}),
        ("start", {}),
        ("submit", {"proof": "照片"}),
        ("close", {"people_view": "satisfied", "proof": "照片", "verifier_id": "M01"}),
    ]


def test_every_action_remembers_which_state_it_is_meant_for() -> None:
    found = actions("R-001", state(), {"remark": "改", "percent": 60}, "")
    assert [(each.item_id, each.seen_seq) for each in found] == [("R-001", 3), ("R-001", 3)]


def test_work_handed_in_before_keeps_its_verifier_and_takes_more_proof_as_it_is_accepted() -> None:
    values = {"closed_on": START_ON, "people_view": "satisfied", "proof": "照片"}
    given_to_close = {"people_view": "satisfied", "proof": "照片", "verifier_id": "M02"}
    assert steps(values, status="submitted") == [("close", given_to_close)]


def test_a_deferred_item_gets_its_first_date_with_its_new_kind() -> None:
    values = {"kind": "dated", "due_on": date(2026, 12, 1)}
    assert steps(values, kind="deferred", due_on=None) == [("edit", {**values, "reason": "原因"})]


def test_an_item_that_is_deferred_loses_its_date_without_a_postponement() -> None:
    assert steps({"kind": "deferred", "due_on": None}) == [("edit", {"kind": "deferred", "reason": "原因"})]


def test_only_another_date_or_kind_takes_a_reason() -> None:
    asked = {"remark": False, "kind": True, "due_on": True, "percent": False}
    for column, is_asked in asked.items():
        value = {"remark": "改", "kind": "immediate", "due_on": date(2026, 12, 1), "percent": 60}[column]
        assert takes_reason(actions("R-001", state(), {column: value}, "")) == is_asked
    assert not takes_reason([Change(None, "add", {"kind": "dated"})])


def test_a_new_item_takes_the_fields_of_its_form() -> None:
    change = registration({"problem": "桌椅破损", "due_on": START_ON, "item_id": ""})
    assert (change.item_id, change.action, dict(change.given)) == (
        None,
        "add",
        {"problem": "桌椅破损", "due_on": START_ON},
    )
