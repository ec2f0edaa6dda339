"""Intervals hold what they promise, differences are called chance or not, and the weakest only where it can be told."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from board.access import Actor
from board.evaluation import differences as evaluation_differences
from board.evaluation import rounds as evaluation_rounds
from board.evaluation import statistics as evaluation_statistics
from board.evaluation.differences import FAMILIES, NO_CHANCE, NOT_CHANCE, NOT_COMPARABLE, WITHIN_CHANCE, p_value
from board.evaluation.sampling import bounds, bounds_text, population
from board.evaluation.statistics import ALPHA, interval_text, score_interval, with_intervals
from board.evaluation.weakest import weakest, weakest_of, weakest_text
from board.store.store import Store
from tests.ballot_files import ACTIVITY, add_activity, ballot, import_rows, open_round

NAN = float("nan")


def side(*parts: tuple[float, ...]) -> np.ndarray:
    """Good answers, valid ones and forms given out, by part."""
    return np.array(parts, dtype=float)


def with_one_interval(base: int, good: int, given_out: float) -> tuple[float, float]:
    figures = pd.DataFrame({"base": [base], "good_count": [good], "population": [given_out]})
    row = with_intervals(figures).iloc[0]
    return float(row["good_low"]), float(row["good_high"])


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


def test_of_small_groups_the_exact_test_is_taken() -> None:
    assert p_value(side((5, 5, NAN)), side((0, 5, NAN))) == pytest.approx(0.0079, abs=0.00005)
    assert p_value(side((9, 9, 40)), side((3, 8, 30))) == pytest.approx(stats.fisher_exact([[9, 0], [3, 5]])[1])


def test_the_test_knows_how_many_were_asked_as_the_interval_does() -> None:
    # The example's weakest criterion in two rounds: intervals 50.7%～58.0% and 60.5%～67.5%.
    asked = p_value(side((93, 171, 224)), side((107, 167, 228)))
    unknown = p_value(side((93, 171, NAN)), side((107, 167, NAN)))
    assert asked < 0.001
    assert unknown > 0.05


@settings(deadline=None)
@given(st.integers(20, 180), st.integers(20, 180), st.integers(400, 900))
def test_of_few_of_very_many_it_is_nearly_the_usual_test(one: int, other: int, base: int) -> None:
    usual = proportions_ztest([one, other], [base, base])[1]
    exact = stats.fisher_exact([[one, base - one], [other, base - other]])[1]
    score = p_value(side((one, base, 1e9)), side((other, base, 1e9)))
    assert usual - 1e-9 <= score or score == 1
    assert score <= max(1.6 * exact, exact + 0.02)
    assert score == pytest.approx(p_value(side((one, base, NAN)), side((other, base, NAN))), rel=1e-3, abs=1e-9)


def test_where_all_have_answered_nothing_is_left_to_chance(
    store: Store, clerk: Actor, two_rounds: tuple[str, str]
) -> None:
    for round_id in two_rounds:
        forms = [{"group_label": "家长", "way": "paper", "given_out": 40}]
        evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, forms)
    import_rows(store, clerk, two_rounds[0], [ballot("不深", "清", "好")] * 20 + [ballot("深", "较清", "好")] * 20)
    import_rows(store, clerk, two_rounds[1], [ballot("不深", "清", "好")] * 19 + [ballot("深", "较清", "好")] * 21)
    tests = evaluation_differences.rounds_tested(store, ACTIVITY, two_rounds[1], two_rounds[0])
    assert tests["verdict"].tolist() == [NO_CHANCE, WITHIN_CHANCE, WITHIN_CHANCE]
    assert evaluation_statistics.criteria_intervals(store, ACTIVITY, two_rounds[0])["good_low"].tolist() == [0.5, 1, 1]


def test_one_who_is_missing_makes_no_difference_of_one_certain() -> None:
    assert p_value(side((20, 39, 40)), side((21, 39, 40))) == pytest.approx(1)


def test_the_worst_and_the_best_hold_whatever_those_think_who_gave_no_answer() -> None:
    assert bounds(146, 165, 228) == (146, 209)
    assert bounds_text("总体评价", 146, 165, 228) == (
        "发出 228 张，“总体评价”没有有效回答的 63 张："
        "假如都答最差一档，优良率是 64.0%(146/228)；都答最好一档，是 91.7%(209/228)。"
    )
    assert bounds_text("总体评价", 30, 40, 40) == "发出的 40 张，“总体评价”都有有效回答。"
    assert bounds(146, 165, NAN) is None
    assert bounds(146, 165, 160) is None
    assert bounds_text("总体评价", NAN, NAN, 228) == ""
    assert bounds_text("总体评价", 146, 165, NAN).startswith("发出多少张没有登记全")


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
    assert first["base_text"] == "25.0%(10/40) → 77.5%(31/40)"
    assert tests["p_value"].iloc[2] == 1


def test_a_round_is_compared_as_if_it_had_asked_the_same_people_in_kind(
    store: Store, clerk: Actor, two_rounds: tuple[str, str]
) -> None:
    def rows(sizes: dict[str, tuple[int, int]]) -> list[list[str]]:
        return [
            ballot("深" if place < good else "不深", "清", "好", group=group)
            for group, (good, size) in sizes.items()
            for place in range(size)
        ]

    # Each group judges as before; only more parents, who judge worse, were asked.
    import_rows(store, clerk, two_rounds[0], rows({"教职工": (54, 60), "家长": (10, 20)}))
    import_rows(store, clerk, two_rounds[1], rows({"教职工": (18, 20), "家长": (50, 100)}))
    first = evaluation_differences.rounds_tested(store, ACTIVITY, two_rounds[1], two_rounds[0]).iloc[0]
    assert first["base_text"] == "80.0%(64/80) → 56.7%(68/120)"
    assert first["one_rate"] == pytest.approx(68 / 120)
    assert (first["difference_text"], first["verdict"]) == ("+0.0 个百分点", WITHIN_CHANCE)


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
    assert weakest(store, ACTIVITY, two_rounds[0]) is None
    assert evaluation_statistics.criteria_intervals(store, ACTIVITY, two_rounds[0])["good_low"].isna().all()


def test_many_tests_at_once_are_corrected_together(store: Store, clerk: Actor, two_rounds: tuple[str, str]) -> None:
    earlier, later = two_rounds
    import_rows(store, clerk, earlier, [ballot("深", "清", "好")] * 20 + [ballot("不深", "清", "好")] * 20)
    import_rows(store, clerk, later, [ballot("深", "清", "好")] * 31 + [ballot("不深", "清", "好")] * 9)
    first = evaluation_differences.rounds_tested(store, ACTIVITY, later, earlier).iloc[0]
    assert first["p_value"] < 0.05 < first["p_corrected"]
    assert first["p_corrected"] == pytest.approx(first["p_value"] * 3 * FAMILIES)
    assert first["verdict"] == WITHIN_CHANCE


def test_the_exact_test_of_rare_answers_is_fishers() -> None:
    made = np.random.default_rng(7)
    for most in (6, 30, 300, 3_000):
        for base, other_base in made.integers(1, most, (100, 2)).tolist():
            good, others_bad = (min(of, int(made.integers(0, 5))) for of in (base, other_base))
            other_good = other_base - others_bad
            table = [[good, other_good], [base - good, others_bad]]
            exact = evaluation_differences._exact(good, base, other_base, good + other_good)
            assert exact == pytest.approx(stats.fisher_exact(table)[1], abs=1e-9), table


def test_intervals_are_wilsons() -> None:
    rate, base = np.array([0, 0.2, 1, NAN, 0.5]), np.array([5, 10.5, 7, 3, NAN])
    low, high = proportion_confint(rate * base, base, alpha=ALPHA, method="wilson")
    assert score_interval(rate, base, ALPHA) == (pytest.approx(low, nan_ok=True), pytest.approx(high, nan_ok=True))


def test_they_are_corrected_as_by_statsmodels_with_a_part_of_five_percent() -> None:
    p_values = np.random.default_rng(1).uniform(size=40).round(3).tolist()
    for table in ([0.03], [0.01], [0.2, 0.001, 0.001, 0.004], [p / 100 for p in p_values]):
        is_real, *_ = multipletests(table, alpha=0.05 / FAMILIES, method="holm")
        corrected = evaluation_differences.corrected(pd.Series([NAN, *table]))[1:]
        assert (corrected < 0.05).tolist() == is_real.tolist()


def figures_of(*good: int, base: int = 100) -> pd.DataFrame:
    frame = pd.DataFrame({"criterion_id": [f"C{n}" for n in range(len(good))], "good_count": good, "base": base})
    return frame.assign(
        criterion_label=["准不准", "透不透", "清不清", "强不强"][: len(good)],
        is_overall=False,
        population=float("nan"),
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
    assert weakest_text(found) == (
        "最弱的几项：“透不透”优良率 50.0%(50/100)，95% 区间 45.0%～55.0%；“清不清”与它的差异在抽样误差之内"
    )


def test_where_all_are_alike_none_is_the_weakest() -> None:
    assert weakest_of(figures_of(80, 81, 82)) is None
    assert weakest_of(figures_of(80)) is None
    assert weakest_of(figures_of()) is None


def test_the_overall_grade_is_never_the_weakest_criterion() -> None:
    figures = figures_of(90, 60, 10).assign(is_overall=[False, False, True])
    found = weakest_of(figures)
    assert found is not None
    assert found.criterion_label == "透不透"


def test_an_interval_is_written_as_two_shares() -> None:
    assert interval_text(0.8812, 0.9539) == "88.1%～95.4%"
    assert interval_text(float("nan"), float("nan")) == "—"
