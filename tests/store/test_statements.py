"""SQL in files: each statement has one name and its sentence, and says what it was given wrongly."""

from pathlib import Path

import duckdb
import pytest

from board.store.sql import Statement, statements
from board.store.store import Store

TWO = """-- Everything about talks.

-- name: all
-- One row per talk,
-- the newest first.
SELECT *
FROM talks;

-- name: count
-- One row: how many.
SELECT count(*) FROM talks
"""


def test_a_statement_is_its_name_its_sentence_and_its_text(tmp_path: Path) -> None:
    (tmp_path / "talks.sql").write_text(TWO)
    assert statements(tmp_path) == {
        "talks/all": Statement("talks/all", "One row per talk, the newest first.", "SELECT *\nFROM talks"),
        "talks/count": Statement("talks/count", "One row: how many.", "SELECT count(*) FROM talks"),
    }


def test_what_several_statements_read_from_is_written_once(tmp_path: Path) -> None:
    part = "-- part: late\n-- One row per talk that is late.\nSELECT * FROM talks WHERE is_late;\n"
    one = "-- name: all\n-- One row each.\n-- with: talks/late\nSELECT * FROM late;\n"
    more = "-- name: days\n-- One row a day.\n-- with: talks/late\nWITH days AS (SELECT 1) SELECT * FROM days, late;\n"
    (tmp_path / "talks.sql").write_text(part + one + more)
    assert {name: each.text for name, each in statements(tmp_path).items()} == {
        "talks/all": "WITH late AS (SELECT * FROM talks WHERE is_late) SELECT * FROM late",
        "talks/days": "WITH late AS (SELECT * FROM talks WHERE is_late), days AS (SELECT 1) SELECT * FROM days, late",
    }


def test_a_name_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "talks.sql").write_text(TWO + "\n-- name: all\n-- Again.\nSELECT 1")
    with pytest.raises(ValueError, match=r"talks\.sql: talks/all stands twice"):
        statements(tmp_path)


def test_two_subjects_may_use_the_same_name(tmp_path: Path) -> None:
    for subject in ("talks", "meetings"):
        (tmp_path / f"{subject}.sql").write_text(f"-- name: all\n-- One row each.\nSELECT * FROM {subject};\n")
    assert set(statements(tmp_path)) == {"talks/all", "meetings/all"}


def test_a_folder_without_statements_has_none(tmp_path: Path) -> None:
    (tmp_path / "notes.sql").write_text("-- Nothing yet.\n")
    assert statements(tmp_path) == {}


def test_a_name_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(KeyError, match="tasks/nothing"):
        store.rows("tasks/nothing")


@pytest.mark.parametrize("given", [{"activity_id": "a"}, {"activity_id": "a", "task_id": "T01", "more": 1}])
def test_a_parameter_missing_or_too_many_is_refused(store: Store, given: dict[str, object]) -> None:
    with pytest.raises(duckdb.Error):
        store.rows("tasks/current", **given)


def test_a_history_gets_the_statements_of_all_histories_but_where_it_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "history.sql").write_text("-- name: current\n-- One record.\nSELECT * FROM records WHERE id = $id;\n")
    (tmp_path / "tasks.sql").write_text("-- name: current\n-- One row.\nSELECT 1\n")
    made = statements(tmp_path)
    assert made["talks/current"] == Statement(
        "talks/current", "One record.", "SELECT * FROM talks WHERE talk_id = $talk_id"
    )
    assert made["tasks/current"].text == "SELECT 1"
    assert "history/current" not in made
