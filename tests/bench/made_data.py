"""The data that pages are measured on: the example school, and the same school grown big. Made once a day and kept.

Everything goes in through the product's own rules, transactions and import. What is kept is found again by the day (the
example is laid out around it) and by everything it was made of.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from board import clock
from board.evaluation import rounds as evaluation_rounds
from board.example.school import load_example
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.importing.form import BallotForm
from board.importing.roles import DAY, GROUP, SUGGESTION, VOID, WAY, fact_label
from board.imports import commit as imports
from board.store.history import record_all
from board.store.store import Store, open_store
from board.words import WAY as WAY_LABELS
from tests.bench.made_items import CLERK, histories
from tests.bench.processes import ROOT

ITEMS, BALLOTS = 10_000, 1_000_000
STORE_NAME = "demo.duckdb"
_SEED = 20_261
_DAYS = 20
_VOID, _SUGGESTS, _BLANK = 0.01, 0.01, 0.03
_MADE_OF = (
    "queries/migrations/**/*.sql",
    "data/samples/*",
    "data/plans/*",
    "board/example/school.py",
    "board/imports/*.py",
)


def folder() -> Path:
    """Where made data is kept between runs: one folder a user, since anyone can write beside it."""
    path = Path(tempfile.gettempdir()) / f"chagai-bench-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def example_data(into: Path) -> Path:
    """A fresh folder of data with the example school in it."""
    return _copied("example", into, lambda store, today: None)


def big_data(into: Path) -> Path:
    """A fresh folder of data with the example school and ITEMS items and BALLOTS ballots more."""
    return _copied("big", into, _grow)


def ledger_data(into: Path) -> Path:
    """A fresh folder of data with the example school and ITEMS items more, and no more ballots than it has."""
    return _copied("ledger", into, _grow_ledger)


def ballots_file(count: int) -> tuple[Path, BallotForm]:
    """A file of ballots such as a clerk would upload, and the form it answers."""
    store = open_store(None)
    try:
        form = imports.form(store, load_example(store, clock.today()))
    finally:
        store.close()
    return _kept(f"ballots-{count}.csv", lambda path: _write_ballots(path, form, count)), form


def _copied(name: str, into: Path, grow: Callable[[Store, date], None]) -> Path:
    kept = _kept(f"{name}.duckdb", lambda path: _make_store(path, grow))
    into.mkdir(parents=True)
    shutil.copyfile(kept, into / STORE_NAME)
    return into


def _kept(name: str, make: Callable[[Path], None]) -> Path:
    """A made file: the one kept from an earlier run, or a new one. Another day's are cleared away."""
    current = folder() / f"{clock.today()}-{_digest()}"
    if not current.exists():
        shutil.rmtree(folder())
        folder()
        current.mkdir()
    path = current / name
    if not path.exists():
        print(f"正在准备数据 {name} …", flush=True)
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        make(unfinished)
        unfinished.replace(path)
    return path


def _digest() -> str:
    files = [path for pattern in _MADE_OF for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    files += sorted(Path(__file__).parent.glob("made_*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _make_store(path: Path, grow: Callable[[Store, date], None]) -> None:
    store = open_store(path)
    try:
        load_example(store, clock.today())
        grow(store, clock.today())
    finally:
        store.close()


def _grow_ledger(store: Store, today: date) -> None:
    lives = list(histories(_activity_id(store), today, ITEMS, _SEED))
    store.write(lambda transaction: record_all(transaction, "rectification", lives))


def _grow(store: Store, today: date) -> None:
    _grow_ledger(store, today)
    activity_id = _activity_id(store)
    opened_on = today - timedelta(days=_DAYS)
    round_ = {"name": "第三轮征评：全区", "evaluated": "分析检查报告", "opened_on": opened_on, "closed_on": None}
    round_id = evaluation_rounds.add_round(store, CLERK, activity_id, round_)
    file, form = ballots_file(BALLOTS)
    checked = check_ballots(file.name, file.read_bytes(), form, Choices())
    imports.commit(store, CLERK, activity_id, round_id, checked)


def _activity_id(store: Store) -> str:
    return str(store.rows("activities/all")[0]["activity_id"])


def _write_ballots(path: Path, form: BallotForm, count: int) -> None:
    chance = np.random.default_rng(_SEED)
    days = [f"{clock.today() - timedelta(days=ago):%Y-%m-%d}" for ago in range(_DAYS)]

    def column(words: list[str], shares: list[float] | None = None) -> pa.Array:
        return pa.array(words).take(pa.array(chance.choice(len(words), count, p=shares)))

    facts = {
        GROUP: column(list(form.groups)),
        WAY: column(list(WAY_LABELS.values())),
        DAY: column(days),
        VOID: column(["", "是"], [1 - _VOID, _VOID]),
    }
    columns = {fact_label(fact): values for fact, values in facts.items()}
    for criterion in form.criteria:
        words = ["", *(answer.label for answer in criterion.answers)]
        columns[criterion.label] = column(words, [_BLANK, *[(1 - _BLANK) / (len(words) - 1)] * (len(words) - 1)])
    said = [f"建议之{number}：开会少一些，到班上看看多一些" for number in range(500)]
    columns[fact_label(SUGGESTION)] = column(["", *said], [1 - _SUGGESTS, *[_SUGGESTS / len(said)] * len(said)])
    plain = pyarrow.csv.WriteOptions(quoting_style="none")
    pyarrow.csv.write_csv(pa.table(columns), path, plain)
