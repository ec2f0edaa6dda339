"""A file that takes another's place: exported anew with a few ballots more, or with answers put right."""

from dataclasses import replace

import pytest

from board import evaluation, evaluation_totals, imports, imports_history
from board.access import Actor
from board.db import Store
from tests.ballot_files import ACTIVITY, add_activity, ballot, checked, import_rows, open_round
from tests.evaluation.test_evaluation_disclosure import bases

EARLY = [
    *[ballot("深", "清", "好", group="党员")] * 9,
    *[ballot("较深", "清", "好", group="家长")] * 8,
    *[ballot("一般", "清", "好", group="普通群众")] * 3,
]
SLIGHT = "只改了或少了不到 5 个回答"


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    opened = open_round(store, clerk)
    import_rows(store, clerk, opened, EARLY)
    return opened


def put_in_place(store: Store, clerk: Actor, round_id: str, rows: list[list[str]]) -> str:
    """The file exported anew takes the place of the one before; what is said before it does."""
    given = replace(checked(rows), sha256=f"{len(rows)}")
    said = imports.preview(store, ACTIVITY, round_id, given, "replace").slight
    imports.commit(store, clerk, ACTIVITY, round_id, given, "replace")
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    return said


def test_the_few_that_it_has_more_wait(store: Store, clerk: Actor, round_id: str) -> None:
    before = bases(store, round_id)
    more = [ballot("不深", "清", "好", group=group) for group in ("家长", "家长", "普通群众")]
    assert put_in_place(store, clerk, round_id, [*EARLY, *more]) == ""
    assert bases(store, round_id) == before
    assert evaluation.counted(store, ACTIVITY, round_id).waiting == 3
    assert evaluation.forms(store, ACTIVITY, round_id)["returned_count"].sum() == 23


def test_when_there_are_enough_more_of_a_group_they_are_counted(store: Store, clerk: Actor, round_id: str) -> None:
    assert bases(store, round_id) == {"": 20, "党员": 9}
    put_in_place(store, clerk, round_id, [*EARLY, *[ballot("不深", "清", "好", group="普通群众")] * 6])
    assert bases(store, round_id) == {"": 26, "党员": 9, "普通群众": 6}


def test_the_few_of_one_export_and_of_the_next_are_counted_together(store: Store, clerk: Actor, round_id: str) -> None:
    late = [ballot("不深", "清", "好", group="党员")] * 3
    put_in_place(store, clerk, round_id, [*EARLY, *late])
    assert bases(store, round_id)["党员"] == 9
    put_in_place(store, clerk, round_id, [*EARLY, *late, *late])
    assert bases(store, round_id)["党员"] == 15


def test_taken_back_it_leaves_the_figures_as_they_were(store: Store, clerk: Actor, round_id: str) -> None:
    before = bases(store, round_id)
    put_in_place(store, clerk, round_id, [*EARLY, *[ballot("不深", "清", "好", group="家长")] * 9])
    assert bases(store, round_id) != before
    imports_history.undo(store, clerk, ACTIVITY, "I-002")
    assert bases(store, round_id) == before
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty


def test_answers_put_right_are_shown_right_and_whoever_imports_is_told_what_that_tells(
    store: Store, clerk: Actor, round_id: str
) -> None:
    right = [ballot("不深", "清", "好", group="党员"), *EARLY[1:]]
    said = put_in_place(store, clerk, round_id, right)
    assert SLIGHT in said
    figures = evaluation.criteria_figures(store, ACTIVITY, round_id).set_index("criterion_id")
    assert (figures["base"]["C1"], figures["good_count"]["C1"]) == (20, 16)


def test_another_file_altogether_is_parted_by_itself(store: Store, clerk: Actor, round_id: str) -> None:
    other = [ballot("不深", "清", "好", group="家长")] * 7
    put_in_place(store, clerk, round_id, other)
    assert bases(store, round_id) == {"": 7, "家长": 7}


# --- The same where a file was taken back and comes again. ---


def again(store: Store, clerk: Actor, round_id: str, rows: list[list[str]]) -> str:
    """The file comes again, exported anew; what is said before it does."""
    given = replace(checked(rows), sha256=f"again {len(rows)}")
    said = imports.preview(store, ACTIVITY, round_id, given).slight
    imports.commit(store, clerk, ACTIVITY, round_id, given)
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    return said


def take_back(store: Store, clerk: Actor, *import_ids: str) -> None:
    for import_id in import_ids:
        imports_history.undo(store, clerk, ACTIVITY, import_id)


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_taken_back_and_brought_again_with_a_few_more_the_few_wait(
    store: Store, clerk: Actor, round_id: str, few: int
) -> None:
    before = bases(store, round_id)
    take_back(store, clerk, "I-001")
    assert bases(store, round_id) == {"": 0}
    assert again(store, clerk, round_id, [*EARLY, *[ballot("不深", "清", "好", group="家长")] * few]) == ""
    assert bases(store, round_id) == before
    assert evaluation.counted(store, ACTIVITY, round_id).waiting == few


def test_with_enough_more_all_of_them_are_counted(store: Store, clerk: Actor, round_id: str) -> None:
    take_back(store, clerk, "I-001")
    again(store, clerk, round_id, [*EARLY, *[ballot("不深", "清", "好", group="党员")] * 6])
    assert bases(store, round_id) == {"": 26, "党员": 15}


def test_a_few_more_than_the_last_that_was_shown_wait_however_often_it_came(
    store: Store, clerk: Actor, round_id: str
) -> None:
    more = [ballot("不深", "清", "好", group="党员")] * 5
    put_in_place(store, clerk, round_id, [*EARLY, *more])
    most = bases(store, round_id)
    assert most[""] == 25
    take_back(store, clerk, "I-002", "I-001")
    assert again(store, clerk, round_id, [*EARLY, *more, ballot("深", "清", "好", group="党员")]) == ""
    assert bases(store, round_id) == most


def test_an_export_replaced_by_another_file_is_remembered_too(store: Store, clerk: Actor, round_id: str) -> None:
    before = bases(store, round_id)
    put_in_place(store, clerk, round_id, [ballot("不深", "不清", "差", group="家长")] * 7)
    put_in_place(store, clerk, round_id, [*EARLY, *[ballot("不深", "清", "好", group="党员")] * 2])
    assert bases(store, round_id) == before


def test_two_files_that_were_counted_together_are_remembered_together(
    store: Store, clerk: Actor, round_id: str
) -> None:
    few = [[ballot(answer, "清", "好", group="教职工")] * count for answer, count in (("较深", 3), ("一般", 2))]
    for rows in few:
        import_rows(store, clerk, round_id, rows)
    before = bases(store, round_id)
    assert before["教职工"] == 5
    take_back(store, clerk, "I-002", "I-003", "I-001")
    again(store, clerk, round_id, [*EARLY, *few[0], *few[1], ballot("不深", "清", "好", group="教职工")])
    assert bases(store, round_id) == before


def test_brought_again_with_a_few_less_or_other_answers_is_told_before(
    store: Store, clerk: Actor, round_id: str
) -> None:
    take_back(store, clerk, "I-001")
    for rows in (EARLY[2:], EARLY[:-1], [ballot("不深", "清", "好", group="党员"), *EARLY[1:]]):
        assert SLIGHT in imports.preview(store, ACTIVITY, round_id, checked(rows)).slight
    for rows in (EARLY, EARLY[9:], [ballot("不深", "清", "好", group="党员")] * 9):
        assert imports.preview(store, ACTIVITY, round_id, checked(rows)).slight == ""


def test_a_part_taken_back_and_brought_again_leaves_the_others_as_they_are(
    store: Store, clerk: Actor, round_id: str
) -> None:
    late = [ballot("不深", "清", "好", group="家长")] * 6
    import_rows(store, clerk, round_id, late)
    before = bases(store, round_id)
    take_back(store, clerk, "I-001")
    assert bases(store, round_id) == {"": 6, "家长": 6}
    again(store, clerk, round_id, [*EARLY, ballot("不深", "清", "好", group="家长")])
    assert bases(store, round_id) == before


def test_what_was_taken_back_is_in_no_figure_of_another_file(store: Store, clerk: Actor, round_id: str) -> None:
    take_back(store, clerk, "I-001")
    other = [ballot("不深", "不清", "差", group="家长")] * 6
    assert again(store, clerk, round_id, other) == ""
    assert bases(store, round_id) == {"": 6, "家长": 6}
    assert evaluation.counted(store, ACTIVITY, round_id).waiting == 0


def test_a_later_export_about_to_be_counted_beside_the_first_is_pointed_out(
    store: Store, clerk: Actor, round_id: str
) -> None:
    few = [ballot("深", "清", "好", group="党员")] * 3
    tried: list[tuple[list[list[str]], imports.Mode, bool]] = [
        ([*EARLY, *few], "append", True),
        ([*EARLY, *few], "replace", False),
        ([*EARLY, *few, *few], "append", False),
        ([*EARLY[:-1], *few], "append", False),
    ]
    for rows, mode, is_said in tried:
        said = imports.preview(store, ACTIVITY, round_id, checked(rows), mode).warnings
        assert any("像是同一份重新导出的" in each for each in said) == is_said
