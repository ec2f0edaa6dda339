"""Rounds: opening, changing, closing, and how many forms were given out and came back."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from board import clock
from board.access import Actor
from board.errors import BoardError, Invalid, Refused
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.store.store import Store
from tests.ballot_files import ACTIVITY, add_activity, ballot, import_rows, open_round

FIELDS = {"name": "第一轮", "evaluated": "分析检查报告", "opened_on": date(2025, 12, 1)}


@pytest.fixture(autouse=True)
def _activity(store: Store) -> None:
    add_activity(store)


def test_it_opens_a_round(store: Store, clerk: Actor) -> None:
    assert evaluation_rounds.add_round(store, clerk, ACTIVITY, FIELDS) == "E1"
    assert evaluation_rounds.add_round(store, clerk, ACTIVITY, {**FIELDS, "name": "第二轮"}) == "E2"
    assert evaluation.rounds(store, ACTIVITY)["name"].tolist() == ["第一轮", "第二轮"]


def test_it_refuses_the_wrong_role(store: Store, leader: Actor) -> None:
    with pytest.raises(Refused):
        evaluation_rounds.add_round(store, leader, ACTIVITY, FIELDS)
    with pytest.raises(Refused):
        evaluation_rounds.edit_round(store, leader, ACTIVITY, "E1", FIELDS)
    with pytest.raises(Refused):
        evaluation_rounds.set_forms(store, leader, ACTIVITY, "E1", [])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "长" * 61}, "name"),
        ({"evaluated": ""}, "evaluated"),
        ({"opened_on": None}, "opened_on"),
    ],
)
def test_it_refuses_a_field_that_is_wrong(store: Store, clerk: Actor, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        evaluation_rounds.add_round(store, clerk, ACTIVITY, {**FIELDS, **wrong})
    assert set(refused.value.fields) == {field}
    assert evaluation.rounds(store, ACTIVITY).empty


def test_it_refuses_an_empty_form_naming_every_field(store: Store, clerk: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        evaluation_rounds.add_round(store, clerk, ACTIVITY, {})
    assert set(refused.value.fields) == {"name", "evaluated", "opened_on"}


def test_it_refuses_a_name_twice(store: Store, clerk: Actor) -> None:
    open_round(store, clerk)
    with pytest.raises(Invalid, match="已经有名为“第一轮”的一轮"):
        open_round(store, clerk)


def test_a_change_keeps_what_was_left_out(store: Store, clerk: Actor) -> None:
    round_id = open_round(store, clerk)
    evaluation_rounds.edit_round(store, clerk, ACTIVITY, round_id, {"name": "首轮"})
    one = evaluation.round_row(store, ACTIVITY, round_id)
    assert (one["name"], one["evaluated"], one["opened_on"]) == ("首轮", "分析检查报告", date(2025, 12, 1))


def test_a_round_with_ballots_can_not_be_put_off_so_that_nobody_sees_them(store: Store, clerk: Actor) -> None:
    round_id = open_round(store, clerk)
    ids, later = (store, clerk, ACTIVITY, round_id), clock.today() + timedelta(days=1)
    evaluation_rounds.edit_round(*ids, {"opened_on": later})
    evaluation_rounds.edit_round(*ids, {"opened_on": date(2025, 12, 1)})
    import_rows(store, clerk, round_id, [ballot("深", "清", "好")])
    with pytest.raises(Invalid, match="已经收回 1 张"):
        evaluation_rounds.edit_round(*ids, {"opened_on": later})
    assert len(evaluation.rounds(store, ACTIVITY, clock.today())) == 1


def test_a_round_that_is_not_there_is_said_to_be_gone(store: Store, clerk: Actor) -> None:
    with pytest.raises(BoardError, match="没有这一轮评议"):
        evaluation_rounds.edit_round(store, clerk, ACTIVITY, "E9", {"name": "x"})
    with pytest.raises(BoardError, match="没有这一轮评议"):
        evaluation_rounds.set_forms(store, clerk, ACTIVITY, "E9", [])


def test_forms_given_out_returned_and_valid(store: Store, clerk: Actor) -> None:
    round_id = open_round(store, clerk)
    given: list[dict[str, Any]] = [
        {"group_label": "家长", "way": "paper", "given_out": 8},
        {"group_label": "家长", "way": "online", "given_out": 4},
        {"group_label": "党员", "way": "paper", "given_out": None},
    ]
    evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, given)
    rows = [ballot("深", "清", "好")] * 5 + [ballot("", "", "", void="是"), ballot("深", "清", "好", way="网上")]
    import_rows(store, clerk, round_id, rows)
    one = evaluation.rounds(store, ACTIVITY).iloc[0]
    assert [one[name] for name in ("given_out", "returned_count", "void_count", "valid_count")] == [12, 7, 1, 6]
    assert one["return_rate"] == pytest.approx(7 / 12)
    assert one["valid_rate"] == pytest.approx(6 / 7)
    assert one["reconciles"]
    forms = evaluation.forms(store, ACTIVITY, round_id)
    assert forms[["group_label", "way", "given_out", "returned_count"]].to_numpy().tolist() == [
        ["家长", "paper", 8, 6],
        ["家长", "online", 4, 1],
    ]


def test_forms_set_twice_are_those_of_the_second_time(store: Store, clerk: Actor) -> None:
    round_id = open_round(store, clerk)
    for count in (8, 3):
        given = [{"group_label": "家长", "way": "paper", "given_out": count}]
        evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, given)
    assert evaluation.forms(store, ACTIVITY, round_id)["given_out"].tolist() == [3]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"group_label": "外星人", "way": "paper", "given_out": 1}, "不是本次活动的参评群体"),
        ({"group_label": "家长", "way": "fax", "given_out": 1}, "参评方式"),
        ({"group_label": "家长", "way": "paper", "given_out": -1}, "0 或正整数"),
        ({"group_label": "家长", "way": "paper", "given_out": 1.5}, "0 或正整数"),
    ],
)
def test_forms_that_can_not_be_are_refused(store: Store, clerk: Actor, row: dict[str, Any], said: str) -> None:
    round_id = open_round(store, clerk)
    with pytest.raises(Invalid, match=said):
        evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, [row])


def test_forms_of_one_group_and_way_given_twice_are_refused(store: Store, clerk: Actor) -> None:
    round_id = open_round(store, clerk)
    row = {"group_label": "家长", "way": "paper", "given_out": 1}
    with pytest.raises(Invalid, match="家长填了两次"):
        evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, [row, row])


def test_where_no_forms_are_recorded_nothing_is_said_about_reconciling(store: Store, clerk: Actor) -> None:
    round_id = open_round(store, clerk)
    import_rows(store, clerk, round_id, [ballot("深", "清", "好")])
    one = evaluation.rounds(store, ACTIVITY).iloc[0]
    assert pd.isna(one["given_out"])
    assert pd.isna(one["return_rate"])
    assert pd.isna(one["reconciles"])
    assert not evaluation.forms(store, ACTIVITY, round_id)["is_over"].any()


def test_a_group_with_no_forms_recorded_beside_others_is_over(store: Store, clerk: Actor) -> None:
    round_id = open_round(store, clerk)
    evaluation_rounds.set_forms(
        store, clerk, ACTIVITY, round_id, [{"group_label": "党员", "way": "paper", "given_out": 9}]
    )
    import_rows(store, clerk, round_id, [ballot("深", "清", "好")])
    assert not evaluation.rounds(store, ACTIVITY).iloc[0]["reconciles"]


def test_a_round_opened_later_is_not_there_yet(store: Store, clerk: Actor) -> None:
    open_round(store, clerk)
    assert evaluation.rounds(store, ACTIVITY, date(2025, 11, 30)).empty
    assert len(evaluation.rounds(store, ACTIVITY, date(2025, 12, 1))) == 1


def test_no_round_no_rows(store: Store) -> None:
    found = evaluation.rounds(store, ACTIVITY)
    assert found.empty
    assert {"round_id", "returned_count", "return_rate", "reconciles"} <= set(found.columns)
