"""The served store: one for routes and scripts, set once it is open (`board.web.boot`)."""

from dataclasses import dataclass

from board.operating.settings import Settings
from board.store.store import Store
from board.web import audience, seen
from board.web.door import whence


@dataclass(frozen=True)
class _Served:
    store: Store
    settings: Settings


_HELD: dict[str, _Served] = {}


def store() -> Store:
    """The store this process serves. Raises KeyError before the server has opened it."""
    return _HELD["now"].store


def settings() -> Settings:
    """The settings this process runs under. Raises KeyError before the server has read them."""
    return _HELD["now"].settings


def serve(opened: Store, chosen: Settings) -> None:
    """Serves this store under these settings from now on."""
    opened.origin = whence.origin
    opened.is_for_readers = audience.is_reader
    opened.is_known_now = audience.is_known_now
    opened.within = audience.within
    opened.watch(seen.saved)
    _HELD["now"] = _Served(opened, chosen)
