"""What the server's log says, and what it never says."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from board.web import logs
from board.web.logs import Discreet

NAME, OPINION = "王玲", "食堂的菜太咸"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    handler = logs.begin(tmp_path / "logs")
    yield tmp_path / "logs"
    logs.end(handler)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "board.log").read_text("utf-8").splitlines()]


def test_an_event_is_a_line_that_says_when_and_what(folder: Path) -> None:
    logs.tell("request", kind="tasks", status=200, ms=1.5)
    (line,) = lines(folder)
    assert line["at"].endswith("+08:00")
    assert (line["level"], line["message"], line["kind"], line["status"]) == ("info", "request", "tasks", 200)


def test_an_error_says_its_kind_and_where_and_no_value_of_it(folder: Path) -> None:
    try:
        raise ValueError(f"{NAME}：{OPINION}")
    except ValueError:
        logging.getLogger("board.somewhere").exception("%s can't be read", NAME)
    (line,) = lines(folder)
    assert (line["message"], line["error"]) == ("%s can't be read", "ValueError")
    assert line["through"][-1].startswith("test_logs.py:")
    said = json.dumps(line, ensure_ascii=False)
    assert NAME not in said
    assert OPINION not in said


@pytest.mark.parametrize("name", ["streamlit.runtime.app_session", "asyncio", "uvicorn.error"])
def test_what_others_log_is_only_placed(folder: Path, name: str) -> None:
    logging.getLogger(name).setLevel(logging.WARNING)  # a server that ran before in this process may have raised it
    logging.getLogger(name).warning(f"{NAME} said {OPINION}")
    (line,) = lines(folder)
    assert (line["logger"], line["message"], line["place"][:10]) == (name, "", "test_logs:")


def test_a_line_stays_a_line_whatever_stands_in_it() -> None:
    record = logging.LogRecord("board.x", logging.ERROR, __file__, 1, "one\ntwo\u2028three", None, None)
    assert len(Discreet().format(record).splitlines()) == 1


def test_files_are_turned_over_by_size_and_only_some_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 2_000)
    handler = logs.begin(tmp_path)
    for number in range(200):
        logs.tell("request", number=number)
    logs.end(handler)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["board.log", *(f"board.log.{number}" for number in range(1, 6))]
    assert max(file.stat().st_size for file in files) <= 2_000
    assert lines(tmp_path)[-1]["number"] == 199


def test_a_log_that_cannot_be_written_disturbs_nobody(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "board.log").mkdir()
    logs.tell("request")
    assert capfd.readouterr().err == ""
