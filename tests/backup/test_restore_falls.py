"""A restore that ends half-way, wherever it does: the next start has all of it, or all of what was there before."""

import os
import shutil
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from board.access import Actor
from board.backup import archive as backup_archive
from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.ballots.seal import keys_of
from board.errors import BoardError
from board.store.log import log_of
from board.store.store import Store, open_store
from board.store.swap import TakenBack, finish
from tests import falling_restores
from tests.ready_processes import begun
from tests.store.task_states import add_task, highest

Files = dict[str, bytes]


@pytest.fixture
def copy(held: Store, place: Path) -> Path:
    """A copy, unpacked; the store, its keys and its plans have changed since, one plan is gone and one is new."""
    keys_of(held)
    plans = place.parent / "plans"
    plans.mkdir()
    (plans / "改过.toml").write_text("x = 1", "utf-8")
    (plans / "删去.toml").write_text("x = 1", "utf-8")
    made = backup.make(held, Reason.HAND).path
    held.write(add_task)
    held.flush()
    held.write(lambda _: None, topic="access")  # which stands in the log alone
    (place.parent / "left").mkdir()
    for name in (place.name, log_of(place).name, "board.commits", "board.audit.head"):
        shutil.copy(place.parent / name, place.parent / "left" / name)
    held.close()
    for each in (place.parent / "left").iterdir():  # as a process that was killed leaves them
        each.replace(place.parent / each.name)
    (place.parent / "left").rmdir()
    place.with_suffix(".key").write_bytes(bytes(96))
    (plans / "改过.toml").write_text("x = 2", "utf-8")
    (plans / "删去.toml").unlink()
    backup_archive.unpack(made, place.parent / "backups" / "laid out")
    return place.parent / "backups" / "laid out"


def files(path: Path) -> Files:
    """What lies beside a store, and it, without the copies."""
    found = (each for each in path.parent.rglob("*") if each.is_file() and "backups" not in each.parts)
    return {each.relative_to(path.parent).as_posix(): each.read_bytes() for each in found}


def ended(work: Callable[..., None], *given: Any) -> int | None:
    """The exit code of a process that does this."""
    child = begun(work, *given)
    child.join(60)
    code: int | None = child.exitcode
    return code


@pytest.mark.walk
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is how this is made")
def test_killed_at_any_move_and_again_at_the_next_start_it_is_whole_or_was_never_begun(
    copy: Path, place: Path, tmp_path: Path
) -> None:
    before, outcomes = files(place), list[Files]()
    for move in count(1):
        path = Path(shutil.copytree(place.parent, tmp_path / f"fall {move}", copy_function=os.link)) / place.name
        if ended(falling_restores.swap, path, path.parent / "backups" / copy.name, move) == 0:
            break
        ended(falling_restores.start, path, 1 + move % 4)
        finish(path)
        outcomes.append(files(path))
    after = files(path)
    assert [each in (before, after) for each in outcomes] == [True] * len(outcomes)
    assert before in outcomes
    assert after in outcomes
    assert len(outcomes) > 10
    assert log_of(place).name in before
    assert sorted(after) == [
        "board.audit.head",
        "board.duckdb",
        "board.key",
        "plans/删去.toml",
        "plans/改过.toml",
    ]
    assert after["board.key"] != before["board.key"]
    opened = open_store(path)
    assert (highest(opened), opened.standing.loss) == (1, None)
    opened.close()


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is how this is made")
@pytest.mark.parametrize("move", [3, 5, 6])
def test_what_cannot_be_put_in_its_place_is_taken_back_by_the_next_start(copy: Path, place: Path, move: int) -> None:
    """As where somebody put a link to nothing in the place of a folder while the computer was off."""
    shutil.rmtree(place.parent / "plans")
    before = files(place)
    assert ended(falling_restores.swap, place, copy, move) == -signal.SIGKILL
    assert (place.parent / "board.restoring" / "ready").exists()
    (place.parent / "plans").symlink_to(place.parent / "nowhere" / "nothing")
    with pytest.raises(TakenBack, match="一个也没有换"):
        finish(place)
    assert files(place) == before
    opened = open_store(place)
    assert (highest(opened), opened.standing.loss) == (2, None)
    opened.close()


def test_a_start_after_a_copy_with_strange_members_was_half_restored_is_a_start(copy: Path, place: Path) -> None:
    """As a product before this one left it: members that belong nowhere, and folders in their places."""
    workplace = copy.rename(place.parent / "board.restoring")
    for name in ("drafts", "restoring"):
        (workplace / f"store.{name}").write_bytes(b"?")
    (workplace / "ready").touch()
    (place.parent / "board.drafts").mkdir()
    (workplace / "store.key").rename(place.with_suffix(".key"))  # one of them was moved already
    opened = open_store(place)
    assert highest(opened) == 1
    opened.close()
    assert not workplace.exists()


@pytest.mark.walk
@pytest.mark.parametrize("how", ["a folder", "a link", "a link to nothing", "a folder with that name at work"])
def test_what_stands_in_the_way_is_said_before_anything_moves(
    held: Store, place: Path, admin: Actor, tmp_path: Path, how: str
) -> None:
    keys_of(held)
    made = backup.make(held, Reason.HAND, tmp_path / "by-hand.zip").path
    held.write(add_task)
    wrong = place.parent / ("board.restoring" if how == "a folder with that name at work" else "board.key")
    wrong.unlink(missing_ok=True)
    if how == "a folder":
        wrong.mkdir()
    elif how.startswith("a link"):
        wrong.symlink_to(tmp_path / ("else" if how == "a link to nothing" else "by-hand.zip"))
    else:
        wrong.write_text("a file", "utf-8")
    with pytest.raises(BoardError, match=f"{wrong.name} 换不下来"):
        backup_restore.restore(held, made, admin)
    assert highest(held) == 2
    held.close()
    with pytest.raises(BoardError, match=f"{wrong.name} 换不下来"):
        backup_restore.restore_file(made, place)
    again = open_store(place)
    assert highest(again) == 2
    again.close()
    assert os.path.lexists(wrong)
