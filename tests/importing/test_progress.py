"""The reading of a big file says how far it is, can be ended at any moment, and reads the same as without anybody."""

from threading import Thread

import pytest

from board.importing.ballots import check_ballots
from board.importing.files import progress
from board.importing.files.progress import Ended, Progress, watching
from tests.ballot_files import HEADER, ballot, small_form
from tests.importing.test_importing_ledger import workbook

FORM = small_form()


def big(count: int) -> bytes:
    return workbook([HEADER, *([ballot("深", "清", "好")] * count)])


def test_what_is_read_under_watch_is_the_same_and_was_counted() -> None:
    data, seen = big(12_000), Progress()
    with watching(seen):
        watched = check_ballots("大.xlsx", data, FORM)
    assert watched.sha256 == check_ballots("大.xlsx", data, FORM).sha256
    assert watched.ballots.num_rows == 12_000
    assert seen.step.startswith("认“")
    assert seen.total == 12_000
    assert progress.watched() is None


def test_a_reading_that_is_ended_stops_and_says_so() -> None:
    data, seen, ended = big(12_000), Progress(), list[Exception]()

    def read() -> None:
        with watching(seen):
            try:
                check_ballots("大.xlsx", data, FORM)
            except Ended as error:
                ended.append(error)

    thread = Thread(target=read)
    thread.start()
    while seen.step == "打开文件" and thread.is_alive():
        pass
    seen.is_ended = True
    thread.join(60)
    assert len(ended) == 1


def test_a_workbook_is_opened_once_for_all_that_is_asked_of_it() -> None:
    data, seen = big(10), Progress()
    with watching(seen):
        check_ballots("小.xlsx", data, FORM)
        opened = seen.opened[data]
        check_ballots("小.xlsx", data, FORM)
    assert seen.opened[data] is opened


@pytest.mark.parametrize("step", ["读各行", "对齐各行"])
def test_counting_rows_changes_none(step: str) -> None:
    with watching(Progress()):
        assert list(progress.counted(step, range(12_345), 12_345)) == list(range(12_345))
