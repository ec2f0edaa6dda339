"""Which of many records have words of a sentence: by pairs of signs, which Chinese has in place of words."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

_HAN = re.compile(r"[\u4e00-\u9fff]+")


class _WithText(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def text(self) -> str: ...


Record = TypeVar("Record", bound=_WithText)
Answer = TypeVar("Answer")
Nearest = tuple[tuple[float, Record], ...]


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese signs of a text."""
    return frozenset(run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))


class ByPairs(Generic[Record]):
    """Records in the order of their ledger, and which of them have a pair: each text is divided once, when asked."""

    def __init__(self, records: Iterable[Record] = (), pairs: Callable[[str], frozenset[str]] = pairs_of) -> None:
        self.records = tuple(records)
        self._pairs = pairs

    @cached_property
    def _having(self) -> dict[str, NDArray[np.int64]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, record in enumerate(self.records):
            for pair in self._pairs(record.text):
                places[pair].append(place)
        return {pair: np.array(found) for pair, found in places.items()}

    def with_others(self, others: Mapping[int, Record]) -> "ByPairs[Record]":
        """The same with other records in some places; only their texts are divided."""
        made: ByPairs[Record] = ByPairs((), self._pairs)
        records, having = list(self.records), dict(self._having)
        for place, record in others.items():
            before, after = self._pairs(records[place].text), self._pairs(record.text)
            for pair in before - after:
                having[pair] = having[pair][having[pair] != place]
            for pair in after - before:
                places = having.get(pair, _NONE)
                having[pair] = np.insert(places, np.searchsorted(places, place), place)
            records[place] = record
        made.records = tuple(records)
        made.__dict__["_having"] = {pair: places for pair, places in having.items() if len(places)}
        return made

    def asked(self, find: "Find[Record, Answer]", sentence: str) -> Answer:
        """Returns what `find` finds about a sentence among these records."""
        return find(sentence, self)

    def shared(self, sentence: str, most: int) -> Nearest[Record]:
        """The records that share most pairs with a sentence, each after how many it shares."""
        return self._nearest(self._sums(sentence, lambda _: 1.0), most)

    def telling(self, sentence: str, most: int) -> Nearest[Record]:
        """The same, each pair counting for the less the more records have it: one that n have counts 1 / n."""
        return self._nearest(self._sums(sentence, lambda having: 1 / len(having)), most)

    def called(self, name: str) -> Record | None:
        """The record with a name; None without one."""
        return next((each for each in self.records if each.name == name), None)

    def _nearest(self, sums: NDArray[np.float64], most: int) -> Nearest[Record]:
        places = np.argsort(-sums, kind="stable")[:most]
        return tuple((float(sums[place]), self.records[place]) for place in places)

    def _sums(self, sentence: str, weight: Callable[[NDArray[np.int64]], float]) -> NDArray[np.float64]:
        sums = np.zeros(len(self.records))
        for pair in sorted(self._pairs(sentence)):
            having = self._having.get(pair)
            if having is not None:
                sums[having] += weight(having)
        return sums


Find = Callable[[str, ByPairs[Record]], Answer]


class Near(Protocol[Record]):
    """Records to be asked about a sentence."""

    def asked(self, find: Find[Record, Answer], sentence: str) -> Answer:
        """Returns what `find` finds about a sentence among these records."""


_NONE: NDArray[Any] = np.array([], dtype=np.int64)
