"""Caches query results and what is derived from them until one of their tables is written to.

Nobody declares dependencies: while a value is being made, every statement that is read notes the tables it names. So a
write to the rectification items leaves the evaluation's figures in the cache.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from board.store.sql import statements

_MOST = 2_000
_WORD = re.compile(r"\w+")
_PATIENCE = 5.0  # seconds to wait for a value that another thread is making
_MAKING: ContextVar[tuple[set[str], ...]] = ContextVar("_MAKING", default=())
# Listed among the tables of values that differ between those who may see everything and those who may not.
_AUDIENCE = "(audience)"


@dataclass(frozen=True)
class _Entry:
    value: Any
    # Each table the value was made from → how many writes the table had had before the making began.
    tables: dict[str, int]


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
        self._writes = dict.fromkeys((*tables, _AUDIENCE), 0)
        self._named: dict[str, set[str]] = {}
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = threading.Lock()
        # Tables that are always read as they are now, even inside a `moment`.
        self._strict: set[str] = set()
        self._making: dict[Hashable, tuple[threading.RLock, list[int]]] = {}
        self._last: Moment | None = None

    def tables_of(self, statement: str) -> set[str]:
        """The tables that a statement names."""
        if statement not in self._named:
            self._named[statement] = self._writes.keys() & set(_WORD.findall(statements()[statement].text))
        return self._named[statement]

    def note(self, *names: str) -> None:
        """Note that the values being made depend on the tables that these statements read."""
        tables = set().union(*map(self.tables_of, names))
        for needed in _MAKING.get():
            needed.update(tables)

    def note_audience(self) -> None:
        """Note that the values being made differ by who is to see them."""
        for needed in _MAKING.get():
            needed.add(_AUDIENCE)

    def written(self, tables: Iterable[str], *, is_strict: bool = False) -> None:
        """Note that these tables have changed. is_strict: the change shows at once, even in an earlier moment."""
        with self._lock:
            for table in tables:
                self._writes[table] += 1
                if is_strict:
                    self._strict.add(table)

    @contextmanager
    def moment(self, least: Mapping[Any, int], now: Mapping[Any, int], give_way: Callable[[], None]) -> Iterator[None]:
        """Within the block, accept values that were right at one moment: the last such moment, or now where that was
        before the versions `least`. `now`: the present versions. So many people who draw the same thing one after
        another needn't have it made each time, even under constant writes.
        """
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
        moment = _MOMENT.get()
        return moment if moment and moment.cache is self else None

    def get(
        self,
        key: Hashable,
        make: Callable[[], Any],
        covered_by_key: frozenset[str] = frozenset(),
        *,
        is_apart: bool = False,
        is_of_key: bool = False,
    ) -> Any:
        """Returns the value of a key, made again only when one of its tables has changed.

        covered_by_key: tables already represented in the key; writes to them don't invalidate it. A value is made by
        one thread at a time; others that want it wait. is_apart: a value that differs for those who may not see
        everything is kept apart for them. is_of_key: a value that reads nothing is made of its key alone.
        """
        moment = self.current()
        if moment:
            moment.give_way()
        keys = (key, (_AUDIENCE, key)) if is_apart else (key,)
        entry = self._first_kept(keys)
        if entry is None:
            with self._alone(keys[-1]):
                entry = self._first_kept(keys) or self._made(keys, make, covered_by_key, is_of_key)
        for needed in _MAKING.get():
            needed.update(entry.tables)
        value: Any = entry.value
        return value

    def _first_kept(self, keys: tuple[Hashable, ...]) -> _Entry | None:
        """Returns the entry of the first key where it doesn't differ by who is to see it, else that of the last."""
        common = self._kept(keys[0])
        if common and len(keys) > 1 and _AUDIENCE in common.tables:
            common = None
        return common or self._kept(keys[-1])

    def _counts(self) -> Mapping[str, int]:
        """The number of writes to each table, as of the present moment block."""
        moment = self.current()
        if moment is None:
            return self._writes
        return {**moment.writes, **{table: self._writes[table] for table in self._strict}}

    def _kept(self, key: Hashable) -> _Entry | None:
        with self._lock:
            entry, counts = self._entries.get(key), self._counts()
            if entry is None or any(count < counts[table] for table, count in entry.tables.items()):
                return None
            self._entries.move_to_end(key)
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

    def _made(
        self, keys: tuple[Hashable, ...], make: Callable[[], Any], covered_by_key: frozenset[str], is_of_key: bool
    ) -> _Entry:
        with self._lock:
            before = dict(self._counts())
        needed: set[str] = set()
        token = _MAKING.set((*_MAKING.get(), needed))
        try:
            value = make()
        finally:
            _MAKING.reset(token)
        if not needed and not is_of_key:
            needed = set(before)  # it was made from earlier reads that aren't known: any write may have changed it
        entry = _Entry(value, {table: before[table] for table in needed - covered_by_key})
        key = keys[-1] if _AUDIENCE in entry.tables else keys[0]
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > _MOST:
                self._entries.popitem(last=False)
        return entry
