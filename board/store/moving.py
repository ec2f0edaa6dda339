"""Statements that only some actions move: writes by other actions leave what was read by them in the cache."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from board.store.sql import HISTORIES, statements
from board.store.writers import Ids

_NONE: Ids = frozenset()
_OF_HISTORIES = frozenset(table for events, records, _ in HISTORIES.values() for table in (events, records))


@dataclass(frozen=True)
class _Moved:
    """place: where writes that move the statement are counted, instead of all writes to `tables`, those of histories
    that it names."""

    place: str
    actions: Ids
    tables: Ids


class Moving:
    """The statements whose sentence names the actions that move them (`-- moved by:`)."""

    def __init__(self, tables_of: Callable[[str], set[str]]) -> None:
        self._by_name = {
            name: _Moved(f"({name})", each.moved_by, frozenset(tables_of(name) & _OF_HISTORIES))
            for name, each in statements().items()
            if each.moved_by is not None
        }

    def places(self, tables: Collection[str] = _OF_HISTORIES) -> set[str]:
        """The places where writes to these tables are counted by what they do."""
        return {each.place for each in self._by_name.values() if each.tables.intersection(tables)}

    def narrowed(self, names: tuple[str, ...], tables: set[str]) -> set[str]:
        """What is to be looked at after a write for what was read by statements, instead of the tables they name."""
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
                yield each.place, None if None in changed else _NONE.union(*filter(None, changed))
