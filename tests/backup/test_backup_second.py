"""A second folder, such as a USB disk: absent, full, back again."""

import errno
import shutil
from pathlib import Path

import pytest

from board.backup import archive as backup_archive
from board.backup import copies as backup
from board.backup.rules import Reason
from board.backup.second import lay_second
from board.ballots.seal import keys_of
from board.errors import BoardError
from board.operating.settings import read_settings
from board.store.disk import DiskFull
from board.store.store import Store
from board.web import keeping


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.mark.walk
def test_each_copy_and_the_keys_are_laid_there_whole_and_once(held: Store, place: Path, disk: Path) -> None:
    keys_of(held)
    copies = [backup.make(held, Reason.DAILY), backup.make(held, Reason.HAND)]
    assert lay_second(place, disk) == 2
    assert names(disk) == {"board.key", *(each.path.name for each in copies)}
    assert backup_archive.check(disk / copies[0].path.name).reason == Reason.DAILY
    assert lay_second(place, disk) == 0


def test_a_disk_that_is_not_there_is_not_made_and_caught_up_when_it_is_back(
    held: Store, place: Path, disk: Path
) -> None:
    away = disk.with_name("drawer")
    disk.rename(away)
    backup.make(held, Reason.DAILY)
    with pytest.raises(BoardError, match="第二个备份文件夹不在"):
        lay_second(place, disk)
    assert not disk.exists()
    backup.make(held, Reason.HAND)
    away.rename(disk)
    assert lay_second(place, disk) == 2


def test_a_full_disk_leaves_nothing_half_laid_and_what_was_there(
    held: Store, place: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = backup.make(held, Reason.HAND).path.name
    lay_second(place, disk)
    backup.make(held, Reason.HAND)

    def full(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(DiskFull, match="第二个文件夹"):
        lay_second(place, disk)
    assert names(disk) == {first}


def test_what_stands_in_the_way_is_told_until_it_is_gone(
    held: Store, place: Path, disk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = disk / "absent"
    for _ in range(2):
        keeping.make_if_due(held)
        keeping.lay_in(held, absent)
    assert [each.title for each in keeping.problems()] == ["第二个备份文件夹不在"]
    assert capsys.readouterr().err.count("第二个备份文件夹不在") == 1
    absent.mkdir()
    keeping.lay_in(held, absent)
    assert keeping.problems() == []
    assert names(absent) == {each.path.name for each in backup.copies(place)}


def test_the_folder_is_a_setting() -> None:
    assert read_settings({}).second is None
    assert read_settings({"CHAGAI_BACKUP_TO": "usb"}).second == Path("usb").absolute()
