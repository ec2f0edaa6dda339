"""Whatever happens to a round, what was ever shown of it tells of no one to four answers.

How many valid ballots came of each group and way is shown exactly, day by day (`evaluation.disclosure`): figures of
ballots tell nothing beside it. Answers may be blank: neither all of them nor those that aren't may be so few.

A reader here notes every figure at every moment, as of every day: of the whole, of groups, of ways. Files come in,
come in again, with a few ballots more too, take each other's place and are taken back; ballots are cast one by one
online; the round is closed and opened.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from board.access import Actor, Role
from board.ballots import closing as evaluation_closing
from board.errors import BoardError
from board.evaluation import results as evaluation
from board.evaluation import totals as evaluation_totals
from board.evaluation.disclosure import disclosed
from board.evaluation.lumps import WAITING
from board.evaluation.smallest import SMALLEST_GROUP, is_sound
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.frames import each_row
from board.store.store import Store, Transaction, open_store
from tests.ballot_files import ACTIVITY, GROUPS, WORDS, add_activity, ballot, checked, open_round
from tests.depth import examples

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
FIRST = date(2025, 12, 2)
WAY = {"纸质": "paper", "网上": "online"}
ONLINE = -1
SCALE = pd.DataFrame([("C1", rank) for rank in range(6)], columns=["criterion_id", "rank"])
LIKE_CELLS = ["group_label", "way", "cast_on", "rank"]
# A ballot: the file it came in (or ONLINE) with its place there, its group, way, day, and whether C1 was answered.
Ballot = tuple[int, int, str, str, date, bool]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def is_told(known: Iterable[Sequence[int]], sizes: Sequence[int]) -> bool:
    """Whether sums and differences of what is known give a count of one to four (of `sizes` by place)."""
    matrix = np.unique(np.array([list(row) for row in known], dtype=float), axis=0)
    strengths, directions = np.linalg.eigh(matrix.T @ matrix)
    unknown = directions[:, strengths < 1e-9].T
    # What sums to nothing in every direction that isn't known is known; one direction at random stands for all.
    weights = np.random.default_rng(1).normal(size=len(unknown)) @ unknown if len(unknown) else np.zeros(len(sizes))
    small = [place for place, size in enumerate(sizes) if 0 < size < SMALLEST_GROUP]
    for count in range(1, SMALLEST_GROUP):
        some = np.array(list(itertools.combinations(small, count)), dtype=int).reshape(-1, count)
        is_few = np.array(sizes)[some].sum(axis=1) < SMALLEST_GROUP
        if (is_few & (abs(weights[some].sum(axis=1)) < 1e-7)).any():
            return True
    return False


def test_a_tool_that_finds_what_is_told_finds_it() -> None:
    assert is_told([[1, 1], [1, 0]], [9, 4])
    assert is_told([[1, 1, 1], [1, 1, 0], [0, 1, 1]], [2, 9, 9])
    assert is_told([[1, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 0, 1]], [9, 1, 9, 9])
    assert not is_told([[1, 1, 1], [1, 0, 0]], [9, 4, 4])


@dataclass(frozen=True)
class Lump:
    """A lump as it was shown: its cells, and the ballots that came and went with it."""

    cells: frozenset[tuple[Any, ...]]
    came: frozenset[Ballot] = frozenset()
    went: frozenset[Ballot] = frozenset()


@dataclass
class Life:
    """A round, what it holds, and what a reader noted of it: the ballots whose answers to C1 its figures were of."""

    store: Store
    round_id: str
    days: int
    held: list[Ballot] = field(default_factory=list)
    file_of: dict[str, int] = field(default_factory=dict)
    brought: dict[str, set[Ballot]] = field(default_factory=dict)
    late: Counter[int] = field(default_factory=Counter)
    lump_of: dict[Ballot, int] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    shown: dict[int, "Lump"] = field(default_factory=dict)
    last_look: str = ""
    seen: set[frozenset[Ballot]] = field(default_factory=set)

    def look(self) -> None:
        """Note every figure, each checked against the ballots that the store says it is made of."""
        lumps = self.store.read("lumps/lumps", activity_id=ACTIVITY, round_id=self.round_id)
        counting = lumps[lumps["lump_no"] > WAITING].sort_values(list(lumps.columns)).to_csv()
        if counting == self.last_look:
            return
        self.last_look = counting
        counts_from = dict(zip(lumps["lump_no"], lumps["counted_on"], strict=True))
        members = self._members(lumps[lumps["criterion_id"] == "C1"])
        for as_of in map(day, range(self.days)):
            for place, label, base in _figures(lumps, as_of):
                mine = [of for lump, of in members.items() if counts_from[lump].date() <= as_of]
                parts = [of for of in mine if place is None or {each[place] for each in of.came | of.went} == {label}]
                known = frozenset().union(*(of.came for of in parts)) - frozenset().union(*(of.went for of in parts))
                assert base == sum(each[5] for each in known), (as_of, label)
                self.seen.add(known)

    def _members(self, rows: pd.DataFrame) -> dict[int, Lump]:
        """The ballots of every lump that counts. What a cell's lumps lack since last time came out of its others."""
        lumps: dict[int, Lump] = {}
        taken: set[Ballot] = set()
        for no in sorted(rows[rows["lump_no"] > WAITING]["lump_no"].unique()):
            lumps[no] = self._again(rows[rows["lump_no"] == no], taken)
            taken |= lumps[no].came
        fresh = {no for no, lump in lumps.items() if not lump.came}
        counting = set().union(*(self.brought[name] for name in rows["import_id"].dropna().unique()))
        wanted: dict[tuple[Any, ...], Counter[int]] = {}
        for row in each_row(rows[(rows["lump_no"] <= WAITING) | rows["lump_no"].isin(fresh)]):
            wanted.setdefault(self._cell(row), Counter())[row.lump_no] += row.answer_count
        for cell, counts in wanted.items():
            mine = [each for each in self.held if (each[0], *each[2:5]) == cell and each not in taken]
            mine = [each for each in mine if each[0] == ONLINE or each in counting]
            self._divide(mine, counts)
            for lump in fresh:
                came = {each for each in mine if self.lump_of[each] == lump}
                lumps[lump] = replace(lumps[lump], came=lumps[lump].came | came)
        for row in each_row(rows[(rows["lump_no"] > WAITING) & (rows["answer_count"] < 0)]):
            place = (row.group_label, row.way, row.cast_on.date())
            gone = [each for each in taken if each not in self.held and each[2:5] == place]
            lumps[row.lump_no] = self._gone(lumps, row.lump_no, gone, -row.answer_count)
        self.shown |= lumps
        return lumps

    def _divide(self, mine: list[Ballot], counts: Counter[int]) -> None:
        """Ballots that are alike go into the lumps that hold so many of them; who is in one stays, if there is room.

        Those that are left aren't shown: others that are gone still stand in their place.
        """
        left, moving = +Counter(dict(sorted(counts.items(), reverse=True))), list[Ballot]()
        for each in mine:
            lump = self.lump_of.setdefault(each, WAITING)
            if left[lump] > 0:
                left[lump] -= 1
            else:
                moving.append(each)
        assert len(moving) >= sum(left.values())
        self.lump_of |= dict.fromkeys(moving, WAITING)
        self.lump_of |= dict(zip(moving, left.elements(), strict=False))

    def _gone(self, lumps: dict[int, Lump], number: int, gone: list[Ballot], count: int) -> Lump:
        """A lump with so many of the ballots that waited to go, as they went with it."""
        left = [each for each in gone if not any(each in lump.went for lump in lumps.values())]
        assert len(left) >= count
        return replace(lumps[number], went=lumps[number].went | set(left[:count]))

    def _cell(self, row: Any) -> tuple[Any, ...]:
        source = ONLINE if pd.isna(row.import_id) else self.file_of[row.import_id]
        # Of a file all of one day, which says no day, what was shown before keeps the day it was shown under.
        days = {each[4] for each in self.held if each[0] == source and source != ONLINE}
        return (source, row.group_label, row.way, days.pop() if len(days) == 1 else row.cast_on.date())

    def _again(self, rows: pd.DataFrame, taken: set[Ballot]) -> Lump:
        """A lump, with the ballots of the one that was shown before and stays in it to the letter: also with those that
        its file has no more, as long as they wait to go. What was cast online comes in no file again."""
        cells = frozenset(rows.groupby([*LIKE_CELLS, "counted_on"])["answer_count"].sum().items())
        before = self.shown.get(rows["lump_no"].iloc[0], Lump(frozenset()))
        if before.cells == cells:
            return before
        if set(rows["import_id"].dropna()) <= self.others:
            return Lump(cells)
        online = rows[rows["import_id"].isna()]["answer_count"].sum()
        mine = [lump for lump in self.shown.values() if lump.cells == cells and not lump.came & taken]
        alike = [lump for lump in mine if sum(each[0] == ONLINE for each in lump.came) == online]
        held = set(self.held)
        return max(alike, key=lambda lump: len(lump.came & held), default=Lump(cells))

    def assert_nobody_is_told(self) -> None:
        order = list(self.seen)
        for one, other in itertools.combinations(order, 2):
            assert not _tells(one, other)
        together: dict[tuple[bool, ...], list[Ballot]] = {}
        for each in set().union(*order):  # answers always seen together are one place
            together.setdefault(tuple(each in known for known in order), []).append(each)
        known = np.array(list(together)).T.astype(int).tolist()
        for sizes in zip(*map(_sizes, together.values()), strict=True):
            assert not is_told(known, sizes)


def _sizes(answers: Iterable[Ballot]) -> tuple[int, int]:
    """How many answers there are, and how many of them aren't blank."""
    blank = Counter(not each[5] for each in answers)
    return blank.total(), blank[False]


def _tells(one: frozenset[Ballot], other: frozenset[Ballot]) -> bool:
    """Whether one figure has one to four answers that another hasn't, and it shows: the two differ by so few.

    It doesn't show where as many came as went, of each answer (test_evaluation_tells.py).
    """
    counts = [*_sizes(one - other), *_sizes(other - one)]
    more = Counter(each[5] for each in one)
    more.subtract(each[5] for each in other)
    return not is_sound(counts) and not is_sound([(+more).total(), (-more).total()])


def _figures(lumps: pd.DataFrame, as_of: date) -> Iterator[tuple[int | None, str, int]]:
    """Every figure of C1 that is shown: by which place of a ballot it parts the round, the part, its base."""
    for place, by in ((None, None), (2, "group_label"), (3, "way")):
        shown = disclosed(lumps, SCALE, as_of, by)
        shown = shown[~shown["is_withheld"]]
        for label, rows in shown.groupby(by) if by else [("", shown)]:
            if len(rows) and rows["answer_count"].notna().all():
                yield place, str(label), int(rows[rows["rank"] > 0]["answer_count"].sum())


# How many ballots, and how many of them with C1 answered, a file brings of a group, by a way, on a day.
cells = st.dictionaries(
    st.tuples(st.sampled_from(GROUPS[:3]), st.sampled_from(("纸质", "网上")), st.integers(0, 2)),
    st.tuples(st.integers(1, 9), st.integers(0, 9)).map(lambda pair: (pair[0], min(pair))),
    min_size=1,
    max_size=4,
)
steps = st.one_of(
    st.tuples(
        st.just("file"),
        st.integers(0, 3),
        st.sampled_from(("append", "append", "replace")),
        st.sampled_from((0, 1, 4)),
    ),
    st.tuples(st.just("again"), st.integers(0, 3), st.integers(1, 4)),
    st.tuples(st.just("undo"), st.integers(0, 5)),
    st.tuples(st.just("online"), st.sampled_from(GROUPS[:3]), st.integers(1, 7)),
    st.tuples(st.just("close")),
)


# A file all of one day that keeps some of a lump of two days.
KEPT_OF_TWO_DAYS = (
    [
        {("党员", "纸质", 0): (6, 0), ("党员", "纸质", 1): (8, 0), ("党员", "纸质", 2): (2, 0)},
        {("党员", "纸质", 0): (2, 0)},
        {("党员", "纸质", 0): (6, 0)},
        {("党员", "纸质", 0): (7, 0), ("家长", "网上", 0): (4, 4), ("党员", "纸质", 1): (8, 3)},
    ],
    [
        *(("again", 1, 2), ("file", 3, "append", 1), ("again", 2, 1), ("file", 0, "append", 4)),
        *(("file", 2, "replace", 1), ("file", 2, "replace", 4)),
    ],
)

# Two ballots that waited come again with four more, by chance nearly what was shown of another file that was replaced.
ALIKE_BY_CHANCE = (
    [
        {("党员", "网上", 0): (3, 0), ("党员", "纸质", 0): (1, 0), ("党员", "纸质", 1): (5, 5)},
        {("党员", "纸质", 0): (9, 0)},
        {("家长", "网上", 2): (5, 5)},
        {("党员", "纸质", 0): (2, 2)},
    ],
    [("file", 0, "append", 0), ("file", 3, "replace", 0), ("file", 3, "replace", 4), ("undo", 0)],
)
# A file that was another when it came first is undone and comes again with two more, without an online ballot that was
# shown with it.
AGAIN_AFTER_ANOTHER = (
    [
        {("党员", "纸质", 0): (7, 0)},
        {("家长", "网上", 1): (3, 3), ("家长", "纸质", 0): (9, 0), ("党员", "网上", 0): (7, 6)},
        {("家长", "纸质", 1): (1, 0), ("教职工", "纸质", 1): (3, 3)},
        {("党员", "纸质", 0): (2, 2)},
    ],
    [("online", "家长", 7), ("file", 2, "replace", 4), ("again", 1, 3), ("again", 2, 2)],
)
# As many come as went: who was shown with them is shown no more, and another is, and the figure stays.
AS_MANY = (
    [{("党员", "纸质", 0): (1, 0), ("党员", "纸质", 1): (2, 0)}, *[{("党员", "纸质", 0): (1, 0)}] * 3],
    [("file", 0, "append", 0), ("online", "党员", 1), ("again", 0, 1), ("again", 0, 1)],
)
# What was shown of a file waits, since the file before it was undone, and is shown again when that comes back.
SHOWN_AGAIN = (
    [
        {("党员", "纸质", 0): (4, 0), ("党员", "网上", 0): (6, 5)},
        {("家长", "纸质", 1): (4, 4), ("教职工", "网上", 0): (6, 5)},
        {
            **{("党员", "网上", 1): (7, 0), ("家长", "网上", 1): (6, 2)},
            **{("家长", "纸质", 1): (2, 0), ("党员", "纸质", 0): (6, 4)},
        },
        {("家长", "纸质", 1): (4, 4), ("教职工", "网上", 0): (6, 5)},
    ],
    [
        *(("file", 1, "append", 0), ("file", 2, "append", 1), ("undo", 0), ("file", 1, "replace", 0)),
        ("file", 0, "append", 0),
    ],
)
# The rest of a lump that lost a file is held back, and what comes next is as much as that lump was.
AS_MUCH_AS_BEFORE = (
    [
        {("党员", "纸质", 0): (9, 0), ("党员", "纸质", 1): (1, 0)},
        {("教职工", "网上", 0): (1, 1)},
        {("家长", "网上", 0): (1, 1)},
        {("教职工", "网上", 0): (1, 1)},
    ],
    [
        *(("file", 2, "append", 0), ("online", "家长", 7), ("file", 1, "append", 1), ("again", 2, 1)),
        *(("file", 3, "replace", 0), ("undo", 3), ("file", 0, "append", 1)),
    ],
)


# Two files that count at the same time show lumps that are alike; one of them is taken back and comes again.
ALIKE_AND_AGAIN = (
    [
        {("党员", "纸质", 0): (4, 0)},
        {("党员", "纸质", 0): (8, 0), ("家长", "纸质", 0): (7, 0)},
        {("党员", "纸质", 2): (4, 1)},
        {("教职工", "纸质", 0): (8, 2), ("家长", "纸质", 0): (7, 0)},
    ],
    [("again", 3, 3), ("again", 1, 3), ("online", "党员", 7), ("again", 1, 4)],
)


@settings(max_examples=examples(1, 160), deadline=None)
@example(*AS_MUCH_AS_BEFORE)
@example(*ALIKE_AND_AGAIN)
@example(*SHOWN_AGAIN)
@example(*AS_MANY)
@example(*AGAIN_AFTER_ANOTHER)
@example(*KEPT_OF_TWO_DAYS)
@example(*ALIKE_BY_CHANCE)
@given(st.lists(cells, min_size=4, max_size=4), st.lists(steps, min_size=4, max_size=8))
def test_whatever_happens_nobody_is_told_by_all_that_was_ever_shown(files: list[Any], lived: list[Any]) -> None:
    store = open_store(None)
    add_activity(store)
    life = Life(store, open_round(store, CLERK), days=3)
    for kind, *told in lived:
        try:
            _STEPS[kind](life, files, *told)
        except BoardError:
            continue
        life.look()
    life.assert_nobody_is_told()
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    store.close()


def _file(life: Life, files: list[Any], number: int, mode: imports.Mode, more: int = 0) -> None:
    """A file comes in, with so many ballots `more` than the last time it was exported."""
    if mode == "append" and number in _counting(life):
        return
    rows: list[list[str]] = []
    mine: list[Ballot] = []
    for (group, way, on), (count, valid) in files[number].items():
        for place in range(count):
            rows.append(
                ballot("深" if place < valid else "", "清", "好", group=group, way=way, day=day(on).isoformat())
            )
            mine.append((number, len(mine), group, WAY[way], day(on), place < valid))
    (group, way, on), count = next(iter(files[number])), life.late[number] + more
    rows += [ballot("深", "清", "好", group=group, way=way, day=day(on).isoformat())] * count
    # The last that came go first: of what is alike, they are what waits and what is in the newest lump.
    mine = [*((number, -place, group, WAY[way], day(on), True) for place in range(count, 0, -1)), *mine]
    checked_file = replace(checked(rows), sha256=f"{number}+{count}", file_name=f"{number}.csv")
    # Files may be nearly alike by chance: who brings one says that those that count are others, and those that are gone
    # too if nothing of it was ever shown.
    is_fresh = not any(each[0] == number for known in life.seen for each in known)
    receipt = imports.commit(
        life.store, CLERK, ACTIVITY, life.round_id, checked_file, mode, is_other=True, is_fresh=is_fresh
    )
    if is_fresh:
        life.others.add(receipt.import_id)
    life.file_of[receipt.import_id], life.brought[receipt.import_id] = number, set(mine)
    life.late[number] = count
    life.held = [each for each in life.held if each[0] != number] + mine
    for each in mine:
        life.lump_of.pop(each, None)


def _counting(life: Life) -> set[int]:
    """The files that count."""
    listed = life.store.rows("imports/by_activity", activity_id=ACTIVITY)
    return {life.file_of[row["import_id"]] for row in listed if row["status"] == "active"}


def _again(life: Life, files: list[Any], number: int, more: int) -> None:
    """A file is taken back and comes again, exported anew."""
    for import_id, name in list(life.file_of.items()):
        listed = life.store.rows("imports/by_activity", activity_id=ACTIVITY)
        if name == number and any(row["import_id"] == import_id and row["status"] != "undone" for row in listed):
            imports_history.undo(life.store, CLERK, ACTIVITY, import_id)
    life.look()
    _file(life, files, number, "append", more)


def _undo(life: Life, _: list[Any], place: int) -> None:
    if place < len(life.file_of):
        imports_history.undo(life.store, CLERK, ACTIVITY, list(life.file_of)[place])


def _online(life: Life, _: list[Any], group: str, count: int) -> None:
    for _number in range(count):
        place = sum(1 for each in life.held if each[0] == ONLINE)
        is_valid = place % 7 != 3
        cast_online(life.store, life.round_id, group, day(min(2, place // 9)), 1 if is_valid else 0)
        life.held.append((ONLINE, place, group, "online", day(min(2, place // 9)), is_valid))
        life.look()


def _close(life: Life, _: list[Any]) -> None:
    keys = (life.store, CLERK, ACTIVITY, life.round_id)
    if evaluation.round_row(life.store, ACTIVITY, life.round_id)["closed_on"] is None:
        evaluation_closing.close_round(*keys, day(2))
    else:
        evaluation_closing.reopen_round(*keys, "还有评议表")


_STEPS: dict[str, Callable[..., None]] = {
    "file": _file,
    "again": _again,
    "undo": _undo,
    "online": _online,
    "close": _close,
}


def cast_online(store: Store, round_id: str, group: str, on: date, rank: int) -> None:
    """One ballot as somebody casts it online."""
    keys = {"activity_id": ACTIVITY, "round_id": round_id}
    fact = {"group_label": group, "way": "online", "cast_on": on}
    answers = [{**fact, "criterion_id": name, "rank": rank if name == "C1" else 1} for name in WORDS]

    def work(transaction: Transaction) -> None:
        ballot_id = transaction.rows("imports/last_ballot", **keys)[0]["last_ballot"] + 1
        row = {**keys, **fact, "ballot_id": ballot_id, "is_void": False, "import_id": None}
        answered = {"asked": ",".join(WORDS), "ranks": [each["rank"] for each in answers]}
        transaction.insert("imports/insert_ballots", [{**row, **answered}])
        ballots = pd.DataFrame([{**fact, "is_void": False, "ballot_count": 1}])
        evaluation_totals.add(transaction, keys, ballots, pd.DataFrame(answers).assign(answer_count=1))

    store.write(work)
