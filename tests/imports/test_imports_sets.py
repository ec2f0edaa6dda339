"""Ballots that come again are asked about by their sets: but for a column, by day, and spread over several imports."""

from collections.abc import Sequence
from itertools import product

import pytest

from board.access import Actor
from board.imports import commit as imports
from board.imports.ballot_sets import Ballots, ballots_of, same
from board.store.store import Store
from tests.ballot_files import ACTIVITY, WORDS, add_activity, ballot, checked, open_round

# Answers that nobody gives twice, those beside each other different in all columns.
WAYS_TO_ANSWER = [(*each,) for each in product(*(words for _, words in WORDS.values()))]
WAYS_TO_ANSWER = [WAYS_TO_ANSWER[at * 37 % len(WAYS_TO_ANSWER)] for at in range(len(WAYS_TO_ANSWER))]
SMALL, LARGE = 6, 30


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def written(places: Sequence[int], text_count: int = 0, whose: str = "") -> list[list[str]]:
    """Ballots with the answers at these places, as many of them as it says with a text of their own."""
    texts = [f"{whose}第 {at + 1} 条要说的话，别人没有写过" if at < text_count else "" for at in range(len(places))]
    return [ballot(*WAYS_TO_ANSWER[place], says=text) for place, text in zip(places, texts, strict=True)]


def asked(store: Store, round_id: str, rows: list[list[str]]) -> tuple[str, ...]:
    return tuple(imports.preview(store, ACTIVITY, round_id, checked(rows)).blocked)


def on(*days_and_answers: tuple[int, int]) -> Ballots:
    return ballots_of(("家长", "paper", day, answers, 1) for day, answers in days_and_answers)


def test_ballots_with_a_column_corrected_throughout_are_the_same() -> None:
    first, corrected = (on(*((10, (1 + at) << 4 | rank) for at in range(12))) for rank in (4, 3))
    assert same(corrected, first, has_days=False) == {"家长": 12}


def test_an_export_that_begins_with_the_last_day_of_the_one_before_shares_that_day() -> None:
    first = on(*((10 + at // 6, 1 + at) for at in range(12)))
    later = on(*((11 + at // 6, 7 + at) for at in range(12)))
    assert same(later, first, has_days=True) == {"家长": 6}


def test_ballots_spread_over_several_imports_are_asked_about_naming_the_one_with_most(
    store: Store, clerk: Actor, round_id: str
) -> None:
    for number in range(6):
        imports.commit(
            store, clerk, ACTIVITY, round_id, checked(written(range(4 * number, 4 * number + 4))), is_other=True
        )
    again = asked(store, round_id, written([21, 9, 1, 13, 17, 10, 5]))
    assert again
    assert "家长7 张" in again[0]
    assert "I-003" in again[0]


def test_texts_that_none_of_several_imports_has_tell_their_ballots_apart(
    store: Store, clerk: Actor, round_id: str
) -> None:
    for number in range(6):
        places = range(4 * number, 4 * number + 4)
        imports.commit(store, clerk, ACTIVITY, round_id, checked(written(places, 1, f"甲{number}")), is_other=True)
    assert not asked(store, round_id, written([21, 9, 1, 13, 17, 10, 5], 3, "乙"))


@pytest.mark.parametrize(("earlier", "later"), [(LARGE, SMALL), (SMALL, LARGE)])
def test_the_texts_of_the_smaller_file_tell_most(
    store: Store, clerk: Actor, round_id: str, earlier: int, later: int
) -> None:
    """All of its ballots would be in the larger one, and so all of its texts."""
    counts = {LARGE: 2, SMALL: 3}
    imports.commit(store, clerk, ACTIVITY, round_id, checked(written(range(earlier), counts[earlier], "甲")))
    assert not asked(store, round_id, written(range(later)[::-1], counts[later], "乙"))
    assert asked(store, round_id, written(range(later)[::-1]))
