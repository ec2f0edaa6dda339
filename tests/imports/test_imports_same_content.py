"""Ballots that came in before are recognised in a file that was saved anew, and let in only where somebody looked."""

import pytest

from board.access import Actor
from board.errors import Refused
from board.evaluation import results as evaluation
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store
from tests.ballot_files import ACTIVITY, add_activity, ballot, checked, import_rows, open_round

ROWS = [*(ballot("深", "清", "好") for _ in range(6)), ballot("较深", "", "差")]
SAVED_ANEW = checked(ROWS[::-1], encoding="gb18030", separator=";")


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def returned(store: Store) -> int:
    return int(evaluation.rounds(store, ACTIVITY)["returned_count"].sum())


def test_saved_in_another_encoding_separator_and_order_it_is_not_counted_twice(
    store: Store, clerk: Actor, round_id: str
) -> None:
    import_rows(store, clerk, round_id, ROWS)
    shown = imports.preview(store, ACTIVITY, round_id, SAVED_ANEW)
    assert shown.already is None
    assert shown.same is not None
    assert shown.same["import_id"] == "I-001"
    assert any("内容和“评议.csv”完全一样" in reason for reason in shown.blocked)
    with pytest.raises(Refused, match="完全一样"):
        imports.commit(store, clerk, ACTIVITY, round_id, SAVED_ANEW)
    assert returned(store) == 7


def test_another_round_does_not_take_them_either(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    other = open_round(store, clerk, "第二轮")
    with pytest.raises(Refused, match="完全一样"):
        imports.commit(store, clerk, ACTIVITY, other, SAVED_ANEW)


def test_other_ballots_with_the_same_answers_go_in_when_somebody_says_so(
    store: Store, clerk: Actor, round_id: str
) -> None:
    import_rows(store, clerk, round_id, ROWS)
    assert imports.preview(store, ACTIVITY, round_id, SAVED_ANEW, is_other=True).blocked == ()
    imports.commit(store, clerk, ACTIVITY, round_id, SAVED_ANEW, is_other=True)
    assert returned(store) == 14


def test_the_very_same_file_is_refused_whatever_is_said(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    with pytest.raises(Refused, match="不会重复导入"):
        imports.commit(store, clerk, ACTIVITY, round_id, checked(ROWS), is_other=True)


def test_what_was_undone_or_is_replaced_is_no_double(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    assert imports.preview(store, ACTIVITY, round_id, SAVED_ANEW, "replace").same is None
    imports_history.undo(store, clerk, ACTIVITY, "I-001")
    imports.commit(store, clerk, ACTIVITY, round_id, SAVED_ANEW)
    assert returned(store) == 7


def test_what_comes_back_by_an_undo_must_not_have_come_in_anew(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, ROWS)
    imports.commit(store, clerk, ACTIVITY, round_id, checked([ballot("", "不清", "差")] * 6), "replace")
    imports.commit(store, clerk, ACTIVITY, round_id, SAVED_ANEW)
    assert "会算成两次" in imports_history.preview_undo(store, ACTIVITY, "I-002").blocked[0]


def test_the_same_as_before_contents_were_kept_looks_like_a_later_export(
    store: Store, clerk: Actor, round_id: str
) -> None:
    import_rows(store, clerk, round_id, ROWS)
    with store._connection.cursor() as cursor:
        cursor.execute("UPDATE imports SET content_sha256 = ''")
    assert "答得一样" in imports.preview(store, ACTIVITY, round_id, SAVED_ANEW).blocked[0]
