"""Whether what would be shown of a round tells of a few, held against all that was shown before."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from board.access import Actor, Role
from board.ballots import closing as evaluation_closing
from board.evaluation import results as evaluation
from board.evaluation import totals as evaluation_totals
from board.evaluation.disclosure import disclosed
from board.evaluation.small_changes import STATE, Shown
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.views import waiting_text
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store, open_store
from tests.ballot_files import ACTIVITY, DAY, GROUPS, WORDS, add_activity, ballot, checked, import_rows, open_round
from tests.depth import examples
from tests.evaluation.test_evaluation_lives import cast_online
from tests.evaluation.test_evaluation_replacing import EARLY

# A lump: its import (None: online), group, day, and answers by rank, from the best to 不了解.
Lump = tuple[str | None, str, int, tuple[int, ...]]


def state(*lumps: Lump, counted_on: int = 0) -> pd.DataFrame:
    rows = [
        (no, day(counted_on or on), import_id, group, "paper", day(on), "C1", rank, count)
        for no, (import_id, group, on, answers) in enumerate(lumps, 1)
        for rank, count in enumerate(answers, 1)
        if count
    ]
    return pd.DataFrame(rows, columns=STATE)


def day(number: int) -> date:
    return date(2025, 12, number)


def tells(
    now: pd.DataFrame,
    *before: pd.DataFrame,
    others: Iterable[str] = (),
    undated: Iterable[str] = (),
    since: date | None = None,
) -> bool:
    shown = Shown(tuple(before), frozenset(others), frozenset(undated), {("C1", rank) for rank in range(1, 5)})
    return shown.revealed_by(now, since) == {"C1"}


BEFORE = state(("A", "家长", 1, (10, 4, 2)))


def test_a_few_more_or_fewer_or_other_answers_of_the_same_file_tell() -> None:
    for answers in ((11, 4, 2), (10, 4, 2, 0, 4), (10, 4), (8, 4, 2), (10, 3, 3), (8, 4, 4, 9), (18, 0, 6)):
        assert tells(state(("B", "家长", 1, answers)), BEFORE), answers


def test_enough_of_them_do_not() -> None:
    for answers in ((15, 4, 2), (5, 4, 2), (5, 9, 2), (4, 10, 2), (10, 4, 2, 0, 5), (0, 0, 0, 9), (10, 4, 2)):
        assert not tells(state(("B", "家长", 1, answers)), BEFORE), answers


def test_a_few_valid_ones_among_enough_that_are_not_tell() -> None:
    assert tells(state(("B", "家长", 1, (12, 4, 2, 0, 5))), BEFORE)


def test_a_file_that_counted_beside_it_or_of_which_somebody_said_so_is_of_others() -> None:
    other = ("B", "家长", 1, (11, 4, 2))
    assert not tells(state(other), state(("A", "家长", 1, (10, 4, 2)), other))
    assert not tells(state(other), BEFORE, others=["B"])
    assert not tells(state((None, "家长", 1, (11, 4, 2))), BEFORE)


def test_other_groups_and_days_are_of_others_unless_all_of_it_changes_by_a_few() -> None:
    assert not tells(state(("B", "教职工", 1, (9, 4, 9))), BEFORE)
    assert not tells(state(("B", "家长", 2, (9, 4, 9))), BEFORE)
    assert tells(state(("B", "家长", 2, (9, 4, 9))), BEFORE, undated=["B"])
    assert tells(state(("B", "教职工", 1, (11, 4, 2))), BEFORE)


def test_of_each_group_and_as_of_each_day_it_is_told() -> None:
    before = state(("A", "家长", 1, (10, 0)), ("A", "教职工", 1, (10, 0)))
    assert tells(state(("B", "家长", 1, (13, 0)), ("B", "教职工", 1, (13, 0))), before)
    before = state(("A", "家长", 1, (10, 0)), ("A", "家长", 2, (10, 0)))
    later = state(("B", "家长", 1, (7, 0)), ("B", "家长", 2, (7, 0)))
    assert tells(later, before)
    assert not tells(later, before, since=day(2))


def test_a_few_that_are_gone_do_not_tell_where_as_many_answered_alike() -> None:
    now = state(("B", "家长", 1, (10, 4, 2)), ("B", "家长", 1, (-2, 0, 2)), (None, "家长", 1, (5, 0, 0)))
    assert not tells(now.assign(lump_no=now["lump_no"].clip(upper=2)), BEFORE)


def test_where_even_what_is_left_tells_all_of_it_waits(store: Store, clerk: Actor) -> None:
    add_activity(store)
    round_id = open_round(store, clerk)
    import_rows(store, clerk, round_id, EARLY)
    import_rows(store, clerk, round_id, [ballot("不深", "清", "好", group="家长")] * 7, is_other=True)
    seen = state(("I-000", "家长", 10, (0, 12))).assign(activity_id=ACTIVITY, round_id=round_id, state_no=1)
    store.write(lambda transaction: transaction.insert("lumps/insert_state", seen.to_dict("records")))
    imports_history.undo(store, clerk, ACTIVITY, "I-002")
    bases = evaluation.criteria_figures(store, ACTIVITY, round_id).set_index("criterion_id")["base"]
    assert bases["C1"] is pd.NA
    assert bases["C2"] == 20
    assert "最多有 20 张票的回答还没有计入" in waiting_text(evaluation.counted(store, ACTIVITY, round_id))


# --- Whatever comes, no two figures ever shown differ by one to four answers. ---

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
moments = st.lists(
    st.tuples(
        st.sampled_from(("right", "right", "more", "fewer", "few", "online", "close")),
        st.sampled_from(GROUPS[:3]),
        st.integers(1, 4),
        st.sampled_from(WORDS["C1"][1]),
        st.booleans(),
    ),
    min_size=3,
    max_size=9,
)
# The answers to C1 of a part by whose they are (the file's and its later exports', those of another file, those of one
# lump cast online, and of which group) and rank.
Seen = dict[str, Counter[tuple[str, str, int]]]


@pytest.mark.walk
@settings(max_examples=examples(2, 40), deadline=None, derandomize=True)
@given(moments)
# Without being held against what was shown before, these two tell.
@example(
    [
        ("few", "教职工", 4, "一般", False),
        ("right", "教职工", 4, "较深", True),
        ("online", "教职工", 2, "深", False),
        ("online", "家长", 3, "一般", True),
        ("right", "党员", 4, "不深", False),
        ("fewer", "党员", 4, "较深", True),
        ("more", "党员", 4, "一般", False),
        ("few", "教职工", 1, "不了解", True),
        ("right", "家长", 2, "不深", False),
    ]
)
@example(
    [
        ("more", "党员", 1, "不深", True),
        ("few", "党员", 3, "较深", False),
        ("more", "教职工", 2, "一般", False),
        ("online", "教职工", 3, "较深", False),
        ("more", "教职工", 2, "不深", True),
        ("online", "家长", 1, "较深", False),
        ("fewer", "党员", 3, "深", True),
        ("right", "党员", 2, "一般", True),
        ("right", "党员", 3, "不深", True),
    ]
)
def test_no_answers_put_right_are_ever_told(lived: list[tuple[str, str, int, str, bool]]) -> None:
    store = open_store(None)
    add_activity(store)
    round_id, rows = open_round(store, CLERK), [*EARLY, *EARLY]
    last = import_rows(store, CLERK, round_id, rows).import_id
    exports = {last}
    seen = [answers_seen(store, round_id, exports)]
    for place, (kind, group, count, word, by_undo) in enumerate(lived):
        few = [ballot(word, "清", "好", group=group)] * count
        if kind in EXPORTS:
            rows = EXPORTS[kind](rows, few)
            if by_undo:
                imports_history.undo(store, CLERK, ACTIVITY, last)
                seen.append(answers_seen(store, round_id, exports))
            last = come(store, round_id, rows, f"{place}", "replace")
            exports.add(last)
        elif kind == "few" and by_undo:
            come(store, round_id, few, f"few {place}", "append", is_other=True)
        elif kind == "close":
            evaluation_closing.close_round(store, CLERK, ACTIVITY, round_id, date(2025, 12, 20))
            seen.append(answers_seen(store, round_id, exports))
            evaluation_closing.reopen_round(store, CLERK, ACTIVITY, round_id, "还有评议表")
        else:
            for _ in range(count * (2 if kind == "online" else 1)):
                cast_online(store, round_id, group, DAY, 1 + WORDS["C1"][1].index(word))
        seen.append(answers_seen(store, round_id, exports))
    for before, after in itertools.combinations(seen, 2):
        assert_differ_by_enough(before, after)
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    store.close()


def without(rows: list[list[str]], few: list[list[str]]) -> list[list[str]]:
    """The rows but the first of the same group, as many as `few`."""
    mine = [number for number, row in enumerate(rows) if row[0] == few[0][0]][: len(few)]
    return [row for number, row in enumerate(rows) if number not in mine]


EXPORTS: dict[str, Callable[[list[list[str]], list[list[str]]], list[list[str]]]] = {
    "right": lambda rows, few: [*without(rows, few), *few],
    "more": lambda rows, few: [*rows, *few],
    "fewer": without,
}


def come(
    store: Store, round_id: str, rows: list[list[str]], sha256: str, mode: imports.Mode, *, is_other: bool = False
) -> str:
    file = replace(checked(rows), sha256=sha256)
    return imports.commit(store, CLERK, ACTIVITY, round_id, file, mode, is_other=is_other).import_id


def assert_differ_by_enough(before: Seen, after: Seen) -> None:
    """Of each part, none or enough answers are more, and none or enough are fewer: as it looks, or of each whose they
    are."""
    for part in before.keys() & after.keys():
        apart = {key: after[part][key] - before[part][key] for key in before[part] | after[part]}
        assert is_enough(_by_rank(apart).values()) or is_enough(apart.values()), (part, before, after)


def _by_rank(answers: Mapping[tuple[str, str, int], int]) -> dict[int, int]:
    sums = Counter[int]()
    for (*_, rank), count in answers.items():
        sums[rank] += count
    return {rank: count for rank, count in sums.items() if count}


def is_enough(more: Iterable[int]) -> bool:
    more = list(more)
    went, came = (sum(max(0, sign * each) for each in more) for sign in (-1, 1))
    return (went == 0 or went >= SMALLEST_GROUP) and (came == 0 or came >= SMALLEST_GROUP)


def answers_seen(store: Store, round_id: str, exports: set[str]) -> Seen:
    """The answers to C1 that are shown: of the whole (under "") and of each group."""
    lumps = store.read("lumps/lumps", activity_id=ACTIVITY, round_id=round_id)
    counting = lumps[(lumps["lump_no"] > 0) & (lumps["criterion_id"] == "C1")]
    is_own = counting.groupby("lump_no")["group_label"].transform("nunique") == 1
    parts = {"": counting} | {str(label): part for label, part in counting[is_own].groupby("group_label")}
    seen: Seen = {name: Counter() for name in parts}
    for name, cells in parts.items():
        for row in cells.to_dict("records"):
            # What was cast online and goes out of a lump comes to no other.
            came_in = f"online {row['lump_no']}" if pd.isna(row["import_id"]) else str(row["import_id"])
            whose = "exports" if row["import_id"] in exports else came_in
            seen[name][whose, row["group_label"], int(row["rank"])] += int(row["answer_count"])
    assert all(_by_rank(seen[name]) == told for name, told in _told(lumps))
    return seen


def _told(lumps: pd.DataFrame) -> Iterator[tuple[str, dict[int, int]]]:
    """What a reader is told, by part and rank."""
    scale = pd.DataFrame([("C1", rank) for rank in range(6)], columns=["criterion_id", "rank"])
    for by in (None, "group_label"):
        shown = disclosed(lumps, scale, date(2026, 1, 1), by)
        for name, part in shown.groupby(by) if by else [("", shown)]:
            if part["answer_count"].notna().all():
                yield str(name), {int(r): int(n) for r, n in zip(part["rank"], part["answer_count"], strict=True) if n}
