"""An evaluator gives a ballot: once, whole, and counted with those of others."""

import threading
from datetime import timedelta
from random import Random

import pandas as pd
import pytest

from board import clock
from board.access import Actor
from board.ballots import actions as ballots
from board.ballots import casting as ballots_casting
from board.ballots.casting import AlreadyCast, Filled, NoSuchCode, Paper
from board.errors import BoardError, Invalid, Refused
from board.evaluation import results as evaluation
from board.evaluation import totals as evaluation_totals
from board.store.store import Store
from tests.ballot_files import ACTIVITY
from tests.ballots.conftest import ROUND, close_round, coded_form, device_form, opened


def figures(store: Store) -> tuple[int, int, int]:
    """Received by the form, waiting, and returned in the round's own totals."""
    told = ballots.received(store, ACTIVITY, ROUND)
    forms = evaluation.forms(store, ACTIVITY, ROUND)
    return told["received_count"], told["waiting_count"], int(forms["returned_count"].sum())


def test_ballots_are_counted_five_at_a_time_while_five_stay_behind(store: Store, clerk: Actor, coded: Paper) -> None:
    codes = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 12)
    seen = []
    for code in codes:
        ballots_casting.cast(store, coded, coded_form(code))
        seen.append(figures(store))
    assert seen[8] == (9, 9, 0)
    assert seen[9] == (10, 5, 5)
    assert seen[11] == (12, 7, 5)
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty


def test_all_are_counted_when_the_round_ends_exactly_as_answered(store: Store, clerk: Actor, coded: Paper) -> None:
    codes = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 7)
    for place, code in enumerate(codes):
        says = f"意见 {place}" if place < 3 else ""
        ballots_casting.cast(store, coded, coded_form(code, says, C1=str(1 + place % 5), C2="0"))
    assert evaluation.suggestions(store, ACTIVITY, ROUND).empty
    close_round(store, clerk)
    assert figures(store) == (7, 0, 7)
    held = store.rows("evaluation/kept_answers", activity_id=ACTIVITY)
    by_rank = {(row["criterion_id"], row["rank"]): row["answer_count"] for row in held}
    assert {rank: by_rank[("C1", rank)] for rank in range(1, 6)} == {1: 2, 2: 2, 3: 1, 4: 1, 5: 1}
    assert (by_rank[("C2", 0)], by_rank[("C0", 1)]) == (7, 7)
    found = evaluation.suggestions(store, ACTIVITY, ROUND)
    assert sorted(found["content"]) == ["意见 0", "意见 1", "意见 2"]
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    forms = evaluation.forms(store, ACTIVITY, ROUND)
    assert forms[["group_label", "way", "void_count"]].to_numpy().tolist() == [["家长", "online", 0]]


def test_a_code_gives_one_ballot_and_the_second_time_is_told_kindly(store: Store, clerk: Actor, coded: Paper) -> None:
    code = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 1)[0]
    ballots_casting.cast(store, coded, coded_form(code))
    with pytest.raises(NoSuchCode, match="已经收到，不会重复计"):
        ballots_casting.cast(store, coded, coded_form(code))
    with pytest.raises(NoSuchCode) as caught:
        ballots_casting.group_of(store, coded, code)
    assert caught.value.is_guess
    assert figures(store)[0] == 1


@pytest.mark.parametrize(("typed", "said"), [("", "请填写填写码"), ("ABCDE-FGHJK", "填写码不对"), ("７", "填写码不对")])
def test_a_code_that_was_misread_is_told_apart_from_one_that_is_used(
    store: Store, coded: Paper, typed: str, said: str
) -> None:
    with pytest.raises(NoSuchCode, match=said) as caught:
        ballots_casting.cast(store, coded, coded_form(typed))
    assert not caught.value.is_guess


def test_a_code_is_of_its_own_round_and_group(store: Store, clerk: Actor, coded: Paper) -> None:
    code = ballots.make_codes(store, clerk, ACTIVITY, ROUND, "党员", 1)[0]
    assert ballots_casting.group_of(store, coded, code.lower()) == "党员"
    ballots_casting.cast(store, coded, Filled({"C1": "1"}, group="家长", code=code, skips=True))
    assert ballots.intake(store, ACTIVITY, ROUND)["group_label"].tolist() == ["党员"]


@pytest.mark.walk
def test_codes_used_at_once_in_any_order_give_a_ballot_each_and_none_gives_two(
    store: Store, clerk: Actor, coded: Paper
) -> None:
    codes = [*ballots.make_codes(store, clerk, ACTIVITY, ROUND, "家长", 25)]
    codes += ballots.make_codes(store, clerk, ACTIVITY, ROUND, "党员", 15)
    chance = Random(7)  # noqa: S311 - ballots made up for a test
    posted = [*codes, *codes]  # everybody presses twice
    chance.shuffle(posted)
    refused: list[BoardError] = []

    def post(mine: list[str]) -> None:
        for code in mine:
            try:
                ballots_casting.cast(store, coded, coded_form(code, says="食堂", C1=str(1 + len(code) % 3)))
            except NoSuchCode as error:
                refused.append(error)

    threads = [threading.Thread(target=post, args=(posted[place::8],)) for place in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(refused) == 40
    assert figures(store)[0] == 40
    close_round(store, clerk)
    assert figures(store) == (40, 0, 40)
    counts = ballots.intake(store, ACTIVITY, ROUND)
    assert dict(zip(counts["group_label"], counts["received_count"], strict=True)) == {"党员": 15, "家长": 25}
    assert len(evaluation.suggestions(store, ACTIVITY, ROUND)) == 40
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty


def test_a_device_gives_as_many_ballots_as_it_may(store: Store, clerk: Actor, round_id: str) -> None:
    asked = opened(store, clerk, entry="link", device_limit=2)
    for turn in (1, 2):
        assert ballots_casting.next_turn(store, asked, "a" * 32) == turn
        ballots_casting.cast(store, asked, device_form("a" * 32, turn))
        with pytest.raises(AlreadyCast, match="已经收到"):
            ballots_casting.cast(store, asked, device_form("a" * 32, turn))
    with pytest.raises(AlreadyCast, match="2 张评议表都已经收到"):
        ballots_casting.next_turn(store, asked, "a" * 32)
    for turn in (0, 3):
        with pytest.raises(AlreadyCast):
            ballots_casting.cast(store, asked, device_form("a" * 32, turn))
    ballots_casting.cast(store, asked, device_form("b" * 32))
    assert figures(store)[0] == 3


def test_blanks_are_asked_about_once_and_taken_as_abstentions(store: Store, clerk: Actor, linked: Paper) -> None:
    blank = Filled({"C1": "2", "C2": ""}, group="家长", device="c" * 32)
    with pytest.raises(Invalid) as caught:
        ballots_casting.cast(store, linked, blank)
    assert set(caught.value.fields) == {"C2", "C0", "blank"}
    assert figures(store)[0] == 0
    ballots_casting.cast(store, linked, Filled(**{**vars(blank), "skips": True}))
    close_round_with_paper(store, clerk)
    held = store.rows("evaluation/kept_answers", activity_id=ACTIVITY)
    assert {(row["criterion_id"], row["rank"]) for row in held} == {("C1", 2), ("C2", 0), ("C0", 0)}


def close_round_with_paper(store: Store, clerk: Actor) -> None:
    close_round(store, clerk)
    assert figures(store)[1:] == (0, 1)


def test_an_abstention_that_was_chosen_is_not_asked_about(store: Store, linked: Paper) -> None:
    ballots_casting.cast(store, linked, device_form("d" * 32, C1="0", C2="0", C0="0"))
    assert figures(store)[0] == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"group": "路人"}, "group"),
        ({"group": ""}, "group"),
        ({"suggestion": "好" * 1_001}, "suggestion"),
        ({"answers": {"C1": "9", "C2": "1", "C0": "1"}}, "C1"),
        ({"answers": {"C1": "-1", "C2": "1", "C0": "1"}}, "C1"),
        ({"answers": {"C1": "１", "C2": "1", "C0": "1"}}, "C1"),
        ({"device": ""}, "device"),
    ],
)
def test_it_refuses_what_no_form_can_say(store: Store, linked: Paper, changed: dict[str, object], field: str) -> None:
    sent = {**vars(device_form("e" * 32)), **changed}
    with pytest.raises(Invalid) as caught:
        ballots_casting.cast(store, linked, Filled(**sent))
    assert list(caught.value.fields) == [field]
    assert figures(store)[0] == 0


def test_a_link_for_one_group_takes_no_other(store: Store, clerk: Actor, round_id: str) -> None:
    asked = opened(store, clerk, entry="link", link_group="家长")
    ballots_casting.cast(store, asked, device_form("f" * 32, group="党员"))
    assert ballots.intake(store, ACTIVITY, ROUND)["group_label"].tolist() == ["家长"]


def test_nothing_is_taken_before_after_or_when_closed(store: Store, clerk: Actor, linked: Paper) -> None:
    today = clock.today()
    round_row, opening = linked.round_row, linked.opening
    for changed, said in (
        ((opening, {**round_row, "closed_on": today}), "这一轮评议已经结束"),
        ((opening, {**round_row, "opened_on": today + timedelta(days=1)}), "评议还没有开始"),
        (({**opening, "closes_on": today - timedelta(days=1)}, round_row), "填写时间已过"),
        (({**opening, "is_open": False}, round_row), "现在不收评议表"),
    ):
        with pytest.raises(Refused, match=said) as caught:
            ballots_casting.require_open(*changed)
        assert caught.value.remedy
    close_round(store, clerk)
    with pytest.raises(Refused, match="已经结束"):
        ballots_casting.cast(store, linked, device_form("a" * 32))
    assert figures(store) == (0, 0, 0)


def test_a_form_opened_before_the_way_was_changed_is_not_taken(store: Store, clerk: Actor, linked: Paper) -> None:
    opened(store, clerk, entry="codes")
    with pytest.raises(Refused, match="填写方式刚刚改过"):
        ballots_casting.cast(store, linked, device_form("a" * 32))


def test_a_link_that_leads_nowhere_says_so(store: Store) -> None:
    with pytest.raises(BoardError, match="没有这份评议表"):
        ballots_casting.paper(store, "0123456789")


def test_figures_of_what_was_filled_in_online_are_what_pandas_makes_of_it(
    store: Store, clerk: Actor, linked: Paper
) -> None:
    chance = Random(11)  # noqa: S311 - ballots made up for a test
    groups = ["家长"] * 23 + ["党员"] * 14
    # Some leave C1 blank, some can't tell of C2, all answer C0.
    answers = [{"C1": chance.choice("012"), "C2": chance.choice("12345"), "C0": chance.choice("1234")} for _ in groups]
    filled = [
        Filled(given, group=group, device=f"{place:032x}", turn=1)
        for place, (group, given) in enumerate(zip(groups, answers, strict=True))
    ]
    for each in filled:
        ballots_casting.cast(store, linked, each)
    close_round(store, clerk)
    rows = pd.DataFrame([{"group": each.group, **each.answers} for each in filled])
    points = rows[["C1", "C2", "C0"]].replace({"1": 100, "2": 80, "3": 60, "4": 0, "0": None, "5": None}).astype(float)
    parts = evaluation.group_figures(store, ACTIVITY, ROUND)
    assert not parts["is_withheld"].any()
    whole = evaluation.criteria_figures(store, ACTIVITY, ROUND).assign(group_label="")
    told = [*whole.to_dict("records"), *parts.to_dict("records")]
    waiting = evaluation.counted(store, ACTIVITY, ROUND).waiting_answers
    assert {
        row["criterion_id"]: len(groups) - row["base"] - row["blank_count"] - row["unknown_count"] for row in told[:3]
    } == {**dict.fromkeys(("C1", "C2", "C0"), 0), **waiting}
    exact = [row for row in told if row["criterion_id"] not in waiting]
    assert len(exact) >= 3
    for row in exact:
        is_mine = rows["group"].isin([row["group_label"]]) if row["group_label"] else rows["group"].notna()
        given, mine = rows[is_mine][row["criterion_id"]], points[is_mine][row["criterion_id"]]
        assert (row["base"], row["good_count"]) == (mine.count(), (mine >= 80).sum())
        assert (row["blank_count"], row["unknown_count"]) == ((given == "0").sum(), (given == "5").sum())
        assert row["mean_points"] == mine.mean()
        assert row["good_rate"] == (mine >= 80).sum() / mine.count()
