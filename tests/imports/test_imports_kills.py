"""The product is killed while it imports: each time all of an import is there afterwards, or nothing.

Six times in the gate, and fifty more by `-m walk`.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from board.evaluation import results as evaluation
from board.evaluation import totals as evaluation_totals
from board.store.store import Store, open_store
from tests.ballot_files import ACTIVITY
from tests.depth import walked
from tests.import_traces import all_traces
from tests.killed_imports import BALLOTS, CRITERIA, ROUND, SUGGESTIONS, import_on, prepare
from tests.ready_processes import begun

# The lives of each store: in one that a hundred files came into, most time would go into looking them through.
LIVES = [4, *walked(*[10] * 5)]
_PATIENCE = 60
# Seconds taken for an import on a busy machine.
_LONGEST = 0.25


@pytest.mark.parametrize("lives", LIVES)
def test_a_killed_import_is_there_whole_or_not_at_all(tmp_path: Path, lives: int) -> None:
    path, seen = tmp_path / "board.duckdb", []
    prepare(path)
    once = _seconds_of_a_first_import(path, tmp_path)
    for life in range(lives):
        with _importing(path, tmp_path / str(life)) as signs:
            # Every other life ends in its first import, the rest in a later one, however slow the machine is.
            _wait_for(signs / ("started" if life % 2 else "once"))
            time.sleep(random.uniform(0, 2 * once))  # noqa: S311 - when somebody trips over the cable
        store = open_store(path)
        seen.append(_whole_imports(store))
        store.close()
    assert seen == sorted(seen)
    assert len(set(seen)) >= lives // 2, "every other process lived long enough to import something"


@contextmanager
def _importing(path: Path, signs: Path) -> Iterator[Path]:
    """A process that imports until the block ends, and is then killed; gives the folder where it leaves its signs."""
    signs.mkdir()
    child = begun(import_on, path, signs)
    try:
        yield signs
    finally:
        child.kill()
        child.join(_PATIENCE)


def _seconds_of_a_first_import(path: Path, folder: Path) -> float:
    with _importing(path, folder / "measured") as signs:
        _wait_for(signs / "started")
        began = time.monotonic()
        _wait_for(signs / "once")
        return min(time.monotonic() - began, _LONGEST)


def _wait_for(sign: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not sign.exists():
        assert time.monotonic() < until, f"the importing process never made {sign.name}"
        time.sleep(0.005)


def _whole_imports(store: Store) -> int:
    """How many imports there are, after looking that each is there whole or gone whole."""
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    listed, held = store.rows("imports/by_activity", activity_id=ACTIVITY), all_traces(store)
    for row in listed:
        whole = {"ballots": BALLOTS, "import_keys": BALLOTS, "suggestions": SUGGESTIONS}
        assert held.pop(row["import_id"], {}) == ({} if row["status"] == "undone" else whole)
    assert held == {}
    forms = evaluation.forms(store, ACTIVITY, ROUND)
    assert forms["returned_count"].sum() == BALLOTS * sum(row["status"] == "active" for row in listed)
    assert _answer_count(store) == forms["valid_count"].sum() * CRITERIA
    return len(listed)


def _answer_count(store: Store) -> int:
    kept = pd.DataFrame(store.rows("evaluation/kept_answers", activity_id=ACTIVITY), columns=["answer_count"])
    return int(kept["answer_count"].sum())
