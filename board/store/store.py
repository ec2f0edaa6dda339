"""The store: one DuckDB file, opened once, read by name, written one transaction at a time.

Frames are cached until one of their tables is written to (`board.store.cache`), so nothing has to be cleared and
nothing grows stale. All sessions share them; pandas copies on write, so nobody can change another's frame.
"""

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

import duckdb
import pandas as pd

from board import clock
from board.store.cache import Cache
from board.store.copy import TableFigures, copy_tables, place_of, tables
from board.store.faults import unusable
from board.store.migrations import newest
from board.store.names import NAMED, Names
from board.store.once import pressed
from board.store.opening import Before, Opened, opened
from board.store.readers import Readers, is_read_for_readers, within
from board.store.sql import asked, statements
from board.store.state import Standing
from board.store.trail.chain import Deed, Entry, Head, Origin
from board.store.trail.tip import Trail, steps_made
from board.store.transaction import Row, Transaction, as_rows, own, with_names
from board.store.writers import Ids, Writers

__all__ = ["NO_ENTRY", "UNNAMED", "Row", "Store", "Topic", "Transaction", "Watcher", "open_store"]

Topic = Literal["data", "access"]
T = TypeVar("T")
Watcher = Callable[[Topic, int], None]
UNNAMED = Deed("store.write")
NO_ENTRY, _ENTRIES_AT_ONCE = Head(), 5_000


class Store:
    """One open DuckDB file. Open it with `open_store`."""

    def __init__(self, opening: Opened, path: Path | None) -> None:
        self.path = path
        self._writers = Writers()
        self._copy_lock = threading.Lock()
        self._readers = Readers()
        self._watchers: list[Watcher] = []
        # How often the served file was replaced; for caches outside that are kept per store.
        self.generation = 0
        self.origin: Callable[[], Origin] = Origin  # of a write; set by whoever serves the store
        self.is_for_readers: Callable[[], bool] = is_read_for_readers  # who may not see everything
        self.is_known_now: Callable[[], bool] = lambda: False  # whether past days are read as known now
        self.within: Callable[[], str] = within  # the part of the records that the reader may see; '': all
        self._begin(opening)

    def _begin(self, opening: Opened) -> None:
        self._connection = opening.connection
        self.standing = Standing(self.path, opening.loss)
        self._cache = Cache(tables(self._connection))
        self.tidy = self._cache.tidy
        state = as_rows(self._connection.execute(statements()["store/state"].text))[0]
        self._versions: dict[Topic, int] = {"data": state["data_version"], "access": state["access_version"]}
        self.data_changed_at: datetime = state["data_changed_at"]
        last = as_rows(self._connection.execute(statements()["audit/last"].text))
        self.trail = Trail(self.path, Head(**last[0]) if last else NO_ENTRY)
        self._learn_names()

    def _learn_names(self) -> None:
        self.names = Names(as_rows(self._connection.execute(statements()["names/all"].text)))

    def version(self, topic: Topic = "data") -> int:
        """The number that rises with every write of a topic; within `shared`, its value at that moment."""
        return self.versions()[topic]

    def versions(self) -> dict[Topic, int]:
        """The version of each topic."""
        return dict(moment.versions if (moment := self._cache.current()) else self._versions)

    @contextmanager
    def shared(self, least: Mapping[Topic, int]) -> Iterator[None]:
        """Within the block, read the cached state of one moment, never before the versions `least`, which many who draw
        the same thing share; access rights are read as they are now."""
        with self._cache.moment(least, dict(self._versions), self._writers.courtesy()):
            yield

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """A query's rows as plain values, read now and not cached."""
        with self._asked(name, parameters) as result:
            return with_names(self.names, name, as_rows(result))

    def read(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """A query's rows as a frame, cached until one of its tables is written to."""
        key = (name, *sorted(parameters.items()))
        frame: pd.DataFrame = self.cached(key, lambda store: store.frame(name, **parameters), is_part=True)
        return own(frame)

    def frame(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """A query's rows as a frame, read now and not cached."""
        with self._asked(name, parameters) as result:
            found = result.df()
        if not NAMED.keys().isdisjoint(found.columns):
            self._cache.note("names/all")
        return self.names.frame_with_names(found)

    def cached(self, key: Hashable, make: Callable[..., Any], *, is_part: bool = False) -> Any:
        """Returns what `make` returns, made again only after a write to a table that it reads (see `Cache.get`).
        is_part: it is made of plain values and the store, which `make` is handed."""
        of_store = make if is_part else lambda _: make()
        return self._cache.get(self._known(key), of_store, self, is_apart=self.is_for_readers(), is_part=is_part)

    def former(self, key: Hashable, *tables: str) -> tuple[Any, Ids | None]:
        """The value that `cached` kept last of a key, and the records of the tables changed since (`Cache.former`)."""
        return self._cache.former(self._known(key), tables, is_apart=self.is_for_readers())

    def _known(self, key: Hashable) -> Hashable:
        key = (key, "known now", self.is_for_readers()) if self.is_known_now() else key
        return (key, "within", part) if (part := self.within()) else key

    def made_of(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Returns what `make` returns, made again after no write: it is made of its key alone, and reads nothing."""
        return self._cache.get(key, lambda _: make(), self, is_apart=self.is_for_readers(), is_of_key=True)

    def hides_some(self) -> bool:
        """Whether the reader may not see everything; what is read is then cached apart, for such readers alone."""
        self._cache.note_audience()
        return self.is_for_readers()

    def write(self, work: Callable[[Transaction], T], deed: Deed = UNNAMED, topic: Topic = "data") -> T:
        """Carry out `work`, which acts only through its transaction, and enter it in the audit trail, both or neither;
        raise the version and call the watchers."""
        with self._writers.writing():
            if topic == "data":
                self.standing.refuse_wrong_time(self.data_changed_at)
            done = self._commit(work, deed, topic)
            self._versions[topic] = version = self._versions[topic] + 1
            self.standing.note_commit(sum(self._versions.values()))
            if topic == "data":
                self.data_changed_at = self.rows("store/state")[0]["data_changed_at"]
        self._tell(topic, version)
        return done

    def _tell(self, topic: Topic, version: int) -> None:
        for watcher in tuple(self._watchers):
            watcher(topic, version)

    def note(self, deed: Deed) -> None:
        """Enter a deed that changed nothing (a file handed out, a refusal) in the trail. No page is drawn anew."""
        with self._writers.writing():
            self._commit(lambda _transaction: None, deed, None)
            self.standing.note_commit(None)

    def _commit(self, work: Callable[[Transaction], T], deed: Deed, topic: Topic | None) -> T:
        self.standing.refuse_what_would_be_lost()
        press = pressed() if topic else None
        with self._connection.cursor() as cursor:
            cursor.begin()
            try:
                transaction = Transaction(cursor, self.names)
                if press:
                    transaction.enter_press(press)
                done = work(transaction)
                entries = transaction.enter(deed, topic, self.trail, self.origin)
            except BaseException as error:
                # After a failed statement DuckDB answers COMMIT with success and keeps nothing: roll back and say so.
                with suppress(duckdb.Error):
                    cursor.rollback()
                self.standing.refuse_for_the_disk(error)
                raise
            try:
                cursor.commit()
            except duckdb.Error as error:
                self.standing.refuse_for_the_disk(error)
                raise
            if press:
                press.is_entered = True
            if entries:
                self.trail.note_commit(entries)
            self._remember(transaction, topic)
            for act in transaction.afterwards:
                act()
            return done

    def _remember(self, transaction: Transaction, topic: Topic | None) -> None:
        self.names.keep(transaction.marking.added)
        if transaction.carried_out & {"names/empty", "names/delete_all"}:
            self._learn_names()
        past = self._cache.tables_of(*transaction.reaching_back(self._cache.read_until))
        written = self._cache.tables_of(*transaction.carried_out)
        known = transaction.ids(self._cache.tables_of), transaction.taken(self._cache.tables_of)
        self._cache.written(written, past, topic != "data", known)

    @contextmanager
    def _asked(self, name: str, parameters: Row) -> Iterator[duckdb.DuckDBPyConnection]:
        text, names = asked(name, is_now := self.is_known_now(), self.is_for_readers())
        is_past = not is_now and (parameters.get("as_of") or date.max) < clock.today()
        self._cache.note(*names, past=parameters["as_of"] if is_past else None)
        with self._reading() as cursor:
            yield cursor.execute(text, parameters)

    @contextmanager
    def _reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._readers.reading(), self._connection.cursor() as cursor:
            yield cursor

    def copy(self, beside: Callable[[], None]) -> dict[str, TableFigures]:
        """Copy the file as of one moment, while others read and write, to `store.copy.place_of`, one at a time.

        `beside` is called between two writes, at that moment. Raises duckdb.Error and OSError."""
        assert self.path, "a store in memory has no file"  # noqa: S101 - for the types; the caller has checked
        with self._copy_lock, self._reading() as cursor:
            return copy_tables(cursor, place_of(self.path), partial(self._at_a_moment, beside))

    def _at_a_moment(self, beside: Callable[[], None], fix: Callable[[], None]) -> None:
        with self._writers.writing():
            fix()
            self.trail.settle()
            beside()

    def change_file(self, change: Callable[[], None]) -> None:
        """Close the file, call `change`, and serve the file then in its place; everybody waits meanwhile. Raises what
        `change` raises, after the store serves again, and StoreUnusable where no file can be served then."""
        with self._writers.writing(), self._readers.alone():
            self._let_go()
            self.trail.settle()
            try:
                change()
            finally:
                self._begin(opening := opened(self.path, None))
                self.generation += 1
                versions = dict(self._versions)
        self.note_opening(opening.made)
        for topic, version in versions.items():
            self._tell(topic, version)

    def hold(self, read: Callable[[], T]) -> T:
        """Call `read` while nobody writes and return its result: for many queries that must see one state."""
        with self._writers.writing():
            return read()

    def note_opening(self, made: int) -> None:
        """Enter the results of opening the file: a head that doesn't fit the chain, and steps of the schema."""
        head = self.trail.kept() or NO_ENTRY
        since = self.entries(Head(head.number, "")) if head.number else ()
        for deed in (*self.trail.meet(since), *steps_made(made, newest())):
            self.note(deed)

    def entries(self, after: Head = NO_ENTRY) -> Iterator[Entry]:
        """Yields the entries of the audit trail after a given one, in order, read in batches."""
        while rows := self.rows("audit/after", number=after.number, hash=after.hash, most=_ENTRIES_AT_ONCE):
            yield from (Entry(**row) for row in rows)
            after = Head(rows[-1]["number"], rows[-1]["hash"])

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher(topic, version)` after every write; returns a function that ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def close(self) -> None:
        """Wait for the present write to finish and close the file."""
        with self._writers.writing():
            self._let_go()
            self.trail.settle()

    def flush(self) -> None:
        """Bring the log into the file, so that a damaged log costs little. Raises duckdb.Error."""
        with self._writers.writing():
            self.standing.flush(lambda: self._connection.execute(statements()["backup/flush"].text))

    def _let_go(self) -> None:
        """Close the file; the log isn't brought into a file that was replaced."""
        with suppress(duckdb.Error):
            self.flush()
        self._connection.close()
        self.standing.let_go()

    def trust_clock(self, deed: Deed) -> None:
        """Accept the clock as it is now, because the last save was made while it was ahead."""
        with self._writers.writing():
            self.data_changed_at = clock.now()
            self.write(lambda _: None)
            self.note(deed)


def open_store(path: Path | None, before_upgrade: Before | None = None) -> Store:
    """Open a file (made if missing; None: in memory), migrate it and lock DuckDB down.

    `before_upgrade` is handed an open file of an older schema before anything in it is changed. Raises what it raises,
    and StoreUnusable, the file untouched: open elsewhere, damaged, no store, of a newer product, folder not writable.
    """
    opening = opened(path, before_upgrade)
    try:
        (store := Store(opening, path)).note_opening(opening.made)
        return store
    except duckdb.Error as error:
        opening.connection.close()
        raise unusable(path, str(error)) from error
