"""The key that a unit signs its submissions with: in a file beside the store, made once, never in the store.

Whoever has the file can sign as the unit. A copy of the store doesn't hold it; where the file is lost, a new one is
made and the superior registers its fingerprint.
"""

import os
import threading
from pathlib import Path
from weakref import WeakKeyDictionary

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from board.errors import ServersFault
from board.store.store import Store
from board.submissions.document import fingerprint_of

_SIZE = 32
_LOCK = threading.Lock()
_KEYS: WeakKeyDictionary[Store, tuple[int, Ed25519PrivateKey]] = WeakKeyDictionary()


def key_path(store_path: Path) -> Path:
    """Where the key of a store is kept."""
    return store_path.with_suffix(".sign")


def key_of(store: Store) -> Ed25519PrivateKey:
    """The key of a store, made where there is none. Raises ServersFault if its file is damaged or can't be written."""
    with _LOCK:
        generation, key = _KEYS.get(store, (-1, None))
        if key is None or generation != store.generation:
            key = _read(key_path(store.path)) if store.path else Ed25519PrivateKey.generate()
            _KEYS[store] = (store.generation, key)
        return key


def fingerprint(store: Store) -> str:
    """The fingerprint by which a superior registers this unit's key."""
    return fingerprint_of(key_of(store).public_key())


def fingerprint_in(path: Path) -> str:
    """The fingerprint of the key in a file, made where there is none. Raises as `key_of`."""
    return fingerprint_of(_read(path).public_key())


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        content = path.read_bytes() if path.exists() else _made(path)
    except OSError as error:
        raise ServersFault("签名密钥用不了", f"不能读写 {path.name}。", "请检查数据文件夹的权限。") from error
    if len(content) != _SIZE:
        remedy = f"请把 {path.name} 移走，重新启动会另做一把，再请上级登记新的指纹。"
        raise ServersFault("签名密钥坏了", f"{path.name} 不完整。", remedy)
    return Ed25519PrivateKey.from_private_bytes(content)


def _made(path: Path) -> bytes:
    """A new key on disk under its name at once, or not at all: a fall leaves no half of one."""
    content, half = Ed25519PrivateKey.generate().private_bytes_raw(), path.with_suffix(".sign-new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    return content
