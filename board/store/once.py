"""Carries out a form or a button once, however often it is pressed.

Each opened form has a key of its own (`new_key`), which the first write of its press enters into the store, in the same
transaction. So a second click, two runs at once, or a request that a browser repeats after a crash of the server can't
write it twice. Pressing again returns the first answer. A refused press enters nothing: the same key serves the next
try.
"""

import secrets
import threading
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from board import clock

if TYPE_CHECKING:
    from board.store.store import Store

# Keys are kept for this long; a form left open for longer starts anew.
KEPT_FOR = timedelta(days=60)
# Answers are kept briefly, for a repeated press: some of them sign a person in.
_ANSWERS_FOR = timedelta(minutes=10)
DONE_BEFORE = "刚才已经办好了，没有重复办理"


class AlreadyDone(Exception):
    """This press was written before. Raised by `Store.write`, caught by `carried_out`."""


@dataclass
class Press:
    """One press that is being carried out. is_entered: a write of it was committed."""

    key: str
    is_entered: bool = False


@dataclass(frozen=True)
class Answer:
    """The outcome of a press: the words that the action returned (None: it was refused), whether it was carried out
    before, and whether anything was written.
    """

    words: str | None
    is_repeat: bool
    is_entered: bool


_PRESS: ContextVar[Press | None] = ContextVar("press", default=None)
_ANSWERS: dict[str, tuple[str | None, datetime]] = {}
_TURNS: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
_GUARD = threading.Lock()


def new_key() -> str:
    """Returns the key for a form that is opened: nobody can guess it."""
    return secrets.token_urlsafe(18)


def pressed() -> Press | None:
    """The press that this thread is carrying out, unless it is entered already."""
    press = _PRESS.get()
    return None if press is None or press.is_entered else press


def answered(key: str, act: Callable[[], str]) -> str:
    """Returns what `act` returns, carried out once while this server runs: for presses that may not be entered into the
    store, such as the casting of a ballot. Raises what `act` raises.
    """
    with _turn(key):
        if key not in _ANSWERS:
            _keep(key, act())
        return _ANSWERS[key][0] or ""


def is_answered(key: str) -> bool:
    """Whether a press was carried out recently, while this server was running."""
    return key in _ANSWERS


def carried_out(store: "Store", key: str, act: Callable[[], str | None]) -> Answer:
    """Carry out a press, unless it was carried out before: then return its first answer, or `DONE_BEFORE` where the
    server was restarted since. Two at once wait for each other. Raises what `act` raises.
    """
    with _turn(key):
        if key in _ANSWERS:
            return Answer(_ANSWERS[key][0], is_repeat=True, is_entered=True)
        if store.rows("presses/of_key", press=key):
            return Answer(DONE_BEFORE, is_repeat=True, is_entered=True)
        press = Press(key)
        outer = _PRESS.set(press)
        try:
            words = act()
        except AlreadyDone:
            return Answer(DONE_BEFORE, is_repeat=True, is_entered=True)
        finally:
            _PRESS.reset(outer)
        if words is not None or press.is_entered:
            _keep(key, words)
        return Answer(words, is_repeat=False, is_entered=press.is_entered)


def _keep(key: str, words: str | None) -> None:
    now = clock.now()
    with _GUARD:
        for old in [each for each, (_, at) in _ANSWERS.items() if at < now - _ANSWERS_FOR]:
            del _ANSWERS[old]
        _ANSWERS[key] = (words, now)


def _turn(key: str) -> threading.Lock:
    with _GUARD:
        return _TURNS.setdefault(key, threading.Lock())
