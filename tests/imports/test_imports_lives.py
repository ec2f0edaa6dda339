"""Whatever is imported, replaced and taken back: a round holds what it would hold without what was taken back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from board.access import Actor, Role
from board.errors import Refused
from board.evaluation import totals as evaluation_totals
from board.importing.checked import Checked
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store, open_store
from tests.ballot_files import ACTIVITY, add_activity, ballot, checked, open_round
from tests.depth import examples, few
from tests.import_traces import tallied, traces

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
ROUNDS = ("E1", "E2")


def _ballots(answers: tuple[str, str, str], count: int, group: str = "家长", void: int = 0) -> Checked:
    rows = [ballot(*answers, group=group, says=f"{group}{count}") for _ in range(count)]
    return checked([*rows, *(ballot("", "", "", group=group, void="是") for _ in range(void))])


# Each file with what it adds: the answers to C1 by rank, and the ballots, void ones among them.
FILES: tuple[tuple[Checked, Counter[int], int], ...] = (
    (_ballots(("深", "清", "好"), 3), Counter({1: 3}), 3),
    (_ballots(("较深", "一般", "差"), 2, "党员", void=1), Counter({2: 2}), 3),
    (_ballots(("", "不了解", "好"), 4), Counter({0: 4}), 4),
    (tallied([1, 2, 3, 0, 0, 0], void=2), Counter({0: 1, 1: 2, 2: 3}), 8),
)


@dataclass
class Life:
    """What the imports so far should have led to, kept as a list of them in order."""

    done: list[tuple[str, str, int, str]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def counted(self, without: str = "") -> dict[str, list[int]]:
        """By round, the files that count: those since the last one that took the place of others."""
        held: dict[str, list[int]] = {round_id: [] for round_id in ROUNDS}
        for import_id, round_id, file, mode in self.done:
            if import_id not in self.gone and import_id != without:
                held[round_id] = [file] if mode == "replace" else [*held[round_id], file]
        return held

    def may_import(self, round_id: str, file: int, mode: str) -> bool:
        held = self.counted()
        others = [each for other in ROUNDS if other != round_id or mode == "append" for each in held[other]]
        return file not in others

    def may_undo(self, import_id: str) -> bool:
        held = [file for files in self.counted(import_id).values() for file in files]
        return import_id not in self.gone and len(held) == len(set(held))


Step = tuple[str, int, imports.Mode] | int
# With two files in a round: either taken back, a third in the place of all, the first once more.
FOUR: tuple[Step, ...] = (0, 1, (ROUNDS[0], 2, "replace"), (ROUNDS[0], 0, "append"))

steps = st.one_of(
    st.tuples(st.sampled_from(ROUNDS), st.integers(0, len(FILES) - 1), st.sampled_from(("append", "replace"))),
    st.integers(0, 5),
)


@settings(max_examples=examples(2, 60), deadline=None)
@given(st.lists(steps, min_size=8, max_size=14))
def test_a_round_holds_what_it_would_without_what_was_taken_back(
    lived: list[Step],
) -> None:
    _live(lived)


@pytest.mark.parametrize("order", few([([*order],) for order in permutations(FOUR)], 4))
def test_the_order_of_undo_replacement_and_import_makes_no_other_difference(order: Sequence[Step]) -> None:
    _live([(ROUNDS[0], 0, "append"), (ROUNDS[0], 1, "append"), *order])


def _live(lived: Sequence[Step]) -> None:
    store, life = open_store(None), Life()
    add_activity(store)
    for name in ("第一轮", "第二轮"):
        open_round(store, CLERK, name)
    for step in lived:
        if isinstance(step, int):
            _undo(store, life, step)
        else:
            _import(store, life, *step)
        _assert_as_it_should_be(store, life)
    store.close()


def _import(store: Store, life: Life, round_id: str, file: int, mode: imports.Mode) -> None:
    shown = imports.preview(store, ACTIVITY, round_id, FILES[file][0], mode)
    try:
        receipt = imports.commit(store, CLERK, ACTIVITY, round_id, FILES[file][0], mode)
    except Refused:
        assert not life.may_import(round_id, file, mode)
        assert shown.blocked
        return
    assert life.may_import(round_id, file, mode)
    assert not shown.blocked
    life.done.append((receipt.import_id, round_id, file, mode))


def _undo(store: Store, life: Life, place: int) -> None:
    if not life.done:
        return
    import_id = life.done[place % len(life.done)][0]
    shown = imports_history.preview_undo(store, ACTIVITY, import_id)
    try:
        imports_history.undo(store, CLERK, ACTIVITY, import_id)
    except Refused:
        assert not life.may_undo(import_id)
        assert shown.blocked
        return
    assert life.may_undo(import_id)
    assert not shown.blocked
    life.gone.add(import_id)
    assert traces(store, import_id) == {}


def _assert_as_it_should_be(store: Store, life: Life) -> None:
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    ballots, answers = Counter[str](), Counter[tuple[str, int]]()
    for row in store.rows("evaluation/kept_ballots", activity_id=ACTIVITY):
        ballots[row["round_id"]] += row["ballot_count"]
    for row in store.rows("evaluation/kept_answers", activity_id=ACTIVITY):
        answers[row["round_id"], row["rank"]] += row["answer_count"] * (row["criterion_id"] == "C1")
    expected = [(round_id, FILES[file]) for round_id, files in life.counted().items() for file in files]
    assert +ballots == Counter(round_id for round_id, (_, _, count) in expected for _ in range(count))
    ranks = ((round_id, rank) for round_id, (_, answered, _) in expected for rank in answered.elements())
    assert +answers == Counter(ranks)
