"""Exports that overlap in part are found by the order of their rows; ballots of others are not asked about for it."""

from random import Random

import pytest

from board.access import Actor
from board.imports import commit as imports
from board.imports.ballot_sets import Ballots, ballots_of, same
from board.imports.in_order import Placed, run_of
from board.store.store import Store
from tests.ballot_files import ACTIVITY, WORDS, add_activity, ballot, checked, open_round
from tests.depth import walked

# How people answer, by the chance that somebody repeats his first answer: each for itself, alike, one column.
STYLES = (0.0, 0.75, 0.93)
ORDERS = {"as they came": None, "by group": 1, "sorted": 3}


def people(random: Random, count: int, criteria: int, style: float) -> list[Placed]:
    """So many ballots, in the order of their file, as people answer: mostly well."""
    rows = []
    for _ in range(count):
        first = random.choices(range(1, 5), (10, 6, 3, 1))[0]
        ranks = [first if random.random() < style else random.choices(range(6), (1, 8, 6, 3, 2, 1))[0]
                 for _ in range(criteria)]  # fmt: skip
        group = random.choices(("家长", "教职工", "党员", "普通群众"), (8, 4, 2, 1))[0]
        rows.append((group, random.choice(("paper", "online")), sum((r + 1) << 4 * at for at, r in enumerate(ranks))))
    return rows


@pytest.mark.parametrize("criteria", [3, *walked(9)])
@pytest.mark.parametrize("order", ["sorted", *walked("as they came", "by group")])
def test_ballots_of_others_are_hardly_ever_asked_about_for_their_order(criteria: int, order: str) -> None:
    random = Random(f"{criteria} {order}")  # noqa: S311 - nothing secret
    asked = 0
    for turn in range(60):
        sizes = (random.randrange(5, 80), random.randrange(5, 80))
        first, second = (people(random, size, criteria, STYLES[turn % 3]) for size in sizes)
        if ORDERS[order]:
            first.sort(key=lambda row: row[: ORDERS[order]])
            second.sort(key=lambda row: row[: ORDERS[order]])
        asked += run_of(second, first) is not None
    assert asked == 0


def dated(random: Random, rows: list[Placed]) -> Ballots:
    """Ballots of three days."""
    return ballots_of((group, way, random.randrange(10, 13), answers, 1) for group, way, answers in rows)


@pytest.mark.parametrize(
    ("criteria", "style"), [(3, 0.75), *walked((3, 0.0), (3, 0.93), (9, 0.0), (9, 0.75), (9, 0.93))]
)
def test_ballots_of_others_on_the_same_days_are_seldom_asked_about(criteria: int, style: float) -> None:
    """Before, of those alike 40 and 57 in a hundred were, since some group had a few that answered alike."""
    random = Random(f"{criteria} {style}")  # noqa: S311 - nothing secret
    asked, pairs = 0, 20
    for _ in range(pairs):
        first, second = (dated(random, people(random, random.randrange(5, 40), criteria, style)) for _ in range(2))
        asked += bool(same(second, first, has_days=True))
    assert asked <= pairs * (0.2 if style > 0.9 else 0.1)


@pytest.mark.parametrize(("criteria", "share", "least"), [(9, 0.5, 45), *walked((3, 0.5, 45), (9, 0.25, 40))])
def test_most_exports_that_overlap_are_found(criteria: int, share: float, least: int) -> None:
    random = Random(f"{criteria} {share}")  # noqa: S311 - nothing secret
    found = 0
    for turn in range(60):
        size = random.randrange(15, 80)
        rows, both = people(random, 2 * size, criteria, STYLES[turn % 3]), int(size * share)
        first, second = rows[:size], rows[size - both : 2 * size - both]
        run = run_of(second, first)
        found += run is not None and run.count >= both and run.came[0] == 1
    assert found >= least


def test_a_window_that_overlaps_another_is_asked_about_with_its_rows(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    random = Random(3)  # noqa: S311 - nothing secret
    rows = []
    for number in range(50):
        words = [random.choices(each, (8, 6, 3, 2, 1))[0] for _, each in WORDS.values()]
        rows.append(ballot(*words, group="家长", day=f"2025-12-{1 + number // 25:02}"))
    imports.commit(store, clerk, ACTIVITY, round_id, checked(rows[:30]))
    corrected = [*rows[15:20], ballot("不深", "不清", "差", day="2025-12-01"), *rows[21:]]
    for later in (rows[15:], corrected):
        shown = imports.preview(store, ACTIVITY, round_id, checked(later))
        assert "次序也一样（按有效票数，这里第 1–15 张，那一份第 16–30 张）" in shown.blocked[0]
        assert f"新的只有 {35 - (15 if later is not corrected else 14)} 张；是另外的，35 张全是新的" in shown.blocked[0]
    assert not imports.preview(store, ACTIVITY, round_id, checked(rows[30:])).blocked
