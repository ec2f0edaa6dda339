"""What belongs to a store beside its file: the keys, the head of the trail, the plans kept; read and put back.

The key file is apart. With it and a copy of the store, ballots that wait can be read (`ballots_pool`). So the copies
that the product makes by itself hold none; beside them lies one, as it was at the newest of them, written over each
time as the key file itself is. A copy made by hand is to stand by itself, on another computer too: it holds the keys.
"""

from collections.abc import Mapping
from pathlib import Path

from board import plans_kept
from board.disk import flush, put

_KEYS = "store.key"
# What is half written, and what tells of the file that stands there now and of no copy.
_NOT = {".new", ".commits"}


def read(path: Path) -> dict[str, bytes]:
    """What stands beside a store's file now, by the names it has in a copy."""
    found = {_inside(path, each): each.read_bytes() for each in _beside(path)}
    return found | {f"plans/{name}.toml": each.read_bytes() for name, each in _own_plans(path).items()}


def put_back(path: Path, folder: Path) -> None:
    """Put what a copy held, laid out in a folder, beside a store's file; the store itself is not touched."""
    for each in sorted(folder.glob("store.*")):
        if each.suffix != ".duckdb":
            _put(each.read_bytes(), path.with_name(path.stem + each.name.removeprefix("store")))
    for each in sorted((folder / "plans").glob("*.toml")):
        if not plans_kept.is_shipped(each.stem):
            _put(each.read_bytes(), plans_kept.folder_of(path.parent) / each.name)


def parted(beside: Mapping[str, bytes]) -> tuple[dict[str, bytes], bytes | None]:
    """What goes into a copy that the product makes by itself, and the keys, which don't."""
    return {name: held for name, held in beside.items() if name != _KEYS}, beside.get(_KEYS)


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
    if not (folder / _KEYS).exists() and beside.exists():
        (folder / _KEYS).touch(0o600)
        (folder / _KEYS).write_bytes(beside.read_bytes())


def _beside(path: Path) -> list[Path]:
    own = sorted(path.parent.glob(f"{path.stem}.*"))
    return [each for each in own if each.is_file() and not each.name.startswith(path.name) and each.suffix not in _NOT]


def _inside(path: Path, each: Path) -> str:
    return "store" + each.name.removeprefix(path.stem)


def _own_plans(path: Path) -> dict[str, Path]:
    held = plans_kept.at_hand(plans_kept.folder_of(path.parent))
    return {name: each for name, each in held.items() if not plans_kept.is_shipped(name)}


def _put(held: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    beside.touch(0o600)
    beside.write_bytes(held)
    put(beside, path)
