"""Nothing that can be had of a round, alone or by taking one figure from another, stands for one to four ballots."""

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board import evaluation, overview
from board.access import Actor
from board.db import Store
from board.evaluation_disclosure import SMALLEST_GROUP, Counted, counted_of, disclosed, rule_of, withheld_groups
from board.evaluation_views import criteria_shown, groups_shown
from tests.ballot_files import ACTIVITY, GROUPS, WORDS, add_activity, ballot, import_rows, open_round

FIRST = date(2025, 12, 2)
WAYS = ("paper", "online")
SCALE = pd.DataFrame(
    [("C1", rank, points) for rank, points in enumerate((None, 100.0, 80.0, 60.0, 0.0, None))],
    columns=["criterion_id", "rank", "points"],
)
Place = tuple[str, str, int]
Release = tuple[str, frozenset[Place], dict[int, int]]
# How many ballots, and how many of them with a valid answer, each group and way brought on each day.
places = st.tuples(st.sampled_from(GROUPS[:3]), st.sampled_from(WAYS), st.integers(0, 3))
counts = st.tuples(st.integers(1, 12), st.integers(0, 12)).map(lambda pair: (pair[0], min(pair)))
rounds = st.dictionaries(places, counts, min_size=1, max_size=14)


def counted(brought: dict[Place, tuple[int, int]], number: int) -> Counted:
    given_ = totals(brought)
    return counted_of(rule_of(*given_), given_[0], day(number))


def shown_of(brought: dict[Place, tuple[int, int]], by: str | None = None) -> pd.DataFrame:
    given_ = totals(brought)
    return disclosed(rule_of(*given_), *given_, day(4), by)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def totals(brought: dict[Place, tuple[int, int]]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A round's kept totals: the valid answers all the best, the others blank."""
    ballots = [(g, w, day(d), False, count) for (g, w, d), (count, _) in brought.items()]
    answers = [
        (group, way, day(number), "C1", rank, part)
        for (group, way, number), (count, valid) in brought.items()
        for rank, part in ((1, valid), (0, count - valid))
        if part
    ]
    frames = [
        pd.DataFrame(ballots, columns=["group_label", "way", "cast_on", "is_void", "ballot_count"]),
        pd.DataFrame(answers, columns=["group_label", "way", "cast_on", "criterion_id", "rank", "answer_count"]),
    ]
    given_ballots, given_answers = (frame.assign(cast_on=pd.to_datetime(frame["cast_on"])) for frame in frames)
    return given_ballots, given_answers, SCALE


def released(given_: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], brought: Any) -> Iterator[Release]:
    """Everything shown as of the days on which it changes: its part, the places it is made of, its answers by rank."""
    rule = rule_of(*given_)
    for number in sorted({(ended - FIRST).days for ended in rule.step_ends}):
        through = counted_of(rule, given_[0], day(number)).through
        assert through == day(number)
        come = {place for place in brought if through and day(place[2]) <= through}
        for by in (None, "group_label", "way"):
            shown = disclosed(rule, *given_, day(number), by)
            for part, rows in shown.dropna(subset="answer_count").groupby(by or "criterion_id"):
                mine = {place for place in come if by is None or part in place}
                yield (f"{part} {number}", frozenset(mine), dict(zip(rows["rank"], rows["answer_count"], strict=True)))


def is_told(known: list[list[int]], sizes: list[int]) -> bool:
    """Whether sums and differences of what is known give the count of any one to four ballots (of `sizes` by place)."""
    matrix = np.array(known, dtype=float).reshape(len(known), len(sizes))
    _, strengths, directions = np.linalg.svd(matrix)
    unknown = directions[int((strengths > 1e-9).sum()) :]
    small = [place for place, size in enumerate(sizes) if 0 < size < SMALLEST_GROUP]
    for count in range(1, SMALLEST_GROUP):
        for some in itertools.combinations(small, count):
            if sum(sizes[place] for place in some) < SMALLEST_GROUP and np.allclose(
                unknown[:, list(some)].sum(axis=1), 0
            ):
                return True
    return False


@settings(max_examples=25, deadline=None)
@given(rounds)
def test_no_sums_or_differences_of_what_is_shown_give_one_to_four_ballots(
    brought: dict[Place, tuple[int, int]],
) -> None:
    shown = list(released(totals(brought), brought))
    order = sorted(brought)
    known = [[int(place in made_of) for place in order] for _, made_of, _ in shown]
    for which in (0, 1):  # ballots, and valid answers
        assert not is_told(known, [brought[place][which] for place in order])


@settings(max_examples=25, deadline=None)
@given(rounds)
def test_what_is_shown_is_the_whole_truth_of_its_days(brought: dict[Place, tuple[int, int]]) -> None:
    for _, made_of, answers in released(totals(brought), brought):
        assert answers[1] == sum(brought[place][1] for place in made_of)
        assert answers[0] == sum(brought[place][0] - brought[place][1] for place in made_of)
        assert answers[1] == 0 or answers[1] >= SMALLEST_GROUP


@settings(max_examples=25, deadline=None)
@given(rounds)
def test_as_of_the_last_day_every_ballot_is_counted(brought: dict[Place, tuple[int, int]]) -> None:
    whole = sum(count for count, _ in brought.values())
    found = counted(brought, 4)
    assert (found.count, found.waiting) == ((whole, 0) if whole >= SMALLEST_GROUP else (0, whole))


@settings(max_examples=25, deadline=None)
@given(rounds, st.integers(0, 3))
def test_what_waits_and_what_is_counted_is_what_has_come(brought: dict[Place, tuple[int, int]], number: int) -> None:
    found = counted(brought, number)
    assert found.count + found.waiting == sum(count for place, (count, _) in brought.items() if place[2] <= number)
    assert found.count == 0 or found.count >= SMALLEST_GROUP


def test_a_tool_that_finds_what_is_told_finds_it() -> None:
    assert is_told([[1, 1], [1, 0]], [9, 4])
    assert is_told([[1, 1, 1], [1, 1, 0], [0, 1, 1]], [2, 9, 9])
    assert not is_told([[1, 1, 1], [1, 0, 0]], [9, 4, 4])


@pytest.mark.parametrize(
    ("counts_by_group", "together"),
    [
        ((20, 9, 7, 4), {"家长", "普通群众"}),
        ((20, 9, 3, 2), {"家长", "普通群众"}),
        ((20, 9, 2, 2), {"教职工", "家长", "普通群众"}),
        ((20, 9, 7, 0), set()),
        ((20, 9, 7, 5), set()),
        ((4, 0, 0, 0), {"党员"}),
    ],
)
def test_groups_are_withheld_until_enough_stand_together(counts_by_group: tuple[int, ...], together: set[str]) -> None:
    assert withheld_groups(pd.Series(counts_by_group, index=list(GROUPS))) == together


def test_a_day_with_too_few_ballots_is_counted_with_the_next() -> None:
    brought = {("党员", "paper", 0): (9, 9), ("党员", "paper", 1): (3, 3), ("党员", "paper", 2): (8, 8)}
    through = [counted(brought, number).through for number in range(-1, 4)]
    assert through == [None, day(0), day(0), day(2), day(2)]


def test_the_last_few_ballots_are_counted_with_the_day_before() -> None:
    brought = {("党员", "paper", 0): (9, 9), ("党员", "paper", 1): (9, 9), ("党员", "paper", 2): (2, 2)}
    assert rule_of(*totals(brought)).step_ends == (day(0), day(2))


def test_a_day_on_which_a_group_brought_too_few_is_counted_with_the_next() -> None:
    brought = {(group, "paper", number): (20, 20) for group in GROUPS[:2] for number in range(2)}
    brought[("家长", "paper", 0)] = (2, 2)
    brought[("家长", "paper", 1)] = (30, 30)
    assert rule_of(*totals(brought)).step_ends == (day(1),)


def test_ways_are_not_told_apart_where_a_group_used_one_hardly() -> None:
    brought = {("党员", "paper", 0): (20, 20), ("家长", "paper", 0): (20, 20), ("家长", "online", 0): (3, 3)}
    shown = shown_of(brought, "way")
    assert shown["is_withheld"].all()
    assert shown["answer_count"].isna().all()
    brought[("家长", "online", 0)] = (5, 5)
    assert not shown_of(brought, "way")["is_withheld"].any()


def test_a_criterion_that_a_group_hardly_answered_is_shown_only_within_the_whole() -> None:
    brought = {("党员", "paper", 0): (20, 3), ("家长", "paper", 0): (20, 9), ("教职工", "paper", 0): (20, 20)}
    shown = shown_of(brought, "group_label").groupby("group_label")["answer_count"]
    assert shown.count().to_dict() == {"党员": 0, "家长": 0, "教职工": 6}
    assert not shown_of(brought, "group_label")["is_withheld"].any()


def test_a_criterion_with_too_few_answers_in_all_is_not_shown() -> None:
    brought = {("党员", "paper", 0): (20, 2), ("家长", "paper", 0): (20, 1)}
    assert shown_of(brought)["answer_count"].isna().all()


# --- The same of a store, through everything that pages and exports read. ---

Rows = list[list[str]]


def scattered(seed: int, sizes: tuple[int, ...], days: int) -> Rows:
    """Ballots of four groups over some days, some blank, some void, some with a suggestion."""
    chance = random.Random(seed)  # noqa: S311 - ballots made up for a test
    return [
        ballot(
            *(chance.choice(["", *words]) for _, words in WORDS.values()),
            group=group,
            way=chance.choice(["纸质", "网上", "网上"]),
            day=day(chance.randrange(days)).isoformat(),
            void=chance.choice(["", "", "", "", "是"]),
            says=chance.choice(["", "", f"建议{number}"]),
        )
        for group, size in zip(GROUPS, sizes, strict=True)
        for number in range(size)
    ]


def made_of(rows: Rows, through: date | None, **only: str) -> dict[str, frozenset[int]]:
    """Of the valid ballots through a day, of a group or way: all, and by criterion those with a valid answer."""
    places = {"group_label": 0, "way": 1}
    mine = [
        place
        for place, row in enumerate(rows)
        if through and row[2] <= through.isoformat() and not row[3]
        if all(row[places[name]] == value for name, value in only.items())
    ]
    by_criterion = {
        criterion_id: frozenset(place for place in mine if rows[place][4 + column] in words[:4])
        for column, (criterion_id, (_, words)) in enumerate(WORDS.items())
    }
    return {"": frozenset(mine), **by_criterion}


def seen(store: Store, round_id: str, rows: Rows, as_of: date | None) -> Iterator[tuple[str, frozenset[int]]]:
    """Every figure of answers to be had as of a day: of which criterion, made of which ballots; its base checked."""
    through = evaluation.counted(store, ACTIVITY, round_id, as_of).through
    parts: list[tuple[pd.DataFrame, dict[str, str]]] = [
        (evaluation.criteria_figures(store, ACTIVITY, round_id, as_of), {})
    ]
    groups = evaluation.group_figures(store, ACTIVITY, round_id, as_of)
    ways = evaluation.way_figures(store, ACTIVITY, round_id, as_of)
    parts += [(part, {"group_label": str(label)}) for label, part in groups.groupby("group_label")]
    parts += [(part, {"way": {"paper": "纸质", "online": "网上"}[str(way)]}) for way, part in ways.groupby("way")]
    for figures, only in parts:
        ballots = made_of(rows, through, **only)
        for row in figures[figures["base"].notna()].to_dict("records"):
            assert row["base"] == len(ballots[row["criterion_id"]]), (as_of, only, row)
            yield row["criterion_id"], ballots[row["criterion_id"]]
            yield "", ballots[""]


@pytest.mark.parametrize(
    ("seed", "sizes", "days"),
    [
        (1, (60, 30, 12, 4), 6),
        (2, (200, 90, 40, 25), 12),
        (3, (9, 7, 4, 2), 3),
        (4, (400, 6, 3, 1), 4),
        (5, (50, 50, 50, 50), 2),
    ],
)
def test_of_a_round_in_a_store_no_two_figures_differ_by_one_to_four_ballots(
    store: Store, clerk: Actor, seed: int, sizes: tuple[int, ...], days: int
) -> None:
    add_activity(store)
    round_id, other = open_round(store, clerk), open_round(store, clerk, "第二轮")
    rows = scattered(seed, sizes, days)
    import_rows(store, clerk, round_id, rows)
    import_rows(store, clerk, other, scattered(seed + 100, sizes, days))
    known = {
        figure
        for as_of in [*(day(number) for number in range(-1, days + 1)), None]
        for figure in seen(store, round_id, rows, as_of)
    }
    for (criterion, ballots), (other_criterion, others) in itertools.permutations(known, 2):
        if criterion == other_criterion and others < ballots:
            assert len(ballots - others) >= SMALLEST_GROUP
    assert all(len(ballots) >= SMALLEST_GROUP or not ballots for _, ballots in known)


def test_shown_texts_and_the_overview_say_no_more_than_the_figures(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    rows = [ballot("深", "清", "好", day=day(0).isoformat())] * 7 + [
        ballot("不深", "清", "好", day=day(1).isoformat())
    ] * 2
    import_rows(store, clerk, round_id, rows)
    assert overview.figures(store, ACTIVITY, day(0)).good_base == 0
    assert set(criteria_shown(store, ACTIVITY, round_id, day(0))["good_text"]) == {"—"}
    assert groups_shown(store, ACTIVITY, round_id, day(0)).empty
    assert overview.figures(store, ACTIVITY, day(1)).good_base == 18
    assert criteria_shown(store, ACTIVITY, round_id, day(1))["good_text"].iloc[0] == "77.8%(7/9)"


def test_a_suggestion_is_not_told_by_the_day_on_which_it_came_alone(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    early = [ballot("深", "清", "好", day=day(0).isoformat(), says=f"早{number}") for number in range(6)]
    late = [ballot("深", "清", "好", day=day(number).isoformat(), says=f"晚{number}") for number in (1, 2, 3, 4, 5)]
    import_rows(store, clerk, round_id, [*early, *late])
    told = [len(evaluation.suggestions(store, ACTIVITY, round_id, day(number))) for number in range(-1, 7)]
    assert told == [0, 6, 6, 6, 6, 6, 11, 11]
