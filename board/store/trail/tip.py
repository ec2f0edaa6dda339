"""The end of an open store's audit trail: the last entry, which the next one follows, and the head kept beside it."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from board.store.trail.chain import Deed, Entry, Head, Origin, hash_of, verify
from board.store.trail.head import HeadKeeper, head_path, read_head
from board.store.trail.trace import Trace

# Entries that are kept: those that screens have not yet said, some seconds after they were made.
_KEPT = 50


class Trail:
    """The end of one store's chain. It is extended only inside a write, which is one at a time."""

    def __init__(self, store_path: Path | None, last: Head) -> None:
        self._keeper = HeadKeeper(head_path(store_path)) if store_path else None
        self.last = last
        self._newest: deque[Entry] = deque(maxlen=_KEPT)

    def since(self, number: int) -> list[Entry] | None:
        """Returns the entries after a number, in order; None where they aren't kept."""
        newest = tuple(self._newest)
        is_whole = newest and newest[0].number <= number + 1
        return [each for each in newest if each.number > number] if is_whole else None

    def next(self, deed: Deed, trace: Trace, origin: Origin, now: datetime, after: Entry | None = None) -> Entry:
        """Returns the next entry, with its hash; it counts after `note_commit`. after: an entry that precedes it and
        doesn't count yet.
        """
        actor, last = deed.actor, Head(after.number, after.hash) if after else self.last
        entry = Entry(
            number=last.number + 1,
            happened_at=now,
            actor_id=actor.account_id if actor else "",
            actor_name=actor.name if actor else "",
            address=origin.address,
            device=origin.device,
            kind=deed.kind,
            activity_id=trace.activity_id,
            record=deed.record or trace.records(),
            detail=trace.detail(),
            previous=last.hash,
        )
        return replace(entry, hash=hash_of(entry))

    def note_commit(self, entries: Sequence[Entry]) -> None:
        """Note that entries were committed: the last is now the end of the chain, and goes into the head."""
        self._newest.extend(entries)
        self.last = Head(entries[-1].number, entries[-1].hash)
        if self._keeper:
            self._keeper.keep(self.last)

    def kept(self) -> Head | None:
        """Returns the head kept beside the store; for a store in memory, the end of its chain."""
        self.settle()
        return read_head(self._keeper.path) if self._keeper else self.last

    def settle(self) -> None:
        """Wait until the head beside the store is the end of the chain."""
        if self._keeper:
            self._keeper.settle()

    def meet(self, since: Iterable[Entry]) -> list[Deed]:
        """Returns the deeds to enter because the head found beside the store doesn't fit the chain; [] where it fits.

        A kill leaves a head that lags behind the chain; where the entries after it follow from it, it is brought up to
        date silently. since: the entries from the number of the head (see `kept`) on.
        """
        head = self.kept()
        if head is None:
            return [Deed("audit.head_lost", record=f"第 {self.last.number} 条")] if self.last.number else []
        if head.number > self.last.number:
            if self._keeper:
                self._keeper.forget()
            return [Deed("audit.cut", record=f"存根第 {head.number} 条，记录第 {self.last.number} 条")]
        if head.number and not _follows(list(since), head, self.last):
            return [Deed("audit.differs", record=f"第 {head.number} 条起")]
        if self._keeper and head != self.last:
            self._keeper.keep(self.last)
        return []


def steps_made(made: int, newest: int) -> list[Deed]:
    """Returns the deeds to enter for an opening that raised the schema's number by `made` to `newest`: a store that had
    no schema is new.
    """
    if made == newest:
        return [Deed("store.made")]
    return [Deed("store.migrated", record=f"{newest - made} → {newest}")] if made else []


def _follows(tail: list[Entry], head: Head, last: Head) -> bool:
    """Whether the entries from the head's number on begin with the head and each follow from the one before."""
    if not tail or (tail[0].number, tail[0].hash) != (head.number, head.hash):
        return False
    return not verify(tail[1:], last, head).findings
