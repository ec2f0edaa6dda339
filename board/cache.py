"""What was read from the store, and what was made of it, kept for as long as the tables behind it stand still.

Nobody says what depends on what: while something is being made, every statement that is read notes the tables it names.
A write to the rectification items so leaves the evaluation's figures, and the pictures of them, where they are.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from board.sql import statements

_MOST = 2_000
_WORD = re.compile(r"\w+")
_MAKING: ContextVar[tuple[set[str], ...]] = ContextVar("_MAKING", default=())


@dataclass(frozen=True)
class _Entry:
    value: Any
    # Each table it was made from, with how often that had been written to before the making began.
    tables: dict[str, int]


class Cache:
    """Values by key, for all sessions of a process."""

    def __init__(self, tables: Iterable[str]) -> None:
        self._writes = dict.fromkeys(tables, 0)
        self._named: dict[str, set[str]] = {}
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def tables_of(self, statement: str) -> set[str]:
        """The tables that a statement names."""
        if statement not in self._named:
            self._named[statement] = self._writes.keys() & set(_WORD.findall(statements()[statement].text))
        return self._named[statement]

    def note(self, statement: str) -> None:
        """Whatever is being made depends on what this statement reads."""
        tables = self.tables_of(statement)
        for needed in _MAKING.get():
            needed.update(tables)

    def written(self, tables: Iterable[str]) -> None:
        """These tables have changed."""
        with self._lock:
            for table in tables:
                self._writes[table] += 1

    def get(self, key: Hashable, make: Callable[[], Any], told: frozenset[str] = frozenset()) -> Any:
        """What `make` returns, made again only when a table behind it has changed, but for those that the key tells."""
        with self._lock:
            entry = self._entries.get(key)
            before = dict(self._writes)
        if entry is None or any(before[table] != count for table, count in entry.tables.items()):
            entry = self._made(make, before, told)
        for needed in _MAKING.get():
            needed.update(entry.tables)
        with self._lock:
            self._entries[key] = entry
            self._entries.move_to_end(key)
            while len(self._entries) > _MOST:
                self._entries.popitem(last=False)
        value: Any = entry.value
        return value

    def _made(self, make: Callable[[], Any], before: dict[str, int], told: frozenset[str]) -> _Entry:
        needed: set[str] = set()
        token = _MAKING.set((*_MAKING.get(), needed))
        try:
            value = make()
        finally:
            _MAKING.reset(token)
        # What read nothing was made of what was read before, of which nothing is known: any write may have changed it.
        return _Entry(value, {table: before[table] for table in (needed or set(before)) - told})
