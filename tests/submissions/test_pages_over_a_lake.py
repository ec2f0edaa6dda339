"""The bureau's pages show the same with a lake and without, and are not slower: they read the collector's own file."""

import json
import re
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from board import clock
from board.access import Role
from board.operating.settings import Settings
from board.store.store import Row, Store, Transaction, open_store
from board.submissions import sharing
from board.submissions.document import Signed
from board.submissions.document import opened as opened_file
from board.submissions.following import follow
from board.submissions.keeping import keep_all, row_of, together, written
from board.submissions.taking import take
from board.web import serving
from tests.pages.visitor import charts, opened, sentences_on, tables
from tests.submissions import lakes
from tests.submissions.falling import activity_of
from tests.submissions.files import document, file

PAGES: dict[str, tuple[str, dict[str, str]]] = {
    **{subject: (subject, {}) for subject in ("submitted", "widespread", "unit_tree", "submissions")},
    **{figure: ("units", {"units_figure": figure}) for figure in ("items_closed", "rules_passed")},
    "a unit": ("units", {"units_open": lakes.school(3)}),
}
MANY = 10_000


def shown(store: Store, folder: Path) -> dict[str, list[str]]:
    """All sentences, tables and charts of the bureau's pages, but for the moment at which they were drawn."""
    serving.serve(store, Settings(folder, demo=True, collects=True))
    found = {}
    for name, (subject, asked) in PAGES.items():
        at = opened(subject, Role.CLERK, **asked)
        assert not at.exception
        drawn = [json.dumps(each.figure, ensure_ascii=False) for each in charts(at)]
        cells = [each.value.to_csv() for each in tables(at)]
        found[name] = [re.sub(r"更新于 [\d:]+", "", sentences_on(at)), *cells, *drawn]
    return found


def with_moments_of(store: Store, other: Store) -> None:
    """Lets a store have taken each submission at the moment at which another did."""
    rows = other._connection.execute("SELECT received_at, submission_no FROM submissions").fetchall()
    store._connection.executemany("UPDATE submissions SET received_at = ? WHERE submission_no = ?", rows)


def chains(schools: int) -> list[bytes]:
    """Two submissions of each school, as they come in."""
    firsts = [lakes.sent(place) for place in range(schools)]
    before = [opened_file(each) for each in firsts]
    return [*firsts, *(file(document(2, each.sha256, unit_id=each.document["unit_id"])) for each in before)]


@pytest.mark.walk
def test_a_page_shows_the_same_of_two_collectors_with_a_lake_and_of_one_without(tmp_path: Path) -> None:
    paths = lakes.collectors(tmp_path, f"{tmp_path}/catalogue.ducklake", 7)
    alone, files = open_store(tmp_path / "board.duckdb"), chains(7)
    for path, part in zip(paths, (files[:9], files[9:]), strict=True):
        store, lake = lakes.opened(path)
        for content in part:
            take(store, content)
        lake.close()
        store.close()
    for content in files:
        take(alone, content)
    stores = []
    for path in paths:
        store, lake = lakes.opened(path)
        follow(store, lake)
        lake.close()
        stores.append(store)
    with_moments_of(alone, stores[0])
    here, there, embedded = (shown(store, tmp_path) for store in (*stores, alone))
    assert here == there == embedded
    assert sum(map(len, here.values())) > 2 * len(PAGES)  # sentences, and tables or charts
    assert "第6小学" in "".join(here["items_closed"])
    for store in (*stores, alone):
        store.close()


def fill(store: Store, count: int) -> None:
    """Keeps one submission of each school, many at a time."""
    files = [opened_file(lakes.sent(place)) for place in range(count)]
    now, activity_id = clock.now(), activity_of(store)
    rows = [(each, row_of(each, activity_id, place, "sent", now)) for place, each in enumerate(files, 1)]
    for start in range(0, count, 500):
        store.write(partial(_keep_some, rows[start : start + 500]))


def _keep_some(rows: list[tuple[Signed, Row]], transaction: Transaction) -> None:
    keep_all(transaction, together(written(*each) for each in rows))


@contextmanager
def followed(store: Store) -> Iterator[None]:
    """The lake is followed meanwhile, as while the product serves."""
    ended = threading.Event()
    sharing.begin(store, ended)
    yield
    ended.set()


def times(store: Store, folder: Path, rounds: int = 5) -> dict[str, float]:
    """Milliseconds that each page takes after a submission was taken, the middle of some rounds."""
    found: dict[str, list[float]] = {name: [] for name in PAGES}
    serving.serve(store, Settings(folder, demo=True, collects=True))
    place = 0
    for _ in range(rounds + 1):
        for name, (subject, asked) in PAGES.items():
            unit_id = lakes.school(place := place + 1)
            before = opened_file(lakes.sent(place)).sha256
            take(store, file(document(2, before, unit_id=unit_id)))
            began = time.perf_counter()
            opened(subject, Role.CLERK, **asked)
            found[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(each[1:]) for name, each in found.items()}


@pytest.mark.walk
def test_pages_of_ten_thousand_units_are_as_fast_with_a_lake(tmp_path: Path) -> None:
    cluster = lakes.Cluster()
    cluster.begin()
    try:
        path, late = lakes.collectors(tmp_path, cluster.database("pages"), MANY)
        first = open_store(path)
        fill(first, MANY)
        first.close()
        shutil.copytree(path.parent, tmp_path / "alone")
        alone = open_store(tmp_path / "alone" / path.name)
        store, lake = lakes.opened(path)
        assert follow(store, lake) == MANY
        other, lake = lakes.opened(late)
        assert follow(other, lake) == MANY
        assert shown(alone, tmp_path) == shown(other, tmp_path)
        embedded = times(alone, tmp_path)
        with followed(other):
            shared = times(other, tmp_path)
        print({name: f"{embedded[name]:.0f} → {shared[name]:.0f} ms" for name in PAGES})
        assert sum(shared.values()) < 1.4 * sum(embedded.values())
    finally:
        cluster.remove()
