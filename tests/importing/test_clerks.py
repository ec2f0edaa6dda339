"""Further files that a principal's clerk has, 64 kinds made before a look at the reader.

`python -m tests.importing.test_clerks 1 9` prints how each kind came out, for these seeds. Before the reader knew these
kinds: of 512 files 313 right, 84 one question, 87 many, 16 refused, 12 wrong, none crashed; on 40 other seeds of 2,560
1,570 right and 61 wrong: a day under another name was passed over for today, and ballots below 以下为废票 counted.
"""

import sys
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from tests.ballot_files import small_form
from tests.clerk_counts import KINDS
from tests.depth import walked
from tests.first_sight import LABELS, Grid, book
from tests.first_sight import text as as_text
from tests.polluted_files import BEFORE, CRASH, OUTCOMES, RIGHT, WRONG, outcome, read_of

_BAR = 0.9
_FIRST = ("register.a_letterhead", "register.facts_below", "register.codes_explained_above", "column.void_ones_below",
          "column.groups_as_ticks", "register.sheets_of_classes", "count.groups_with_sizes")  # fmt: skip
# Asked about, or refused: what may be meant in two ways, and what only a platform's own statistics look like.
_ASKED = {
    "register.sheets_of_days", "register.aligned_by_spaces", "column.days_without_years",
    "column.a_suggestion_over_two_rows", "column.a_small_tally_below", "column.a_small_tally_beside",
    "count.ways_across", "count.a_report_of_a_platform", "export.wecom", "export.a_base_of_feishu",
    "export.answers_as_codes",
}  # fmt: skip
_HEAD = ["序号", "参评人员", *LABELS, "意见和建议"]
_ROWS: Grid = [[1, "家长", "深", "清", "好", ""], [2, "党员", "较深", "一般", "差", ""]]
_ABOVE: Grid = [["群众评议表登记（纸质）"], ["日期：2025年12月10日"]]


def outcomes(kind: str, seeds: range) -> Counter[str]:
    return Counter(outcome(KINDS[kind](Random(f"{kind} {seed}"))) for seed in seeds)  # noqa: S311 - nothing secret


@pytest.mark.parametrize("kind", [*_FIRST, *walked(*sorted(KINDS.keys() - {*_FIRST} - _ASKED))])
def test_what_a_clerk_has_is_read_without_a_question(kind: str) -> None:
    found = outcomes(kind, range(1, 6))
    assert found[RIGHT] == found.total()


@pytest.mark.walk
@pytest.mark.parametrize("first", walked(*range(11, 91, 10)))
def test_no_kind_of_file_is_read_wrong_on_other_seeds(first: int) -> None:
    found = sum((outcomes(kind, range(first, first + 10)) for kind in KINDS), Counter[str]())
    assert not found[WRONG] + found[CRASH]
    clear = sum((outcomes(kind, range(first, first + 10)) for kind in KINDS.keys() - _ASKED), Counter[str]())
    assert clear[RIGHT] >= _BAR * clear.total()


def _read(grid: Grid) -> Checked:
    return check_ballots("评议表.xlsx", book(grid)[0], small_form(), BEFORE)


def _ranks(checked: Checked) -> list[tuple[int, ...]]:
    return sorted(ballot[4] for ballot in read_of(checked))


@pytest.mark.parametrize("codes", ["ABCD", "abcd", "1234", "①②③④"])
@pytest.mark.parametrize("remark", ["说明：{}是差，{}是一般，{}是较好，{}是好", "{}.差 {}.一般 {}.较好 {}.好"])
def test_codes_that_a_file_explains_from_the_worst_on_are_read_so(codes: str, remark: str) -> None:
    rows: Grid = [[1, "家长", codes[3], codes[3], codes[0], ""], [2, "党员", codes[2], codes[1], codes[3], ""]]
    assert _ranks(_read([*_ABOVE, [remark.format(*codes)], _HEAD, *rows])) == [(1, 1, 4), (2, 3, 1)]
    assert _ranks(_read([*_ABOVE, _HEAD, *rows, [f"注：{remark.format(*codes)}"]])) == [(1, 1, 4), (2, 3, 1)]


def test_two_explanations_that_differ_explain_nothing() -> None:
    remark = [["1.好 2.较好 3.一般 4.差"], ["1.差 2.一般 3.较好 4.好"]]
    assert _read([*_ABOVE, *remark, _HEAD, [1, "家长", 1, 2, 3, ""]]).error_count


@pytest.mark.parametrize("remark", ["以下为废票", "二、废票", "废票：", "作废票（2张）", "（以下均为无效票）"])
def test_ballots_below_a_heading_that_calls_them_void_are_void(remark: str) -> None:
    found = read_of(_read([*_ABOVE, _HEAD, *_ROWS, [remark], *_ROWS, ["填表人：张三", "", "", "审核：李四"]]))
    assert sorted((each[3], count) for each, count in found.items()) == [(False, 1), (False, 1), (True, 1), (True, 1)]
    valid = read_of(_read([*_ABOVE, _HEAD, *_ROWS, [remark], *_ROWS, ["有效票："], *_ROWS]))
    assert sum(count for each, count in valid.items() if not each[3]) == 4


def test_a_row_of_void_alone_above_ballots_is_asked_about_and_at_the_end_it_is_not() -> None:
    assert _read([*_ABOVE, _HEAD, *_ROWS, ["废票"], *_ROWS]).error_count == 1
    assert not _read([*_ABOVE, _HEAD, *_ROWS, ["废票"]]).error_count


def test_a_void_word_in_place_of_the_answers_makes_none_below_it_void() -> None:
    head = [*LABELS, "意见和建议"]
    above: Grid = [["家长"], *_ABOVE]
    found = read_of(_read([*above, head, ["深", "清", "好", ""], ["废票", "", "", ""], ["较深", "清", "好", ""]]))
    assert sum(each[3] for each in found.elements()) == 1


def test_a_number_alone_at_the_end_of_a_text_file_may_be_a_ballot_that_was_cut_off() -> None:
    whole, _ = as_text(Random(1), [*_ABOVE, _HEAD, *_ROWS])  # noqa: S311 - nothing secret
    assert check_ballots("评议表.csv", whole + b"3\r\n", small_form(), BEFORE).error_count
    assert not check_ballots("评议表.csv", whole + b"3\r\n4\r\n", small_form(), BEFORE).error_count


def test_an_empty_row_among_answers_alone_may_be_a_blank_ballot_and_is_asked_about() -> None:
    lines = "参评人员：家长    参评方式：网上    日期：2025-12-11\n" + ",".join(LABELS) + "\n深,清,好\n,,\n较深,清,好\n"
    paper = book([["参评人员：家长（纸质）"], LABELS, ["深", "清", "好"], [], ["深", "清", "差"]])
    for data, name in ((lines.encode(), "评议.csv"), paper):
        assert check_ballots(name, data, small_form(), BEFORE).error_count == 1
        blank, spare = (
            check_ballots(name, data, small_form(), choices)
            for choices in (replace(BEFORE, unanswered="blank"), replace(BEFORE, unanswered="spare"))
        )
        assert _ranks(blank)[0] == (0, 0, 0)
        assert (blank.ballots.num_rows, spare.ballots.num_rows, blank.suggestions.num_rows) == (3, 2, 0)
    whole, name = book([*_ABOVE, _HEAD, _ROWS[0], [], _ROWS[1]])
    assert not check_ballots(name, whole, small_form(), BEFORE).error_count


@pytest.mark.parametrize("remark", ["制表日期：2025年12月22日", "导出时间：2025-12-22", "请于12月20日前报送"])
def test_the_day_of_the_table_is_not_that_of_its_ballots(remark: str) -> None:
    found = read_of(_read([["群众评议表登记（纸质）"], [remark], _HEAD, *_ROWS]))
    assert {each[2] for each in found} == {BEFORE.cast_on}


def _table(seeds: range) -> str:
    found = {kind: outcomes(kind, seeds) for kind in KINDS}
    found["all"] = sum(found.values(), Counter())
    lines = [f"{'':40}" + "".join(f"{each:>16}" for each in OUTCOMES)]
    lines += [f"{kind:40}" + "".join(f"{counts[each]:16,}" for each in OUTCOMES) for kind, counts in found.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(_table(range(int(sys.argv[1]), int(sys.argv[2]))) + "\n")
