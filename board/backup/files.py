"""The files that belong to a store beside its own, as a copy holds them: the keys, the head of the trail, saved plans.

The key file is a special case: with it and a copy of the store, waiting ballots can be read (`ballots.pool`). So copies
that the product makes by itself don't contain it; one key file lies beside them, as of the newest copy, and is
overwritten each time. A copy made by hand must be usable alone, on another computer too, so it contains the keys.
"""

from collections.abc import Mapping
from pathlib import Path

from board.activity.plan import kept as plans_kept
from board.store.disk import flush
from board.store.swap import HEAD, KEYS, target_of


def read(path: Path) -> dict[str, bytes]:
    """Reads the files beside a store's file: name in a copy → contents."""
    files = {name: place for name in (KEYS, HEAD) if (place := target_of(path, name)).is_file()}
    files |= {f"plans/{name}.toml": place for name, place in _own_plans(path).items()}
    return {name: place.read_bytes() for name, place in files.items()}


def parted(beside: Mapping[str, bytes]) -> tuple[dict[str, bytes], bytes | None]:
    """Splits the files: those for a copy that the product makes by itself, and the keys, which stay outside it."""
    return {name: held for name, held in beside.items() if name != KEYS}, beside.get(KEYS)


def keep_keys(folder: Path, stem: str, held: bytes | None) -> None:
    """Write the keys beside the copies, in place over those of the copy before."""
    path = folder / f"{stem}.key"
    if held is None:
        return
    path.touch(0o600)
    with path.open("r+b") as file:
        file.write(held)
        file.truncate()
    flush(path)


def add_keys(archive: Path, stem: str, folder: Path) -> None:
    """Add the keys beside a copy to its unpacked files, where the copy itself contains none."""
    beside = archive.parent / f"{stem}.key"
    if not (folder / KEYS).exists() and beside.exists():
        (folder / KEYS).touch(0o600)
        (folder / KEYS).write_bytes(beside.read_bytes())


def _own_plans(path: Path) -> dict[str, Path]:
    held = plans_kept.at_hand(plans_kept.folder_of(path.parent))
    return {name: each for name, each in held.items() if not plans_kept.is_shipped(name)}
