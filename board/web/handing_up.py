"""Hands up what waits while the product serves, in a thread of its own: at once after a save, else again and again; and
asks the superior for what came down, after each time and every minute."""

import logging
import threading
import time
from dataclasses import dataclass

from board.access import Actor, Role
from board.assignments.fetching import fetch
from board.errors import BoardError
from board.operating.settings import Settings
from board.store.store import Store
from board.submissions import forwarding, freezing
from board.submissions.sending import send_waiting

_LOG = logging.getLogger(__name__)
_SOONEST, _LATEST = 5.0, 300.0
_EVERY = 60.0  # seconds between asking the superior for what came down
_BY_SETTING = Actor("setting", "设置", frozenset({Role.ADMIN}))


@dataclass
class _Standing:
    """Why the last try reached nobody; '' if it did."""

    trouble: str = ""


_NOW = _Standing()


def trouble() -> str:
    """Why what waits wasn't handed up at the last try, in words; '' if nothing stands in the way."""
    return _NOW.trouble


def begin(store: Store, chosen: Settings, ended: threading.Event) -> None:
    """Hand up what waits until `ended` is set."""
    if chosen.superior:
        _enter_superior(store, chosen.superior)
    saved = threading.Event()
    store.watch(lambda _topic, _version: saved.set())
    threading.Thread(target=_keep_on, args=(store, saved, ended), daemon=True, name="handing up").start()


def _enter_superior(store: Store, asked: str) -> None:
    """Where to hand up as the setting has it, for each activity in which nothing else is entered."""
    unit_id, _, address = asked.partition("@")
    for row in store.rows("activities/all"):
        if freezing.superior(store, row["activity_id"]) is None:
            given = {"unit_id": unit_id, "address": address}
            freezing.set_superior(store, _BY_SETTING, row["activity_id"], given)


def _keep_on(store: Store, saved: threading.Event, ended: threading.Event) -> None:
    wait, asked = 0.0, -_EVERY
    while not ended.is_set():
        try:
            waits = bool(freezing.waiting(store))
            if waits:
                send_waiting(store)
            if forwarding.is_waiting(store):
                forwarding.forward_waiting(store)
            _NOW.trouble, wait = "", 0.0
            if waits or time.monotonic() - asked >= _EVERY:
                asked = time.monotonic()
                _ask(store)
        except BoardError as error:
            _NOW.trouble, wait = str(error), min(max(_SOONEST, wait * 2), _LATEST)
        except Exception:  # noqa: BLE001 - the next try may succeed
            _LOG.exception("submissions can't be handed up")
            wait = _LATEST
        if wait:
            ended.wait(wait)
        else:
            _wait_for(saved, ended, asked + _EVERY)


def _ask(store: Store) -> None:
    """Ask for what came down. A superior that gives nothing keeps nobody from handing up."""
    try:
        fetch(store)
    except BoardError as error:
        _NOW.trouble = str(error)


def _wait_for(saved: threading.Event, ended: threading.Event, until: float) -> None:
    while not ended.is_set() and not saved.wait(1.0) and time.monotonic() < until:
        pass
    saved.clear()
