"""The records of a day that have words of a sentence, asked of the store.

An edit of one record out of thousands divides that record's text alone; and what was made of the answers is made again
only where one came out otherwise.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic

import pandas as pd

from board.meeting import actions as meeting
from board.meeting import studies
from board.numbers import month_day
from board.problems import actions as problems
from board.rectification.actions import some_of_items
from board.store.frames import differing
from board.store.store import Store
from board.tasks import actions as tasks
from board.truth.besides.spoke import OF_CRITICISMS, criticisms
from board.truth.facts import Case, Passage
from board.truth.singly.alike import Answer, ByPairs, Find, Record, pairs_of
from board.truth.singly.cases import OF_CASES, cases
from board.truth.singly.passages import OF_PASSAGES, passages, telling_pairs
from board.truth.singly.steps import OF_TASKS, task_cases

Read = Callable[[Store, str, date], ByPairs[Record]]
_Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Nearby(Generic[Record]):
    """As `ByPairs`, of the records that `read` makes of a store; each answer is kept by its sentence."""

    store: Store
    activity_id: str
    day: date
    read: Read[Record]

    def asked(self, find: Find[Record, Answer], sentence: str) -> Answer:
        """Returns what `find` finds about a sentence among these records."""
        of, read = (self.activity_id, self.day), self.read
        key = ("truth.nearby", read.__name__, find.__name__, *of, sentence)
        answer: Answer = self.store.cached(key, lambda given: find(sentence, read(given, *of)), is_part=True)
        return answer


def nearby_passages(store: Store, activity_id: str, day: date) -> ByPairs[Passage]:
    """The passages of a day."""
    now = (store, activity_id, day)

    def frames() -> _Frames:
        held = meeting.held_meetings(*now)
        others = {
            "problems": problems.problems(*now),
            "studies": studies.studies(*now),
            "meetings": held.assign(day=[month_day(day) for day in held["held_on"]]),
        }
        texts = {kind: frame[[*OF_PASSAGES[kind]]] for kind, frame in others.items()}
        return {"items": some_of_items(*now, OF_PASSAGES["items"]), **texts}

    return _kept(store, ("truth.passages", activity_id, day), frames, passages, telling_pairs)


def nearby_cases(store: Store, activity_id: str, day: date) -> ByPairs[Case]:
    """The cases of a day."""

    def frames() -> _Frames:
        return {"items": some_of_items(store, activity_id, day, OF_CASES)}

    return _kept(store, ("truth.cases", activity_id, day), frames, lambda _, items: cases(items), pairs_of)


def nearby_criticisms(store: Store, activity_id: str, day: date) -> ByPairs[Passage]:
    """The criticisms of a day."""

    def frames() -> _Frames:
        return {"criticisms": meeting.criticisms(store, activity_id, day)[[*OF_CRITICISMS]]}

    return _kept(store, ("truth.criticisms", activity_id, day), frames, criticisms, pairs_of)


def nearby_steps(store: Store, activity_id: str, day: date) -> ByPairs[Case]:
    """The tasks of a day."""

    def frames() -> _Frames:
        return {"tasks": tasks.tasks(store, activity_id, day)[[*OF_TASKS]]}

    return _kept(store, ("truth.steps", activity_id, day), frames, lambda _, known: task_cases(known), pairs_of)


def _kept(
    store: Store,
    key: tuple[object, ...],
    frames: Callable[[], _Frames],
    records: Callable[[str, pd.DataFrame], Iterator[Record]],
    pairs: Callable[[str], frozenset[str]],
) -> ByPairs[Record]:
    """The records of frames, one after the other; after a write, what was made before but for the rows that differ."""

    def make() -> tuple[_Frames, ByPairs[Record]]:
        now, (before, _) = frames(), store.former(key)
        others = _others(before[0], now, records) if before else None
        if others is not None:
            return now, before[1].with_others(others)
        return now, ByPairs((each for kind, frame in now.items() for each in records(kind, frame)), pairs)

    kept: tuple[_Frames, ByPairs[Record]] = store.cached(key, make)
    return kept[1]


def _others(
    before: _Frames, now: _Frames, records: Callable[[str, pd.DataFrame], Iterator[Record]]
) -> dict[int, Record] | None:
    """The records of the rows that differ, by their place among all; None where there are more or fewer rows."""
    others: dict[int, Record] = {}
    start = 0
    for kind, frame in now.items():
        rows = differing(before[kind], frame)
        if rows is None:
            return None
        others |= zip((start + rows).tolist(), records(kind, frame.iloc[rows]), strict=True)
        start += len(frame)
    return others
