"""A process that imports, replaces and takes back for as long as it lives, to be ended by `test_imports_kills`."""

from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path

import pyarrow as pa

from board.access import Actor, Role
from board.importing.checked import Checked
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store, open_store
from tests.ballot_files import ACTIVITY, add_activity, ballot, checked, open_round

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
CRITERIA, ROUND = 3, "E1"
SUGGESTIONS = 30
BALLOTS = 3 * SUGGESTIONS


def prepare(path: Path) -> None:
    """A store with a round for `import_on`."""
    store = open_store(path)
    add_activity(store)
    open_round(store, CLERK)
    store.close()


def import_on(path: Path, signs: Path) -> None:
    """Import into a store without end. In the folder `signs`, makes `started` before the first import, `once` after."""
    store = open_store(path)
    (signs / "started").touch()
    for turn in count(len(imports.history(store, ACTIVITY))):
        _turn(store, turn)
        (signs / "once").touch()


def _turn(store: Store, turn: int) -> None:
    """Two files appended, one put in their place, and then that one or an older one taken back."""
    mode: imports.Mode = "replace" if turn % 3 == 2 else "append"
    receipt = imports.commit(store, CLERK, ACTIVITY, ROUND, numbered(turn), mode, is_other=True)
    if turn % 3 == 2:
        imports_history.undo(store, CLERK, ACTIVITY, receipt.replaced[0] if turn % 2 else receipt.import_id)


def numbered(turn: int) -> Checked:
    """A file of its own for each turn, its ballots numbered by a platform."""
    file = _file(turn)
    marked = [sha256(f"{turn}/{number}".encode()).hexdigest() for number in range(file.ballots.num_rows)]
    return replace(file, sha256=str(turn), keys=tuple(sorted(marked)), key_of_ballot=pa.array(marked))


def _file(turn: int) -> Checked:
    """No two alike: the same ballots once more would be refused."""
    rows = [
        ballot("深", "清", "好"),
        ballot("较深", "", "差", group="党员", says=f"多下课堂 {turn}"),
        ballot("", "", "", void="是"),
    ]
    return checked(rows * SUGGESTIONS)
