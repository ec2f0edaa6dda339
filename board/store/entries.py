"""What the cache keeps: values with what they were made from, and moments."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Needs:
    """Holds what a value is made from: all tables, those of them that it reads directly, and parts kept before.

    parts: key of each part → its mark, which changes with its value, and what makes it again of a store."""

    tables: set[str] = field(default_factory=set)
    direct: set[str] = field(default_factory=set)
    parts: dict[Hashable, tuple[int, Callable[[Any], Any]]] = field(default_factory=dict)

    def add(self, entry: "Entry") -> None:
        """Adds what an entry was made from that is no part itself."""
        self.direct |= entry.needs.direct
        self.parts = entry.needs.parts | self.parts


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

    cache: Any
    versions: Mapping[Any, int]
    writes: Mapping[str, int]
    # Called before anything is looked up or made.
    give_way: Callable[[], None]
