"""Nothing that can be had of a round, alone or by taking one figure from another, stands for one to four ballots."""

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest

from board.access import Actor
from board.ballots import closing as evaluation_closing
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.evaluation.differences import rounds_tested
from board.evaluation.disclosure import counted_of, disclosed
from board.evaluation.lumps import parted_cells
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.views import criteria_shown, groups_shown
from board.evaluation.weakest import weakest
from board.imports import commit as imports
from board.imports import history as imports_history
from board.overview import figures as overview
from board.store.store import Store
from tests.ballot_files import ACTIVITY, GROUPS, WORDS, add_activity, ballot, checked, import_rows, open_round
from tests.evaluation.test_evaluation_lives import cast_online

FIRST = date(2025, 12, 2)
SCALE = pd.DataFrame([("C1", rank) for rank in range(6)], columns=["criterion_id", "rank"])
NONE_HELD = pd.DataFrame(columns=["lump_no", "criterion_id", "group_label", "counted_on", "is_online"])
Place = tuple[str, str, int]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def lumps_of(brought: dict[Place, tuple[int, int]]) -> pd.DataFrame:
    """The lumps of one file: how many ballots, and how many with C1 answered, of each group and way on each day."""
    cells = [
        ("I-001", group, way, day(number), measure, rank, count, count if rank or not measure else 0)
        for (group, way, number), (whole, valid) in brought.items()
        for measure, rank, count in (("", 0, whole), ("C1", 1, valid), ("C1", 0, whole - valid))
        if count
    ]
    columns = ["import_id", "group_label", "way", "cast_on", "criterion_id", "rank", "answer_count", "valid_count"]
    came = pd.DataFrame(cells, columns=columns)
    lumps = parted_cells(came, came.head(0), NONE_HELD)
    days = {name: pd.to_datetime(lumps[name]) for name in ("cast_on", "counted_on")}
    return lumps.assign(**days)


def shown_of(brought: dict[Place, tuple[int, int]], by: str | None = None) -> pd.DataFrame:
    return disclosed(lumps_of(brought), SCALE, day(9), by)


def through(brought: dict[Place, tuple[int, int]]) -> list[date | None]:
    lumps = lumps_of(brought)
    return [counted_of(lumps, day(number)).through for number in range(-1, 4)]


@pytest.mark.parametrize(
    ("counts_by_group", "together"),
    [
        ((20, 9, 7, 4), {"家长", "普通群众"}),
        ((20, 9, 3, 2), {"家长", "普通群众"}),
        ((20, 9, 2, 2), {"教职工", "家长", "普通群众"}),
        ((20, 9, 7, 0), set()),
        ((20, 9, 7, 5), set()),
    ],
)
def test_groups_are_withheld_until_enough_stand_together(counts_by_group: tuple[int, ...], together: set[str]) -> None:
    brought = {(group, "paper", 0): (n, n) for group, n in zip(GROUPS, counts_by_group, strict=True) if n}
    found = counted_of(lumps_of(brought), day(0))
    assert found.withheld == together
    assert (found.count, found.waiting) == (sum(counts_by_group), 0)


def test_fewer_than_five_ballots_in_all_wait() -> None:
    found = counted_of(lumps_of({("党员", "paper", 0): (4, 4)}), day(0))
    assert (found.through, found.count, found.waiting) == (None, 0, 4)


def test_a_day_with_too_few_ballots_is_counted_with_the_next() -> None:
    brought = {("党员", "paper", 0): (9, 9), ("党员", "paper", 1): (3, 3), ("党员", "paper", 2): (8, 8)}
    assert through(brought) == [None, day(0), day(0), day(2), day(2)]


def test_the_last_few_ballots_are_counted_with_the_day_before() -> None:
    brought = {("党员", "paper", 0): (9, 9), ("党员", "paper", 1): (9, 9), ("党员", "paper", 2): (2, 2)}
    assert through(brought) == [None, day(0), day(0), day(2), day(2)]


def test_a_day_on_which_a_group_brought_too_few_is_counted_with_the_next() -> None:
    brought = {(group, "paper", number): (20, 20) for group in GROUPS[:2] for number in range(2)}
    brought[("家长", "paper", 0)] = (2, 2)
    brought[("家长", "paper", 1)] = (30, 30)
    assert through(brought) == [None, None, day(1), day(1), day(1)]


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
    assert shown_of(brought)["valid_count"].eq(40).all()


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


@pytest.mark.walk
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
    assert overview.figures(store, ACTIVITY, day(1)).good_base == 9
    assert criteria_shown(store, ACTIVITY, round_id, day(1))["good_text"].iloc[0] == "77.8%(7/9)"


def test_a_suggestion_is_not_told_by_the_day_on_which_it_came_alone(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    early = [ballot("深", "清", "好", day=day(0).isoformat(), says=f"早{number}") for number in range(6)]
    late = [ballot("深", "清", "好", day=day(number).isoformat(), says=f"晚{number}") for number in (1, 2, 3, 4, 5)]
    import_rows(store, clerk, round_id, [*early, *late])
    told = [len(evaluation.suggestions(store, ACTIVITY, round_id, day(number))) for number in range(-1, 7)]
    assert told == [0, 6, 6, 6, 6, 6, 11, 11]


# --- The same while ballots come in. ---


def bases(store: Store, round_id: str) -> dict[str, int]:
    """Valid answers to C1 of the whole (under "") and of each group that is shown."""
    groups = evaluation.group_figures(store, ACTIVITY, round_id)
    shown = groups[(groups["criterion_id"] == "C1") & groups["base"].notna()]
    whole = evaluation.criteria_figures(store, ACTIVITY, round_id).set_index("criterion_id")["base"]["C1"]
    return {"": 0 if pd.isna(whole) else int(whole), **dict(zip(shown["group_label"], shown["base"], strict=True))}


@pytest.mark.walk
def test_online_ballots_move_the_figures_five_by_five(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    seen = []
    for number in range(12):
        cast_online(store, round_id, "家长", day(0), 1 if number != 6 else 0)
        seen.append((evaluation.counted(store, ACTIVITY, round_id).count, bases(store, round_id)[""]))
        assert evaluation.forms(store, ACTIVITY, round_id)["returned_count"].sum() == number + 1
    # The seventh left C1 blank: its answers wait for one more.
    assert seen == [(0, 0)] * 4 + [(5, 5)] * 5 + [(10, 5), (10, 10), (10, 10)]


def test_a_group_that_few_are_added_to_waits_for_more(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    import_rows(store, clerk, round_id, [ballot("深", "清", "好")] * 9)
    import_rows(store, clerk, round_id, [ballot("较深", "清", "好")] * 3, is_other=True)
    assert bases(store, round_id) == {"": 9, "家长": 9}
    assert evaluation.counted(store, ACTIVITY, round_id).waiting == 3
    import_rows(store, clerk, round_id, [ballot("一般", "清", "好")] * 2, is_other=True)
    assert bases(store, round_id) == {"": 14, "家长": 14}


def test_when_a_round_closes_what_waits_is_counted_within_the_whole(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", group=group) for group in GROUPS[:2]] * 9)
    for group in GROUPS[:2]:
        import_rows(store, clerk, round_id, [ballot("较深", "清", "好", group=group)] * 3, is_other=True)
    assert bases(store, round_id) == {"": 18, "党员": 9, "教职工": 9}
    evaluation_closing.close_round(store, clerk, ACTIVITY, round_id, date(2025, 12, 20))
    assert bases(store, round_id) == {"": 24, "党员": 9, "教职工": 9}


def test_taking_a_few_ballots_back_takes_those_they_were_shown_with(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    for answer, count in (("深", 9), ("较深", 3), ("一般", 2)):
        import_rows(store, clerk, round_id, [ballot(answer, "清", "好")] * count, is_other=True)
    imports_history.undo(store, clerk, ACTIVITY, "I-003")
    assert bases(store, round_id) == {"": 9, "家长": 9}
    import_rows(store, clerk, round_id, [ballot("不深", "清", "好")] * 4, is_other=True)
    assert bases(store, round_id) == {"": 9, "家长": 9}  # with the three, these would tell of the two


@pytest.mark.walk
def test_what_a_file_took_the_place_of_comes_back_as_it_was(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    for answer, count in (("深", 9), ("较深", 3), ("一般", 2)):
        import_rows(store, clerk, round_id, [ballot(answer, "清", "好")] * count, is_other=True)
    imports.commit(store, clerk, ACTIVITY, round_id, checked([ballot("不深", "清", "好")] * 6), "replace")
    assert bases(store, round_id) == {"": 6, "家长": 6}
    imports_history.undo(store, clerk, ACTIVITY, "I-004")
    assert bases(store, round_id) == {"": 14, "家长": 14}


@pytest.mark.walk
def test_suggestions_of_a_file_with_few_ballots_wait_for_those_of_others(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    told = []
    for number in range(5):
        rows = [ballot("深", "清", "好", says=f"建议{number}", group=GROUPS[number % 4])]
        import_rows(store, clerk, round_id, rows, is_other=True)
        told.append(len(evaluation.suggestions(store, ACTIVITY, round_id)))
    assert told == [0, 0, 0, 0, 5]
    import_rows(store, clerk, round_id, [ballot("较深", "清", "好", says="最后一条")], is_other=True)
    assert len(evaluation.suggestions(store, ACTIVITY, round_id)) == 5
    evaluation_closing.close_round(store, clerk, ACTIVITY, round_id, date(2025, 12, 20))
    assert len(evaluation.suggestions(store, ACTIVITY, round_id)) == 6


def test_what_is_said_of_the_whole_tells_nothing_of_who_is_withheld(store: Store, clerk: Actor) -> None:
    """Bounds, intervals, the weakest criterion, rounds compared group by group, where two groups swap their answers."""
    add_activity(store)
    said = []
    for first, second in (("深", "不深"), ("不深", "深")):
        rounds = [open_round(store, clerk, f"{first}{number}") for number in (1, 2)]
        few = [ballot(first, "清", "好", group="党员")] * 3 + [ballot(second, "清", "好", group="普通群众")] * 3
        for place, round_id in enumerate(rounds):
            forms = [{"group_label": group, "way": "paper", "given_out": 40} for group in GROUPS]
            evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, forms)
            many = [ballot("深", "清", "好", group=group) for group in ("家长", "教职工") for _ in range(20 + place)]
            import_rows(store, clerk, round_id, [*many, *few])
        ids = (store, ACTIVITY, rounds[1])
        tests = rounds_tested(*ids, rounds[0])
        assert set(tests["part_count"]) == {3}
        names = ["one_name", "other_name", "pair"]
        shown = criteria_shown(*ids, day(40), day(0))
        said.append((tests.drop(columns=names).to_csv(), shown.to_csv(), weakest(*ids)))
    assert said[0] == said[1]
