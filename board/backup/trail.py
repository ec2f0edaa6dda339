"""The audit trail when a copy is restored: the present trail goes on, and the restore is its next entry.

Otherwise anybody who may restore a copy could erase the entries made since the copy. An account that was deleted since
then is deleted from the copy too.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from board.errors import BoardError
from board.store.forgetting import forget
from board.store.store import Row, Store, Transaction, open_store
from board.store.trail.chain import LAID_ANEW, Entry, Head


@dataclass(frozen=True)
class Later:
    """The last entry that a file and a copy have in common, the entries of the file after it, and the file's words
    about accounts (rows of `names/all`).

    All empty where the copy is of another store or the file can't be opened: the copy then keeps its own trail.
    """

    common: Head = field(default_factory=Head)
    entries: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)


def later_entries(present: Path, copy: Path) -> Later:
    """Returns the entries and words to carry over from the present file to the copy that takes its place."""
    if not present.exists():
        return Later()
    with suppress(BoardError):
        held, copied = open_store(present), open_store(copy)
        try:
            return _after_the_last_in_common(held, copied)
        finally:
            held.close()
            copied.close()
    return Later()


def _after_the_last_in_common(held: Store, copied: Store) -> Later:
    common = Head()
    for here, there in zip(held.entries(), copied.entries(), strict=False):
        if here.hash != there.hash:
            break
        common = Head(here.number, here.hash)
    if not common.number or _parts_before_its_end(common, copied.entries(common)):
        return Later()
    return Later(common, [dict(vars(entry)) for entry in held.entries(common)], held.rows("names/all"))


def _parts_before_its_end(common: Head, rest: Iterable[Entry]) -> bool:
    """Whether the copy's trail was laid anew on its own, so that its entries differ from the file's."""
    return any(entry.kind == LAID_ANEW and entry.number > common.number + 1 for entry in rest)


def carry_on(store: Store, transaction: Transaction, later: Later) -> None:
    """Within a transaction on a copy, replace the end of its trail with that of the file that it replaces."""
    common, rows = later.common, later.entries
    if not common.number:
        return
    transaction.run("backup/delete_entries", after=common.number)
    transaction.insert("backup/insert_entries", rows)
    _carry_words(transaction, later.words)
    transaction.trace.fell_back(common.number)
    store.trail.last = Head(rows[-1]["number"], rows[-1]["hash"]) if rows else common


def _carry_words(transaction: Transaction, present: list[Row]) -> None:
    words = {row["mark"]: row for row in [*transaction.rows("names/all"), *present]}
    transaction.run("names/delete_all")
    transaction.insert("names/insert", list(words.values()))
    for account_id in {row["account_id"] for row in present if row["account_id"] and not row["word"]}:
        forget(transaction, account_id)
