"""A file in place of another: the old one counts nowhere, and comes back when the new one is taken back."""

import pytest

from board.access import Actor
from board.ballots import closing as evaluation_closing
from board.errors import Refused
from board.evaluation import results as evaluation
from board.evaluation import rounds as evaluation_rounds
from board.evaluation import totals as evaluation_totals
from board.importing.paper import entry
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store
from tests.ballot_files import ACTIVITY, DAY, add_activity, ballot, checked, import_rows, open_round, small_form
from tests.import_traces import figures, numbered, traces

WRONG = [ballot("不深", "不清", "差", says="写错了的") for _ in range(7)]
RIGHT = [ballot("深", "清", "好", says="写对了的") for _ in range(9)]
LATE = [ballot("较深", "较清", "较好", group="党员") for _ in range(5)]


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    return open_round(store, clerk)


def put_in_place(store: Store, clerk: Actor, round_id: str, rows: list[list[str]]) -> imports.Receipt:
    return imports.commit(store, clerk, ACTIVITY, round_id, checked(rows), "replace")


def status(store: Store) -> dict[str, str]:
    listed = imports.history(store, ACTIVITY)
    return dict(zip(listed["import_id"], listed["status"], strict=True))


@pytest.mark.walk
def test_the_round_shows_the_new_file_alone(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, RIGHT)
    alone = figures(store, round_id)
    imports_history.undo(store, clerk, ACTIVITY, "I-001")
    import_rows(store, clerk, round_id, WRONG)
    import_rows(store, clerk, round_id, LATE)
    receipt = put_in_place(store, clerk, round_id, RIGHT)
    assert (receipt.mode, receipt.replaced) == ("replace", ("I-003", "I-002"))
    assert figures(store, round_id) == alone
    assert status(store) == {"I-001": "undone", "I-002": "replaced", "I-003": "replaced", "I-004": "active"}


@pytest.mark.walk
def test_what_was_replaced_is_kept_and_comes_back(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, WRONG)
    import_rows(store, clerk, round_id, LATE)
    before = figures(store, round_id)
    put_in_place(store, clerk, round_id, RIGHT)
    assert traces(store, "I-001") == {"ballots": 7, "suggestions": 7}
    undone = imports_history.undo(store, clerk, ACTIVITY, "I-003")
    assert undone.back == ("I-001", "I-002")
    assert figures(store, round_id) == before
    assert status(store) == {"I-001": "active", "I-002": "active", "I-003": "undone"}


def test_another_round_is_left_alone(store: Store, clerk: Actor, round_id: str) -> None:
    other = open_round(store, clerk, "第二轮")
    import_rows(store, clerk, other, WRONG)
    put_in_place(store, clerk, round_id, RIGHT)
    assert status(store) == {"I-001": "active", "I-002": "active"}
    assert list(evaluation.rounds(store, ACTIVITY)["returned_count"]) == [9, 7]


def test_on_an_empty_round_it_is_like_any_other_import(store: Store, clerk: Actor, round_id: str) -> None:
    assert put_in_place(store, clerk, round_id, RIGHT).replaced == ()
    assert evaluation.rounds(store, ACTIVITY).iloc[0]["returned_count"] == 9


def test_it_refuses_whom_and_where_appending_would_be_refused(
    store: Store, clerk: Actor, leader: Actor, round_id: str
) -> None:
    import_rows(store, clerk, round_id, WRONG)
    before = figures(store, round_id)
    with pytest.raises(Refused, match="没有权限"):
        put_in_place(store, leader, round_id, RIGHT)
    with pytest.raises(Refused, match="还有 1 处要改"):
        put_in_place(store, clerk, round_id, [ballot("很深", "清", "好")])
    evaluation_closing.close_round(store, clerk, ACTIVITY, round_id, DAY)
    with pytest.raises(Refused, match="已于 2025-12-10 结束"):
        put_in_place(store, clerk, round_id, RIGHT)
    evaluation_closing.reopen_round(store, clerk, ACTIVITY, round_id, "补收")
    assert figures(store, round_id) == before


@pytest.mark.walk
def test_one_of_several_files_may_take_the_place_of_them_all(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, RIGHT)
    alone = figures(store, round_id)
    import_rows(store, clerk, round_id, LATE)
    assert imports.preview(store, ACTIVITY, round_id, checked(RIGHT)).blocked
    assert imports.preview(store, ACTIVITY, round_id, checked(RIGHT), "replace").blocked == ()
    put_in_place(store, clerk, round_id, RIGHT)
    assert figures(store, round_id) == alone


def test_the_preview_says_what_would_stop_counting(store: Store, clerk: Actor, round_id: str) -> None:
    given = [{"group_label": group, "way": "paper", "given_out": 8} for group in ("家长", "党员")]
    evaluation_rounds.set_forms(store, clerk, ACTIVITY, round_id, given)
    import_rows(store, clerk, round_id, WRONG)
    import_rows(store, clerk, round_id, LATE)
    shown = imports.preview(store, ACTIVITY, round_id, checked(RIGHT), "replace")
    columns = ["group_label", "returned_before", "returned_gone", "returned_new", "returned_after", "is_over"]
    assert sorted(shown.forms[columns].itertuples(index=False, name=None)) == [
        ("党员", 5, 5, 0, 0, False),
        ("家长", 7, 7, 9, 9, True),
    ]
    assert [row["import_id"] for row in shown.replaced] == ["I-002", "I-001"]
    assert shown.warnings == ("家长（纸质）将收回 9 张，多于发出的 8 张，请核对。",)
    assert imports.preview(store, ACTIVITY, round_id, checked(RIGHT)).replaced == ()


def test_what_was_typed_in_by_hand_stays(store: Store, clerk: Actor, round_id: str) -> None:
    pile = entry.Pile("党员", "paper", DAY)
    typed = entry.typed_ballots(small_form(), pile, [{"C1": 1, "C2": 2, "C0": 1}] * 6)
    imports.commit(store, clerk, ACTIVITY, round_id, typed)
    import_rows(store, clerk, round_id, WRONG)
    assert put_in_place(store, clerk, round_id, RIGHT).replaced == ("I-002",)
    returned = evaluation.forms(store, ACTIVITY, round_id).set_index("group_label")["returned_count"]
    assert (returned["党员"], returned["家长"]) == (6, 9)


@pytest.mark.walk
def test_undoing_one_in_the_middle_hands_its_place_on(store: Store, clerk: Actor, round_id: str) -> None:
    import_rows(store, clerk, round_id, WRONG)
    first = figures(store, round_id)
    put_in_place(store, clerk, round_id, RIGHT)
    put_in_place(store, clerk, round_id, LATE)
    last = figures(store, round_id)
    shown = imports_history.preview_undo(store, ACTIVITY, "I-002")
    assert shown.warnings == ("它已被 I-003 替换，不在任何数字里。撤销后数字不变，以后撤销那一次时，它也不再回来。",)
    imports_history.undo(store, clerk, ACTIVITY, "I-002")
    assert figures(store, round_id) == last
    assert imports.history(store, ACTIVITY).set_index("import_id").loc["I-001", "replaced_by"] == "I-003"
    imports_history.undo(store, clerk, ACTIVITY, "I-003")
    assert figures(store, round_id) == first


@pytest.mark.walk
def test_a_replaced_file_that_was_brought_in_again_does_not_come_back_twice(
    store: Store, clerk: Actor, round_id: str
) -> None:
    import_rows(store, clerk, round_id, WRONG)
    put_in_place(store, clerk, round_id, RIGHT)
    import_rows(store, clerk, round_id, WRONG)
    with pytest.raises(Refused, match=r"后来又由I-003（评议\.csv）导入过，会算成两次。请先撤销I-003"):
        imports_history.undo(store, clerk, ACTIVITY, "I-002")
    imports_history.undo(store, clerk, ACTIVITY, "I-003")
    imports_history.undo(store, clerk, ACTIVITY, "I-002")
    assert evaluation.rounds(store, ACTIVITY).iloc[0]["returned_count"] == 7


def test_nor_do_ballots_that_came_in_again_in_a_longer_file(store: Store, clerk: Actor, round_id: str) -> None:
    imports.commit(store, clerk, ACTIVITY, round_id, numbered(WRONG, range(7)))
    put_in_place(store, clerk, round_id, RIGHT)
    imports.commit(store, clerk, ACTIVITY, round_id, numbered([*WRONG, *LATE], range(12)))
    assert "请先撤销I-003" in imports_history.preview_undo(store, ACTIVITY, "I-002").blocked[0]
    with pytest.raises(Refused, match="会算成两次"):
        imports_history.undo(store, clerk, ACTIVITY, "I-002")
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
