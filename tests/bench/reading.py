"""A file of ballots taken in by the product up to the figures of its page, and taken back.

Against DuckDB's bare `read_csv` of the same file into a table.
Each in a process of its own, so that its peak of memory is its own: `python -m tests.bench.reading HOW FILE`.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb

from board import clock
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.example.school import load_example
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store, open_store
from tests.bench.made_items import CLERK
from tests.bench.processes import ROOT, peak_megabytes

_ROUND = {"name": "测速", "evaluated": "分析检查报告"}


def read_in_turn(file: Path, times: int) -> dict[str, list[tuple[float, ...]]]:
    """For each way (`product`, `bare`), of each time: milliseconds, and megabytes of memory more than at the start; of
    the product also milliseconds of an undo."""
    taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in _WAYS}
    for _ in range(times):
        for name, found in taken.items():
            command = [sys.executable, "-m", "tests.bench.reading", name, str(file)]
            said = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
            found.append(tuple(json.loads(said)))
    return taken


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    before = peak_megabytes()
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000, peak_megabytes() - before


def _by_product(file: Path, folder: Path) -> tuple[float, ...]:
    store = open_store(folder / "board.duckdb")
    activity_id = load_example(store, clock.today())
    opened_on = clock.today() - timedelta(days=30)
    round_id = evaluation_rounds.add_round(store, CLERK, activity_id, {**_ROUND, "opened_on": opened_on})

    def work() -> None:
        checked = check_ballots(file.name, file.read_bytes(), imports.form(store, activity_id), Choices())
        imports.preview(store, activity_id, round_id, checked)
        imports.commit(store, CLERK, activity_id, round_id, checked)
        evaluation.rounds(store, activity_id)
        for figures in (evaluation.forms, evaluation.criteria_figures, evaluation.group_figures):
            figures(store, activity_id, round_id)

    found = _timed(work)
    newest = str(imports.history(store, activity_id)["import_id"].iloc[0])
    taken_back, _ = _timed(lambda: _take_back(store, activity_id, newest))
    store.close()
    return *found, taken_back


def _take_back(store: Store, activity_id: str, import_id: str) -> None:
    imports_history.preview_undo(store, activity_id, import_id)
    imports_history.undo(store, CLERK, activity_id, import_id)


def _barely(file: Path, folder: Path) -> tuple[float, ...]:
    connection = duckdb.connect(str(folder / "bare.duckdb"), config={"threads": 2, "memory_limit": "2GB"})
    found = _timed(lambda: _read_barely(connection, file))
    connection.close()
    return found


def _read_barely(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    connection.execute("CREATE TABLE ballots AS SELECT * FROM read_csv($file)", {"file": str(file)})


_WAYS: dict[str, Callable[[Path, Path], tuple[float, ...]]] = {"product": _by_product, "bare": _barely}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        print(json.dumps(_WAYS[sys.argv[1]](Path(sys.argv[2]), Path(made))))
