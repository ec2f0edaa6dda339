"""Collectors as processes of their own, their catalogue in PostgreSQL: at once, killed, and with the catalogue away."""

import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from board import clock
from board.lake import command
from board.lake.lake import Away, Lake
from board.lake.place import load
from board.operating.command_line import read_options
from board.store.store import Row, Store, open_store
from board.submissions.following import follow
from board.submissions.taking import take
from tests.submissions import lakes
from tests.submissions.falling import activity_of
from tests.submissions.files import document, file

pytestmark = pytest.mark.walk
EACH, THREADS = 1_000, 24


def begun(path: Path, first: int, count: int) -> "subprocess.Popen[str]":
    numbers = [str(each) for each in (first, count, THREADS)]
    line = [sys.executable, "-m", "tests.submissions.lakes", str(path), *numbers]
    return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def go(each: "subprocess.Popen[str]") -> None:
    assert each.stdout
    assert each.stdin
    assert each.stdout.readline() == "ready\n"
    each.stdin.write("\n")
    each.stdin.flush()


def both(paths: list[Path]) -> list[Store]:
    """Both collectors, each with all that the lake has."""
    stores = []
    for path in paths:
        store, lake = lakes.opened(path)
        follow(store, lake)
        stores.append(store)
    return stores


def is_whole(store: Store, count: int) -> None:
    """Each of so many schools has one submission, the numbers have no gap, and no part is lost or double."""
    rows = store._connection.execute("SELECT submission_no, unit_id FROM submissions ORDER BY 1").fetchall()
    assert [number for number, _ in rows] == list(range(1, count + 1))
    assert sorted(unit for _, unit in rows) == [lakes.school(place) for place in range(count)]
    for table in ("submitted_figures", "submitted_steps", "submitted_answers"):
        counted = f"SELECT DISTINCT count(*) FROM {table} GROUP BY submission_no"  # noqa: S608 - a name from above
        whole = f"SELECT count(DISTINCT submission_no) FROM {table}"  # noqa: S608 - a name from above
        assert len(store._connection.execute(counted).fetchall()) <= 1
        assert store._connection.execute(whole).fetchone() in {(count,), (0,)}


def lake_command(path: Path, *words: str) -> None:
    assert command.carry_out(read_options(["lake", *words, "--data", str(path.parent)]), path.parent) == ""


def asked(store: Store, path: Path) -> str:
    """How long a query takes of the own file and of the lake, before and after it is put together; the same rows."""
    lake, of = Lake(load(path.parent)), {"activity_id": activity_of(store), "as_of": clock.today(), "after_no": 0}
    found: dict[str, tuple[float, list[Row]]] = {}
    for name, reader in (("own file", store), ("lake", lake), ("lake put together", lake)):
        if name == "lake put together":
            lake_command(path, "compact")
        spent = []
        for _ in range(5):
            began = time.perf_counter()
            rows = reader.rows("comparison/figure", figure="items_closed", **of)
            spent.append((time.perf_counter() - began) * 1000)
        found[name] = (statistics.median(spent), rows)
    assert len({str(rows) for _, rows in found.values()}) == 1
    assert len(found["lake"][1]) == 2 * EACH
    return ", ".join(f"{name} {spent:.0f} ms" for name, (spent, _) in found.items())


def test_two_collectors_at_once_lose_nothing_and_take_nothing_twice(tmp_path: Path, cluster: lakes.Cluster) -> None:
    *paths, blank = lakes.collectors(tmp_path, cluster.database("many"), 2 * EACH, "abc")
    running = [begun(path, place * EACH, EACH) for place, path in enumerate(paths)]
    for each in running:
        go(each)
    began = time.monotonic()
    while any(each.poll() is None for each in running):  # the lake is looked after meanwhile
        time.sleep(5)
        lake_command(paths[0], "compact")
        lake_command(paths[0], "expire", "--days", "0")
    assert [each.returncode for each in running] == [0, 0]
    both_a_minute = 60 * 2 * EACH / (time.monotonic() - began)
    here, there = both(paths)
    is_whole(here, 2 * EACH)
    assert lakes.contents(here) == lakes.contents(there)
    print(asked(here, tmp_path / "a" / "board.duckdb"))
    alone, began = open_store(tmp_path / "board.duckdb"), time.monotonic()
    for row in here.rows("submissions/after", submission_no=0, most=2 * EACH):
        take(alone, row["content"])
    alone_a_minute = 60 * 2 * EACH / (time.monotonic() - began)
    print(f"a minute: {both_a_minute:.0f} by two with a lake, {alone_a_minute:.0f} by one without; {os.getloadavg()}")
    alike, moments = lakes.contents(alone), "SELECT * EXCLUDE received_at FROM submissions ORDER BY ALL"
    assert {**alike, "submissions": 0} == {**lakes.contents(here), "submissions": 0}
    assert alone._connection.execute(moments).fetchall() == here._connection.execute(moments).fetchall()
    late, lake = lakes.opened(blank)
    assert follow(late, lake) == 2 * EACH
    assert lakes.contents(late) == lakes.contents(here)


def test_the_same_submission_at_two_collectors_is_taken_once(tmp_path: Path, cluster: lakes.Cluster) -> None:
    paths = lakes.collectors(tmp_path, cluster.database("same"), 60)
    running = [begun(path, 0, 60) for path in paths]
    for each in running:
        go(each)
    assert [each.wait(300) for each in running] == [0, 0]
    for store in both(paths):
        is_whole(store, 60)


def test_collectors_killed_again_and_again_lose_nothing(tmp_path: Path, cluster: lakes.Cluster) -> None:
    draw, count = random.Random(22), 240  # noqa: S311 - repeatable
    paths = lakes.collectors(tmp_path, cluster.database("kills"), count)
    parts = [(path, place * count // 2, count // 2) for place, path in enumerate(paths)]
    for _ in range(12):
        running = [begun(*part) for part in parts]
        for each in running:
            go(each)
        time.sleep(draw.uniform(0.1, 1.5))
        for each in running:
            each.send_signal(signal.SIGKILL)
            each.wait()
    running = [begun(*part) for part in parts]
    for each in running:
        go(each)
    assert [each.wait(300) for each in running] == [0, 0]
    here, there = both(paths)
    is_whole(here, count)
    assert lakes.contents(here) == lakes.contents(there)


def test_while_the_catalogue_is_away_senders_are_told_to_wait(tmp_path: Path, cluster: lakes.Cluster) -> None:
    (path,) = lakes.collectors(tmp_path, cluster.database("away"), 3, "a")
    store, _ = lakes.opened(path)
    files = [lakes.sent(place) for place in range(3)]
    take(store, files[0])
    cluster.end()
    try:
        before = time.monotonic()
        with pytest.raises(Away, match="收件库连不上"):
            take(store, files[1])
        assert time.monotonic() - before < 10
        assert len(store.rows("submissions/last")) == 1
    finally:
        cluster.begin()
    assert take(store, files[1])["submission_no"] == 2
    running = threading.Thread(target=cluster.restart)
    running.start()
    time.sleep(0.05)
    for _ in range(50):
        try:
            take(store, files[2])
            break
        except Away:
            time.sleep(0.1)
    running.join()
    is_whole(store, 3)


def test_two_collectors_may_make_the_lake_at_the_same_time(
    tmp_path: Path, cluster: lakes.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here, lake), (there, other) = map(lakes.opened, lakes.collectors(tmp_path, cluster.database("made")))
    read = here.rows

    def made_meanwhile(name: str, /, **parameters: Any) -> list[Row]:
        if name == "lake/made_by":
            follow(there, other)
        return read(name, **parameters)

    monkeypatch.setattr(here, "rows", made_meanwhile)
    assert follow(here, lake) == 0
    assert take(here, file(document()))["submission_no"] == 1
    assert follow(there, other) == 1
