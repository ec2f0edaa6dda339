"""The process that looks at workbooks serves one file after another, and no file spoils it for the next."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from board.errors import BoardError
from board.importing.files import workbook_size
from board.importing.files.workbook_size import refuse_oversize
from tests.hostile.test_uploads import a_workbook, with_cell

FAR_AWAY = with_cell('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
_FULL = "import sys; sys.stdin.buffer.read(8); print('\"MemoryError\"', flush=True)"
_NEVER = "import time; time.sleep(60)"


@pytest.fixture(autouse=True)
def no_process_yet() -> Iterator[None]:
    """Nobody has looked at a file before the test; what it began ends with it."""
    _end()
    yield
    _end()


def _end() -> None:
    for process in workbook_size._LOOKING:
        process.kill()
    workbook_size._LOOKING.clear()


def running(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_second_workbook_starts_no_second_process() -> None:
    refuse_oversize(a_workbook())
    (first,) = workbook_size._LOOKING
    refuse_oversize(a_workbook())
    assert [first] == workbook_size._LOOKING


def test_a_process_that_somebody_ended_has_a_successor() -> None:
    refuse_oversize(a_workbook())
    workbook_size._LOOKING[0].kill()
    refuse_oversize(a_workbook())


def test_after_a_hostile_file_the_next_is_read() -> None:
    with pytest.raises(BoardError, match="表格太大"):
        refuse_oversize(FAR_AWAY)
    refuse_oversize(a_workbook())


def test_a_process_that_earlier_files_filled_up_is_not_believed() -> None:
    workbook_size._LOOKING.append(running(_FULL))
    refuse_oversize(a_workbook())


def test_a_file_that_is_never_read_to_its_end_is_refused_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_size, "_SECONDS", 0.3)
    workbook_size._LOOKING.append(running(_NEVER))
    with pytest.raises(BoardError, match="读了很久也没有读完"):
        refuse_oversize(a_workbook())
    monkeypatch.undo()
    refuse_oversize(a_workbook())


@pytest.mark.walk
def test_files_of_two_clerks_at_once_get_each_their_own_answer() -> None:
    def looked_at(data: bytes) -> str:
        try:
            refuse_oversize(data)
        except BoardError as error:
            return error.title
        return ""

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(looked_at, [a_workbook(), FAR_AWAY] * 20))
    assert answers == ["", "表格太大"] * 20
