"""Unsaved input of forms, kept so that a reload or a restart of the server loses nothing.

It is not a record: it is kept beside the store's file, not in it, in one small file per account and activity; the audit
trail has no entry of it, no page shows it to anybody else, and no copy includes it. It is deleted when the form is
saved, when its writer discards it, after `KEPT_FOR`, with the account, and when an activity's words are destroyed.
"""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from board import clock
from board.access import Actor
from board.store.store import Store
from board.typed import printable

KEPT_FOR = timedelta(days=30)
_MOST_PLACES = 200
_LONGEST = 30_000
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Draft:
    """The input in one field, the field's value when it was begun, and when it was kept (ISO, Beijing time).

    For a day, a number, a choice or a tick it is the text that the screen shows: see `board.ui.parts.forms.values`.
    """

    text: str
    base: str
    kept_at: str

    @property
    def at(self) -> datetime:
        """The time when it was kept."""
        return datetime.fromisoformat(self.kept_at)


def kept(store: Store, actor: Actor, activity_id: str) -> dict[str, Draft]:
    """This person's unsaved input in the forms of an activity, by the field's place."""
    path = _path(store, actor.account_id, activity_id)
    if path is None:
        return {}
    try:
        held = {place: Draft(**fields) for place, fields in json.loads(path.read_text("utf-8")).items()}
        return {place: draft for place, draft in held.items() if draft.at > clock.now() - KEPT_FOR}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # none, or incomplete: a draft isn't worth an error


def keep(store: Store, actor: Actor, activity_id: str, typed: Mapping[str, tuple[str, str]]) -> None:
    """Keeps what this person fills in: by place, the value before and the present text; if they are equal, deletes it.

    Continuing a kept draft keeps its first value. If the disk fails nothing is kept, and saving the form reports it.
    """
    now = clock.now().isoformat()
    with _LOCK:
        held = kept(store, actor, activity_id)
        for place, (seen, text) in typed.items():
            before = held.pop(place, None)
            base = before.base if before else seen
            if text != base and (text.strip() or base.strip()) and len(text) <= _LONGEST:
                held[place] = Draft(printable(text), base[:_LONGEST], now)
        _write(_path(store, actor.account_id, activity_id), dict(list(held.items())[-_MOST_PLACES:]))


def drop(store: Store, actor: Actor, activity_id: str, places: Iterable[str]) -> None:
    """Deletes the drafts of some places."""
    with _LOCK:
        held, gone = kept(store, actor, activity_id), set(places)
        left = {place: draft for place, draft in held.items() if place not in gone}
        _write(_path(store, actor.account_id, activity_id), left)


def forget_account(store: Store, account_id: str) -> None:
    """Deletes all drafts of an account, and the record of pages open in any browser."""
    folder = _folder(store)
    _forget_open_pages(store)
    if folder:
        shutil.rmtree(folder / _digest(account_id), ignore_errors=True)


def forget_activity(store: Store, activity_id: str) -> None:
    """Deletes all drafts in an activity, and the record of pages open in any browser."""
    folder = _folder(store)
    _forget_open_pages(store)
    for path in folder.glob(f"*/{_digest(activity_id)}.json") if folder else ():
        with suppress(OSError):
            path.unlink()


def open_pages(store: Store) -> Path | None:
    """The folder that records the pages open in browsers (`board.web.resuming`); None for a store in memory."""
    return store.path.with_suffix(".open") if store.path else None


def _forget_open_pages(store: Store) -> None:
    folder = open_pages(store)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path | None, held: Mapping[str, Draft]) -> None:
    if path is None:
        return
    with suppress(OSError):
        if not held:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        text = json.dumps({place: asdict(draft) for place, draft in held.items()}, ensure_ascii=False)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)


def _folder(store: Store) -> Path | None:
    return store.path.with_suffix(".drafts") if store.path else None


def _path(store: Store, account_id: str, activity_id: str) -> Path | None:
    folder = _folder(store)
    return folder / _digest(account_id) / f"{_digest(activity_id)}.json" if folder else None


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
