"""Which of many records have words of a sentence: by pairs of signs, which Chinese has in place of words."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

_HAN = re.compile(r"[\u4e00-\u9fff]+")


class _WithText(Protocol):
    @property
    def text(self) -> str: ...


Record = TypeVar("Record", bound=_WithText)


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

    def shared(self, sentence: str) -> NDArray[np.float64]:
        """How many pairs each record shares with a sentence."""
        return self._sums(sentence, lambda _: 1.0)

    def telling(self, sentence: str) -> NDArray[np.float64]:
        """The same, each pair counting for the less the more records have it: one that n have counts 1 / n."""
        return self._sums(sentence, lambda having: 1 / len(having))

    def _sums(self, sentence: str, weight: Callable[[NDArray[np.int64]], float]) -> NDArray[np.float64]:
        sums = np.zeros(len(self.records))
        for pair in sorted(self._pairs(sentence)):
            having = self._having.get(pair)
            if having is not None:
                sums[having] += weight(having)
        return sums
