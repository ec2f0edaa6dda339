"""Where the audit trail of an open store ends: what the next entry goes on from, and the head kept beside it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from board.store.trail.chain import Deed, Entry, Head, Origin, hash_of, verify
from board.store.trail.head import HeadKeeper, head_path, read_head
from board.store.trail.trace import Trace


class Trail:
    """Where the chain of one store ends. It goes on only inside a write, which is one at a time."""

    def __init__(self, store_path: Path | None, last: Head) -> None:
        self._keeper = HeadKeeper(head_path(store_path)) if store_path else None
        self.last = last

    def next(self, deed: Deed, trace: Trace, origin: Origin, now: datetime, after: Entry | None = None) -> Entry:
        """The entry that comes next, with its hash; it counts once `stands` is told. after: one that doesn't count yet
        and comes before it.
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

    def note_commit(self, entry: Entry) -> None:
        """The entry was committed: the chain ends with it, and the head says so."""
        self.last = Head(entry.number, entry.hash)
        if self._keeper:
            self._keeper.keep(self.last)

    def kept(self) -> Head | None:
        """The head as it is kept beside the store; of a store in memory, the end of its chain."""
        self.settle()
        return read_head(self._keeper.path) if self._keeper else self.last

    def settle(self) -> None:
        """Wait until the head beside the store is that of the chain."""
        if self._keeper:
            self._keeper.settle()

    def meet(self, since: Iterable[Entry]) -> list[Deed]:
        """What is to be noted because the head that was found doesn't fit the chain; nothing where it does.

        A head that lags behind by entries which follow from it is what a kill leaves: it is caught up without a word.
        since: the entries from the head's number on, as `kept` says it.
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
    """What is to be noted of an opening that brought the schema's number up by so many to the newest: a store is new
    when it had none.
    """
    if made == newest:
        return [Deed("store.made")]
    return [Deed("store.migrated", record=f"{newest - made} → {newest}")] if made else []


def _follows(tail: list[Entry], head: Head, last: Head) -> bool:
    """Whether the entries from the head's number on begin with it and go on from it, each from the one before."""
    if not tail or (tail[0].number, tail[0].hash) != (head.number, head.hash):
        return False
    return not verify(tail[1:], last, head).findings
