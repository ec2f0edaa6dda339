"""A collector and a unit as processes of their own, to be ended at any moment by `test_submission_kills`.

`python -m tests.submissions.falling collect <store> <port>` takes what is sent; `… forward <store> <port>` takes
what is sent and forwards it; `… send <store> <count>` freezes that many states and hands them up.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

from board import clock
from board.errors import BoardError
from board.lake.lake import Away
from board.lake.place import FILE
from board.store.store import Store, open_store
from board.submissions import forwarding, freezing, keys
from board.submissions.contents import Chosen
from board.submissions.following import catch_up, lake_of
from board.submissions.sending import NotReached, send_waiting
from board.submissions.taking import NotTaken, take
from board.submissions.taking_forwarded import take_forwarded
from board.units import actions as units
from tests.submissions import lakes
from tests.submissions.files import EVERYONE, SCHOOL, fill

PAUSE = 0.05
ABOVE = "Q1"


def prepare(bureau: Path, school: Path, port: int) -> None:
    """The stores of a bureau and of a school that it knows."""
    above, below = open_store(bureau), open_store(school)
    fill(above)
    activity_id = fill(below)
    units.register_key(above, EVERYONE, SCHOOL, keys.fingerprint(below))
    freezing.set_superior(below, EVERYONE, activity_id, {"unit_id": SCHOOL, "address": f"http://127.0.0.1:{port}"})
    above.close()
    below.close()


def know(above: Store, below: Store, unit_id: str = ABOVE) -> None:
    """Makes a store that of one above, which knows a bureau by its key."""
    fill(above)
    named = {"unit_id": unit_id, "name": "示例区", "kind": "district", "parent_id": "", "is_reporting": False}
    units.open_units(above, EVERYONE, [named], clock.today())
    units.register_key(above, EVERYONE, unit_id, keys.fingerprint(below))


def prepare_above(path: Path, bureau: Path, port: int) -> None:
    """The store of one above a bureau, which forwards to it."""
    above, below = open_store(path), open_store(bureau)
    know(above, below)
    where = {"unit_id": ABOVE, "address": f"http://127.0.0.1:{port}", "forwards": freezing.WHOLE}
    freezing.set_superior(below, EVERYONE, activity_of(below), where)
    above.close()
    below.close()


def door(
    store: Store, port: int = 0, more: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({})
) -> ThreadingHTTPServer:
    """A collector's two addresses, for one that sends and one that forwards; more: others, with what they answer."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                status, answer = 200, self.answer(content)
            except NotTaken as error:
                refusal = {"message": str(error), "last": vars(error.last) if error.last else None}
                status, answer = 422, json.dumps(refusal).encode()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def answer(self, content: bytes) -> bytes:
            if self.path in more:
                return more[self.path](content)
            return json.dumps((take_forwarded if self.path == forwarding.PATH else take)(store, content)).encode()

        def log_message(self, *_: object) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Door)


def opened(path: Path) -> Store:
    """The store of a file, which shares the lake that is named beside it."""
    return lakes.opened(path)[0] if (path.parent / FILE).exists() else open_store(path)


def collect(path: Path, port: int) -> None:
    """Takes what is sent, without end."""
    door(opened(path), port).serve_forever()


def forward(path: Path, port: int) -> None:
    """Takes what is sent and forwards it, without end."""
    store = opened(path)
    threading.Thread(target=door(store, port).serve_forever, daemon=True).start()
    while True:
        with suppress(NotReached, Away):
            if lake := lake_of(store):
                catch_up(store, lake)
            forwarding.forward_waiting(store)
        time.sleep(PAUSE)


def send(path: Path, count: int) -> None:
    """Freezes until so many states are there, hands them up, and ends once each has its receipt."""
    store = open_store(path)
    activity_id = activity_of(store)
    while not is_done(store, count):
        if len(freezing.own(store, activity_id)) < count:
            made = len(freezing.own(store, activity_id))
            day = clock.today() - timedelta(days=1)
            reason = f"第 {made} 次更正" if made else ""
            freezing.freeze(store, EVERYONE, activity_id, day, Chosen(), reason=reason)
        with suppress(NotReached):
            send_waiting(store)
        time.sleep(PAUSE)
    store.close()


def is_done(store: Store, count: int) -> bool:
    """Whether so many states were frozen and each has its receipt."""
    rows = freezing.own(store, activity_of(store))
    return len(rows) >= count and all(row["receipt"] for row in rows)


def activity_of(store: Store) -> str:
    """The one activity of a store."""
    return str(store.rows("activities/all")[0]["activity_id"])


if __name__ == "__main__":
    role, where, given = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    try:
        {"collect": collect, "forward": forward, "send": send}[role](where, given)
    except BoardError as error:
        sys.exit(error.in_full)
