"""Every figure of every page is what pandas counts from the store's export, by the words of the docs alone."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from board import clock
from board.evaluation import results
from board.operating.settings import Settings
from board.rectification import actions as rectification
from board.rectification import flags
from board.store.history import record_all
from board.store.sql import statements
from board.store.store import Store, open_store
from board.web import serving
from tests.bench.made_items import histories
from tests.depth import walked
from tests.example_school import Example
from tests.pages.recounted import PAGES, PARTS, View, compared, exported
from tests.recount.export import read

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


def _served(store: Store, place: Path) -> Example:
    serving.serve(store, Settings(place, demo=True))
    return Example(store, str(store.rows("activities/all")[0]["activity_id"]), clock.today())


@pytest.fixture
def own_school(school_file: Path, tmp_path: Path) -> Iterator[Example]:
    """The example school in a store that shares nothing it has read with other tests."""
    store = open_store(Path(shutil.copy(school_file, tmp_path / "own.duckdb")))
    yield _served(store, tmp_path)
    store.close()


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
    wrong = right.text.replace("WHERE NOT states.is_removed", "WHERE TRUE")
    assert wrong != right.text
    patch.setitem(statements(), right.name, replace(right, text=wrong))


PLANTED = {
    "逾期早算一天": (_a_day_early, "事项逾期", "rectification"),
    "优良率换了分母": (_another_base, "优良率", "evaluation"),
    "移出的事项也算": (_one_withdrawn, "事项", "rectification"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_an_error_planted_in_the_product_is_found(
    own_school: Example, example_export: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    plant, named, page = PLANTED[planted]
    plant(monkeypatch)
    export = read(example_export, own_school.activity_id)
    found = compared(own_school, export, own_school.today - timedelta(days=2), [(page, {})])
    assert [each for each in found.differences if named in each]


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
