"""Collectors that share a lake, for tests: made from one file, with a catalogue in PostgreSQL or in a file.

`python -m tests.submissions.lakes <store> <first> <count> <threads>` is one in a process of its own: it takes one
submission each of so many schools, and says on its output when it is ready and when it is done."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from board import clock
from board.lake.lake import Lake
from board.lake.place import FILE, load
from board.store.store import Store, open_store
from board.submissions.document import fingerprint_of
from board.submissions.following import follow, share
from board.submissions.keeping import TABLES
from board.submissions.taking import take
from board.units import actions as units
from tests.submissions.files import EVERYONE, KEY, document, file, fill

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def school(place: int) -> str:
    return f"Z{place:05}"


def sent(place: int) -> bytes:
    """The submission of a school, the same whoever asks."""
    made_at = f"{clock.today() - timedelta(days=1):%Y-%m-%d}T20:00:00"
    return file(document(unit_id=school(place), made_at=made_at))


def bureau(path: Path, schools: int = 0, below: Mapping[str, list[str]] = MappingProxyType({})) -> None:
    """The file of a bureau that knows so many more schools, all with one key, and bureaus below by their keys."""
    store = open_store(path)
    fill(store)
    know_schools(store, schools)
    for unit_id, fingerprints in below.items():
        named = {"unit_id": unit_id, "name": f"示例区{unit_id}", "kind": "district", "parent_id": ""}
        units.open_units(store, EVERYONE, [{**named, "is_reporting": True}], clock.today())
        for each in fingerprints:
            units.register_key(store, EVERYONE, unit_id, each)
    store.close()


def know_schools(store: Store, schools: int) -> None:
    """Makes a bureau know so many more schools, all with one key."""
    begun = clock.today() - timedelta(days=30)
    columns = {"kind": "school", "parent_id": "D1", "is_reporting": True}
    rows = [{"unit_id": school(each), "name": f"第{each}小学", **columns} for each in range(schools)]
    if rows:
        units.open_units(store, EVERYONE, rows, begun)
    known = {"seq": 1, "fingerprint": fingerprint_of(KEY.public_key()), "is_valid": True, "happened_at": clock.now()}
    keys = [{"unit_id": row["unit_id"], **known, "actor_id": "A-1", "actor_name": "工作人员"} for row in rows]
    store.write(lambda transaction: transaction.insert("units/insert_keys", keys))


def settings(folder: Path, catalogue: str, files: Path) -> None:
    """Writes what names the lake beside a collector's file."""
    folder.mkdir(exist_ok=True)
    files.mkdir(exist_ok=True)
    (folder / FILE).write_text(f'catalogue = "{catalogue}"\nfiles = "{files}"\n', "utf-8")


def collectors(
    folder: Path,
    catalogue: str,
    schools: int = 0,
    names: str = "ab",
    below: Mapping[str, list[str]] = MappingProxyType({}),
) -> list[Path]:
    """The files of collectors that begin as one and share a lake."""
    folder.mkdir(exist_ok=True)
    bureau(folder / "board.duckdb", schools, below)
    for name in names:
        settings(folder / name, catalogue, folder / "files")
        shutil.copy(folder / "board.duckdb", folder / name)
    return [folder / name / "board.duckdb" for name in names]


def opened(path: Path) -> tuple[Store, Lake]:
    """A collector with its lake."""
    store, lake = open_store(path), Lake(load(path.parent))
    share(store, lake)
    return store, lake


def contents(store: Store) -> dict[str, list[Any]]:
    """Every row of every table of submissions, and of the covers that they came in."""
    read, tables = store._connection.execute, (*TABLES, "forwards")
    return {table: read(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in tables}  # noqa: S608 - names of ours


class Cluster:
    """A PostgreSQL of its own, reached by a socket in its folder, as an account that isn't root; that account can't
    enter the folders of pytest."""

    def __init__(self) -> None:
        self.binaries = _binaries()
        self.folder = Path(tempfile.mkdtemp(prefix="chagai-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", str(self.folder / "data"), "-A", "trust", "-U", "chagai")

    def begin(self) -> None:
        options = f"-c listen_addresses= -c fsync=off -c log_min_error_statement=panic -k {self.folder}"
        self._control("start", "-o", options, "-l", str(self.folder / "log"))

    def restart(self) -> None:
        self.end()
        self.begin()

    def database(self, name: str) -> str:
        """A new database, as the catalogue of a lake."""
        self._run("createdb", "-h", str(self.folder), "-U", "chagai", name)
        return f"postgres:host={self.folder} user=chagai dbname={name}"

    def end(self) -> None:
        self._control("stop", "-m", "immediate")

    def remove(self) -> None:
        self.end()
        shutil.rmtree(self.folder)

    def _control(self, *what: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", *what)

    def _run(self, name: str, *arguments: str) -> None:
        as_other = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([*as_other, str(self.binaries / name), *arguments], check=True, cwd="/", **quiet)  # type: ignore[call-overload]


def _binaries() -> Path:
    if not _BINARIES and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(("apt-get", "update", "-qq"), check=True, env=quiet)
        package = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql")
        subprocess.run(package, check=True, env=quiet)
        _BINARIES.extend(sorted(Path("/usr/lib/postgresql").glob("*/bin")))
    return _BINARIES[-1] if _BINARIES else pytest.skip("needs PostgreSQL")


def take_many(path: Path, first: int, count: int, threads: int) -> None:
    """Take one submission each of so many schools, by several threads as from a proxy."""
    store, lake = opened(path)
    follow(store, lake)
    files = [sent(place) for place in range(first, first + count)]
    print("ready", flush=True)
    sys.stdin.readline()

    def work(mine: list[bytes]) -> None:
        for content in mine:
            take(store, content)

    running = [threading.Thread(target=work, args=(files[each::threads],)) for each in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    print("done", flush=True)
    store.close()


if __name__ == "__main__":
    take_many(Path(sys.argv[1]), *map(int, sys.argv[2:]))
