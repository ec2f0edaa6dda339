"""Replaces the present version with a prepared one, or puts everything back as it was.

It is copied beside the files that it moves and run from there: standard library only, nothing of the product. Each step
can be repeated, so after an interruption the next start of `manage.py` completes the upgrade; `manage.py` is never
missing, because it is replaced last, in one step. `plan.json` exists as long as there is an upgrade to complete.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PLAN, NEW, OLD, LAST = "plan.json", "new", "old", "manage.py"


def carry_through(root: Path) -> int:
    """Put the new version in place and test whether it starts; if not, put the old one back. Returns the exit code."""
    place = root / ".upgrade"
    entries = json.loads((place / PLAN).read_text("utf-8"))
    try:
        forward(root, place, entries)
        fault = fault_of(root)
    except OSError as error:
        fault = str(error)
    if fault:
        try:
            back(root, place, entries)
        except OSError as error:
            print(f"换不回原来的版本：{error}。请关掉占用这些文件的程序，再启动一次，会接着换。", file=sys.stderr)
            return 1
    _flush()
    (place / PLAN).unlink()
    shutil.rmtree(place, ignore_errors=True)
    if fault:
        print(f"没有升级：{fault}。程序已换回原来的版本，数据没有动。", file=sys.stderr, flush=True)
        return 1
    print("已升级。启动时会先备份数据，再换成新版本的格式。", flush=True)
    return 0


def forward(root: Path, place: Path, entries: "list[str]") -> None:
    """Move each entry of the new version to its place, and the old one to `old`. Raises OSError."""
    for entry in entries:
        new, old, here = place / NEW / entry, place / OLD / entry, root / entry
        if not new.exists():
            continue
        old.parent.mkdir(parents=True, exist_ok=True)
        here.parent.mkdir(parents=True, exist_ok=True)
        if entry == LAST:
            _copy(here, old)
        elif _is_there(here):
            here.rename(old)
        new.replace(here)


def back(root: Path, place: Path, entries: "list[str]") -> None:
    """Undo `forward`, even where it was only partly done. Raises OSError."""
    for entry in reversed(entries):
        new, old, here = place / NEW / entry, place / OLD / entry, root / entry
        if entry == LAST:
            if old.exists() and not new.exists():
                _copy(here, new)
                _copy(old, here)
            continue
        if not new.exists() and _is_there(here):
            here.rename(new)
        if _is_there(old):
            old.rename(here)


def fault_of(root: Path) -> str:
    """Returns one line on why the version now in place doesn't start; empty where it starts."""
    python = root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [str(python), "-m", "board.operating.upgrade_trial"]
    tried = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # noqa: S603 - our own Python, on our own module
    lines = tried.stdout.decode("utf-8", "replace").strip().splitlines()
    return "" if tried.returncode == 0 else f"新版本启动不了（{lines[-1] if lines else '原因不明'}）"


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _copy(source: Path, target: Path) -> None:
    """Copy a file so that there is never half a file at the target."""
    part = target.with_name(target.name + ".part")
    shutil.copy2(source, part)
    part.replace(target)


def _flush() -> None:
    if os.name != "nt":  # where the system has no way to ask for it
        os.sync()


if __name__ == "__main__":
    sys.exit(carry_through(Path(sys.argv[1])))
