"""What belongs to a store beside its file: the keys, the head of the trail, the plans kept; as a copy holds it.

The key file is apart. With it and a copy of the store, ballots that wait can be read (`ballots.pool`). So the copies
that the product makes by itself hold none; beside them lies one, as it was at the newest of them, written over each
time as the key file itself is. A copy made by hand is to stand by itself, on another computer too: it holds the keys.
"""

from collections.abc import Mapping
from pathlib import Path

from board.activity.plan import kept as plans_kept
from board.store.disk import flush
from board.store.swap import HEAD, KEYS, target_of


def read(path: Path) -> dict[str, bytes]:
    """What stands beside a store's file now, by the names it has in a copy."""
    files = {name: place for name in (KEYS, HEAD) if (place := target_of(path, name)).is_file()}
    files |= {f"plans/{name}.toml": place for name, place in _own_plans(path).items()}
    return {name: place.read_bytes() for name, place in files.items()}


def parted(beside: Mapping[str, bytes]) -> tuple[dict[str, bytes], bytes | None]:
    """What goes into a copy that the product makes by itself, and the keys, which don't."""
    return {name: held for name, held in beside.items() if name != KEYS}, beside.get(KEYS)


def keep_keys(folder: Path, stem: str, held: bytes | None) -> None:
    """Keep the keys beside the copies, written over those of the copy before where they stood."""
    path = folder / f"{stem}.key"
    if held is None:
        return
    path.touch(0o600)
    with path.open("r+b") as file:
        file.write(held)
        file.truncate()
    flush(path)


def add_keys(archive: Path, stem: str, folder: Path) -> None:
    """Lay the keys that lie beside a copy with what it holds, where it holds none itself."""
    beside = archive.parent / f"{stem}.key"
    if not (folder / KEYS).exists() and beside.exists():
        (folder / KEYS).touch(0o600)
        (folder / KEYS).write_bytes(beside.read_bytes())


def _own_plans(path: Path) -> dict[str, Path]:
    held = plans_kept.at_hand(plans_kept.folder_of(path.parent))
    return {name: each for name, each in held.items() if not plans_kept.is_shipped(name)}
