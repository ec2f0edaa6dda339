"""Several collectors share what they take through a lake: nothing is lost, nothing is there twice, all see the same."""

from pathlib import Path
from typing import Any

import pytest

from board import clock
from board.comparison import deadlines
from board.errors import BoardError
from board.lake.lake import Away, Moved
from board.lake.place import load
from board.operating.settings import read_settings
from board.store.store import open_store
from board.submissions.document import fingerprint_of
from board.submissions.following import follow
from board.submissions.known import even_out
from board.submissions.taking import NotTaken, take
from board.units import actions as units
from tests.submissions import lakes
from tests.submissions.falling import activity_of
from tests.submissions.files import EVERYONE, KEY, document, file, sha256_of


@pytest.fixture
def pair(tmp_path: Path) -> list[Path]:
    """Two collectors, one after the other: a catalogue in a file lets in one at a time."""
    return lakes.collectors(tmp_path, f"{tmp_path}/catalogue.ducklake")


def chain(count: int) -> list[bytes]:
    """So many submissions of the school, each after the one before."""
    files: list[bytes] = []
    for number in range(1, count + 1):
        files.append(file(document(number, sha256_of(files[-1]) if files else None)))
    return files


def test_what_one_collector_takes_is_with_the_other_as_if_it_had_taken_it(pair: list[Path]) -> None:
    first, second, third = chain(3)
    here, lake = lakes.opened(pair[0])
    receipt = take(here, first)
    take(here, second)
    lake.close()
    there, other = lakes.opened(pair[1])
    assert take(there, first)["submission_no"] == receipt["submission_no"] == 1
    assert take(there, third)["submission_no"] == 3
    with pytest.raises(NotTaken, match="接不上"):
        take(there, file(document(4, "0" * 64)))
    other.close()
    assert follow(here, lake) == 1
    assert lakes.contents(here) == lakes.contents(there)
    assert [entry.kind for entry in here.entries()][-3:] == [
        "submissions.take",
        "submissions.take",
        "submissions.follow",
    ]
    in_lake = lake.rows("submissions/after", submission_no=0, most=9)
    assert in_lake == here.rows("submissions/after", submission_no=0, most=9)


def test_a_school_that_is_registered_at_one_collector_is_known_to_the_others(pair: list[Path]) -> None:
    here, lake = lakes.opened(pair[0])
    new = {"unit_id": "S77", "name": "新建小学", "kind": "school", "parent_id": "D1", "is_reporting": True}
    units.open_units(here, EVERYONE, [new], clock.today())
    units.register_key(here, EVERYONE, "S77", fingerprint_of(KEY.public_key()))
    due = {"name": "第一次上报", "for_on": clock.today(), "due_on": clock.today()}
    deadlines.set_deadline(here, EVERYONE, activity_of(here), "", due)
    even_out(here, lake)
    lake.close()
    there, other = lakes.opened(pair[1])
    assert even_out(there, other) == 3
    assert even_out(there, other) == 0
    assert take(there, file(document(unit_id="S77")))["number"] == 1
    assert there.rows("units/steps", unit_id="S77")[0]["actor_name"] == "另一台看板"
    assert EVERYONE.name not in str(other.rows("lake/unit_steps"))


def test_a_fall_between_the_lake_and_the_own_file_loses_nothing(
    pair: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, lake = lakes.opened(pair[0])
    written = lake.append

    def append_and_fall(*given: Any) -> None:
        written(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(lake, "append", append_and_fall)
    (content,) = chain(1)
    with pytest.raises(KeyboardInterrupt):
        take(here, content)
    assert here.rows("submissions/last") == []
    monkeypatch.undo()
    assert take(here, content)["submission_no"] == 1
    assert len(lakes.contents(here)["submissions"]) == 1
    assert len(lake.rows("submissions/after", submission_no=0, most=9)) == 1


@pytest.mark.walk
def test_nothing_is_appended_where_another_was_faster(pair: list[Path]) -> None:
    here, lake = lakes.opened(pair[0])
    take(here, chain(1)[0])
    with pytest.raises(Moved):
        lake.append("submissions/last", [], {})


@pytest.mark.walk
def test_a_lake_that_was_lost_is_filled_again(pair: list[Path], tmp_path: Path) -> None:
    here, lake = lakes.opened(pair[0])
    files = chain(3)
    for content in files[:2]:
        take(here, content)
    lake.close()
    lakes.settings(pair[0].parent, f"{tmp_path}/another.ducklake", tmp_path / "other")
    here.close()
    here, lake = lakes.opened(pair[0])
    take(here, files[2])
    assert len(lake.rows("submissions/after", submission_no=0, most=9)) == 3


@pytest.mark.walk
def test_while_the_files_are_away_nothing_is_taken_and_pages_still_read(pair: list[Path], tmp_path: Path) -> None:
    here, lake = lakes.opened(pair[0])
    first, second = chain(2)
    take(here, first)
    (tmp_path / "files").rename(tmp_path / "away")
    with pytest.raises(Away, match="连不上"):
        take(here, second)
    assert len(here.rows("submissions/last")) == 1
    (tmp_path / "away").rename(tmp_path / "files")
    assert take(here, second)["submission_no"] == 2
    assert len(lake.rows("submissions/after", submission_no=0, most=9)) == 2


@pytest.mark.walk
def test_collectors_that_were_not_filled_together_are_told_so(pair: list[Path]) -> None:
    there = open_store(pair[1])
    take(there, file(document(trail_number=11)))
    there.close()
    here, lake = lakes.opened(pair[0])
    take(here, chain(1)[0])
    lake.close()
    there, other = lakes.opened(pair[1])
    with pytest.raises(BoardError, match="本机和收件库对不上"):
        take(there, chain(2)[1])
    assert len(other.rows("submissions/after", submission_no=0, most=9)) == 1


@pytest.mark.walk
def test_what_was_changed_in_the_lake_is_not_taken_over(pair: list[Path]) -> None:
    here, lake = lakes.opened(pair[0])
    take(here, chain(1)[0])
    lake._open().execute("UPDATE submissions SET as_of = as_of - 1")
    lake.close()
    there, _ = lakes.opened(pair[1])
    with pytest.raises(BoardError, match="收件库被改过"):
        take(there, chain(2)[1])
    assert there.rows("submissions/last") == []


def test_the_lake_reaches_nothing_but_its_files(pair: list[Path], tmp_path: Path) -> None:
    here, lake = lakes.opened(pair[0])
    take(here, chain(1)[0])
    (tmp_path / "other.csv").write_text("a\n1\n")
    with pytest.raises(Exception, match="disabled by configuration"):
        lake._open().execute(f"FROM read_csv('{tmp_path}/other.csv')")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("files = 3", "没有写 catalogue；没有写 files"),
        ('catalogue = "x"\nfiles = "s3://a/b"', "要写 s3 的 key_id 和 secret"),
        ('catalogue = "x"\nfiles = "b"\nkey = 1', "不认识 key"),
        ('catalogue = "x', "不合 TOML 的写法"),
    ],
)
def test_wrong_settings_of_a_lake_are_refused_in_words(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "lake.toml").write_text(text, "utf-8")
    with pytest.raises(BoardError, match=why):
        load(tmp_path)


def test_only_a_collector_may_share_a_lake(tmp_path: Path) -> None:
    with pytest.raises(BoardError, match="只给收上报的看板用"):
        read_settings({"CHAGAI_DATA": str(tmp_path), "CHAGAI_LAKE": "1"})
    assert read_settings({"CHAGAI_DATA": str(tmp_path), "CHAGAI_COLLECT": "1", "CHAGAI_LAKE": "1"}).lake


def test_a_password_of_the_catalogue_is_in_no_message(tmp_path: Path) -> None:
    catalogue = "postgres:host=127.0.0.1 port=9 dbname=x user=x password=geheim"
    (here, lake) = lakes.opened(lakes.collectors(tmp_path, catalogue, names="a")[0])
    with pytest.raises(Away) as refused:
        follow(here, lake)
    assert "geheim" not in refused.value.in_full
    assert "geheim" not in repr(lake._place)
