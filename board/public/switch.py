"""Whether the public page of an activity is open. It is closed until an administrator opens it."""

from board import clock
from board.access import Actor, require
from board.activity import activities
from board.store.history import Event, record, refuse_stale
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

_PAGE = "G-001"  # there is one an activity


def state(store: Store, activity_id: str) -> Row:
    """The switch as it is now: seq (0 while nobody switched it), is_open."""
    kept = store.rows("public_pages/current", activity_id=activity_id, page_id=_PAGE)
    return kept[0] if kept else {"activity_id": activity_id, "page_id": _PAGE, "seq": 0, "is_open": False}


def is_open(store: Store, activity_id: str) -> bool:
    """Whether anybody may read the page now."""
    kept = store.read("public_pages/current", activity_id=activity_id, page_id=_PAGE)
    return bool(kept["is_open"].any())


def switch(store: Store, actor: Actor, activity_id: str, is_open: bool, *, seen_seq: int | None = None) -> None:
    """Open the page or close it. Raises Refused, Conflict, and BoardError where there is no such activity."""
    require(actor, "public.switch")
    activities.activity(store, activity_id)
    event = Event("open" if is_open else "close", actor, clock.now())

    def work(transaction: Transaction) -> None:
        kept = transaction.rows("public_pages/current", activity_id=activity_id, page_id=_PAGE)
        before = kept[0] if kept else state(store, activity_id)
        refuse_stale(before, seen_seq)
        if before["is_open"] != is_open:
            after = {**before, "seq": before["seq"] + 1, "is_open": is_open}
            record(transaction, "public_pages", "page_id", after, event)

    store.write(work, Deed("public_pages.open" if is_open else "public_pages.close", actor))
