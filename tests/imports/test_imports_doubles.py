"""Ballots that come again in another file are never counted twice unless somebody has looked: found by what the store
holds, whatever the files' sizes and order, and held against the set of true ballots."""

from collections.abc import Sequence
from random import Random

import pytest

from board.access import Actor
from board.evaluation import results as evaluation
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store
from tests.ballot_files import ACTIVITY, GROUPS, WORDS, add_activity, ballot, checked, open_round
from tests.depth import walked
from tests.import_traces import tallied

Rows = list[list[str]]


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def drawn(random: Random, counts: dict[str, int], day: int = 10) -> Rows:
    """So many ballots of each group, as people answer: mostly well, each a little otherwise."""
    rows = []
    for group, count in counts.items():
        for _ in range(count):
            words = [random.choices(["", *each], (1, 8, 6, 3, 2, 1))[0] for _, each in WORDS.values()]
            rows.append(ballot(*words, group=group, day=f"2025-12-{day + random.randrange(3)}"))
    return rows


def blocked(store: Store, round_id: str, rows: Rows) -> bool:
    return bool(imports.preview(store, ACTIVITY, round_id, checked(rows)).blocked)


def bring(store: Store, clerk: Actor, round_id: str, rows: Rows) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, checked(rows))


WHOLE = {"家长": 14, "党员": 9, "教职工": 11}
SEEDS = [1, *walked(*range(2, 40), 503)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cumulative_export_after_a_partial_one_is_asked_about(
    store: Store, clerk: Actor, round_id: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    rows = drawn(random, WHOLE)
    for part in (3, 12, 30):
        imports_history_cleared(store, clerk)
        bring(store, clerk, round_id, rows[:part])
        assert blocked(store, round_id, rows), part
        assert blocked(store, round_id, random.sample(rows, len(rows))), part


def imports_history_cleared(store: Store, clerk: Actor) -> None:
    for row in imports_history.history(store, ACTIVITY).itertuples():
        if row.status == "active":
            imports_history.undo(store, clerk, ACTIVITY, str(row.import_id))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_group_after_the_whole_and_the_whole_after_its_groups_are_asked_about(
    store: Store, clerk: Actor, round_id: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    rows = drawn(random, {**WHOLE, "普通群众": 2})
    by_group = {group: [row for row in rows if row[0] == group] for group in GROUPS}
    bring(store, clerk, round_id, rows)
    assert all(blocked(store, round_id, part) for part in by_group.values())
    imports_history_cleared(store, clerk)
    for part in by_group.values():
        bring(store, clerk, round_id, part)
    assert blocked(store, round_id, rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_corrected_export_is_asked_about(store: Store, clerk: Actor, round_id: str, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    rows = drawn(random, WHOLE)
    bring(store, clerk, round_id, rows)
    few = [ballot("不深", "不清", "差", group=row[0]) if at in (2, 11) else row for at, row in enumerate(rows)]
    assert blocked(store, round_id, few)
    for column in (1, 2, 4, 5, 6):
        assert blocked(store, round_id, _otherwise(rows, column)), column
    groups = [_otherwise([row], 4)[0] if row[0] == "家长" else row for row in rows]
    assert blocked(store, round_id, groups)
    assert blocked(store, round_id, [*few, *drawn(random, {"家长": 6})])


def _otherwise(rows: Rows, column: int) -> Rows:
    """The same rows with another word in one column: another way or day, or the answers read from the wrong end."""
    words = list(WORDS.values())[column - 4][1][:4] if column >= 4 else ()
    other = dict(zip(words, reversed(words), strict=True)) | {"纸质": "网上"}
    return [[*row[:column], "2025-12-29" if column == 2 else other.get(row[column], row[column]), *row[column + 1 :]]
            for row in rows]  # fmt: skip


def tally_of(rows: Rows, group: str, name: str = "计票.csv"):  # type: ignore[no-untyped-def]
    """The tally of a group's ballots, as `tests.import_traces.tallied` makes one."""
    return tallied(_ranks(rows), group=group, name=name)


def _ranks(rows: Rows) -> list[int]:
    words = ["", *next(iter(WORDS.values()))[1]]
    found = [0] * 6
    for row in rows:
        found[words.index(row[4])] += 1
    return found


def alike(random: Random, group: str, count: int) -> Rows:
    """Ballots that give one rank for every criterion, as the tally of a single list of counts says.

    One of them may be blank: of two it would be asked whether they are ballots.
    """
    rows: Rows = []
    ranks: list[int] = []
    for _ in range(count):
        ranks += random.choices(range(6), (1, 8, 6, 3, 2, 1))
        rank = ranks[-1] or int(ranks.count(0) > 1)
        rows.append(ballot(*(["", *each][rank] for _, each in WORDS.values()), group=group))
    return rows


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tally_and_its_ballots_are_asked_about_in_either_order(
    store: Store, clerk: Actor, round_id: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    rows = alike(random, "家长", 12)
    imports.commit(store, clerk, ACTIVITY, round_id, tally_of(rows, "家长"))
    assert blocked(store, round_id, rows)
    assert blocked(store, round_id, [*rows, *drawn(random, {"党员": 7})])
    imports_history_cleared(store, clerk)
    bring(store, clerk, round_id, rows)
    assert imports.preview(store, ACTIVITY, round_id, tally_of(rows, "家长", "又一份.csv")).blocked


@pytest.mark.walk
def test_other_ballots_go_in_without_a_question(store: Store, clerk: Actor, round_id: str) -> None:
    asked = 0
    for seed in range(12):
        random = Random(seed)  # noqa: S311 - nothing secret
        imports_history_cleared(store, clerk)
        bring(store, clerk, round_id, drawn(random, WHOLE))
        asked += blocked(store, round_id, drawn(random, WHOLE, day=14))
        asked += blocked(store, round_id, drawn(random, {"家长": 8}, day=14))
    assert asked <= 2


@pytest.mark.parametrize("seed", [1, 10, *walked(*range(2, 10), *range(11, 120))])
def test_no_sequence_of_exports_counts_a_ballot_twice(store: Store, clerk: Actor, round_id: str, seed: int) -> None:
    """Exports as they come, partial, cumulative, of one group, corrected: what goes in unasked is new, all of it."""
    _sequence(store, clerk, round_id, Random(seed), 4)  # noqa: S311 - nothing secret


@pytest.mark.parametrize("seed", walked(*range(200, 260)))
def test_no_sequence_with_whole_corrections_does_so(store: Store, clerk: Actor, round_id: str, seed: int) -> None:
    """Besides: a column or a group put right throughout."""
    _sequence(store, clerk, round_id, Random(seed), 6)  # noqa: S311 - nothing secret


def _sequence(store: Store, clerk: Actor, round_id: str, random: Random, kinds: int) -> None:
    true = drawn(random, {group: random.randrange(4, 16) for group in GROUPS})
    random.shuffle(true)
    counted: set[int] = set()
    last = 0
    for _ in range(6):
        end = random.randrange(max(last, 5), len(true) + 1)
        chosen, rows = _export(random, true, last, end, kinds)
        if not chosen or blocked(store, round_id, rows):
            continue
        assert not counted & set(chosen)
        bring(store, clerk, round_id, rows)
        counted |= set(chosen)
        last = end
    assert int(evaluation.rounds(store, ACTIVITY)["returned_count"].sum()) == len(counted)


def _export(random: Random, true: Sequence[list[str]], last: int, end: int, kinds: int) -> tuple[list[int], Rows]:
    """The places of a file's ballots, and its rows: all so far, what is new, a group, or all with two, a
    column or a group corrected throughout."""
    group, kind = random.choice(GROUPS), random.randrange(kinds)
    so_far = range(end)
    of_group = [at for at in so_far if true[at][0] == group]
    chosen = list((so_far, range(last, end), of_group, so_far, so_far, so_far)[kind])
    if kind == 3:
        corrected = set(random.sample(chosen, min(2, len(chosen))))
        return chosen, [[*true[at][:4], "不深", *true[at][5:]] if at in corrected else true[at] for at in chosen]
    wrong = {4: chosen, 5: of_group}.get(kind, [])
    return chosen, [_otherwise([true[at]], 4)[0] if at in wrong else true[at] for at in chosen]
