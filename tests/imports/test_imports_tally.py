"""A tally: figures without ballots, kept so that they can be counted anew and taken back."""

from datetime import date

import pytest

from board.access import Actor
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.evaluation import totals as evaluation_totals
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store, Transaction
from tests.ballot_files import ACTIVITY, DAY, add_activity, ballot, checked, import_rows, open_round
from tests.import_traces import figures, tallied

BALLOTS = [ballot("深", "清", "好") for _ in range(6)]


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def test_it_counts_as_if_its_ballots_had_come_one_by_one(store: Store, clerk: Actor, round_id: str) -> None:
    one_by_one = [
        *(ballot("", "", "") for _ in range(1)),
        *(ballot("深", "清", "好") for _ in range(9)),
        *(ballot("较深", "较清", "较好") for _ in range(8)),
        *(ballot("不了解", "不了解", "不了解") for _ in range(2)),
        *(ballot("", "", "", void="是") for _ in range(3)),
    ]
    import_rows(store, clerk, round_id, one_by_one)
    before = figures(store, round_id)
    imports_history.undo(store, clerk, ACTIVITY, "I-001")
    receipt = imports.commit(store, clerk, ACTIVITY, round_id, tallied([1, 9, 8, 0, 0, 2], void=3))
    assert (receipt.layout, receipt.ballot_count, receipt.void_count) == ("tally", 23, 3)
    assert figures(store, round_id) == before


def test_it_adds_to_ballots_and_ballots_to_it(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, BALLOTS)
    imports.commit(store, clerk, ACTIVITY, round_id, tallied([0, 5, 0, 0, 0, 0]), is_other=True)
    imports.commit(store, clerk, ACTIVITY, round_id, checked(BALLOTS[:5]), is_other=True)
    figure = evaluation.criteria_figures(store, ACTIVITY, round_id).set_index("criterion_id").loc["C1"]
    assert (figure["base"], figure["good_count"]) == (16, 16)
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty


def test_it_is_replaced_and_comes_back(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, tallied([0, 4, 3, 0, 0, 0], void=1))
    before = figures(store, round_id)
    other = tallied([2, 0, 0, 9, 0, 0], group="党员", name="重计.csv")
    assert imports.commit(store, clerk, ACTIVITY, round_id, other, "replace").replaced == ("I-001",)
    assert evaluation.forms(store, ACTIVITY, round_id)["returned_count"].sum() == 11
    imports_history.undo(store, clerk, ACTIVITY, "I-002")
    assert figures(store, round_id) == before


def test_its_preview_reckons_with_forms_given_out_and_days(store: Store, clerk: Actor, round_id: str) -> None:
    given = [{"group_label": "家长", "way": "paper", "given_out": 5}]
    evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, given)
    shown = imports.preview(store, ACTIVITY, round_id, tallied([0, 5, 0, 0, 0, 0], void=2))
    assert (shown.ballot_count, shown.void_count, shown.first_on, shown.last_on) == (7, 2, DAY, DAY)
    assert shown.warnings == ("家长（纸质）将收回 7 张，多于发出的 5 张，请核对。",)
    early = imports.preview(store, ACTIVITY, round_id, tallied([0, 3, 0, 0, 0, 0], day=date(2025, 1, 5)))
    assert early.warnings == ("本轮 2025-12-01 开始，有的评议表早于这一天（最早的 2025-01-05），请核对日期。",)


def test_a_recount_finds_a_tally_that_was_lost(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, tallied([0, 5, 0, 0, 0, 0]))

    def lose_the_tally(transaction: Transaction) -> None:
        transaction.run("imports/delete_tallied_answers", activity_id=ACTIVITY, import_id="I-001")

    store.write(lose_the_tally)
    assert set(evaluation_totals.wrong_totals(store, ACTIVITY)["side"]) == {"kept"}


def test_a_round_of_void_ballots_alone_can_be_imported(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, [ballot("", "", "", void="是")])
    assert list(evaluation.forms(store, ACTIVITY, round_id)["void_count"]) == [1]
