"""A round that adds up is ended, with who and when; one that doesn't says what to do and stays open."""

from datetime import date, timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor
from board.ballots import closing as evaluation_closing
from board.errors import BoardError, Invalid, Refused
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.store.store import Store
from tests.ballot_files import ACTIVITY, DAY, add_activity, ballot, import_rows, open_round

ROWS = [*(ballot("深", "清", "好") for _ in range(6)), ballot("", "不了解", "差"), ballot("", "", "", void="是")]


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def give_out(store: Store, clerk: Actor, round_id: str, count: int, group: str = "家长") -> None:
    given = [{"group_label": group, "way": "paper", "given_out": count}]
    evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, given)


def close(store: Store, actor: Actor, round_id: str, on: date | None = DAY, reason: str = "") -> None:
    evaluation_closing.close_round(store, actor, ACTIVITY, round_id, on, reason)


def ended_on(store: Store) -> Any:
    return evaluation.rounds(store, ACTIVITY).iloc[0]["closed_on"]


def test_a_round_is_ended_and_opened_again_with_who_and_when(store: Store, clerk: Actor, round_id: str) -> None:
    give_out(store, clerk, round_id, 10)
    import_rows(store, clerk, round_id, ROWS)
    close(store, clerk, round_id, reason="收齐")
    assert ended_on(store) == DAY
    evaluation_closing.reopen_round(store, clerk, ACTIVITY, round_id, "补收两张")
    assert ended_on(store) is None
    told = evaluation_closing.closings(store, ACTIVITY, round_id)
    assert told[["action", "actor_name", "reason"]].to_numpy().tolist() == [
        ["reopen", clerk.name, "补收两张"],
        ["close", clerk.name, "收齐"],
    ]
    counts = told[["given_out", "returned_count", "void_count", "valid_count"]].to_numpy().tolist()
    assert counts == [[10, 8, 1, 7]] * 2
    assert told["closed_on"].iloc[1].date() == DAY


def test_it_refuses_the_wrong_role(store: Store, clerk: Actor, leader: Actor, round_id: str) -> None:
    with pytest.raises(Refused, match="没有权限"):
        close(store, leader, round_id)
    close(store, clerk, round_id)
    with pytest.raises(Refused, match="没有权限"):
        evaluation_closing.reopen_round(store, leader, ACTIVITY, round_id, "补收")
    assert ended_on(store) == DAY


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (None, "请填写结束日期"),
        (date(2025, 11, 30), "不能早于开始日期"),
        (clock.today() + timedelta(days=1), "不能晚于今天"),
        (date(2025, 12, 9), "最晚的评议表填于 2025-12-10"),
    ],
)
def test_it_refuses_a_day_that_can_not_be(
    store: Store, clerk: Actor, round_id: str, on: date | None, said: str
) -> None:
    import_rows(store, clerk, round_id, ROWS)
    with pytest.raises(Invalid, match=said) as refused:
        close(store, clerk, round_id, on)
    assert set(refused.value.fields) == {"closed_on"}
    assert ended_on(store) is None
    assert evaluation_closing.closings(store, ACTIVITY, round_id).empty


def test_it_refuses_to_open_again_without_a_reason(store: Store, clerk: Actor, round_id: str) -> None:
    close(store, clerk, round_id)
    for reason in ("", "  "):
        with pytest.raises(Invalid, match="请写明为什么重新开放"):
            evaluation_closing.reopen_round(store, clerk, ACTIVITY, round_id, reason)
    with pytest.raises(Invalid, match="最多 200 个字"):
        evaluation_closing.reopen_round(store, clerk, ACTIVITY, round_id, "长" * 201)
    assert ended_on(store) == DAY


def test_twice_is_refused_and_so_is_a_round_that_is_not_there(store: Store, clerk: Actor, round_id: str) -> None:
    with pytest.raises(BoardError, match="还开着"):
        evaluation_closing.reopen_round(store, clerk, ACTIVITY, round_id, "补收")
    close(store, clerk, round_id)
    with pytest.raises(BoardError, match="已于 2025-12-10 结束"):
        close(store, clerk, round_id)
    assert len(evaluation_closing.closings(store, ACTIVITY, round_id)) == 1
    for act in (lambda: close(store, clerk, "E9"), lambda: evaluation_closing.reconciliation(store, ACTIVITY, "E9")):
        with pytest.raises(BoardError, match="没有这一轮评议"):
            act()


def test_more_returned_than_given_out_stops_it_and_says_what_to_do(store: Store, clerk: Actor, round_id: str) -> None:
    give_out(store, clerk, round_id, 7)
    import_rows(store, clerk, round_id, ROWS)
    shown = evaluation_closing.reconciliation(store, ACTIVITY, round_id)
    assert shown.forms["verdict"].tolist() == ["收回多于发出"]
    assert "家长（纸质）发出 7 张，收回 8 张" in shown.blocked[0]
    assert "登记发放" in shown.blocked[0]
    with pytest.raises(Invalid, match="收回多于发出") as refused:
        close(store, clerk, round_id)
    assert refused.value.title == "这一轮还不能结束"
    assert "数据导入" in refused.value.message
    give_out(store, clerk, round_id, 8)
    assert evaluation_closing.reconciliation(store, ACTIVITY, round_id).blocked == ()
    close(store, clerk, round_id)


def test_a_group_that_was_given_none_beside_others_stops_it(store: Store, clerk: Actor, round_id: str) -> None:
    give_out(store, clerk, round_id, 9, "党员")
    import_rows(store, clerk, round_id, ROWS)
    with pytest.raises(Invalid, match="家长（纸质）发出 0 张，收回 8 张"):
        close(store, clerk, round_id)
    verdicts = evaluation_closing.reconciliation(store, ACTIVITY, round_id).forms.set_index("group_label")["verdict"]
    assert verdicts.to_dict() == {"党员": "还差 9 张没有收回", "家长": "收回多于发出"}


def test_the_answers_to_each_criterion_add_up_to_the_valid_ballots(store: Store, clerk: Actor, round_id: str) -> None:
    give_out(store, clerk, round_id, 8)
    import_rows(store, clerk, round_id, ROWS)
    shown = evaluation_closing.reconciliation(store, ACTIVITY, round_id)
    assert (shown.forms["verdict"].tolist(), shown.notes) == (["全部收回"], ())
    columns = ["criterion_label", "valid_count", "base", "unknown_count", "blank_count", "unasked_count"]
    assert shown.criteria[columns].to_numpy().tolist() == [
        ["认识深不深", 7, 6, 0, 1, 0],
        ["发展思路清不清", 7, 6, 1, 0, 0],
        ["总体评价", 7, 7, 0, 0, 0],
    ]


def test_a_file_without_one_criterion_is_told_of(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    with store._connection.cursor() as cursor:
        cursor.execute("DELETE FROM answer_totals WHERE criterion_id = 'C0'")
    store._cache.written(["answer_totals"])
    said = evaluation_closing.reconciliation(store, ACTIVITY, round_id).notes
    assert any("“总体评价”的回答比有效评议表少 7 张" in note for note in said)


def test_a_round_of_fewer_than_five_tells_no_answers(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS[:3])
    shown = evaluation_closing.reconciliation(store, ACTIVITY, round_id).criteria
    assert shown[["valid_count", "base", "unknown_count", "blank_count"]].isna().all(axis=None)


def test_an_empty_round_says_what_is_missing_and_can_be_ended(store: Store, clerk: Actor, round_id: str) -> None:
    shown = evaluation_closing.reconciliation(store, ACTIVITY, round_id)
    assert [note.split("，")[0] for note in shown.notes] == ["还没有登记发出多少张", "一张评议表也没有收回。"]
    close(store, clerk, round_id)
    assert ended_on(store) == DAY


def test_what_a_round_was_ended_on_stands(store: Store, clerk: Actor, round_id: str) -> None:
    give_out(store, clerk, round_id, 9)
    close(store, clerk, round_id)
    with pytest.raises(BoardError, match="发出数不能再改"):
        give_out(store, clerk, round_id, 3)
    with pytest.raises(Invalid, match="已于 2025-12-10 结束"):
        evaluation_rounds.edit_round(store, clerk, ACTIVITY, round_id, {"opened_on": date(2025, 12, 11)})
    evaluation_rounds.edit_round(store, clerk, ACTIVITY, round_id, {"name": "首轮", "closed_on": None})
    assert ended_on(store) == DAY
