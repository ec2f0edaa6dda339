"""The tree of units: each step holds from a day on, nothing is changed afterwards, and ten thousand are no burden."""

import time
from datetime import date, timedelta

import pandas as pd
import pytest

from board import clock
from board.access import Actor, Role
from board.errors import BoardError, Invalid, Refused
from board.store.store import Store
from board.units import actions as units
from board.units.tree import below_counts, keys_of, paths, steps_of, under, units_on
from board.units.views import read_table, shown

KEEPER = Actor("A-1", "管理员", frozenset({Role.ADMIN}))
BEGUN, TODAY = clock.today() - timedelta(days=60), clock.today()
HEAD = "编号,名称,类别,上级编号,要上报"


def unit(unit_id: str, name: str, kind: str, parent_id: str = "") -> dict[str, object]:
    return {"unit_id": unit_id, "name": name, "kind": kind, "parent_id": parent_id, "is_reporting": kind == "school"}


@pytest.fixture
def tree(store: Store) -> Store:
    """A district with two towns and three schools."""
    given = [unit("D", "示例区", "district"), unit("T1", "东镇", "town", "D"), unit("T2", "西镇", "town", "D")]
    given += [
        unit("S1", "一小", "school", "T1"),
        unit("S2", "二小", "school", "T1"),
        unit("S3", "三小", "school", "T2"),
    ]
    units.open_units(store, KEEPER, given, BEGUN)
    return store


def names(store: Store, day: date = TODAY) -> dict[str, str]:
    rows = units_on(store, day)
    return dict(zip(rows["unit_id"], rows["name"], strict=True))


def test_a_unit_has_its_name_and_place_from_a_day_on(tree: Store) -> None:
    units.change(tree, KEEPER, "S1", "rename", {"name": "中心小学"}, TODAY)
    units.change(tree, KEEPER, "S2", "move", {"parent_id": "T2"}, TODAY)
    assert names(tree)["S1"] == "中心小学"
    assert paths(units_on(tree, TODAY))["S2"] == "示例区 / 西镇 / 二小"
    assert [step["action"] for step in steps_of(tree, "S2")] == ["open", "move"]
    assert names(tree, TODAY - timedelta(days=1)) == {}  # nobody knew of any unit then: they were entered today


def test_a_unit_that_was_merged_or_closed_is_no_longer_there_and_its_steps_stay(tree: Store) -> None:
    units.change(tree, KEEPER, "S1", "merge", {"merged_into": "S2"}, TODAY)
    units.change(tree, KEEPER, "S3", "close", {}, TODAY)
    assert {"S1", "S3"}.isdisjoint(names(tree))
    assert steps_of(tree, "S1")[-1]["merged_into"] == "S2"


def test_a_subtree_is_the_unit_and_all_below_it(tree: Store) -> None:
    assert set(under(units_on(tree, TODAY), "T1")) == {"T1", "S1", "S2"}
    assert len(under(units_on(tree, TODAY), "")) == 6


@pytest.mark.parametrize(
    ("unit_id", "action", "given", "field"),
    [
        ("T1", "move", {"parent_id": "S1"}, "parent_id"),
        ("T1", "move", {"parent_id": "T1"}, "parent_id"),
        ("T1", "move", {"parent_id": "nowhere"}, "parent_id"),
        ("S1", "rename", {"name": " "}, "name"),
        ("S1", "rename", {"name": "长" * 61}, "name"),
        ("S1", "merge", {"merged_into": "S1"}, "merged_into"),
        ("S1", "merge", {"merged_into": ""}, "merged_into"),
    ],
)
def test_it_refuses_a_circle_a_blank_and_what_is_not_there(
    tree: Store, unit_id: str, action: str, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        units.change(tree, KEEPER, unit_id, action, given, TODAY)
    assert list(refusal.value.fields) == [field]
    assert len(steps_of(tree, unit_id)) == 1


def test_a_circle_ends_where_it_closes_and_nobody_is_under_itself() -> None:
    pairs = [("A", "C"), ("B", "A"), ("C", "B"), ("D", "A"), ("E", ""), ("F", "E"), ("G", "gone")]
    rows = pd.DataFrame([{"unit_id": each, "name": each.lower(), "parent_id": above} for each, above in pairs])
    assert paths(rows) == {
        **{"A": "b / c / a", "B": "c / a / b", "C": "a / b / c", "D": "b / c / a / d"},
        **{"E": "e", "F": "e / f", "G": "g"},
    }
    assert {each: below_counts(rows)[each] for each in "ABCDEFG"} == {
        **dict.fromkeys("ABC", 3),
        **dict.fromkeys("DFG", 0),
        "E": 1,
    }


def test_a_key_is_registered_and_struck_off_by_its_fingerprint(tree: Store) -> None:
    units.register_key(tree, KEEPER, "S1", " AB" * 32)
    assert keys_of(tree) == {"S1": frozenset({"ab" * 32})}
    units.register_key(tree, KEEPER, "S1", "ab" * 32, is_valid=False)
    assert keys_of(tree) == {}
    with pytest.raises(Invalid):
        units.register_key(tree, KEEPER, "S1", "ab" * 31)


def test_an_owner_may_not(tree: Store) -> None:
    with pytest.raises(Refused):
        units.change(tree, Actor("A-2", "责任人", frozenset({Role.OWNER})), "S1", "close", {}, TODAY)


def test_a_list_enters_new_units_and_changes_those_that_differ(tree: Store) -> None:
    lines = [HEAD, "S1,一小,学校,T1,是", "S2,二中,学校,T1,是", "S4,四小,学校,T2,", "D,示例区,区,,否"]
    rows = read_table("\n".join(lines).encode("gb18030"))
    assert units.open_units(tree, KEEPER, rows, TODAY) == 2
    assert (names(tree)["S2"], names(tree)["S4"]) == ("二中", "四小")
    assert units.open_units(tree, KEEPER, rows, TODAY) == 0


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["S1,一小,大学,T1,是"], "类别认不出"),
        (["S1,一小,学校,T1,是", "S1,二小,学校,T1,是"], "编号重复"),
        ([], "表里没有单位"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_line(lines: list[str], title: str) -> None:
    with pytest.raises(BoardError) as refusal:
        read_table("\n".join([HEAD, *lines]).encode())
    assert refusal.value.title == title


@pytest.mark.walk
def test_ten_thousand_units_are_entered_and_shown_in_seconds(store: Store) -> None:
    given = [unit("D", "示例市", "city"), *(unit(f"T{n}", f"第{n}镇", "town", "D") for n in range(100))]
    given += [unit(f"S{n}", f"第{n}小学", "school", f"T{n % 100}") for n in range(10_000)]
    began = time.monotonic()
    units.open_units(store, KEEPER, given, BEGUN)
    entered = time.monotonic()
    rows = shown(store, TODAY)
    assert (len(rows), int(rows["below_count"].max())) == (10_101, 10_100)
    assert entered - began < 10
    assert time.monotonic() - entered < 3
