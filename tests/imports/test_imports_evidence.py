"""Whether ballots are the same is told by their numbers and by what is written on them, where answers alone can't."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

import pytest

from board.access import Actor
from board.evaluation import results as evaluation
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from board.imports import commit as imports
from board.store.store import Store
from tests.ballot_files import ACTIVITY, GROUPS, WORDS, add_activity, ballot, checked, file_of, open_round, small_form
from tests.depth import walked

_ASKED = [f"{at}、{label}" for at, (label, _) in enumerate(WORDS.values(), 2)]
_HEAD = ["序号", "提交答卷时间", "所用时间", "1、您的身份", *_ASKED]
_STOCK = ("希望多听家长意见", "食堂的菜再热一点", "多开座谈会")


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def people(random: Random, count: int) -> list[list[str]]:
    """Group and answers, nearly all of them the best: many alike."""
    rows = []
    for _ in range(count):
        words = [random.choices(each, (12, 4, 2, 1, 0))[0] for _, each in WORDS.values()]
        rows.append([random.choices(GROUPS, (1, 2, 6, 1))[0], *words])
    return rows


def export(rows: Sequence[list[str]], places: Sequence[int]) -> Checked:
    """The ballots at these places as 问卷星 exports them, numbered from 1 and a day apart for every twenty."""
    first = datetime(2025, 12, 1, 8)  # noqa: DTZ001 - as the platform writes it
    lines = [[str(at + 1), f"{first + timedelta(hours=at):%Y/%m/%d %H:%M:%S}", "60秒", *rows[at]] for at in places]
    return check_ballots("问卷.csv", file_of(lines, header=_HEAD), small_form())


def blocked(store: Store, round_id: str, came: Checked) -> bool:
    return bool(imports.preview(store, ACTIVITY, round_id, came).blocked)


@pytest.mark.parametrize("seed", [1, *walked(*range(2, 60))])
def test_numbered_exports_in_any_sequence_are_counted_once_each_and_never_asked_about(
    store: Store, clerk: Actor, round_id: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    rows = people(random, random.randrange(20, 70))
    counted: set[int] = set()
    for _ in range(7):
        start, end = sorted(random.sample(range(len(rows) + 1), 2))
        places = list((range(start, end), range(end), range(start, end))[random.randrange(3)])
        if random.random() < 0.3:
            places = [at for at in places if rows[at][0] == "家长"]
        if not set(places) - counted:
            continue
        came = export(rows, places)
        assert not blocked(store, round_id, came), (sorted(counted), places)
        imports.commit(store, clerk, ACTIVITY, round_id, came)
        counted |= set(places)
    assert int(evaluation.rounds(store, ACTIVITY)["returned_count"].sum()) == len(counted)


def test_the_same_ballots_without_their_numbers_are_asked_about(store: Store, clerk: Actor, round_id: str) -> None:
    rows = people(Random(5), 30)  # noqa: S311 - nothing secret
    imports.commit(store, clerk, ACTIVITY, round_id, export(rows, range(30)))
    assert blocked(store, round_id, checked([ballot(*row[1:], group=row[0], way="网上") for row in rows[:20]]))


def paper(random: Random, count: int, texts: Sequence[str], share: float = 0.5) -> list[list[str]]:
    """Ballots of which a share says something; `texts` are used once each, if there are so many."""
    left = list(texts)
    return [ballot(*row[1:], group=row[0], says=left.pop() if left and random.random() < share else "")
            for row in people(random, count)]  # fmt: skip


def own_texts(random: Random, name: str) -> list[str]:
    return [f"{name}第{at}条：{random.choice(_STOCK)}，落实到每个年级" for at in range(60)]


@pytest.mark.parametrize("seed", [1, *walked(*range(2, 60))])
def test_ballots_of_others_who_write_their_own_are_not_asked_about(
    store: Store, clerk: Actor, round_id: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    first = paper(random, random.randrange(10, 40), own_texts(random, "甲"))
    imports.commit(store, clerk, ACTIVITY, round_id, checked(first))
    # Answered alike to the last cell, by others.
    again = [[*row[:-1], f"乙：{row[-1][2:]}" if row[-1] else ""] for row in first[:-1]]
    enough = 5
    assert not blocked(store, round_id, checked(random.sample(again, len(again)))) or _written(again) < enough


def _written(rows: Sequence[list[str]]) -> int:
    return sum(bool(row[-1]) for row in rows)


@pytest.mark.parametrize("seed", [1, *walked(*range(2, 60))])
def test_exports_with_texts_are_asked_about_however_they_overlap(
    store: Store, clerk: Actor, round_id: str, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    rows = paper(random, 40, own_texts(random, "甲"))
    imports.commit(store, clerk, ACTIVITY, round_id, checked(rows[:25]))
    assert blocked(store, round_id, checked(rows))
    assert blocked(store, round_id, checked(random.sample(rows[15:], 25)))
    corrected = [[*row[:4], "不深", *row[5:]] if at % 2 else row for at, row in enumerate(rows[10:35])]
    assert blocked(store, round_id, checked(corrected))


def test_phrases_that_people_share_make_no_ballots_the_same(store: Store, clerk: Actor, round_id: str) -> None:
    first = [ballot("深", "较清", "好", says=each) for each in _STOCK * 3]
    imports.commit(store, clerk, ACTIVITY, round_id, checked(first))
    others = [ballot("不深", "一般", "差", says=each) for each in _STOCK * 2]
    assert not blocked(store, round_id, checked(others))
