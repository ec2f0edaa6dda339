"""A file that takes another's place: exported anew with a few ballots more, or with answers put right."""

from dataclasses import replace
from datetime import date

import pytest

from board.access import Actor
from board.ballots import closing as evaluation_closing
from board.errors import Refused
from board.evaluation import results as evaluation
from board.evaluation import totals as evaluation_totals
from board.evaluation.views import waiting_text
from board.imports import commit as imports
from board.imports import history as imports_history
from board.store.store import Store
from tests.ballot_files import ACTIVITY, DAY, add_activity, ballot, checked, import_rows, open_round
from tests.depth import walked
from tests.evaluation.test_evaluation_disclosure import bases
from tests.evaluation.test_evaluation_lives import cast_online

EARLY = [
    *[ballot("深", "清", "好", group="党员")] * 9,
    *[ballot("较深", "清", "好", group="家长")] * 8,
    *[ballot("一般", "清", "好", group="普通群众")] * 3,
]
SLIGHT = "只差不到 5 个回答"


@pytest.fixture
def round_id(store: Store, clerk: Actor) -> str:
    add_activity(store)
    opened = open_round(store, clerk)
    import_rows(store, clerk, opened, EARLY)
    return opened


def put_in_place(store: Store, clerk: Actor, round_id: str, rows: list[list[str]]) -> str:
    """The file exported anew takes the place of the one before; what is said before it does."""
    file = replace(checked(rows), sha256=f"{len(rows)}")
    said = imports.preview(store, ACTIVITY, round_id, file, "replace").slight
    imports.commit(store, clerk, ACTIVITY, round_id, file, "replace")
    assert evaluation_totals.wrong_totals(store, ACTIVITY).empty
    return said


@pytest.mark.walk
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


@pytest.mark.walk
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


@pytest.mark.walk
def test_answers_put_right_wait_until_they_do_not_show_among_others(store: Store, clerk: Actor, round_id: str) -> None:
    before = figures(store, round_id)
    right = [ballot("不深", "清", "好", group="党员"), *EARLY[1:]]
    assert SLIGHT in put_in_place(store, clerk, round_id, right)
    assert figures(store, round_id) == before
    assert "仍按原来的算" in waiting_text(evaluation.counted(store, ACTIVITY, round_id))
    # Of these none says 深: counted with them, the one that did would show.
    import_rows(store, clerk, round_id, [ballot("较深", "清", "好", group="党员")] * 5, is_other=True)
    assert figures(store, round_id)["C1"] == (25, 22)
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", group="党员", day="2025-12-11")] * 4, is_other=True)
    import_rows(store, clerk, round_id, [ballot("深", "清", "好", group="党员", day="2025-12-12")], is_other=True)
    assert figures(store, round_id)["C1"] == (30, 26)
    assert waiting_text(evaluation.counted(store, ACTIVITY, round_id)) == ""


@pytest.mark.walk
def test_ballots_left_out_count_until_others_come(store: Store, clerk: Actor, round_id: str) -> None:
    before = figures(store, round_id)
    assert SLIGHT in put_in_place(store, clerk, round_id, EARLY[2:])
    assert figures(store, round_id) == before
    assert evaluation.forms(store, ACTIVITY, round_id)["returned_count"].sum() == 18
    for number in range(7):
        cast_online(store, round_id, "党员", DAY, 1)
        assert figures(store, round_id)["C1"][0] == (20 if number < 6 else 25)


@pytest.mark.walk
def test_when_the_round_ends_they_are_counted_among_those_of_other_groups(
    store: Store, clerk: Actor, round_id: str
) -> None:
    put_in_place(store, clerk, round_id, [ballot("不深", "清", "好", group="党员"), *EARLY[1:]])
    for group in ("党员", "家长", "教职工"):
        import_rows(store, clerk, round_id, [ballot("深", "清", "好", group=group)] * 3, is_other=True)
    assert figures(store, round_id)["C1"] == (20, 17)
    evaluation_closing.close_round(store, clerk, ACTIVITY, round_id, date(2025, 12, 20))
    assert figures(store, round_id)["C1"] == (29, 25)
    assert waiting_text(evaluation.counted(store, ACTIVITY, round_id)) == ""


def test_in_a_small_lump_four_answers_put_right_wait_too(store: Store, clerk: Actor, round_id: str) -> None:
    before = figures(store, round_id)
    right = [ballot("不深", "清", "好", group="家长")] * 4
    put_in_place(store, clerk, round_id, [*EARLY[:9], *right, *EARLY[13:]])
    assert figures(store, round_id) == before


@pytest.mark.walk
def test_of_files_put_right_more_than_once_all_that_differs_from_what_was_shown_counts(
    store: Store, clerk: Actor, round_id: str
) -> None:
    wrong = [ballot("不深", "清", "好", group="党员")] * 3
    put_in_place(store, clerk, round_id, [*wrong, *EARLY[3:]])
    assert figures(store, round_id)["C1"] == (20, 17)
    put_in_place(store, clerk, round_id, [*wrong, *wrong[:2], *EARLY[5:]])
    assert figures(store, round_id)["C1"] == (20, 12)
    assert waiting_text(evaluation.counted(store, ACTIVITY, round_id)) == ""


def test_a_file_put_right_is_shown_right_when_who_brings_it_says_that_it_is_another(
    store: Store, clerk: Actor, round_id: str
) -> None:
    file = checked([ballot("不深", "清", "好", group="党员"), *EARLY[1:]])
    shown = imports.preview(store, ACTIVITY, round_id, file, "replace")
    assert (SLIGHT in shown.slight, shown.blocked) == (True, ())
    imports.commit(store, clerk, ACTIVITY, round_id, file, "replace", is_fresh=True)
    # The three 普通群众 wait: parted anew, they have no group beside them that wasn't shown before.
    assert figures(store, round_id)["C1"] == (17, 16)


def test_a_file_that_says_no_days_is_held_against_the_same_brought_on_another(
    store: Store, clerk: Actor, round_id: str
) -> None:
    before = bases(store, round_id)
    later = [[*row[:2], "2025-12-13", *row[3:]] for row in EARLY]
    assert put_in_place(store, clerk, round_id, [*later, [*later[0][:2], "2025-12-13", *later[0][3:]]]) == ""
    assert bases(store, round_id) == before
    assert evaluation.counted(store, ACTIVITY, round_id).waiting == 1


def test_another_file_altogether_is_parted_by_itself(store: Store, clerk: Actor, round_id: str) -> None:
    other = [ballot("不深", "清", "好", group="家长")] * 7
    put_in_place(store, clerk, round_id, other)
    assert bases(store, round_id) == {"": 7, "家长": 7}


# --- The same where a file was taken back and comes again. ---


def again(store: Store, clerk: Actor, round_id: str, rows: list[list[str]]) -> str:
    """The file comes again, exported anew; what is said before it does."""
    file = replace(checked(rows), sha256=f"again {len(rows)}")
    said = imports.preview(store, ACTIVITY, round_id, file).slight
    imports.commit(store, clerk, ACTIVITY, round_id, file)
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


@pytest.mark.walk
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


@pytest.mark.walk
def test_two_files_that_were_counted_together_are_remembered_together(
    store: Store, clerk: Actor, round_id: str
) -> None:
    few = [[ballot(answer, "清", "好", group="教职工")] * count for answer, count in (("较深", 3), ("一般", 2))]
    for rows in few:
        import_rows(store, clerk, round_id, rows, is_other=True)
    before = bases(store, round_id)
    assert before["教职工"] == 5
    take_back(store, clerk, "I-002", "I-003", "I-001")
    again(store, clerk, round_id, [*EARLY, *few[0], *few[1], ballot("不深", "清", "好", group="教职工")])
    assert bases(store, round_id) == before


def test_what_was_only_ever_shown_beside_another_file_is_remembered_too(
    store: Store, clerk: Actor, round_id: str
) -> None:
    """No state shows the file alone: whoever takes the figures before it came from those after has its answers."""
    few = [ballot(word, "清", "好", group="家长") for word in ("深", "不深") for _ in range(5)]
    import_rows(store, clerk, round_id, few, is_other=True)
    take_back(store, clerk, "I-002", "I-001")
    assert again(store, clerk, round_id, [*few, *[ballot("深", "清", "好", group="家长")] * 2]) == ""
    assert bases(store, round_id) == {"": 10, "家长": 10}
    assert evaluation.counted(store, ACTIVITY, round_id).waiting == 2


def test_brought_again_with_a_few_less_or_other_answers_is_told_before(
    store: Store, clerk: Actor, round_id: str
) -> None:
    take_back(store, clerk, "I-001")
    for rows in (EARLY[2:], EARLY[:-1], [ballot("不深", "清", "好", group="党员"), *EARLY[1:]]):
        assert SLIGHT in imports.preview(store, ACTIVITY, round_id, checked(rows)).slight
    for rows in (EARLY, EARLY[9:], [ballot("不深", "清", "好", group="党员")] * 9):
        assert imports.preview(store, ACTIVITY, round_id, checked(rows)).slight == ""


@pytest.mark.parametrize("is_alike", [False, *walked(True)])
def test_who_brings_it_again_as_other_than_one_that_counts_is_still_held_against_what_was_taken_back(
    store: Store, clerk: Actor, round_id: str, is_alike: bool
) -> None:
    """The one that counts is nearly the same, and other than what was taken back, as was answered; or it is another."""
    before = bases(store, round_id)
    take_back(store, clerk, "I-001")
    alike = [ballot("不深", "清", "好", group="党员"), *EARLY[1:]]
    other = [*EARLY[:9], *[ballot("不深", "不清", "差", group=group) for group in ("家长", "教职工") for _ in range(6)]]
    import_rows(store, clerk, round_id, alike if is_alike else other, is_fresh=True)
    beside = bases(store, round_id)
    few = [ballot("不深", "清", "好", group="家长")] * 2
    assert imports.preview(store, ACTIVITY, round_id, checked([*EARLY, *few])).asks_other
    import_rows(store, clerk, round_id, [*EARLY, *few], is_other=True)
    assert bases(store, round_id) == {group: before.get(group, 0) + beside.get(group, 0) for group in before | beside}
    assert evaluation.counted(store, ACTIVITY, round_id).waiting >= 2


def test_a_part_taken_back_and_brought_again_leaves_the_others_as_they_are(
    store: Store, clerk: Actor, round_id: str
) -> None:
    late = [ballot("不深", "不清", "差", group="家长")] * 6
    import_rows(store, clerk, round_id, late)
    before = bases(store, round_id)
    take_back(store, clerk, "I-001")
    assert bases(store, round_id) == {"": 6, "家长": 6}
    again(store, clerk, round_id, [*EARLY, ballot("不深", "不清", "差", group="家长")])
    assert bases(store, round_id) == before


def test_what_was_taken_back_is_in_no_figure_of_another_file(store: Store, clerk: Actor, round_id: str) -> None:
    take_back(store, clerk, "I-001")
    other = [ballot("不深", "不清", "差", group="家长")] * 6
    assert again(store, clerk, round_id, other) == ""
    assert bases(store, round_id) == {"": 6, "家长": 6}
    assert evaluation.counted(store, ACTIVITY, round_id).waiting == 0


def test_a_later_export_is_not_counted_beside_the_first_unless_somebody_says_that_it_is_another(
    store: Store, clerk: Actor, round_id: str
) -> None:
    few = [ballot("深", "清", "好", group="党员")] * 3
    right = [ballot("不深", "清", "好", group="党员"), *EARLY[1:]]
    tried: list[tuple[list[list[str]], imports.Mode, bool]] = [
        ([*EARLY, *few], "append", True),
        ([*EARLY, *few], "replace", False),
        ([*EARLY, *few, *few], "append", True),
        (right, "append", True),
        (EARLY[2:], "append", True),
        ([ballot("不深", "不清", "差", group=row[0]) for row in EARLY], "append", False),
    ]
    for rows, mode, is_asked in tried:
        shown = imports.preview(store, ACTIVITY, round_id, checked(rows), mode)
        assert any("会算两次" in each for each in shown.blocked) == is_asked
        assert shown.asks_other == is_asked
        assert not imports.preview(store, ACTIVITY, round_id, checked(rows), mode, is_other=True).blocked
    with pytest.raises(Refused, match="会算两次"):
        imports.commit(store, clerk, ACTIVITY, round_id, checked(right))


def figures(store: Store, round_id: str) -> dict[str, tuple[int, int]]:
    """By criterion the base and how many of it are good."""
    found = evaluation.criteria_figures(store, ACTIVITY, round_id)
    return {
        name: (int(base), int(good))
        for name, base, good in zip(found["criterion_id"], found["base"], found["good_count"], strict=True)
    }
