"""Ballots that an online form numbered: a later export of the same form brings in only what is new."""

from dataclasses import replace

import pytest

from board.access import Actor
from board.errors import Refused
from board.evaluation import results as evaluation
from board.imports import commit as imports
from board.imports import effect
from board.imports import history as imports_history
from board.store.store import Store
from tests.ballot_files import ACTIVITY, add_activity, ballot, checked, import_rows, open_round
from tests.import_traces import figures, numbered

MONDAY = [ballot("深", "清", "好") for _ in range(6)]
TUESDAY = [*MONDAY, *(ballot("较深", "较清", "较好") for _ in range(5))]


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


@pytest.mark.walk
def test_a_later_export_brings_in_only_what_is_new(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, TUESDAY)
    whole = figures(store, round_id)
    imports_history.undo(store, clerk, ACTIVITY, "I-001")
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(MONDAY, range(6)))
    shown = imports.preview(store, ACTIVITY, round_id, numbered(TUESDAY, range(11)))
    assert (shown.ballot_count, shown.known_count) == (5, 6)
    assert shown.warnings == (
        "按平台的编号，有 6 张以前导入过，这次略过。如果这是另一份问卷，请在“哪一份问卷”里选另一份，给它写一个名字。",
    )
    receipt = imports.commit(store, clerk, ACTIVITY, round_id, numbered(TUESDAY, range(11)))
    assert (receipt.ballot_count, receipt.known_count) == (5, 6)
    assert figures(store, round_id) == whole
    listed = imports.history(store, ACTIVITY).iloc[0]
    assert (listed["row_count"], listed["known_count"]) == (5, 6)


@pytest.mark.parametrize("most", [0, 10_000])
def test_what_came_before_is_left_out_of_a_large_file_too(
    store: Store, clerk: Actor, round_id: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effect, "_MOST_ASKED", most)
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(MONDAY, range(6)))
    receipt = imports.commit(store, clerk, ACTIVITY, round_id, numbered(TUESDAY, range(11)))
    assert (receipt.ballot_count, receipt.known_count) == (5, 6)


def test_an_export_without_anything_new_is_refused(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(MONDAY, range(6)))
    again = replace(numbered(MONDAY, range(6)), sha256="又导出一次")
    with pytest.raises(Refused, match="文件里的 6 张评议表以前都导入过，没有新的"):
        imports.commit(store, clerk, ACTIVITY, round_id, again)
    assert len(imports.history(store, ACTIVITY)) == 1


def test_two_forms_that_number_alike_do_not_meet(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(MONDAY, range(6), "家长问卷"))
    assert imports.preview(store, ACTIVITY, round_id, numbered(TUESDAY, range(11), "教师问卷")).known_count == 0


def test_ballots_of_another_round_are_told_of_and_taken(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(MONDAY, range(6)))
    other = open_round(store, clerk, "第二轮")
    shown = imports.preview(store, ACTIVITY, other, numbered(TUESDAY, range(11)))
    assert (shown.ballot_count, shown.known_count) == (11, 0)
    assert shown.warnings == ("按平台的编号，有 6 张已在“第一轮”里，请核对要导入到哪一轮。",)


@pytest.mark.walk
def test_what_was_taken_back_or_replaced_is_not_known(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(MONDAY, range(6)))
    assert imports.preview(store, ACTIVITY, round_id, numbered(TUESDAY, range(11)), "replace").known_count == 0
    imports.commit(store, clerk, ACTIVITY, round_id, checked(TUESDAY), "replace")
    assert imports.preview(store, ACTIVITY, round_id, numbered(MONDAY, range(6))).known_count == 0
    imports_history.undo(store, clerk, ACTIVITY, "I-002")
    assert imports.preview(store, ACTIVITY, round_id, numbered(TUESDAY, range(11))).known_count == 6
    imports_history.undo(store, clerk, ACTIVITY, "I-001")
    assert imports.preview(store, ACTIVITY, round_id, numbered(MONDAY, range(6))).known_count == 0


def test_a_number_is_kept_apart_from_its_ballot(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(TUESDAY, range(11)))
    with store._connection.cursor() as cursor:
        described = cursor.execute("DESCRIBE import_keys").fetchall()
        kept = [key for (key,) in cursor.execute("SELECT key_sha256 FROM import_keys").fetchall()]
    assert [name for name, *_ in described] == ["activity_id", "round_id", "import_id", "key_sha256"]
    assert kept == sorted(kept)
    assert evaluation.rounds(store, ACTIVITY).iloc[0]["returned_count"] == len(kept) == 11
