"""看板: every item stands on the board once, and nothing a card can't show is sent."""

from typing import Any

import pandas as pd
import pytest

from board.rectification.views import shown, view_counts
from board.ui.rectification.kanban import CARDS_A_COLUMN, board_columns
from tests.example_school import Example


@pytest.fixture
def items(example: Example) -> pd.DataFrame:
    return shown(example.store, example.activity_id, example.today)


def column_of(rows: pd.DataFrame, word: str) -> dict[str, Any]:
    return next(column for column in board_columns(rows) if column["word"] == word)


def one(items: pd.DataFrame, **changed: Any) -> pd.DataFrame:
    """The example's first item in 整改中, with some of it changed."""
    return items[(items["status"] == "in_progress") & ~items["is_deferred"]].head(1).assign(**changed)


def test_the_columns_stand_in_the_order_an_item_lives(items: pd.DataFrame) -> None:
    assert [column["word"] for column in board_columns(items)] == ["未启动", "整改中", "待验收", "已销号"]


def test_a_column_counts_what_the_view_of_its_name_holds(items: pd.DataFrame) -> None:
    counts = view_counts(items)
    assert {column["word"]: column["count"] for column in board_columns(items)}.items() <= counts.items()


def test_every_item_stands_on_the_board_once(items: pd.DataFrame) -> None:
    cards = [card["item_id"] for column in board_columns(items) for card in column["cards"]]
    assert sorted(cards) == sorted(items["item_id"])
    assert [column["count"] for column in board_columns(items)] == [len(each["cards"]) for each in board_columns(items)]


def test_what_waits_for_conditions_is_marked_until_it_is_closed(items: pd.DataFrame) -> None:
    waiting = items[items["is_deferred"] & ~items["is_closed"]]
    cards = [card for column in board_columns(items) for card in column["cards"]]
    marked = [card["item_id"] for card in cards if "创造条件" in {mark["word"] for mark in card["marks"]}]
    assert sorted(marked) == sorted(waiting["item_id"])
    done = waiting.assign(status="closed", is_closed=True)
    assert not any(card["marks"] for card in column_of(done, "已销号")["cards"])


def test_cards_keep_the_order_of_the_rows(items: pd.DataFrame) -> None:
    upside_down = items.iloc[::-1]
    running = upside_down[upside_down["status"] == "in_progress"]
    assert [card["item_id"] for card in column_of(upside_down, "整改中")["cards"]] == running["item_id"].tolist()


def test_a_card_says_what_is_late_and_what_is_due_soon(items: pd.DataFrame) -> None:
    late, soon = ({"is_late": flag, "is_due_soon": not flag} for flag in (True, False))
    assert column_of(one(items, **late), "整改中")["cards"][0]["state"] == "late"
    assert column_of(one(items, **soon), "整改中")["cards"][0]["state"] == "soon"
    assert column_of(one(items, is_late=False, is_due_soon=False), "整改中")["cards"][0]["state"] == ""


def test_a_card_holds_what_its_row_says(items: pd.DataFrame) -> None:
    row = one(items).iloc[0]
    card = column_of(one(items), "整改中")["cards"][0]
    assert (card["item_id"], card["owner"], card["deadline"]) == (row["item_id"], row["owner_name"], row["deadline"])
    assert (card["problem"], card["percent"]) == (row["problem"], row["percent"])


def test_a_long_problem_is_cut_and_one_with_line_breaks_is_one_line(items: pd.DataFrame) -> None:
    card = column_of(one(items, problem="一行\n又一行" * 100), "整改中")["cards"][0]
    assert card["problem"].startswith("一行 又一行")
    assert card["problem"].endswith("…")
    assert len(card["problem"]) == 120


def test_an_item_without_an_owner_has_a_card_too(items: pd.DataFrame) -> None:
    assert column_of(one(items, owner_name=None), "整改中")["cards"][0]["owner"] == ""
    assert column_of(one(items, owner_name=float("nan")), "整改中")["cards"][0]["owner"] == ""


@pytest.mark.walk
@pytest.mark.parametrize(("count", "rest"), [(50, ""), (51, "还有 1 项"), (10_000, "还有 9950 项")])
def test_a_full_column_says_how_many_more_there_are(items: pd.DataFrame, count: int, rest: str) -> None:
    column = column_of(pd.concat([one(items)] * count), "整改中")
    assert (column["count"], len(column["cards"])) == (count, CARDS_A_COLUMN)
    assert column["rest"].startswith(rest)
    assert bool(column["rest"]) == bool(rest)


def test_an_empty_ledger_is_a_board_of_empty_columns(items: pd.DataFrame) -> None:
    assert [(column["count"], column["cards"]) for column in board_columns(items[:0])] == [(0, [])] * 4
