"""The life of an item, as domain.md has it: what each action asks for, leads to and refuses."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from board.access import Role
from board.errors import BoardError, Invalid
from board.rectification.fields import IMMEDIATE_DAYS, Row
from board.rectification.rules import allowed_actions, apply
from tests.ledger_rows import START_ON, deferred_fields, item_fields

DUE_ON = date(2025, 12, 20)
CLOSING = {"people_view": "satisfied", "verifier_id": "M02"}
CLERK, LEADER, OWNER, ADMIN = (frozenset({role}) for role in (Role.CLERK, Role.LEADER, Role.OWNER, Role.ADMIN))


def added(fields: Mapping[str, Any] | None = None, on: date = START_ON) -> Row:
    key = {"activity_id": "a", "item_id": "R-001"}
    return apply(None, "add", {**key, **(fields or item_fields())}, on)


def after(state: Row, *steps: tuple[str, Mapping[str, Any]], on: date = START_ON) -> Row:
    for action, given in steps:
        state = apply(state, action, given, on)
    return state


def started(on: date = START_ON) -> Row:
    return after(added(), ("start", {}), on=on)


def submitted(on: date = START_ON) -> Row:
    return after(started(), ("submit", {"proof": "听课记录"}), on=on)


def closed(on: date = START_ON) -> Row:
    return after(submitted(), ("close", CLOSING), on=on)


def refusal(state: Row | None, action: str, given: Mapping[str, Any], on: date = START_ON) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        apply(state, action, given, on)
    return caught.value.fields


def test_a_new_item_is_not_started_and_keeps_its_first_date() -> None:
    item = added()
    assert (item["status"], item["percent"], item["seq"]) == ("not_started", 0, 1)
    assert item["first_due_on"] == item["due_on"] == DUE_ON
    assert not item["was_late"]


def test_an_item_registered_after_its_date_was_late_from_the_first() -> None:
    assert added(on=DUE_ON + timedelta(days=1))["was_late"]


@pytest.mark.parametrize(
    "field",
    [*("source", "aspect", "problem", "subjective_cause", "measure", "leader_id", "owner_id", "kind", "due_on")],
)
def test_a_new_item_needs_each_of_these(field: str) -> None:
    assert field in refusal(None, "add", {"activity_id": "a", "item_id": "R-001", **item_fields(**{field: " "})})


def test_everything_missing_is_named_at_once() -> None:
    wrong = refusal(None, "add", {"activity_id": "a", "item_id": "R-001"})
    assert {"source", "aspect", "problem", "subjective_cause", "measure", "leader_id", "owner_id", "kind"} == set(wrong)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"found_on": START_ON + timedelta(days=1), "start_on": None}, "found_on"),
        ({"start_on": START_ON - timedelta(days=1)}, "start_on"),
        ({"due_on": START_ON - timedelta(days=1)}, "due_on"),
        ({"verifier_id": "P01"}, "verifier_id"),
        ({"kind": "sometime"}, "kind"),
        ({"kind": "immediate", "due_on": START_ON + timedelta(days=31)}, "due_on"),
    ],
)
def test_dates_people_and_kind_must_make_sense(changed: dict[str, Any], field: str) -> None:
    assert set(refusal(None, "add", {"activity_id": "a", "item_id": "R-001", **item_fields(**changed)})) == {field}


def test_a_refusal_calls_a_day_as_its_form_does() -> None:
    late, early = START_ON + timedelta(days=1), START_ON - timedelta(days=1)
    given = {"activity_id": "a", "item_id": "R-001"}
    wrong = refusal(None, "add", {**given, **item_fields(found_on=late, start_on=early)})
    assert wrong["found_on"] == "查出日期不能晚于今天"
    assert wrong["start_on"] == "开始日期不能早于查出日期"


def test_what_can_be_solved_now_is_due_within_a_week_if_no_day_is_named() -> None:
    item = added(item_fields(kind="immediate", due_on=None))
    assert item["due_on"] == START_ON + timedelta(days=IMMEDIATE_DAYS)


@pytest.mark.parametrize(
    "field", [*("explanation", "explained_to", "explained_on", "explained_how", "conditions", "review_on")]
)
def test_what_must_wait_needs_its_explanation_and_a_day_to_look_again(field: str) -> None:
    assert field in refusal(None, "add", {"activity_id": "a", "item_id": "R", **deferred_fields(**{field: None})})


def test_what_must_wait_has_no_date_to_miss() -> None:
    typed = {"activity_id": "a", "item_id": "R", **deferred_fields(due_on=DUE_ON)}
    assert set(refusal(None, "add", typed)) == {"due_on"}


def test_what_must_wait_is_never_late_and_never_solved() -> None:
    item = after(added(deferred_fields()), ("start", {}), on=date(2026, 6, 1))
    assert not item["was_late"]
    assert "submit" not in allowed_actions(item, CLERK, None)
    with pytest.raises(BoardError, match="限期整改"):
        apply(item, "submit", {"proof": "照片"}, date(2026, 6, 1))


def test_an_item_goes_through_its_whole_life() -> None:
    item = closed()
    assert (item["status"], item["percent"], item["closed_on"]) == ("closed", 100, START_ON)
    assert (item["verifier_id"], item["people_view"], item["seq"]) == ("M02", "satisfied", 4)


@pytest.mark.parametrize("percent", [-1, 100, 101, 50.5, "half", float("inf")])
def test_a_report_is_a_whole_percent_below_a_hundred(percent: Any) -> None:
    assert set(refusal(started(), "report", {"percent": percent, "progress": "听课"})) == {"percent"}


def test_a_report_that_says_nothing_new_is_refused() -> None:
    item = after(started(), ("report", {"percent": 30, "progress": "听课六节"}))
    assert set(refusal(item, "report", {"percent": 30, "progress": "听课六节"})) == {"progress"}


def test_going_down_takes_a_word_why() -> None:
    item = after(started(), ("report", {"percent": 30, "progress": "听课六节"}))
    assert set(refusal(item, "report", {"percent": 20})) == {"progress"}
    assert after(item, ("report", {"percent": 20, "progress": "记录重复，核减"}))["percent"] == 20


def test_nothing_is_handed_in_without_proof() -> None:
    assert set(refusal(started(), "submit", {"progress": "已完成"})) == {"proof"}


def test_proof_attached_earlier_counts() -> None:
    item = after(started(), ("report", {"percent": 90, "proof": "听课记录"}), ("submit", {}))
    assert (item["status"], item["proof"], item["percent"]) == ("submitted", "听课记录", 100)


def test_the_owner_never_verifies() -> None:
    assert set(refusal(submitted(), "close", {**CLOSING, "verifier_id": "P01"})) == {"verifier_id"}


def test_closing_needs_a_verifier_and_the_peoples_view() -> None:
    assert set(refusal(submitted(), "close", {})) == {"verifier_id", "people_view"}


def test_a_result_the_people_reject_is_not_closed() -> None:
    wrong = refusal(submitted(), "close", {**CLOSING, "people_view": "dissatisfied"})
    assert wrong == {"people_view": "群众不满意的事项不能销号，请退回继续整改"}


def test_sending_back_takes_a_reason_and_keeps_what_the_people_said() -> None:
    assert set(refusal(submitted(), "send_back", {"reason": "  "})) == {"reason"}
    item = after(submitted(), ("send_back", {"reason": "群众不满意", "people_view": "dissatisfied"}))
    assert (item["status"], item["submitted_on"]) == ("in_progress", None)
    assert item["people_view"] == "dissatisfied"
    assert after(item, ("submit", {}))["people_view"] is None


@pytest.mark.parametrize(("action", "fields"), [("send_back", {}), ("reopen", {})])
@pytest.mark.parametrize("reported", [(), (30,), (30, 65), (65, 20)])
def test_what_comes_back_stands_at_what_was_last_reported(
    action: str, fields: dict[str, Any], reported: tuple[int, ...]
) -> None:
    reports = [("report", {"percent": percent, "progress": f"听课 {percent}"}) for percent in reported]
    item = after(started(), *reports, ("submit", {"proof": "照片"}))
    item = item if action == "send_back" else after(item, ("close", CLOSING))
    for _ in range(2):
        item = after(item, (action, {"reason": "再核", **fields}))
        assert item["percent"] == (reported[-1] if reported else 0)
        item = after(item, ("submit", {"proof": "照片"}))
        item = item if action == "send_back" else after(item, ("close", CLOSING))
    assert after(item, (action, {"reason": "再核", "percent": 55}))["percent"] == 55


def test_a_view_that_is_none_of_the_three_is_refused() -> None:
    wrong = refusal(submitted(), "send_back", {"reason": "再核", "people_view": "delighted"})
    assert set(wrong) == {"people_view"}


def test_reopening_takes_a_reason_and_forgets_the_closing() -> None:
    assert set(refusal(closed(), "reopen", {})) == {"reason"}
    item = after(closed(), ("reopen", {"reason": "问题反弹"}))
    assert (item["status"], item["closed_on"], item["people_view"]) == ("in_progress", None, None)


def test_an_item_closed_in_time_can_be_reopened_later_with_a_new_date() -> None:
    on = DUE_ON + timedelta(days=5)
    renewed = apply(closed(), "reopen", {"reason": "问题反弹", "due_on": on + timedelta(days=10)}, on)
    assert (renewed["was_late"], renewed["first_due_on"]) == (False, DUE_ON)
    assert apply(closed(), "reopen", {"reason": "问题反弹"}, on)["was_late"]
    assert set(refusal(closed(), "reopen", {"reason": "问题反弹", "due_on": on - timedelta(days=1)}, on)) == {"due_on"}


def test_a_date_moves_with_a_reason_and_the_first_is_kept() -> None:
    item = after(started(), ("postpone", {"due_on": date(2025, 12, 28), "reason": "等设备到货"}))
    assert (item["due_on"], item["first_due_on"]) == (date(2025, 12, 28), DUE_ON)
    assert item["progressed_on"] == START_ON


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"due_on": date(2025, 12, 28)}, "reason"),
        ({"reason": "等设备"}, "due_on"),
        ({"reason": "等设备", "due_on": DUE_ON}, "due_on"),
        ({"reason": "等设备", "due_on": START_ON - timedelta(days=1)}, "due_on"),
    ],
)
def test_a_date_does_not_move_otherwise(given: dict[str, Any], field: str) -> None:
    assert set(refusal(started(), "postpone", given)) == {field}


def test_editing_leaves_the_date_alone() -> None:
    assert set(refusal(started(), "edit", {"due_on": date(2025, 12, 28)})) == {"due_on"}
    assert after(started(), ("edit", {"remark": " 已通报 "}))["remark"] == "已通报"


def test_what_was_late_stays_so_through_a_new_date_and_its_closing() -> None:
    late_on = DUE_ON + timedelta(days=1)
    item = apply(started(), "postpone", {"due_on": date(2026, 1, 10), "reason": "等设备"}, late_on)
    assert item["was_late"]
    assert after(item, ("submit", {"proof": "照片"}), ("close", CLOSING), on=late_on)["was_late"]


def test_what_was_late_stays_so_when_it_is_put_off_for_conditions() -> None:
    waiting = {name: value for name, value in deferred_fields().items() if value != item_fields().get(name)}
    item = apply(started(), "edit", {**waiting, "reason": "经费未批"}, DUE_ON + timedelta(days=1))
    assert (item["kind"], item["due_on"], item["first_due_on"], item["was_late"]) == ("deferred", None, DUE_ON, True)


def test_what_was_handed_in_in_time_and_accepted_late_is_not_late_of_its_owner() -> None:
    late_on = DUE_ON + timedelta(days=1)
    accepted = apply(submitted(DUE_ON), "close", CLOSING, late_on)
    assert (accepted["was_late"], accepted["was_accepted_late"]) == (False, True)
    in_time = apply(submitted(DUE_ON), "close", CLOSING, DUE_ON)
    assert (in_time["was_late"], in_time["was_accepted_late"]) == (False, False)


def test_what_was_handed_in_late_is_late_of_its_owner_alone() -> None:
    late_on = DUE_ON + timedelta(days=1)
    accepted = apply(submitted(late_on), "close", CLOSING, late_on + timedelta(days=5))
    assert (accepted["was_late"], accepted["was_accepted_late"]) == (True, False)


def test_work_sent_back_past_its_date_is_late_of_its_owner_from_then_on() -> None:
    late_on = DUE_ON + timedelta(days=1)
    back = apply(submitted(DUE_ON), "send_back", {"reason": "再核"}, late_on)
    assert (back["was_late"], back["was_accepted_late"]) == (True, True)


def test_a_second_wait_needs_its_own_explanation_and_day() -> None:
    waiting = added(deferred_fields())
    item = after(waiting, ("edit", {"kind": "dated", "due_on": DUE_ON, "reason": "经费到位"}))
    again = {"kind": "deferred", "reason": "经费又停了"}
    needed = {"explanation", "explained_to", "explained_how", "explained_on", "conditions", "review_on"}
    assert set(refusal(item, "edit", again)) == needed
    typed = {name: deferred_fields()[name] for name in needed}
    assert set(refusal(item, "edit", {**again, **typed})) == {"explained_on"}
    later = START_ON + timedelta(days=9)
    own = {**typed, "explained_on": later, "review_on": later + timedelta(days=30)}
    waits = apply(item, "edit", {**again, **own}, later)
    assert (waits["kind"], waits["explained_on"], waits["review_on"]) == ("deferred", later, own["review_on"])


def test_an_explanation_typed_ahead_of_the_first_wait_is_its_own() -> None:
    typed = {name: deferred_fields()[name] for name in ("explanation", "explained_to", "explained_how", "explained_on")}
    more = {name: deferred_fields()[name] for name in ("conditions", "review_on")}
    item = after(started(), ("edit", typed), ("edit", {"kind": "deferred", "reason": "经费未批", **more}))
    assert item["kind"] == "deferred"


def test_another_kind_takes_a_reason() -> None:
    assert set(refusal(started(), "edit", {"kind": "immediate"})) == {"reason"}
    assert after(started(), ("edit", {"kind": "immediate", "reason": "当前能解决"}))["due_on"] == DUE_ON


def test_what_is_due_in_two_months_is_not_called_immediate() -> None:
    item = added(item_fields(due_on=START_ON + timedelta(days=60)))
    assert set(refusal(item, "edit", {"kind": "immediate", "reason": "当前能解决"})) == {"kind"}


def test_what_waited_gets_a_date_when_its_conditions_are_there() -> None:
    waiting = after(added(deferred_fields()), ("start", {}))
    ready = {"kind": "dated", "reason": "经费到位"}
    assert set(refusal(waiting, "edit", ready)) == {"due_on"}
    item = after(waiting, ("edit", {**ready, "due_on": DUE_ON}))
    assert (item["due_on"], item["first_due_on"]) == (DUE_ON, DUE_ON)
    assert set(refusal(waiting, "edit", {**ready, "due_on": DUE_ON}, DUE_ON + timedelta(days=1))) == {"due_on"}


def test_what_was_handed_in_is_not_put_off() -> None:
    waiting = {**deferred_fields(), "reason": "经费未批"}
    assert "kind" in refusal(submitted(), "edit", waiting)


def test_removing_takes_a_reason_and_ends_the_life() -> None:
    assert set(refusal(started(), "remove", {})) == {"reason"}
    item = after(started(), ("remove", {"reason": "重复登记"}))
    assert allowed_actions(item, CLERK, None) == ("restore",)
    assert allowed_actions(item, OWNER, "P01") == ()
    with pytest.raises(BoardError, match="已移出"):
        apply(item, "report", {"percent": 10}, START_ON)


def test_what_was_removed_comes_back_as_it_stood_with_a_reason() -> None:
    gone = after(submitted(), ("remove", {"reason": "误删"}))
    assert set(refusal(gone, "restore", {"reason": " "})) == {"reason"}
    assert after(gone, ("restore", {"reason": "是误删"})) == {**submitted(), "seq": 5}


def test_what_stands_in_the_ledger_is_not_restored() -> None:
    with pytest.raises(BoardError, match="不用恢复"):
        apply(started(), "restore", {"reason": "是误删"}, START_ON)


def test_an_item_that_comes_back_past_its_date_is_late_for_the_record() -> None:
    gone = after(started(), ("remove", {"reason": "误删"}))
    assert apply(gone, "restore", {"reason": "是误删"}, DUE_ON + timedelta(days=1))["was_late"]


def test_a_file_attached_is_named_among_the_proof_once() -> None:
    item = after(started(), ("report", {"percent": 30, "proof": "听课记录"}), ("attach", {"file_name": "照片.jpg"}))
    assert item["proof"] == "听课记录；照片.jpg"
    again = after(item, ("attach", {"file_name": "照片.jpg"}))
    assert (again["proof"], again["seq"]) == (item["proof"], item["seq"] + 1)
    assert after(started(), ("attach", {"file_name": "照片.jpg"}))["proof"] == "照片.jpg"


def test_a_file_whose_name_is_part_of_another_is_told_apart() -> None:
    item = after(started(), ("attach", {"file_name": "照片11.jpg"}), ("attach", {"file_name": "1.jpg"}))
    assert item["proof"] == "照片11.jpg；1.jpg"
    assert after(item, ("withdraw", {"file_name": "1.jpg", "reason": "重复"}))["proof"] == "照片11.jpg"


@pytest.mark.parametrize("name", ["甲；乙.doc", "；", "a.pdf"])
def test_a_withdrawn_file_leaves_what_was_typed(name: str) -> None:
    typed = after(started(), ("report", {"percent": 30, "proof": "记录；；会议纪要；"}))
    attached = after(typed, ("attach", {"file_name": name}))
    assert after(attached, ("withdraw", {"file_name": name, "reason": "传错了"}))["proof"] == typed["proof"]


def test_attaching_needs_a_file_and_withdrawing_a_reason_too() -> None:
    assert set(refusal(started(), "attach", {"file_name": " "})) == {"file_name"}
    assert set(refusal(started(), "withdraw", {})) == {"file_name", "reason"}


def test_what_was_handed_in_is_not_taken_away_and_a_closed_item_takes_nothing_more() -> None:
    assert "attach" in allowed_actions(submitted(), OWNER, "P01")
    for state, action in ((submitted(), "withdraw"), (closed(), "attach"), (closed(), "withdraw")):
        with pytest.raises(BoardError, match=r"销号|待验收"):
            apply(state, action, {"file_name": "a.pdf", "reason": "传错了"}, START_ON)


def test_a_file_is_no_progress() -> None:
    later = START_ON + timedelta(days=3)
    assert apply(started(), "attach", {"file_name": "a.pdf"}, later)["progressed_on"] == START_ON


def test_undoing_goes_back_to_the_state_before_with_a_number_of_its_own() -> None:
    before = started()
    now = after(before, ("submit", {"proof": "照片"}), ("close", CLOSING))
    assert after(now, ("undo", {"before": before})) == {**before, "seq": 5}


def test_undoing_an_addition_takes_the_item_out() -> None:
    assert after(added(), ("undo", {"before": None})) == {**added(), "seq": 2, "is_removed": True}


def test_undoing_does_not_take_back_that_an_item_was_late() -> None:
    late_on = DUE_ON + timedelta(days=1)
    before = started()
    now = apply(before, "postpone", {"due_on": date(2026, 1, 10), "reason": "等设备"}, late_on)
    assert (before["was_late"], apply(now, "undo", {"before": before}, late_on)["was_late"]) == (False, True)


def test_nobody_is_offered_to_undo_one_item() -> None:
    for item in (added(), started(), submitted(), closed()):
        assert "undo" not in allowed_actions(item, frozenset(Role), "M02")


def test_nothing_happens_before_what_happened_last() -> None:
    assert set(refusal(started(), "report", {"percent": 10}, START_ON - timedelta(days=1))) == {"on"}


@pytest.mark.parametrize(
    "action", ["start", "report", "submit", "send_back", "close", "reopen", "postpone", "edit", "restore"]
)
def test_no_action_is_taken_on_an_item_that_is_not_there(action: str) -> None:
    with pytest.raises(BoardError, match="台账里没有"):
        apply(None, action, {}, START_ON)


def test_a_wrong_step_says_what_can_be_done_instead() -> None:
    with pytest.raises(BoardError) as caught:
        apply(added(), "close", CLOSING, START_ON)
    assert caught.value.title == "现在不能销号"
    assert "未启动" in caught.value.message
    assert "启动" in caught.value.remedy


def test_each_role_is_offered_its_own_actions() -> None:
    item = submitted()
    assert allowed_actions(item, CLERK, None) == ("close", "send_back", "postpone", "attach", "edit", "remove")
    assert allowed_actions(item, LEADER, "M01") == ("close", "send_back")
    assert allowed_actions(item, ADMIN, None) == ()
    assert allowed_actions(started(), OWNER, "P01") == ("report", "submit", "attach", "withdraw")


def test_an_owner_is_offered_nothing_on_an_item_of_somebody_else() -> None:
    assert allowed_actions(started(), OWNER, "P02") == ()
    assert allowed_actions(started(), OWNER, None) == ()


def test_a_leader_who_owns_the_item_is_not_offered_to_accept_it() -> None:
    assert "close" not in allowed_actions(submitted(), LEADER | OWNER, "P01")
    assert "close" not in allowed_actions(submitted(), CLERK, "P01")
