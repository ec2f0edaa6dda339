"""What lies in the data folder is for the account that runs the product, whatever its umask."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from board.store import folder_modes
from board.store.store import open_store
from tests.ready_processes import serve
from tests.web.client import ask
from tests.web.conftest import ROOT, Start
from tests.web.test_process import set_up

pytestmark = pytest.mark.skipif(os.name == "nt", reason="folders take their rights from the one above there")


def open_to_others(folder: Path) -> list[str]:
    """What others could read or change."""
    found = [folder, *(each for each in folder.rglob("*") if not each.is_symlink())]
    return [f"{each.name} {stat.S_IMODE(each.stat().st_mode):o}" for each in found if each.stat().st_mode & 0o077]


def serve_with_all_open(*given: Any) -> None:
    """Serve the product where whatever is made may be read by all."""
    os.umask(0)
    serve(*given)


@pytest.mark.walk
def test_a_folder_that_stood_open_is_shut_at_the_start_and_stays_shut(start: Start, tmp_path: Path) -> None:
    data, outside = tmp_path / "data", tmp_path / "outside.toml"
    before = os.umask(0)
    try:
        store = open_store(data / "board.duckdb")
        store.write(lambda _: None)
        store.close()
        for name in (
            "plans/我的.toml",
            "backups/board-20200101-000000-hand.zip",
            "board.drafts/x/y.json",
            "of-another",
        ):
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (data / name).touch(0o666)
        outside.touch(0o644)
        (data / "plans" / "linked.toml").symlink_to(outside)
        process = start("run", data, work=serve_with_all_open)
        command = [sys.executable, "manage.py", "unlock", "--data", str(data)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    finally:
        os.umask(before)
    set_up(process)
    until = time.monotonic() + 60
    while not list((data / "backups").glob("*-daily.zip")) and time.monotonic() < until:
        time.sleep(0.1)
    assert ask(process.port, "/healthz").status == 200
    assert open_to_others(data) == ["of-another 666"]
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644
    assert '"open_to_others": 0' in (data / "logs" / "board.log").read_text("utf-8")


SPILLS = """
import os, stat, sys
from pathlib import Path
from typing import Any
import duckdb
from board.store import folder_modes
folder = Path(sys.argv[1])
os.umask(0)
folder_modes.shut(folder)
with duckdb.connect(str(folder / "board.duckdb")) as connection:
    connection.execute("SET memory_limit = '30MB'")
    connection.execute("CREATE TEMP TABLE large AS SELECT hash(range)::VARCHAR AS x FROM range(2000000)")
    found = {each.relative_to(folder).as_posix(): each.stat().st_mode for each in folder.rglob("*")}
print(any(".tmp/" in name for name in found), [name for name, mode in found.items() if mode & 0o077])
"""


def test_what_duckdb_spills_is_shut_too(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", SPILLS, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert ran.stdout.decode().strip() == "True []", ran.stderr


def test_what_cannot_be_shut_is_counted_and_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = os.umask(0)
    try:
        for name in ("board.duckdb", "board.key", "other"):
            (tmp_path / name).touch(0o644)

        def refuse(path: Path, _mode: int) -> None:
            raise PermissionError(1, "of another account", str(path))

        monkeypatch.setattr(Path, "chmod", refuse)
        assert folder_modes.shut(tmp_path) == 2
    finally:
        os.umask(before)
