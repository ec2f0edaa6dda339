"""What becomes of the audit trail when a copy is put back: the present trail goes on, the restore is its next entry.

Else whoever may put a copy back could wipe out what was entered since it was made.
"""

from contextlib import suppress
from pathlib import Path

from board.audit import Head
from board.db import Row, Store, Transaction, open_store
from board.errors import BoardError

Later = tuple[Head, list[Row]]
_NOTHING: Later = (Head(), [])


def later_entries(present: Path, copy: Path) -> Later:
    """The last entry that a file and a copy have in common, and what the file's trail holds after it.

    Nothing in common, and nothing after it, where the copy is another store's or the file can't be opened: the copy
    then brings its own trail.
    """
    if not present.exists():
        return _NOTHING
    with suppress(BoardError):
        held, copied = open_store(present), open_store(copy)
        try:
            return _after_the_last_in_common(held, copied)
        finally:
            held.close()
            copied.close()
    return _NOTHING


def _after_the_last_in_common(held: Store, copied: Store) -> Later:
    common = Head()
    for here, there in zip(held.entries(), copied.entries(), strict=False):
        if here.hash != there.hash:
            break
        common = Head(here.number, here.hash)
    return (common, [dict(vars(entry)) for entry in held.entries(common)]) if common.number else _NOTHING


def carry_on(store: Store, transaction: Transaction, later: Later) -> None:
    """Within a transaction on a copy: let its trail go on as that of the file it takes the place of."""
    common, rows = later
    if common.number:
        transaction.run("backup/delete_entries", after=common.number)
        transaction.insert("backup/insert_entries", rows)
        transaction.trace.fell_back(common.number)
        store.trail.last = Head(rows[-1]["number"], rows[-1]["hash"]) if rows else common
