"""升级: an old installation and a real second version made from this repository; whole at every moment, old or new."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from board.backup.copies import copies
from board.errors import BoardError
from board.operating import upgrade
from board.store.migrations import newest
from board.store.store import Store, open_store
from board.store.trail.chain import Deed
from tests.depth import walked

ROOT = Path(__file__).parent.parent
STEP = f"queries/migrations/{newest() + 1:04}_a_new_step.sql"
KILL = """
import os, runpy, sys
left = int(sys.argv.pop(1))
def hook(event, arguments):
    global left
    if event == "os.rename":
        left -= 1
        if left < 0:
            os._exit(9)
sys.addaudithook(hook)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def program(folder: Path) -> Path:
    """This repository's files, as they would be handed out."""
    shutil.copytree(
        ROOT,
        folder,
        ignore=shutil.ignore_patterns(
            ".*", "tests", "samples", "__pycache__", "*.duckdb*", "backups", "logs", "demo", "test-results"
        ),
    )
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An installation with data in it, the unit's own plan, and the environment of these tests."""
    root = program(tmp_path / "旧 版")
    (root / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    with_store(root, lambda store: store.write(lambda _tx: None, Deed("store.write")))
    (root / "data" / "plans" / "own.toml").write_text("own")
    return root


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The next version: another step of the schema, another word in the guide, one file more and one fewer."""
    root = program(tmp_path / "新 版")
    (root / STEP).write_text("CREATE TABLE a_new_table (a_column INTEGER);\n")
    (root / "README.md").write_text("新版本")
    (root / "data" / "more.txt").write_text("more")
    (root / "docs" / "operations.md").rename(root / "docs" / "operations_renamed.md")
    return root


def with_store(root: Path, act: Callable[[Store], None]) -> None:
    store = open_store(root / "data" / "board.duckdb")
    try:
        act(store)
    finally:
        store.close()


def command(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CHAGAI_")}
    return subprocess.run(
        [sys.executable, str(root / "manage.py"), *arguments],
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def picture(root: Path) -> dict[str, bytes]:
    """Every file of the program, by its name; neither the data nor the environment."""
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    left_out = (".venv/", "data/board.", "data/backups/", ".upgrade/")
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if not name.startswith(left_out) and "__pycache__" not in name
    }


def ready(old: Path, new: Path) -> None:
    upgrade.get_ready(new, old, old / "data", None)


def swap(root: Path, kills_at: int) -> int:
    """Carry through what is ready, in a process that is killed at its so-manieth move; the exit code."""
    arguments = [sys.executable, "-c", KILL, str(kills_at), str(root / ".upgrade" / "swap.py"), str(root)]
    return subprocess.run(arguments, capture_output=True, check=False).returncode


@pytest.mark.walk
def test_a_new_version_takes_the_place_of_the_old_and_keeps_what_is_the_units_own(old: Path, new: Path) -> None:
    done = command(old, "upgrade", str(new))
    assert (done.returncode, done.stderr) == (0, "")
    assert "已备份" in done.stdout
    assert "已升级" in done.stdout
    assert (old / "README.md").read_text() == "新版本"
    assert not (old / "docs" / "operations.md").exists()
    assert (old / "data" / "more.txt").read_text() == "more"
    assert (old / "data" / "plans" / "own.toml").read_text() == "own"
    assert len(copies(old / "data" / "board.duckdb")) == 1
    assert not (old / ".upgrade").exists()
    assert (old / ".venv").is_symlink()
    checked = command(old, "audit")  # brings the data on
    assert checked.returncode == 0, checked.stderr
    with pytest.raises(BoardError, match="更新的版本"):
        with_store(old, lambda _store: None)


@pytest.mark.walk
def test_a_version_packed_as_a_zip_with_one_folder_in_it_will_do(old: Path, new: Path, tmp_path: Path) -> None:
    packed = tmp_path / "new.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in new.rglob("*"):
            archive.write(path, Path("查改看板-2") / path.relative_to(new))
    ready(old, packed)
    assert swap(old, 10_000) == 0
    assert (old / "README.md").read_text() == "新版本"


def broken_step(new: Path) -> None:
    (new / STEP).write_text("CREATE TABLE tasks (twice INTEGER);\n")


def broken_page(new: Path) -> None:
    (new / "board" / "overview" / "figures.py").write_text("import what_is_not_there\n")


def half_a_file(new: Path) -> None:
    (new / "board" / "overview" / "figures.py").write_text("def half(\n")


def nothing_much(new: Path) -> None:
    shutil.rmtree(new / "queries")


def older(new: Path) -> None:
    (new / STEP).unlink()
    max((new / "queries" / "migrations").iterdir()).unlink()


def other_packages(new: Path) -> None:
    (new / "requirements.txt").write_text(f"a-package-nobody-has==1 --hash=sha256:{'0' * 64}\n")
    (new / "wheels").mkdir()


@pytest.mark.walk
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (broken_page, "what_is_not_there"),
        (nothing_much, "缺少 queries"),
        *walked(
            (broken_step, "新版本用不起来"),
            (half_a_file, "figures.py 是坏的"),
            (older, "更新的版本"),
            (
                other_packages,
                "没有需要的软件包：a-package-nobody-has==1。请在同样系统、同样 Python 版本的电脑上重新下载一遍。\n",
            ),
        ),
    ],
)
def test_a_version_that_will_not_do_changes_nothing(
    old: Path, new: Path, spoil: Callable[[Path], None], said: str
) -> None:
    before, data = picture(old), (old / "data" / "board.duckdb").read_bytes()
    spoil(new)
    tried = command(old, "upgrade", str(new))
    assert tried.returncode == 1
    assert said in tried.stderr
    assert tried.stderr.endswith("没有升级，程序和数据都没有动。\n")
    assert picture(old) == before
    assert (old / "data" / "board.duckdb").read_bytes() == data
    assert not (old / ".upgrade").exists()


def test_what_is_no_version_at_all_is_refused(old: Path, tmp_path: Path) -> None:
    (tmp_path / "torn.zip").write_bytes(b"PK\3\4torn")
    for source in (tmp_path / "torn.zip", tmp_path / "nowhere.zip", old, old / "board"):
        with pytest.raises(BoardError, match="没有升级"):
            ready(old, source)
    assert not (old / ".upgrade").exists()


@pytest.mark.walk
def test_nothing_is_done_while_the_data_is_served(old: Path, new: Path) -> None:
    refused: list[str] = []
    with_store(old, lambda _store: refused.append(command(old, "upgrade", str(new)).stderr))
    assert refused[0].startswith("没有升级：查改看板正在运行。")


@pytest.mark.walk
@pytest.mark.parametrize("kills_at", [1, 8, *walked(0, 15, 1_000)])
def test_a_process_killed_while_things_are_moved_is_carried_through_by_the_next_start(
    old: Path, new: Path, kills_at: int
) -> None:
    ready(old, new)
    killed = swap(old, kills_at)
    assert killed == (0 if kills_at == 1_000 else 9)
    if kills_at == 1:
        assert command(old, "audit").returncode == 0
    elif killed:
        assert swap(old, 1_000) == 0
    wanted = picture(new) | {"data/plans/own.toml": b"own"}
    assert {name: held for name, held in picture(old).items() if name in wanted} == wanted
    assert not (old / "docs" / "operations.md").exists()
    assert not (old / ".upgrade").exists()


@pytest.mark.walk
def test_one_killed_before_everything_was_ready_leaves_the_old_version(old: Path, new: Path) -> None:
    before = picture(old)
    ready(old, new)
    (old / ".upgrade" / "plan.json").unlink()  # what is written last
    assert command(old, "audit").returncode == 0
    assert picture(old) == before
    ready(old, new)  # and what was left lying there is in nobody's way


@pytest.mark.walk
@pytest.mark.parametrize("kills_at", [35, *walked(12, 45, 1_000)])
def test_a_version_that_does_not_start_in_its_place_is_taken_back_even_by_one_killed_meanwhile(
    old: Path, new: Path, kills_at: int
) -> None:
    before = picture(old)
    ready(old, new)
    (old / ".upgrade" / "new" / "board" / "overview" / "figures.py").write_text("import what_is_not_there\n")
    assert swap(old, kills_at) in {1, 9}
    if (old / ".upgrade").exists():
        assert swap(old, 1_000) == 1
    assert picture(old) == before
