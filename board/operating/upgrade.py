"""升级: prepares a new version beside the one in use and tries it on a copy of the data, then puts it in place.

Nothing in use is touched before `plan.json` is written; after that `operating.upgrade_swap` completes the upgrade. The
store is held open meanwhile, so that no server starts.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from board.backup import archive as backup_archive
from board.backup import copies as backup
from board.backup.rules import Reason
from board.errors import BoardError, StoreInUse
from board.operating import upgrade_swap
from board.store.disk import fault
from board.store.store import Store
from board.store.swap import STORE
from board.store.trail import check as audit_log

_WHAT = "没有升级"
_PLACE = ".upgrade"
_NEEDED = (
    "manage.py",
    "app.py",
    "requirements.txt",
    "board/shell.py",
    "board/operating/upgrade_trial.py",
    "queries",
    "data",
)
_NOT_THE_PROGRAMS = shutil.ignore_patterns(
    ".git", ".venv", _PLACE, "__pycache__", "*.duckdb", "*.duckdb.*", "backups", "logs", "test-results", ".*_cache"
)


def get_ready(source: Path, root: Path, data: Path, wheels: Path | None) -> None:
    """Prepare the version in a folder or zip to replace the one in `root`.

    `data`: the folder of the stores, each of which is copied and opened with the new version; `wheels`: the folder to
    install from without a network. Raises BoardError, also while a store is served, and then nothing has changed.
    """
    place = root / _PLACE
    try:
        with _held(data) as stores:
            shutil.rmtree(place, ignore_errors=True)
            try:
                _prepare(source, root, stores, wheels)
            except BaseException:
                shutil.rmtree(place, ignore_errors=True)
                raise
    except OSError as error:
        raise fault(error, _WHAT, root) from error


def _prepare(source: Path, root: Path, stores: list[Store], wheels: Path | None) -> None:
    place = root / _PLACE
    new = place / upgrade_swap.NEW
    print("正在检查新版本 …", flush=True)
    _lay_out(source, new, root)
    _check(new)
    copies = [(store, backup.make(store, Reason.UPGRADE).path) for store in stores]
    python = _environment(new, root, wheels)
    for store, archive in copies:
        print(f"已备份：{archive}。正在用备份试新版本 …", flush=True)
        folder = place / "trial" / archive.stem
        folder.mkdir(parents=True)
        backup_archive.unpack(archive, folder)
        sound = "sound" if audit_log.check(store).is_sound else "unsound"
        _run(python, new, "-m", "board.operating.upgrade_trial", str(folder / STORE), sound)
    shutil.copy(Path(upgrade_swap.__file__), place / "swap.py")
    part = place / "plan.part"
    part.write_text(json.dumps(_entries(new)), "utf-8")
    if os.name != "nt":  # where the system has no way to ask for it
        os.sync()
    part.replace(place / upgrade_swap.PLAN)


@contextmanager
def _held(data: Path) -> Iterator[list[Store]]:
    """Yields the stores in a folder, open, so that no server can start on them. Raises BoardError if one is served."""
    with ExitStack() as stack:
        stores = []
        for path in (data / "board.duckdb", data / "demo.duckdb"):
            if not path.exists():
                continue
            try:
                stores.append(backup.open_own(path))
            except StoreInUse as error:
                raise BoardError(_WHAT, "查改看板正在运行。", "请先停下它，再升级。") from error
            stack.callback(stores[-1].close)
        yield stores


def _lay_out(source: Path, new: Path, root: Path) -> None:
    if source.is_dir():
        if root.resolve() in (source.resolve(), *source.resolve().parents):
            raise BoardError(_WHAT, f"{source} 在现在用的程序的文件夹里。", "请把新版本放在别的地方。")
        shutil.copytree(source, new, ignore=_NOT_THE_PROGRAMS)
        return
    unpacked = new.with_name("unpacked")
    try:
        with zipfile.ZipFile(source) as archive:
            archive.extractall(unpacked)
    except (zipfile.BadZipFile, zlib.error, FileNotFoundError, RuntimeError) as error:
        raise BoardError(_WHAT, f"{source} 不是完整的压缩包，也不是文件夹。", "请重新拷贝一份新版本。") from error
    within = list(unpacked.iterdir())
    only = within[0] if len(within) == 1 and within[0].is_dir() else unpacked  # as most sites pack a program
    shutil.copytree(only, new, ignore=_NOT_THE_PROGRAMS)


def _check(new: Path) -> None:
    """Raise BoardError where a file is missing or isn't valid Python."""
    if lacking := [name for name in _NEEDED if not (new / name).exists()]:
        raise BoardError(_WHAT, f"这不是查改看板的新版本，缺少 {'、'.join(lacking)}。", "请检查文件夹或压缩包。")
    for path in new.rglob("*.py"):
        try:
            compile(path.read_bytes(), str(path), "exec")
        except (SyntaxError, ValueError) as error:
            raise BoardError(_WHAT, f"新版本的 {path.relative_to(new)} 是坏的。", "请重新拷贝一份新版本。") from error


def _environment(new: Path, root: Path, wheels: Path | None) -> Path:
    """Returns the Python for the new version: the present one, or one of its own where it needs other packages."""
    if (new / "requirements.txt").read_bytes() == (root / "requirements.txt").read_bytes():
        return Path(sys.executable)
    base = Path(getattr(sys, "_base_executable", sys.executable))
    print("新版本要别的软件包，正在安装 …", flush=True)
    given = f"pathlib.Path({str(wheels.resolve())!r})" if wheels else "None"
    install = f"import manage, pathlib, sys; sys.exit(manage.prepare('requirements.txt', {given}) or 0)"
    fault = _fault(base, new, "-c", install)
    if fault:
        raise BoardError(_WHAT, "新版本要的软件包没有装上。", fault)
    inside = new / ".venv"
    scripts = inside / ("Scripts" if os.name == "nt" else "bin")
    for path in scripts.iterdir():  # they contain the path of the folder in which they were made
        if path.is_file() and not path.is_symlink() and str(inside).encode() in (held := path.read_bytes()):
            path.write_bytes(held.replace(str(inside).encode(), str(root / ".venv").encode()))
    return scripts / ("python.exe" if os.name == "nt" else "python")


def _run(python: Path, folder: Path, *arguments: str) -> None:
    """Run a command of the new version. Raises BoardError with the last line of its output where it fails."""
    fault = _fault(python, folder, *arguments)
    if fault:
        raise BoardError(_WHAT, f"新版本用不起来（{fault}）。", "请告诉提供新版本的人。")


def _fault(python: Path, folder: Path, *arguments: str) -> str:
    """Run a command of the new version; returns the last line of its output where it failed, else ""."""
    command = [str(python), *arguments]
    env = {**os.environ, "PYTHONUTF8": "1"}
    tried = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # noqa: S603 - a version that the person means to run
    if not tried.returncode:
        return ""
    lines = tried.stdout.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "原因不明"


def _entries(new: Path) -> list[str]:
    """Lists what is to be moved: everything at the top, but `data` file by file, because the unit's own files are there
    too; manage.py last.
    """
    tops = [path for path in new.iterdir() if path.name not in {"data", upgrade_swap.LAST}]
    files = [path for path in (new / "data").rglob("*") if path.is_file()]
    return [*(path.relative_to(new).as_posix() for path in (*tops, *files)), upgrade_swap.LAST]
