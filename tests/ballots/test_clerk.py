"""The clerk opens a round to phones, makes codes and withdraws them."""

from datetime import timedelta

import pytest

from board import clock
from board.access import Actor
from board.ballots import actions as ballots
from board.ballots import casting as ballots_casting
from board.ballots.casting import Paper
from board.errors import BoardError, Invalid, Refused
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.store.store import Store
from tests.ballot_files import ACTIVITY
from tests.ballots.conftest import ROUND, close_round, coded_form, opened

LAN = "192.168.1.20"


def given_out(store: Store, group: str) -> int | None:
    forms = evaluation.forms(store, ACTIVITY, ROUND)
    rows = forms[(forms["group_label"] == group) & (forms["way"] == "online")]
    return int(rows["given_out"].iloc[0]) if len(rows) else None


def test_it_opens_a_round_and_keeps_its_link_when_changed(store: Store, clerk: Actor, coded: Paper) -> None:
    again = opened(store, clerk, entry="link", device_limit=2, link_group="家长", address=f"http://{LAN}:8501/")
    assert again.opening["opening_id"] == coded.opening["opening_id"]
    assert (again.opening["entry"], again.opening["device_limit"], again.opening["link_group"]) == ("link", 2, "家长")
    assert again.opening["address"] == f"http://{LAN}:8501"
    assert again.opening["is_open"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("entry", "mail"),
        ("device_limit", 9),
        ("device_limit", True),
        ("link_group", "路人"),
        ("closes_on", clock.today() - timedelta(days=1)),
        ("address", "javascript:alert(1)"),
        ("address", f"http://{LAN}:8501/board"),
        ("address", f"http://user@{LAN}"),
        ("address", f"http://{LAN}:99999"),
    ],
)
def test_it_refuses_an_opening_that_cannot_be(
    store: Store, clerk: Actor, round_id: str, field: str, value: object
) -> None:
    with pytest.raises(Invalid) as caught:
        ballots.open_online(store, clerk, ACTIVITY, round_id, {"entry": "link", field: value})
    assert list(caught.value.fields) == [field]
    assert ballots.opening(store, ACTIVITY, round_id) is None


def test_it_refuses_everyone_but_the_clerk(store: Store, leader: Actor, owner: Actor, coded: Paper) -> None:
    for actor in (leader, owner):
        with pytest.raises(Refused, match="没有权限"):
            ballots.open_online(store, actor, ACTIVITY, ROUND, {"entry": "link"})
        with pytest.raises(Refused, match="没有权限"):
            ballots.set_open(store, actor, ACTIVITY, ROUND, is_open=False)
        with pytest.raises(Refused, match="没有权限"):
            ballots.make_codes(store, actor, ACTIVITY, ROUND, "家长", 1)
        with pytest.raises(Refused, match="没有权限"):
            ballots.withdraw_codes(store, actor, ACTIVITY, ROUND, "家长")
    assert ballots.intake(store, ACTIVITY, ROUND).empty


def test_stopping_and_going_on(store: Store, clerk: Actor, coded: Paper) -> None:
    code = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 1)[0]
    for _ in range(2):  # twice changes nothing more
        ballots.set_open(store, clerk, ACTIVITY, ROUND, is_open=False)
    with pytest.raises(Refused, match="现在不收评议表"):
        ballots_casting.cast(store, coded, coded_form(code))
    ballots.set_open(store, clerk, ACTIVITY, ROUND, is_open=True)
    ballots_casting.cast(store, coded, coded_form(code))


def test_what_was_never_opened_cannot_be_stopped_or_given_codes(store: Store, clerk: Actor, round_id: str) -> None:
    with pytest.raises(BoardError, match="还没有开放网上填写"):
        ballots.set_open(store, clerk, ACTIVITY, round_id, is_open=False)
    with pytest.raises(BoardError, match="还没有开放网上填写"):
        ballots.make_codes(store, clerk, ACTIVITY, round_id, "家长", 1)
    assert ballots.received(store, ACTIVITY, round_id) == {
        "received_count": 0,
        "waiting_count": 0,
        "given_out": None,
    }


def test_codes_made_are_forms_given_out(store: Store, clerk: Actor, coded: Paper) -> None:
    codes = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 30)
    assert len(set(codes)) == 30
    ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 10)
    ballots.make_codes(store, clerk, ACTIVITY, ROUND, "党员", 3)
    assert (given_out(store, "家长"), given_out(store, "党员")) == (40, 3)
    counts = ballots.intake(store, ACTIVITY, ROUND)
    assert counts["group_label"].tolist() == ["党员", "家长"]
    assert counts["made_count"].tolist() == [3, 40]


def test_forms_put_down_by_hand_stay_and_codes_come_on_top(store: Store, clerk: Actor, coded: Paper) -> None:
    put_down = [
        {"group_label": "家长", "way": way, "given_out": count} for way, count in (("paper", 12), ("online", 7))
    ]
    evaluation_rounds.set_forms(store, clerk, ACTIVITY, ROUND, put_down)
    ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 5)
    forms = evaluation.forms(store, ACTIVITY, ROUND)
    assert dict(zip(forms["way"], forms["given_out"], strict=True)) == {"paper": 12, "online": 12}
    assert ballots.received(store, ACTIVITY, ROUND)["given_out"] == 5


@pytest.mark.parametrize(("group", "count"), [("家长", 0), ("家长", 501), ("家长", True), ("路人", 5)])
def test_it_refuses_codes_for_nobody_or_too_many(
    store: Store, clerk: Actor, coded: Paper, group: str, count: int
) -> None:
    with pytest.raises(Invalid):
        ballots.make_codes(store, clerk, ACTIVITY, ROUND, group, count)
    assert ballots.intake(store, ACTIVITY, ROUND).empty


def test_an_open_link_has_no_codes(store: Store, clerk: Actor, linked: Paper) -> None:
    with pytest.raises(BoardError, match="这一轮不用填写码"):
        ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 1)


def test_codes_withdrawn_open_nothing_and_no_longer_count_as_given_out(
    store: Store, clerk: Actor, coded: Paper
) -> None:
    codes = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 5)
    ballots_casting.cast(store, coded, coded_form(codes[0]))
    assert ballots.withdraw_codes(store, clerk, ACTIVITY, ROUND, "家长") == 4
    assert given_out(store, "家长") == 1
    with pytest.raises(BoardError, match="已经用过"):
        ballots_casting.cast(store, coded, coded_form(codes[1]))
    with pytest.raises(BoardError, match="没有可作废的填写码"):
        ballots.withdraw_codes(store, clerk, ACTIVITY, ROUND, "家长")


def test_a_closed_round_is_not_opened_and_gets_no_codes(store: Store, clerk: Actor, coded: Paper) -> None:
    close_round(store, clerk)
    with pytest.raises(Refused, match="已经结束"):
        ballots.open_online(store, clerk, ACTIVITY, ROUND, {"entry": "link"})
    with pytest.raises(Refused, match="已经结束"):
        ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 1)
    with pytest.raises(Refused, match="已经结束"):
        ballots.set_open(store, clerk, ACTIVITY, ROUND, is_open=True)
