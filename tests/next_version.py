"""A made-up next version of the product, whose schema has one step more: what today's product made is older then."""

import shutil
from fnmatch import fnmatch
from pathlib import Path

import pytest

from board.store import migrations
from board.store.sql import QUERIES

STEPS = QUERIES / "migrations"
ADDS_A_COLUMN = "ALTER TABLE units ADD COLUMN place TEXT DEFAULT '镇上';"


def steps_in(folder: Path, *, of: str = "*", **texts: str) -> Path:
    """A folder of steps: the product's own whose names fit a pattern, and others given by number and name."""
    shutil.copytree(STEPS, folder, ignore=lambda place, names: _others(of, names) if place == str(STEPS) else [])
    for name, text in texts.items():
        (folder / f"{name.removeprefix('step_')}.sql").write_text(text, "utf-8")
    return folder


def _others(pattern: str, names: list[str]) -> list[str]:
    return [name for name in names if not fnmatch(name, pattern)]


def become_next_version(monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    """From here on this process is the next version; returns the number of its schema."""
    number = migrations.newest() + 1
    steps = steps_in(folder, **{f"step_{number:04}_add_the_place": ADDS_A_COLUMN})
    monkeypatch.setattr(migrations, "FOLDER", steps)
    return number
