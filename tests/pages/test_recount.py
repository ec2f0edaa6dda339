"""Every figure of every page is what pandas counts from the store's export, by the words of the docs alone."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from board import clock
from board.access import Role
from board.activity import creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.evaluation import results, rounds
from board.operating.settings import Settings
from board.rectification import actions as rectification
from board.rectification import flags
from board.store.history import record_all
from board.store.sql import statements
from board.store.store import Store, open_store
from board.ui.parts import visit as visits
from board.ui.parts.figures import Card, show_figures
from board.web import serving
from tests.bench.made_items import histories
from tests.depth import few, walked
from tests.example_school import Example
from tests.made_school import work
from tests.pages.recounted import PAGES, PARTS, View, compared, exported
from tests.pages.shown_figures import shown
from tests.pages.visitor import opened
from tests.procedure import sound_school
from tests.procedure.sound_school import EVERYONE
from tests.recount.export import read
from tests.stores import Copies

RECOUNT = Path(__file__).parents[1] / "recount"
# Days of the stage: today, then back to when the first opinions came in.
DAYS_AGO = [2, *walked(0, 5, 9, 14, 18)]
SIX_DAYS_AGO = [0, 2, 5, 9, 14, 18]


def assert_agrees(school: Example, export: Path, days_ago: int, views: list[View]) -> int:
    """No figure differs from its recount, and none is without one; returns how many there were."""
    day = school.today - timedelta(days=days_ago)
    found = compared(school, read(export, school.activity_id), day, views)
    assert not found.unknown
    assert not found.differences
    print(f"{found.count} 处，{found.passed}")
    return found.count


@pytest.fixture(scope="session")
def example_export(school_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school's export."""
    place = tmp_path_factory.mktemp("export")
    store = open_store(Path(shutil.copy(school_file, place / "school.duckdb")))
    target = exported(store, place)
    store.close()
    return target


@pytest.mark.parametrize("days_ago", DAYS_AGO)
def test_every_figure_of_the_example_is_what_pandas_counts(
    read_school: Example, example_export: Path, days_ago: int
) -> None:
    assert assert_agrees(read_school, example_export, days_ago, PAGES) > 500


@pytest.mark.walk
@pytest.mark.parametrize("days_ago", SIX_DAYS_AGO)
def test_every_figure_of_the_parts_of_pages_is_too(read_school: Example, example_export: Path, days_ago: int) -> None:
    assert assert_agrees(read_school, example_export, days_ago, [PAGES[0], *PARTS]) > 200


@pytest.mark.walk
@pytest.mark.parametrize("days_ago", [0, 1, 4, 8, 13, 19])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_of_made_lives_of_items_is_too(school: Example, tmp_path: Path, seed: int, days_ago: int) -> None:
    lives = list(histories(school.activity_id, school.today, 60, seed))
    school.store.write(lambda transaction: record_all(transaction, "rectification", lives))
    assert_agrees(school, exported(school.store, tmp_path), days_ago, [*PAGES, *PARTS])


@pytest.mark.walk
@pytest.mark.parametrize("days_ago", [0, 8, 20])
def test_every_figure_of_a_school_that_leaves_nothing_out_is_too(
    sound_copies: Copies, tmp_path: Path, days_ago: int
) -> None:
    with sound_copies.opened(tmp_path / "sound.duckdb") as store:
        school = _served(store, tmp_path)
        assert_agrees(school, exported(store, tmp_path), days_ago, [*PAGES, *PARTS])


@pytest.mark.walk
@pytest.mark.parametrize("days_ago", [0, 5])
def test_every_figure_of_an_activity_without_a_record_is_too(tmp_path: Path, days_ago: int) -> None:
    with _planned(tmp_path, 10) as store:
        assert_agrees(_served(store, tmp_path), exported(store, tmp_path), days_ago, [*PAGES, *PARTS])


@pytest.mark.walk
@pytest.mark.parametrize("days_ago", [0, 2, 16])
def test_every_figure_is_where_groups_are_too_small_to_be_shown_too(
    school: Example, tmp_path: Path, days_ago: int
) -> None:
    """A round with three and four ballots of a group, dated two weeks ago and entered today."""
    values = {"name": "小范围评议", "evaluated": "分析检查报告", "opened_on": sound_school.day(sound_school.ROUND_DAY)}
    round_id = rounds.add_round(school.store, EVERYONE, school.activity_id, values)
    for group, count in (("党员", 3), ("教职工", 9), ("家长", 4)):
        sound_school.bring_in(school.store, school.activity_id, round_id, [group], wish=group, count=count, on=None)
    assert_agrees(school, exported(school.store, tmp_path), days_ago, [*PAGES, *PARTS])


@pytest.mark.walk
@pytest.mark.parametrize("seed", range(1, 41))
def test_every_figure_of_a_school_where_things_were_done_in_no_order_is_too(
    school_file: Path, tmp_path: Path, seed: int
) -> None:
    """Every other one had only its plan."""
    began = Random(seed).randrange(8, 40)  # noqa: S311 - no secret
    with _planned(tmp_path, began) if seed % 2 else _copied(school_file, tmp_path) as store:
        school = _served(store, tmp_path)
        work(store, school.activity_id, seed, times=24)
        export = exported(store, tmp_path)
        for days_ago in (0, seed % 7 + 1):
            assert_agrees(school, export, days_ago, [*PAGES, *PARTS])


@contextmanager
def _planned(place: Path, days_ago: int) -> Iterator[Store]:
    """A store with an activity made of the plan so many days ago."""
    store = open_store(place / "planned.duckdb")
    began = clock.today() - timedelta(days=days_ago)
    creating.create_activity(store, EVERYONE, load_plan(next(iter(shipped_plans().values()))), began)
    yield store
    store.close()


@contextmanager
def _copied(file: Path, place: Path) -> Iterator[Store]:
    store = open_store(Path(shutil.copy(file, place / "own.duckdb")))
    yield store
    store.close()


def _served(store: Store, place: Path) -> Example:
    serving.serve(store, Settings(place, demo=True))
    return Example(store, str(store.rows("activities/all")[0]["activity_id"]), clock.today())


@pytest.fixture
def own_school(school_file: Path, tmp_path: Path) -> Iterator[Example]:
    """The example school in a store that shares nothing it has read with other tests."""
    with _copied(school_file, tmp_path) as store:
        yield _served(store, tmp_path)


def _a_day_early(patch: pytest.MonkeyPatch) -> None:
    def with_flags(items: pd.DataFrame, as_of: Any) -> pd.DataFrame:
        return flags.with_flags(items, as_of + timedelta(days=1))

    patch.setattr(rectification, "with_flags", with_flags)


def _another_base(patch: pytest.MonkeyPatch) -> None:
    right = results.headline

    def of_all_answers(*given: Any) -> results.Headline:
        found = right(*given)
        return replace(found, base=found.base + 1)

    patch.setattr(results, "headline", of_all_answers)


def _one_withdrawn(patch: pytest.MonkeyPatch) -> None:
    right = statements()["rectification/items"]
    wrong = right.text.replace("WHERE NOT is_removed", "WHERE TRUE")
    assert wrong != right.text
    patch.setitem(statements(), right.name, replace(right, text=wrong))


PLANTED = {
    "逾期早算一天": (_a_day_early, "事项逾期", "rectification"),
    "优良率换了分母": (_another_base, "优良率", "evaluation"),
    "移出的事项也算": (_one_withdrawn, "事项", "rectification"),
}


@pytest.mark.parametrize("planted", few(PLANTED, 1))
def test_an_error_planted_in_the_product_is_found(
    own_school: Example, example_export: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    plant, named, page = PLANTED[planted]
    plant(monkeypatch)
    export = read(example_export, own_school.activity_id)
    found = compared(own_school, export, own_school.today - timedelta(days=2), [(page, {})])
    assert [each for each in found.differences if named in each]


NEW_FIGURES: dict[str, Callable[[], object]] = {
    "标题下的话": lambda: st.caption("另有 7 项"),
    "数": lambda: show_figures("new", [Card("另有", "7", "")]),
    "按钮": lambda: st.button("另有 7 项", key="new_button"),
    "图": lambda: st.plotly_chart({"data": [{"type": "bar", "x": ["另有"], "y": [7]}]}, key="new_chart"),
    "表": lambda: st.dataframe(pd.DataFrame({"另有": [7]})),
}


@pytest.mark.parametrize("subject", ["tasks", *walked(*(each for each, _ in PAGES if each != "tasks"))])
def test_a_figure_that_nobody_recounts_is_not_passed_over(
    read_school: Example, monkeypatch: pytest.MonkeyPatch, subject: str
) -> None:
    right = visits.guard

    def with_new_figures(name: str) -> visits.Visit:
        visit = right(name)
        for draw in NEW_FIGURES.values():
            draw()
        return visit

    before = shown(subject, opened(subject, Role.CLERK), round="", part="")
    monkeypatch.setattr(visits, "guard", with_new_figures)
    after = shown(subject, opened(subject, Role.CLERK), round="", part="")
    assert not before.unknown
    assert len(after.unknown) == len(NEW_FIGURES), after.unknown


def test_the_recount_knows_nothing_of_the_product() -> None:
    names = set()
    for file in RECOUNT.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(str(node.module))
    ours = {name for name in names if name.split(".")[0] in {"board", "pages", "tests", "manage", "app"}}
    assert all(name.startswith("tests.recount") for name in ours)
    assert {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) == {"pandas", "tests"}


def test_the_recount_is_printed_by_hand(example_export: Path) -> None:
    asked = [sys.executable, "-m", "tests.recount", str(example_export), str(clock.today())]
    printed = subprocess.run(asked, cwd=RECOUNT.parents[1], check=True, capture_output=True, encoding="utf-8").stdout
    assert "事项逾期\t6\n" in printed
