"""Province, district and school as processes of their own, to be ended at any moment while 交办 goes down.

`python -m tests.assignments.falling_down order <store> <port>` assigns ITEMS things to the school of the district, one
after the other, and serves; `… relay <store> <port>` fetches, serves and forwards; `… fetch <store> <count>` fetches
until it has so many."""

import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from board import clock
from board.assignments import assigning, fetching, handing_down
from board.comparison.assigned import standing
from board.errors import BoardError
from board.store.store import Store, open_store
from board.submissions import forwarding
from tests.assignments.test_assignments import ITEM, WANTED
from tests.submissions import falling
from tests.submissions.falling import ABOVE, PAUSE, activity_of
from tests.submissions.files import EVERYONE, SCHOOL

ITEMS = 25


def served(store: Store, port: int) -> None:
    """Opens the addresses of a collector, that of what goes down, too."""
    server = falling.door(store, port, {fetching.PATH: lambda content: handing_down.answer(store, content)})
    threading.Thread(target=server.serve_forever, daemon=True).start()


def order(path: Path, port: int) -> None:
    """Serves, and assigns what isn't assigned yet, without end."""
    store = open_store(path)
    served(store, port)
    while True:
        if len(standing(store, activity_of(store), clock.today())) < ITEMS:
            with suppress(BoardError):  # until the district has named its units
                to = (f"{ABOVE}.{SCHOOL}",)
                assigning.assign_new(store, EVERYONE, activity_of(store), ITEM, to, WANTED)
        time.sleep(PAUSE)


def relay(path: Path, port: int) -> None:
    """Serves, fetches and forwards, without end."""
    store = open_store(path)
    served(store, port)
    while True:
        with suppress(BoardError):
            forwarding.forward_waiting(store)
            fetching.fetch(store)
        time.sleep(PAUSE)


def fetch(path: Path, count: int) -> None:
    """Fetches until so many assignments are there, and says once more what it has."""
    store, rows = open_store(path), list[dict[str, Any]]()
    while len(rows) < count:
        with suppress(BoardError):
            fetching.fetch(store)
        rows = store.rows("assignments/arrived", activity_id=activity_of(store))
        time.sleep(PAUSE)
    while True:
        with suppress(BoardError):
            fetching.fetch(store)
            break
        time.sleep(PAUSE)
    store.close()


if __name__ == "__main__":
    role, where, given = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    {"order": order, "relay": relay, "fetch": fetch}[role](where, given)
