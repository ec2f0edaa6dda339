"""The keys kept beside the database file: one for the hashes of codes, one that seals ballots not counted yet.

They are in a file of their own, `board.key`, so the database file alone is of no use. It has three slots of 32 bytes.
The first never changes. The other two hold the sealing key in use and, during resealing, the next one; the old one is
then overwritten in place. So whatever is left of sealed ballots in the database file, in its log of changes or in a
copy of either can't be opened by anyone any more.
"""

import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from board.errors import ServersFault
from board.store.store import Store

_SIZE, _NONCE = 32, 12
_SLOTS = (1, 2)
_EMPTY = bytes(_SIZE)


class Keys:
    """The keys of one store. Sealing keys change only inside a write, which is one at a time."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._held = _read(path)

    def hashed(self, *parts: str) -> str:
        """The keyed hash that replaces a secret in the database file."""
        return hmac.new(self._held[0], "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()

    def current(self, in_use: Collection[str]) -> str:
        """The sealing key to use, given the ids of those in use: one of them that exists, else a new one."""
        known = [seal_id for slot in _SLOTS if (seal_id := _id(self._held[slot])) in in_use]
        return known[0] if known else self.fresh(in_use)

    def fresh(self, in_use: Collection[str]) -> str:
        """A new sealing key, written to disk before it is used, in a slot whose key is not in use."""
        slot = next(slot for slot in _SLOTS if _id(self._held[slot]) not in in_use)
        self._put(slot, secrets.token_bytes(_SIZE))
        return _id(self._held[slot])

    def forget(self, seal_id: str) -> None:
        """Overwrites a sealing key, so that nothing opens what it sealed. If the disk fails, the next new key does
        it."""
        for slot in _SLOTS:
            if _id(self._held[slot]) == seal_id:
                with suppress(OSError):
                    self._put(slot, _EMPTY)

    def seal(self, seal_id: str, text: bytes, bound_to: str) -> bytes:
        """Encrypts a text so that only this key opens it, and only for what it is bound to."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self._key(seal_id)).encrypt(nonce, text, bound_to.encode())

    def opened(self, seal_id: str, sealed: bytes, bound_to: str) -> bytes | None:
        """The sealed text; None if its key is missing or it was tampered with."""
        if not self.holds(seal_id):
            return None
        try:
            return AESGCM(self._key(seal_id)).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode())
        except InvalidTag:
            return None

    def holds(self, seal_id: str) -> bool:
        """Whether a sealing key exists."""
        return any(_id(self._held[slot]) == seal_id for slot in _SLOTS)

    def _key(self, seal_id: str) -> bytes:
        return next(self._held[slot] for slot in _SLOTS if _id(self._held[slot]) == seal_id)

    def _put(self, slot: int, key: bytes) -> None:
        if self._path:
            with self._path.open("r+b") as file:
                file.seek(slot * _SIZE)
                file.write(key)
                file.flush()
                os.fsync(file.fileno())
        self._held[slot] = key


def keys_of(store: Store) -> Keys:
    """The keys of a store. Raises ServersFault if their file is damaged or can't be written."""
    with _LOCK:
        generation, keys = _KEYS.get(store, (-1, None))
        if keys is None or generation != store.generation:
            keys = Keys(store.path.with_suffix(".key") if store.path else None)
            _KEYS[store] = (store.generation, keys)
        return keys


_LOCK = threading.Lock()
_KEYS: WeakKeyDictionary[Store, tuple[int, Keys]] = WeakKeyDictionary()


def _id(key: bytes) -> str:
    return "" if key == _EMPTY else hashlib.sha256(b"seal" + key).hexdigest()[:16]


def _read(path: Path | None) -> list[bytes]:
    if path is None:
        return [secrets.token_bytes(_SIZE), _EMPTY, _EMPTY]
    try:
        held = path.read_bytes() if path.exists() else _made(path)
    except OSError as error:
        raise ServersFault("密钥文件用不了", f"不能读写 {path.name}。", "请检查数据文件夹的权限。") from error
    if len(held) != _SIZE * (1 + len(_SLOTS)):
        raise ServersFault("密钥文件坏了", f"{path.name} 不完整。", "请从备份里把它恢复到数据文件夹，再重新启动。")
    return [held[place : place + _SIZE] for place in range(0, len(held), _SIZE)]


def _made(path: Path) -> bytes:
    held = secrets.token_bytes(_SIZE) + _EMPTY * len(_SLOTS)
    place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(place, "wb") as file:
        file.write(held)
        file.flush()
        os.fsync(file.fileno())
    return held
