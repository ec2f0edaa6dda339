"""Caches query results and what is derived from them until one of their tables is written to.

While a value is being made, every statement that is read notes the tables it names. So a write to the rectification
items leaves the evaluation's figures in the cache; and since a history is only added to, an event of today leaves what
was read of a day that is over. After a write the frames of a written table are read again; what was made of them is
made again only where one came out otherwise.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import count
from sys import getsizeof
from typing import Any

from board.store.sql import HISTORIES
from board.store.transaction import are_equal, forget_copies
from board.store.writers import Changes, Ids, Known, Moving

_MOST = 2_000
_MOST_OF_KEYS = 10_000_000  # bytes of what is made of its key alone, as a table is of its rows: a save lets it be
_PATIENCE = 5.0  # seconds to wait for a value that another thread is making
_AUDIENCE = "(audience)"  # among the tables of values that differ between those who may see everything and others
# What a collector took is only added to as well, each with its parts in the tables named like this.
_TAKEN, _PARTS = "submissions", "submitted_"
# Each table of events → the place where writes to its past are counted.
_PAST = {each: f"({each} of days that are over)" for each in (_TAKEN, *(events for events, *_ in HISTORIES.values()))}
_Make = Callable[[Any], Any]


@dataclass
class Needs:
    """Holds what a value is made from: all tables, those of them that it reads directly, and parts kept before.

    parts: key of each part → its mark, which changes with its value, and what makes it again of a store."""

    tables: set[str] = field(default_factory=set)
    direct: set[str] = field(default_factory=set)
    parts: dict[Hashable, tuple[int, _Make]] = field(default_factory=dict)

    def add(self, entry: "Entry") -> None:
        """Adds what an entry was made from that is no part itself."""
        self.direct |= entry.needs.direct
        self.parts = entry.needs.parts | self.parts


_MARKS = count()
_NOTHING: Known = ({}, {})
_MAKING: ContextVar[tuple[Needs, ...]] = ContextVar("_MAKING", default=())


@dataclass(frozen=True)
class Entry:
    """A kept value and what it was made from."""

    value: Any
    # Each table the value was made from → how many writes the table had had before the making began.
    tables: dict[str, int]
    needs: Needs
    mark: int


@dataclass(frozen=True)
class Moment:
    """One moment of a cache: the number of writes to each table until then, and the versions of its store."""

    cache: "Cache"
    versions: Mapping[Any, int]
    writes: Mapping[str, int]
    # Called before anything is looked up or made.
    give_way: Callable[[], None]


_MOMENT: ContextVar[Moment | None] = ContextVar("_MOMENT", default=None)


class Cache:
    """Values by key, for all sessions of a process."""

    def __init__(self, tables: Iterable[str]) -> None:
        self._moving = Moving(tables := frozenset(tables))
        self.tables_of = self._moving.tables_of
        self._writes = dict.fromkeys((*tables, *_PAST.values(), _AUDIENCE, *self._moving.places()), 0)
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._of_keys: OrderedDict[Hashable, int] = OrderedDict()  # the bytes of each value made of its key alone
        self._lock = threading.Lock()
        self._strict: set[str] = set()  # tables that are always read as they are now, even inside a `moment`
        self._changes = Changes()
        self._making: dict[Hashable, tuple[threading.RLock, list[int]]] = {}
        self._last: Moment | None = None
        self.read_until = date.min  # the latest day that was read as one that is over

    def note(self, *names: str, past: date | None = None) -> None:
        """Note that the values being made depend on the tables that these statements read.

        past: they read histories up to the end of this day, which is over; present states only spare them a look."""
        tables = self.tables_of(*names)
        if past:
            self.read_until = max(past, self.read_until)
            for events, records, _ in HISTORIES.values():
                if events in tables:
                    tables = tables - {events, records} | {_PAST[events]}
            if _TAKEN in tables:
                tables = {each for each in tables - {_TAKEN} if not each.startswith(_PARTS)} | {_PAST[_TAKEN]}
        self._need(tables if past else self._moving.narrowed(names, tables))

    def note_audience(self) -> None:
        """Note that the values being made differ by who is to see them."""
        self._need({_AUDIENCE})

    def _need(self, tables: set[str]) -> None:
        making = _MAKING.get()
        for needs in making:
            needs.tables |= tables
        for needs in making[-1:]:
            needs.direct |= tables

    def written(
        self, tables: Iterable[str], past: Iterable[str] = (), is_strict: bool = False, known: Known = _NOTHING
    ) -> None:
        """Note that these tables have changed. past: those in which days until `read_until` may have changed, too.
        is_strict: it shows even in an earlier moment. known: table → the records that changed, and table → the actions
        that changed them, where these are known."""
        tables, (ids, taken) = set(tables), known
        with self._lock:
            for place, whose in self._moving.by(tables, ids, taken):
                self._writes[place] += 1
                self._changes.note(place, self._writes[place], whose)
            for table in (*tables, *(_PAST[each] for each in past if each in _PAST)):
                self._writes[table] += 1
                self._changes.note(table, self._writes[table], ids.get(table))
                if is_strict:
                    self._strict.add(table)

    @contextmanager
    def moment(self, least: Mapping[Any, int], now: Mapping[Any, int], give_way: Callable[[], None]) -> Iterator[None]:
        """Within the block, accept values that were right at one moment: the last such moment, or now where that was
        before the versions `least`. `now`: the present versions. So many who draw the same thing one after another
        needn't have it made each time, even under constant writes."""
        with self._lock:
            last = self._last
            if last is None or any(last.versions[topic] < version for topic, version in least.items()):
                last = self._last = Moment(self, dict(now), dict(self._writes), give_way)
        token = _MOMENT.set(replace(last, give_way=give_way))
        try:
            yield
        finally:
            _MOMENT.reset(token)

    def current(self) -> Moment | None:
        """Returns the moment of the enclosing `moment` block, if there is one of this cache."""
        return moment if (moment := _MOMENT.get()) and moment.cache is self else None

    def get(
        self,
        key: Hashable,
        make: _Make,
        store: Any,
        *,
        is_apart: bool = False,
        is_of_key: bool = False,
        is_part: bool = False,
    ) -> Any:
        """Returns the value of a key, made of the store by one thread at a time, again only when a table has changed.

        is_apart: what differs for those who may not see everything is kept apart for them. is_of_key: it reads nothing.
        is_part: it is made of the store alone, again after a write by whatever was made of it, to see if it changed."""
        entry = self._entry(key, make, store, is_apart=is_apart, is_of_key=is_of_key, is_part=is_part)
        making = _MAKING.get()
        for needs in making:
            needs.tables |= entry.tables.keys()
        for needs in making[-1:]:
            if is_part:
                needs.parts.setdefault(key, (entry.mark, make))
            else:
                needs.add(entry)
        return entry.value

    def former(self, key: Hashable, tables: Collection[str], *, is_apart: bool) -> tuple[Any, Ids | None]:
        """Returns what was kept last of a key, right or outdated (None without it), and the ids of the records in the
        tables that changed since; None where that isn't known, or something else changed."""
        with self._lock:
            entry = (is_apart and self._entries.get((_AUDIENCE, key))) or self._entries.get(key)
            known = {*tables, *self._moving.places(tables)}
            return (entry.value, self._changes.since(entry.tables, self._writes, known)) if entry else (None, None)

    def _entry(
        self, key: Hashable, make: _Make, store: Any, *, is_apart: bool, is_of_key: bool = False, is_part: bool = False
    ) -> Entry:
        if moment := self.current():
            moment.give_way()
        keys = (key, (_AUDIENCE, key)) if is_apart else (key,)
        if entry := self._first_kept(keys):
            return entry
        with self._alone(keys[-1]):
            entry = self._first_kept(keys) or self._confirmed(keys, store)
            return entry or self._made(keys, partial(make, store), is_of_key=is_of_key, is_part=is_part)

    def _first_kept(self, keys: tuple[Hashable, ...]) -> Entry | None:
        """Returns the entry of the first key where it doesn't differ by who is to see it, else that of the last."""
        common = self._kept(keys[0])
        is_apart = common is None or (len(keys) > 1 and _AUDIENCE in common.tables)
        return self._kept(keys[-1]) if is_apart else common

    def _counts(self) -> Mapping[str, int]:
        """The number of writes to each table, as of the present moment block."""
        if moment := self.current():
            return {**moment.writes, **{table: self._writes[table] for table in self._strict}}
        return self._writes

    def _kept(self, key: Hashable) -> Entry | None:
        with self._lock:
            entry, counts = self._entries.get(key), self._counts()
            if entry is None or any(count < counts[table] for table, count in entry.tables.items()):
                return None
            self._touch(key, entry)
            return entry

    @contextmanager
    def _alone(self, key: Hashable) -> Iterator[None]:
        with self._lock:
            lock, waiting = self._making.setdefault(key, (threading.RLock(), []))
            waiting.append(1)
        is_mine = lock.acquire(timeout=_PATIENCE)  # after waiting in vain, this thread makes the value too
        try:
            yield
        finally:
            if is_mine:
                lock.release()
            with self._lock:
                waiting.pop()
                if not waiting:
                    del self._making[key]

    def _confirmed(self, keys: tuple[Hashable, ...], store: Any) -> Entry | None:
        """Returns the entry that is right after a write because the parts it was made of came out as before."""
        for key in dict.fromkeys((keys[-1], keys[0])):
            with self._lock:
                entry, before = self._entries.get(key), dict(self._counts())
            if entry is None or (len(keys) > 1 and key == keys[0] and _AUDIENCE in entry.tables):
                continue
            if any(entry.tables[table] < before[table] for table in entry.needs.direct):
                continue
            tables = set(entry.needs.direct)
            for part, (mark, make) in entry.needs.parts.items():
                current = self._entry(part, make, store, is_apart=len(keys) > 1, is_part=True)
                if current.mark != mark:
                    break
                tables |= current.tables.keys()
            else:
                return self._keep(key, replace(entry, tables={table: before[table] for table in tables}))
        return None

    def _made(self, keys: tuple[Hashable, ...], make: Callable[[], Any], *, is_of_key: bool, is_part: bool) -> Entry:
        with self._lock:
            before = dict(self._counts())
        needs, making = Needs(), _MAKING.get()
        token = _MAKING.set((*making, needs))
        try:
            value = make()
        except BaseException:
            for outer in making[-1:]:
                outer.direct |= needs.tables
            raise
        finally:
            _MAKING.reset(token)
        if not needs.tables and not is_of_key:
            # It was made from earlier reads that aren't known: any write may have changed it.
            needs = Needs(set(before), set(before))
        key = keys[-1] if _AUDIENCE in needs.tables else keys[0]
        last, mark = self._entries.get(key) if is_part else None, next(_MARKS)
        if last and are_equal(last.value, value):
            value, mark = last.value, last.mark
        return self._keep(key, Entry(value, {table: before[table] for table in needs.tables}, needs, mark))

    def tidy(self) -> None:
        """Let go of what kept frames remember of those that readers had (`forget_copies`)."""
        with self._lock:
            values = [entry.value for entry in self._entries.values()]
        forget_copies(values)

    def _keep(self, key: Hashable, entry: Entry) -> Entry:
        with self._lock:
            self._touch(key, entry)
            while len(self._entries) > _MOST:
                self._of_keys.pop(self._entries.popitem(last=False)[0], None)
            while sum(self._of_keys.values()) > _MOST_OF_KEYS:
                del self._entries[self._of_keys.popitem(last=False)[0]]
        return entry

    def _touch(self, key: Hashable, entry: Entry) -> None:
        self._entries[key] = entry
        self._entries.move_to_end(key)
        if not entry.tables:
            self._of_keys[key] = self._of_keys.pop(key, getsizeof(entry.value))
