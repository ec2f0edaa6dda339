"""Lets writers into the store one at a time, in the order in which they came, so that nobody is passed over; and knows
which records the last of them changed.

A plain Python lock goes to the thread that happens to wake first; under many writers some then wait for seconds while
others are served again and again.
"""

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from board.store.sql import HISTORIES, statements

_GIVEN_WAY = 2.0  # the longest that a redraw waits for writers, in seconds
_LAST = 200  # writes to a table of which it is known which records they changed
Ids = frozenset[str]
Known = tuple[Mapping[str, Ids], Mapping[str, Ids]]
_NO_IDS: Ids = frozenset()
_WORD = re.compile(r"\w+")
_OF_HISTORIES = frozenset(table for events, records, _ in HISTORIES.values() for table in (events, records))


class Changes:
    """The ids of the records that each of the last writes to a table changed, by the number of the write."""

    def __init__(self) -> None:
        self._lists: dict[str, deque[tuple[int, Ids | None]]] = {}

    def note(self, table: str, number: int, ids: Ids | None) -> None:
        """Note a write. ids: of the records that it changed; None: it may have changed any."""
        self._lists.setdefault(table, deque(maxlen=_LAST)).append((number, ids))

    def since(self, then: Mapping[str, int], now: Mapping[str, int], tables: Collection[str]) -> Ids | None:
        """The ids of the records that were changed between two counts of writes by table; None where they may be any,
        or where a table changed that isn't one of `tables`."""
        found: Ids = frozenset()
        for table, number in then.items():
            late = now[table] - number
            lists = [ids for at, ids in self._lists.get(table, ()) if number < at]
            known = [ids for ids in lists if ids is not None]
            if late > 0 and (table not in tables or len(known) != late):
                return None
            found = found.union(*known)
        return found


@dataclass(frozen=True)
class _Moved:
    """place: where writes that move the statement are counted, instead of all writes to `tables`, those of histories
    that it names."""

    place: str
    actions: Ids
    tables: Ids


class Moving:
    """The tables that statements name, and those whose sentence names the actions that move them (`-- moved by:`):
    writes by other actions leave what was read by them in the cache."""

    def __init__(self, tables: Ids) -> None:
        self._tables = tables
        self._named: dict[str, Ids] = {}
        self._by_name = {
            name: _Moved(f"({name})", each.moved_by, frozenset(self.tables_of(name) & _OF_HISTORIES))
            for name, each in statements().items()
            if each.moved_by is not None
        }

    def tables_of(self, *names: str) -> set[str]:
        """The tables that statements name."""
        for name in names:
            if name not in self._named:
                self._named[name] = self._tables.intersection(_WORD.findall(statements()[name].text))
        return set[str]().union(*(self._named[name] for name in names))

    def places(self, tables: Collection[str] = _OF_HISTORIES) -> set[str]:
        """The places where writes to these tables are counted by what they do."""
        return {each.place for each in self._by_name.values() if each.tables.intersection(tables)}

    def narrowed(self, names: tuple[str, ...], tables: set[str]) -> set[str]:
        """The places and tables whose writes outdate what statements read, instead of all tables they name."""
        moved = self._by_name.get(names[0]) if len(names) == 1 else None
        return tables - moved.tables | {moved.place} if moved else tables

    def by(
        self, tables: Collection[str], ids: Mapping[str, Ids], taken: Mapping[str, Ids]
    ) -> Iterator[tuple[str, Ids | None]]:
        """Yields the places at which a write to these tables counts, with the records it changed (None: any).

        ids, taken: table → the records, and the actions, where that is known."""
        for each in self._by_name.values():
            touched = each.tables.intersection(tables)
            if any(table not in taken or not each.actions.isdisjoint(taken[table]) for table in touched):
                changed = [ids.get(table) for table in touched]
                yield each.place, None if None in changed else _NO_IDS.union(*filter(None, changed))


class Writers:
    """A fair, reentrant lock for one writer at a time, in the order in which they came."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[tuple[int, threading.Event]] = deque()
        self._inside: int | None = None
        self._depth = 0
        self._nobody = threading.Event()
        self._nobody.set()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock, after all who came before."""
        self._come_in()
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self._go_out()

    def courtesy(self) -> Callable[[], None]:
        """Returns a function that waits until nobody writes or wants to, for at most `_GIVEN_WAY` over all its calls:
        under constant writes readers get through too. The thread that is writing doesn't wait for itself.
        """
        left = _GIVEN_WAY

        def give_way() -> None:
            nonlocal left
            if left > 0 and not self._nobody.is_set() and self._inside != threading.get_ident():
                began = time.monotonic()
                self._nobody.wait(left)
                left -= time.monotonic() - began

        return give_way

    def _come_in(self) -> None:
        me = threading.get_ident()
        if self._inside == me:
            self._depth += 1
            return
        mine = (me, threading.Event())
        with self._guard:
            self._nobody.clear()
            if self._inside is None:
                self._inside, self._depth = me, 1
                return
            self._waiting.append(mine)
        try:
            mine[1].wait()
        except BaseException:  # Ctrl-C: the lock must not be handed to a thread that no longer waits
            self._turn_back(mine)
            raise

    def _turn_back(self, mine: tuple[int, threading.Event]) -> None:
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return
        self._go_out()

    def _go_out(self) -> None:
        """Hand the lock to the next in line; nobody can slip in between."""
        with self._guard:
            if self._waiting:
                self._inside, called = self._waiting.popleft()
                self._depth = 1
                called.set()
            else:
                self._inside, self._depth = None, 0
                self._nobody.set()
