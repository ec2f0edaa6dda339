"""Folders of cells, each made by the command itself."""

import getpass
from collections.abc import Callable
from pathlib import Path

import pytest

from board.cells.cell import Cell, Place, add, prepare

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A folder ready for cells that run as whoever runs the tests."""
    made = Place(tmp_path / "cells")
    prepare(made, {"host": "board.localhost", "tls": "internal", "user": getpass.getuser()})
    return made


@pytest.fixture
def cell_with(place: Place, example_file: Path) -> Callable[[str], Cell]:
    """Makes a cell with the example's store."""

    def made(name: str) -> Cell:
        cell = add(place, name, ROOT)
        cell.store.write_bytes(example_file.read_bytes())
        return cell

    return made
