"""Intervals hold what they promise, differences are called chance or not, and the weakest only where it can be told."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from board.access import Actor
from board.evaluation import differences as evaluation_differences
from board.evaluation import rounds as evaluation_rounds
from board.evaluation import statistics as evaluation_statistics
from board.evaluation.differences import NOT_CHANCE, NOT_COMPARABLE, WITHIN_CHANCE, p_value
from board.evaluation.statistics import interval_text, population, weakest_of, weakest_text, with_intervals
from board.store.store import Store
from tests.ballot_files import ACTIVITY, add_activity, ballot, import_rows, open_round

counts = st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(any).map(tuple)


def with_one_interval(base: int, good: int, given_out: float) -> tuple[float, float]:
    figures = pd.DataFrame({"criterion_id": ["C1"], "base": [base], "good_count": [good], "population": [given_out]})
    answers = pd.DataFrame({"criterion_id": "C1", "points": [100.0, 0.0], "answer_count": [good, base - good]})
    row = with_intervals(figures, answers, ["criterion_id"]).iloc[0]
    return float(row["good_low"]), float(row["good_high"])


@pytest.mark.walk
@pytest.mark.parametrize(("forms", "base"), [(60, 25), (228, 160), (228, 60), (5000, 180)])
def test_the_interval_holds_the_whole_of_those_asked_as_often_as_it_says(forms: int, base: int) -> None:
    held = []
    for good_forms in np.linspace(forms * 0.05, forms * 0.95, 13).astype(int):
        chances = stats.hypergeom(forms, good_forms, base).pmf(np.arange(base + 1))
        bounds = [with_one_interval(base, good, forms) for good in range(base + 1) if chances[good] > 1e-6]
        likely = [chance for chance in chances if chance > 1e-6]
        is_in = [low <= good_forms / forms <= high for low, high in bounds]
        held.append(sum(chance for chance, hit in zip(likely, is_in, strict=True) if hit))
    assert np.mean(held) > 0.94
    assert min(held) > 0.88


def test_the_more_come_back_the_narrower_the_interval() -> None:
    widths = [high - low for low, high in (with_one_interval(50, 40, forms) for forms in (50, 60, 100, 10_000))]
    assert widths == sorted(widths)
    assert widths[0] == 0
    assert widths[-1] == pytest.approx(np.diff(with_one_interval(50, 40, float("nan")))[0], rel=0.01)


@settings(deadline=None)
@given(st.integers(1, 300), st.integers(0, 300), st.integers(0, 2000))
def test_an_interval_stands_round_its_rate_and_within_0_and_1(base: int, good: int, more: int) -> None:
    good = min(good, base)
    low, high = with_one_interval(base, good, base + more)
    assert 0 <= low <= good / base + 1e-12
    assert good / base - 1e-12 <= high <= 1


def test_how_many_were_asked_is_not_known_where_forms_are_missing_or_too_few() -> None:
    rows = {"given_out": pd.array([20, 30], dtype="Int64"), "returned_count": [5, 6], "is_over": [False, False]}
    assert population(pd.DataFrame(rows)) == 50
    assert np.isnan(population(pd.DataFrame({**rows, "given_out": pd.array([20, pd.NA], dtype="Int64")})))
    assert np.isnan(population(pd.DataFrame({**rows, "is_over": [False, True]})))
    assert np.isnan(population(pd.DataFrame(rows).iloc[:0]))


@settings(deadline=None)
@given(counts, counts)
def test_the_test_from_counts_is_scipys_from_answers(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    answers = [np.repeat(range(4), side) for side in (one, other)]
    if len(set(np.concatenate(answers))) == 1:
        assert p_value(one, other) == 1
        return
    wanted = stats.mannwhitneyu(*answers, use_continuity=False, method="asymptotic").pvalue
    assert p_value(one, other) == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    assert p_value(other, one) == pytest.approx(wanted, rel=1e-9, abs=1e-12)


@pytest.fixture
def two_rounds(store: Store, clerk: Actor) -> tuple[str, str]:
    add_activity(store)
    return open_round(store, clerk), open_round(store, clerk, "第二轮")


def test_a_great_difference_is_no_chance_and_a_small_one_is(
    store: Store, clerk: Actor, two_rounds: tuple[str, str]
) -> None:
    earlier, later = two_rounds
    import_rows(store, clerk, earlier, [ballot("不深", "清", "好")] * 30 + [ballot("深", "较清", "好")] * 10)
    import_rows(store, clerk, later, [ballot("深", "清", "好")] * 31 + [ballot("不深", "较清", "好")] * 9)
    tests = evaluation_differences.rounds_tested(store, ACTIVITY, later, earlier)
    assert tests["verdict"].tolist() == [NOT_CHANCE, WITHIN_CHANCE, WITHIN_CHANCE]
    first = tests.iloc[0]
    assert (first["one_name"], first["other_name"]) == ("第一轮", "第二轮")
    assert first["difference"] == pytest.approx(21 / 40)
    assert first["difference_low"] < 21 / 40 < first["difference_high"]
    assert first["base_text"] == "25.0%(10/40) → 77.5%(31/40)"
    assert tests["p_value"].iloc[2] == 1


def test_a_withheld_round_gets_no_verdict(store: Store, clerk: Actor, two_rounds: tuple[str, str]) -> None:
    earlier, later = two_rounds
    import_rows(store, clerk, earlier, [ballot("不深", "清", "好")] * 4)
    import_rows(store, clerk, later, [ballot("深", "清", "好")] * 40)
    tests = evaluation_differences.rounds_tested(store, ACTIVITY, later, earlier)
    assert set(tests["verdict"]) == {NOT_COMPARABLE}
    assert tests[["p_value", "p_corrected", "one_rate", "other_rate", "difference"]].isna().all().all()


def test_withheld_groups_are_compared_with_nobody(store: Store, clerk: Actor, two_rounds: tuple[str, str]) -> None:
    rows = [
        *[ballot("深", "清", "好", group="家长")] * 30,
        *[ballot("不深", "清", "好", group="教职工")] * 20,
        *[ballot("深", "清", "好", group="党员")] * 6,
        *[ballot("深", "清", "好", group="普通群众")] * 3,
    ]
    import_rows(store, clerk, two_rounds[0], rows)
    tests = evaluation_differences.groups_tested(store, ACTIVITY, two_rounds[0])
    assert set(zip(tests["one_name"], tests["other_name"], strict=True)) == {("家长", "教职工")}
    assert tests["verdict"].tolist() == [NOT_CHANCE, WITHIN_CHANCE, WITHIN_CHANCE]


def test_paper_and_online_are_compared_by_their_words(store: Store, clerk: Actor, two_rounds: tuple[str, str]) -> None:
    import_rows(
        store, clerk, two_rounds[0], [ballot("深", "清", "好", way=way) for way in ("纸质", "网上") for _ in range(9)]
    )
    tests = evaluation_differences.ways_tested(store, ACTIVITY, two_rounds[0])
    assert {*tests["one_name"], *tests["other_name"]} == {"纸质", "网上"}
    assert set(tests["verdict"]) == {WITHIN_CHANCE}


def test_a_round_without_ballots_has_nothing_to_compare(store: Store, two_rounds: tuple[str, str]) -> None:
    assert set(evaluation_differences.rounds_tested(store, ACTIVITY, *two_rounds)["verdict"]) == {NOT_COMPARABLE}
    assert evaluation_differences.groups_tested(store, ACTIVITY, two_rounds[0]).empty
    assert evaluation_differences.ways_tested(store, ACTIVITY, two_rounds[0]).empty
    assert evaluation_statistics.weakest(store, ACTIVITY, two_rounds[0]) is None
    assert evaluation_statistics.criteria_intervals(store, ACTIVITY, two_rounds[0])["good_low"].isna().all()
    assert evaluation_statistics.group_intervals(store, ACTIVITY, two_rounds[0]).empty


def test_many_tests_at_once_are_corrected_together(store: Store, clerk: Actor, two_rounds: tuple[str, str]) -> None:
    earlier, later = two_rounds
    import_rows(store, clerk, earlier, [ballot("深", "清", "好")] * 20 + [ballot("不深", "清", "好")] * 20)
    import_rows(store, clerk, later, [ballot("深", "清", "好")] * 29 + [ballot("不深", "清", "好")] * 11)
    first = evaluation_differences.rounds_tested(store, ACTIVITY, later, earlier).iloc[0]
    assert first["p_value"] < 0.05 < first["p_corrected"]
    assert first["p_corrected"] == pytest.approx(first["p_value"] * 3)
    assert first["verdict"] == WITHIN_CHANCE


def test_they_are_corrected_as_by_statsmodels() -> None:
    p_values = np.random.default_rng(1).uniform(size=40).round(2).tolist()
    for told in ([0.03], [0.2, 0.01, 0.01, 0.04], p_values):
        wanted = multipletests(told, method="holm")[1].tolist()
        assert evaluation_differences.corrected(pd.Series([float("nan"), *told])).tolist()[1:] == pytest.approx(wanted)


def figures_of(*good: int, base: int = 100) -> pd.DataFrame:
    frame = pd.DataFrame({"criterion_id": [f"C{n}" for n in range(len(good))], "good_count": good, "base": base})
    return frame.assign(
        criterion_label=["准不准", "透不透", "清不清", "强不强"][: len(good)],
        is_overall=False,
        good_rate=frame["good_count"] / base,
        good_low=frame["good_count"] / base - 0.05,
        good_high=frame["good_count"] / base + 0.05,
    )


def test_the_weakest_is_named_where_it_is_weakest_beyond_chance() -> None:
    found = weakest_of(figures_of(90, 50, 88))
    assert found is not None
    assert (found.criterion_label, found.rivals) == ("透不透", ())
    assert weakest_text(found) == "最弱的是“透不透”：优良率 50.0%(50/100)，95% 区间 45.0%～55.0%"


def test_those_that_can_not_be_told_from_the_weakest_are_named_with_it() -> None:
    found = weakest_of(figures_of(90, 50, 54))
    assert found is not None
    assert found.rivals == ("清不清",)
    assert weakest_text(found).endswith("；与“清不清”的差异在抽样误差之内")


def test_where_all_are_alike_none_is_the_weakest() -> None:
    assert weakest_of(figures_of(80, 81, 82)) is None
    assert weakest_of(figures_of(80)) is None
    assert weakest_of(figures_of()) is None


def test_the_overall_grade_is_never_the_weakest_criterion() -> None:
    figures = figures_of(90, 60, 10).assign(is_overall=[False, False, True])
    found = weakest_of(figures)
    assert found is not None
    assert found.criterion_label == "透不透"


def test_groups_have_intervals_of_their_own(store: Store, clerk: Actor, two_rounds: tuple[str, str]) -> None:
    forms = [{"group_label": group, "way": "paper", "given_out": 40} for group in ("家长", "党员", "普通群众")]
    evaluation_rounds.set_forms(store, clerk, ACTIVITY, two_rounds[0], forms)
    rows = [
        ballot("深", "清", "好", group=group)
        for group, size in (("家长", 30), ("党员", 9), ("普通群众", 4))
        for _ in range(size)
    ]
    import_rows(store, clerk, two_rounds[0], [*rows, *[ballot("不深", "清", "好", group="家长")] * 10])
    found = evaluation_statistics.group_intervals(store, ACTIVITY, two_rounds[0], date(2025, 12, 31))
    first = found[found["criterion_id"] == "C1"].set_index("group_label")
    assert first.loc[["家长"], ["good_low", "good_high"]].to_numpy().tolist() == [[0.75, 0.75]]  # all forms came back
    assert first.loc[["党员", "普通群众"], ["good_low", "mean_low"]].isna().all().all()


def test_an_interval_is_written_as_two_shares() -> None:
    assert interval_text(0.8812, 0.9539) == "88.1%～95.4%"
    assert interval_text(float("nan"), float("nan")) == "—"
