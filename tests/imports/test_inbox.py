"""A watched folder: what others drop there is listed once it is whole, read and never changed, moved and never lost."""

import os
import time
from pathlib import Path

import pytest

from board.access import Actor
from board.errors import BoardError, Refused, ServersFault
from board.imports import inbox as inboxes
from board.imports.inbox import DISMISSED, IMPORTED, Inbox, dismiss
from board.operating.command_line import put_in_environment, read_options
from board.operating.settings import read_settings
from board.store.store import Store


@pytest.fixture
def box(tmp_path: Path) -> Inbox:
    folder = tmp_path / "收文件"
    folder.mkdir()
    return Inbox(folder, quiet_seconds=0)


def drop(box: Inbox, name: str, data: bytes = b"a,b\n1,2\n") -> Path:
    path = box.folder / name
    path.write_bytes(data)
    return path


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.is_file())


def test_a_file_that_is_still_growing_waits_until_it_is_whole(tmp_path: Path) -> None:
    box = Inbox(tmp_path, quiet_seconds=0.05)
    path = drop(box, "扫描.csv", b"half")
    assert [each.is_arriving for each in box.look()] == [True]
    path.write_bytes(b"half and more")
    assert [each.is_arriving for each in box.look()] == [True]
    time.sleep(0.06)
    assert [each.is_arriving for each in box.look()] == [False]
    path.write_bytes(b"half and more and more")
    assert [each.is_arriving for each in box.look()] == [True]


def test_what_programs_lay_beside_their_files_is_not_listed(box: Inbox) -> None:
    for name in (".~lock.表.xlsx#", "~$表.xlsx", "表.csv.part", "表.tmp", ".hidden.csv"):
        drop(box, name)
    (box.folder / IMPORTED).mkdir()
    (box.folder / IMPORTED / "以前.csv").write_bytes(b"x")
    assert box.look() == []


@pytest.mark.parametrize(("name", "data"), [("扫描.pdf", b"%PDF"), ("空.csv", b""), ("没有后缀", b"x")])
def test_a_file_that_cannot_be_read_is_listed_with_the_reason(box: Inbox, name: str, data: bytes) -> None:
    drop(box, name, data)
    (found,) = box.look()
    assert found.fault
    with pytest.raises(BoardError):
        box.read(found)
    box.put_away(found, DISMISSED)
    assert names(box.folder / DISMISSED) == [name]


def test_a_huge_file_is_listed_and_not_read(box: Inbox) -> None:
    with (box.folder / "大.csv").open("wb") as file:
        file.truncate(300 * 2**20)
    (found,) = box.look()
    assert "太大" in found.fault


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of Unix")
def test_no_link_is_followed_and_no_pipe_waited_for(box: Inbox, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_bytes(b"secret")
    (box.folder / "链接.csv").symlink_to(secret)
    os.mkfifo(box.folder / "管子.csv")
    found = box.look()
    assert len(found) == 2
    assert all("不读" in each.fault for each in found)
    path = drop(box, "换.csv")
    ours = next(each for each in box.look() if each.name == "换.csv")
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(BoardError):
        box.read(ours)


def test_a_file_that_vanishes_or_changes_is_refused_in_words(box: Inbox) -> None:
    path = drop(box, "一.csv")
    (found,) = box.look()
    assert box.read(found) == b"a,b\n1,2\n"
    path.write_bytes(b"other")
    with pytest.raises(BoardError, match="刚刚变了"):
        box.read(found)
    path.unlink()
    for act in (box.read, box.refuse_changed, lambda each: box.put_away(each, IMPORTED)):
        with pytest.raises(BoardError, match="不在了"):
            act(found)
    assert box.look() == []


def test_a_missing_folder_says_so_and_comes_back_by_itself(tmp_path: Path) -> None:
    box = Inbox(tmp_path / "usb", quiet_seconds=0)
    with pytest.raises(ServersFault, match="打不开"):
        box.look()
    assert "打不开" in inboxes.start_words(box.folder)
    box.folder.mkdir()
    drop(box, "一.csv")
    assert [each.name for each in box.look()] == ["一.csv"]
    assert "有 1 份" in inboxes.start_words(box.folder)


def test_files_of_one_name_are_all_kept(box: Inbox) -> None:
    for data in (b"1", b"2", b"3"):
        drop(box, "计票.csv", data)
        box.put_away(box.look()[0], IMPORTED)
    assert names(box.folder / IMPORTED) == ["计票.csv", "计票（1）.csv", "计票（2）.csv"]
    assert names(box.folder) == []


def test_of_two_boards_on_one_folder_the_second_finds_the_file_gone(box: Inbox) -> None:
    other = Inbox(box.folder, quiet_seconds=0)
    drop(box, "一.csv")
    (mine,), (theirs,) = box.look(), other.look()
    box.put_away(mine, IMPORTED)
    with pytest.raises(BoardError, match="不在了"):
        other.refuse_changed(theirs)


def test_a_folder_that_cannot_be_written_leaves_the_file(box: Inbox) -> None:
    drop(box, "一.csv")
    (found,) = box.look()
    (box.folder / DISMISSED).write_bytes(b"a file is in the way")
    with pytest.raises(BoardError, match="没有移到"):
        box.put_away(found, DISMISSED)
    assert "一.csv" in names(box.folder)


def test_only_who_may_import_turns_a_file_down(store: Store, clerk: Actor, leader: Actor, box: Inbox) -> None:
    drop(box, "一.csv")
    (found,) = box.look()
    with pytest.raises(Refused):
        dismiss(store, leader, box, found)
    assert names(box.folder) == ["一.csv"]
    dismiss(store, clerk, box, found)
    assert names(box.folder / DISMISSED) == ["一.csv"]
    assert [entry.kind for entry in store.entries()][-1] == "imports.dismiss"


def test_the_folder_is_an_option_and_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    put_in_environment(read_options(["run", "--inbox", str(tmp_path / "收")]))
    assert read_settings(dict(os.environ)).inbox == tmp_path / "收"
    assert read_settings({}).inbox is None
