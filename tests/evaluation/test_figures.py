"""Figures of a round agree with an independent count, and say nothing of a group too small to hide in."""

import itertools
import random
from datetime import date
from typing import Any

import pandas as pd
import pytest

from board.access import Actor
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.evaluation.differences import rounds_tested
from board.evaluation.views import rate_since
from board.store.store import Store
from tests.ballot_files import ACTIVITY, GROUPS, POINTS, WORDS, add_activity, ballot, import_rows, open_round


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def random_rows(count: int, seed: int = 7) -> list[list[str]]:
    chance = random.Random(seed)  # noqa: S311 - ballots made up for a test
    return [
        ballot(
            *(chance.choice(["", *words]) for _, words in WORDS.values()),
            group=chance.choice(GROUPS),
            way=chance.choice(["纸质", "网上"]),
            day=f"2025-12-{chance.randint(2, 20):02d}",
            void=chance.choice(["", "", "", "是"]),
        )
        for _ in range(count)
    ]


def counted_anew(rows: list[list[str]]) -> pd.DataFrame:
    """The same figures straight from the rows, without the product."""
    frame = pd.DataFrame([row[:7] for row in rows], columns=["group", "way", "day", "void", *WORDS])
    frame = frame[frame["void"] == ""]
    found = []
    for criterion_id, (_, words) in WORDS.items():
        points = frame[criterion_id].map(dict(zip(words, POINTS, strict=True))).dropna()
        found.append(
            {
                "criterion_id": criterion_id,
                "base": len(points),
                "good_count": int(frame[criterion_id].isin(words[:2]).sum()),
                "mean_points": points.mean(),
                "blank_count": int((frame[criterion_id] == "").sum()),
                "unknown_count": int((frame[criterion_id] == words[4]).sum()),
            }
        )
    return pd.DataFrame(found)


def test_figures_agree_with_an_independent_count(store: Store, clerk: Actor, round_id: str) -> None:
    rows = random_rows(300)
    import_rows(store, clerk, round_id, rows[:120])
    import_rows(store, clerk, round_id, rows[120:])
    wanted = counted_anew(rows)
    found = evaluation.criteria_figures(store, ACTIVITY, round_id)
    for column in wanted.columns:
        assert found[column].tolist() == pytest.approx(wanted[column].tolist())
    assert found["good_rate"].tolist() == pytest.approx((wanted["good_count"] / wanted["base"]).tolist())


def test_groups_add_up_to_the_whole(store: Store, clerk: Actor, round_id: str) -> None:
    rows = random_rows(200)
    import_rows(store, clerk, round_id, rows)
    groups = evaluation.group_figures(store, ACTIVITY, round_id)
    whole = evaluation.criteria_figures(store, ACTIVITY, round_id).set_index("criterion_id")
    assert not groups["is_withheld"].any()
    for column in ("base", "good_count", "blank_count", "unknown_count", "points_total"):
        assert groups.groupby("criterion_id")[column].sum().to_dict() == whole[column].to_dict()


def test_answers_of_a_criterion_share_out_its_valid_answers(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, random_rows(100))
    given = evaluation.answers(store, ACTIVITY, round_id)
    assert len(given) == len(WORDS) * 6
    assert given.groupby("criterion_id")["share"].sum().tolist() == pytest.approx([1.0] * len(WORDS))
    assert set(given[given["rank"] == 0]["answer_label"]) == {"弃权"}


def test_as_of_a_day_counts_what_is_counted_by_then(store: Store, clerk: Actor, round_id: str) -> None:
    rows = random_rows(200)
    import_rows(store, clerk, round_id, rows)
    counted = evaluation.counted(store, ACTIVITY, round_id, date(2025, 12, 12))
    assert counted.through is not None
    wanted = counted_anew([row for row in rows if row[2] <= counted.through.isoformat()])
    found = evaluation.criteria_figures(store, ACTIVITY, round_id, date(2025, 12, 12))
    assert found["good_count"].tolist() == wanted["good_count"].tolist()


def test_a_round_without_ballots_has_no_figures(store: Store, round_id: str) -> None:
    figures = evaluation.criteria_figures(store, ACTIVITY, round_id)
    assert figures["criterion_id"].tolist() == ["C1", "C2", "C0"]
    assert figures["base"].isna().all()
    assert figures["good_rate"].isna().all()
    assert evaluation.group_figures(store, ACTIVITY, round_id).empty
    assert evaluation.suggestions(store, ACTIVITY, round_id).empty


def test_a_round_of_fewer_than_five_ballots_tells_nothing(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, [ballot("深", "清", "好")] * 4)
    assert evaluation.answers(store, ACTIVITY, round_id)["answer_count"].isna().all()
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", day="2025-12-11")])
    assert evaluation.criteria_figures(store, ACTIVITY, round_id)["good_count"].tolist() == [5, 5, 5]


@pytest.mark.parametrize(
    "sizes",
    [
        (20, 9, 7, 4),
        (20, 9, 7, 1),
        (20, 4, 1, 0),
        (20, 4, 4, 4),
        (20, 1, 1, 1),
        (4, 3, 0, 0),
        (9, 4, 0, 0),
        (20, 2, 2, 5),
    ],
)
def test_no_small_group_can_be_had_by_subtraction(
    store: Store, clerk: Actor, round_id: str, sizes: tuple[int, ...]
) -> None:
    pairs = zip(GROUPS, sizes, strict=True)
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", group=g) for g, size in pairs for _ in range(size)])
    groups = evaluation.group_figures(store, ACTIVITY, round_id)
    shown = groups[groups["criterion_id"] == "C1"].set_index("group_label")
    assert shown[shown["is_withheld"]]["base"].isna().all()
    open_sizes = shown[~shown["is_withheld"]]["base"].astype(int).tolist()
    assert all(size >= 5 for size in open_sizes)
    for count in range(len(open_sizes) + 1):
        for some in itertools.combinations(open_sizes, count):
            rest = sum(sizes) - sum(some)
            assert rest == 0 or rest >= 5
    assert shown["is_withheld"].sum() != 1


def test_groups_that_are_all_big_enough_are_all_shown(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", group=group) for group in GROUPS for _ in range(5)])
    assert not evaluation.group_figures(store, ACTIVITY, round_id)["is_withheld"].any()


def test_rounds_are_compared_criterion_by_criterion(store: Store, clerk: Actor, round_id: str) -> None:
    later = open_round(store, clerk, "第二轮")
    import_rows(
        store, clerk, round_id, [ballot(answer, "清", "好") for answer in ("深", "一般", "不深", "较深", "一般")]
    )
    import_rows(store, clerk, later, [ballot(answer, "清", "好") for answer in ("深", "深", "较深", "较深", "一般")])
    first = rounds_tested(store, ACTIVITY, later, round_id).iloc[0]
    assert (first["one_rate"], first["other_rate"]) == (0.4, 0.8)
    assert first["difference"] == pytest.approx(0.4)
    assert (first["one_name"], first["other_name"]) == ("第一轮", "第二轮")


def test_a_round_is_compared_with_the_last_one_of_the_same_thing(store: Store, clerk: Actor, round_id: str) -> None:
    canteen = {"name": "食堂", "evaluated": "食堂", "opened_on": date(2025, 12, 2)}
    other = evaluation_rounds.add_round(store, clerk, ACTIVITY, canteen)
    later = open_round(store, clerk, "第二轮")
    for count, each in enumerate((round_id, other, later), start=5):
        import_rows(store, clerk, each, [ballot("深", "清", "好")] * count)

    def before(id_: str) -> Any:
        found = evaluation.round_before(evaluation.rounds(store, ACTIVITY), id_)
        return found and found["round_id"]

    assert (before(later), before(round_id)) == (round_id, None)
    assert before(other) == later  # opened a day earlier, of something else


def test_the_headline_is_the_overall_grade_not_all_criteria_together(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, [ballot("不深", "不清", "好")] * 8 + [ballot("深", "清", "差")] * 2)
    head = evaluation.headline(store, ACTIVITY, round_id)
    assert (head.label, head.good_count, head.base) == ("总体评价", 8, 10)


def test_suggestions_come_without_group(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", group="党员", says="多到班里看看")])
    assert "党员" not in evaluation.suggestions(store, ACTIVITY, round_id).to_string()


def test_a_round_that_grew_says_how_many_more_answers_are_counted_beside_its_change() -> None:
    assert rate_since((150, 160), (80, 100)) == "+13.8 个百分点，多计入 60 个回答"
    assert rate_since((80, 100), (150, 160)) == "-13.8 个百分点，少计入 60 个回答"
    assert rate_since((80, 100), (79, 100)) == "+1.0 个百分点"  # an answer was corrected
    assert rate_since((80, 100), (80, 100)) == "没有变化"
    assert rate_since((80, 100), (0, 0)) is None
