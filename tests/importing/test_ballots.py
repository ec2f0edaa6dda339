"""What a file of ballots is taken for, and which cells can't be taken."""

from datetime import date

import pytest

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.choices import Choices, Numbers
from board.importing.problems import letter, problems_frame
from tests.ballot_files import GROUPS, HEADER, ballot, checked, file_of, ranks, small_form


def test_three_bad_cells_are_named_by_row_column_and_value() -> None:
    given = checked(
        [
            ballot("深", "清", "好"),
            ballot("很深", "清", "好"),
            ballot("深", "清", "好", group="老师"),
            ballot("深", "清", "好", day="12月10日"),
        ]
    )
    assert [(problem.row, problem.column, problem.value) for problem in given.problems] == [
        (3, "E 认识深不深", "很深"),
        (4, "A 参评人员类别", "老师"),
        (5, "C 填表日期", "12月10日"),
    ]
    assert given.problems[0].remedy == "请写 深/较深/一般/不深/不了解 之一；没有填的留空"
    assert given.error_count == 3
    assert given.ballots.num_rows == 0


def test_problems_can_be_downloaded_as_a_table() -> None:
    frame = problems_frame(checked([ballot("很深", "清", "好")]).problems)
    assert frame.iloc[0].tolist()[1:4] == [2, "E 认识深不深", "很深"]


@pytest.mark.parametrize(
    ("written", "rank"),
    [
        *(("深", 1), ("较深", 2), (" 不深　", 4), ("A.深", 1), ("2、较深", 2)),
        *(("好", 1), ("较好", 2), ("一般", 3), ("差", 4)),
        *(("A", 1), ("Ｄ", 4), ("c", 3), ("较 深", 2)),
        *(("第一档", 1), ("第 2 档", 2), ("四档", 4), ("第３档", 3)),
        *(("100", 1), ("80", 2), ("60分", 3), ("0分", 4), ("80.0", 2)),
        *(("", 0), ("　", 0), ("弃权", 0), ("—", 0), ("－", 0)),
        *(("不了解", 5), ("说不清", 5)),
    ],
)
def test_an_answer_is_read_in_any_of_its_forms(written: str, rank: int) -> None:
    assert ranks(checked([ballot(written, "清", "好")]), "C1") == [rank]


@pytest.mark.parametrize(
    "written", ["满意", "5", "90", "9 0", "1.2", "E", "?", "√", "深较深", "不清", "-2", "4分", "第五档"]
)
def test_an_answer_that_means_nothing_here_is_asked_about(written: str) -> None:
    assert checked([ballot(written, "清", "好")]).problems[0].value == written


def test_unclear_is_no_dont_know_where_it_is_an_answer() -> None:
    assert checked([ballot("深", "不清楚", "好")]).error_count == 1
    assert ranks(checked([ballot("不清楚", "清", "好")]), "C1") == [5]


def test_the_clerk_can_say_what_a_word_means() -> None:
    data = file_of([ballot("满意", "基本满意", "不满意")])
    given = check_ballots("a.csv", data, small_form(), Choices(answers={"满意": 1, "基本满意": 2, "不满意": 4}))
    assert [ranks(given, criterion) for criterion in ("C1", "C2", "C0")] == [[1], [2], [4]]
    assert any("您指定的" in said for said in given.assumptions)


def test_numbers_are_asked_about_once_a_column() -> None:
    given = checked([ballot("1", "2", "3"), ballot("4", "1", "1")])
    assert [(problem.row, problem.column) for problem in given.problems] == [
        (2, "E 认识深不深"),
        (2, "F 发展思路清不清"),
        (2, "G 总体评价"),
    ]
    assert "数字作答案时" in given.problems[0].remedy


@pytest.mark.parametrize(("numbers", "expected"), [("best_first", [1, 4, 3, 2]), ("worst_first", [4, 1, 2, 3])])
def test_numbers_are_read_in_the_order_that_was_chosen(numbers: Numbers, expected: list[int]) -> None:
    data = file_of([ballot(written, "清", "好") for written in ("1", "４", "3.0", "2")])
    given = check_ballots("a.csv", data, small_form(), Choices(numbers=numbers))
    assert ranks(given, "C1") == expected
    assert any("按您选定的顺序读（认识深不深）" in said for said in given.assumptions)


def test_a_nought_among_places_is_asked_about() -> None:
    data = file_of([ballot("1", "清", "好"), ballot("0", "清", "好")])
    given = check_ballots("a.csv", data, small_form(), Choices(numbers="best_first"))
    assert [(problem.row, problem.value) for problem in given.problems] == [(3, "0")]


@pytest.mark.parametrize(
    "header",
    [
        "1、认识深不深",
        "（1）认识深不深",
        "Ｑ1.认识 深不深（单选题）",
        "①认识深不深？",
        "*认识深不深（必填）",
        "1.1、认识深不深",
    ],
)
def test_a_criterion_is_known_by_its_header_however_it_is_numbered(header: str) -> None:
    given = checked([["家长", "纸质", "2025-12-10", "深", "清"]], header=[*HEADER[:3], header, "发展思路清不清"])
    assert ranks(given, "C1") == [1]


def test_a_longer_question_around_the_label_is_taken_and_said() -> None:
    given = checked(
        [["家长", "纸质", "2025-12-10", "深", "清"]], header=[*HEADER[:3], "您觉得班子认识深不深", "发展思路清不清"]
    )
    assert any("D 列“您觉得班子认识深不深”当作评议项目“认识深不深”" in said for said in given.assumptions)


def test_a_missing_criterion_stops_the_import_and_a_missing_overall_grade_does_not() -> None:
    given = checked([["家长", "纸质", "2025-12-10", "深"]], header=[*HEADER[:3], "认识深不深"])
    assert [(problem.column, problem.severity) for problem in given.problems] == [
        ("发展思路清不清", "error"),
        ("总体评价", "warning"),
    ]
    assert given.error_count == 1


def test_two_columns_of_one_name_are_asked_about() -> None:
    given = checked([[*ballot("深", "清", "好"), "深"]], header=[*HEADER, "1.认识深不深"])
    assert given.problems[0].column == "I 1.认识深不深"


def test_a_column_can_be_left_out_by_the_clerk() -> None:
    data = file_of([[*ballot("深", "清", "好"), "不深"]], header=[*HEADER, "1.认识深不深"])
    assert ranks(check_ballots("a.csv", data, small_form(), Choices(columns={"1.认识深不深": ""})), "C1") == [1]


def test_a_file_of_something_else_is_refused() -> None:
    with pytest.raises(BoardError, match="没有认出评议项目"):
        checked([["张三", "1"]], header=["姓名", "分数"])


def test_unknown_columns_are_named_and_not_kept() -> None:
    given = checked([[*ballot("深", "清", "好"), "张三", "10.0.0.1"]], header=[*HEADER, "姓名", "IP"])
    assert given.ignored == ("姓名", "IP")
    assert [each.column for each in given.dropped] == ["姓名", "IP"]
    assert "张三" not in str(given.ballots.to_pylist()) + str(given.suggestions.to_pylist())


@pytest.mark.parametrize(
    "day", ["2025-12-10", "2025/12/10", "2025年12月10日", "2025.12.10", "20251210", "２０２５－12－10"]
)
def test_a_day_is_read_in_any_of_its_forms(day: str) -> None:
    assert checked([ballot("深", "清", "好", day=day)]).ballots["cast_on"].to_pylist() == [date(2025, 12, 10)]


def test_a_time_is_dropped_and_that_is_said() -> None:
    given = checked([ballot("深", "清", "好", day="2025/12/10 21:03:55")])
    assert given.ballots["cast_on"].to_pylist() == [date(2025, 12, 10)]
    assert "日期只取到天，具体时间不保存" in given.assumptions


@pytest.mark.parametrize("day", ["2025-13-01", "2025-02-30", "1/5/2026", "昨天", "0025-12-10"])
def test_a_day_that_is_none_or_could_be_two_is_asked_about(day: str) -> None:
    assert checked([ballot("深", "清", "好", day=day)]).problems[0].column == "C 填表日期"


def test_what_the_file_does_not_say_can_be_chosen() -> None:
    data = file_of([["深", "清", "好"]], header=["认识深不深", "发展思路清不清", "总体评价"])
    asked = check_ballots("a.csv", data, small_form())
    assert [problem.column for problem in asked.problems] == ["参评人员类别", "参评方式", "填表日期"]
    chosen = check_ballots("a.csv", data, small_form(), Choices(group="家长", way="online", cast_on=date(2025, 12, 9)))
    assert chosen.ballots.to_pylist()[0] | {"C1": 1} == chosen.ballots.to_pylist()[0]
    assert chosen.ballots["way"].to_pylist() == ["online"]
    assert "没有“参评方式”列，全部按“网上”计" in chosen.assumptions


def test_a_void_ballot_is_kept_and_its_answers_are_not_looked_at() -> None:
    given = checked([ballot("乱涂", "清、不清", "", void="是"), ballot("深", "清", "好")])
    assert given.error_count == 0
    assert given.ballots["is_void"].to_pylist() == [True, False]
    assert ranks(given, "C1") == [None, 1]


def test_suggestions_are_kept_without_those_that_say_nothing_and_not_in_the_files_order() -> None:
    says = ["请改食堂", "无", "", "把操场修好", "—", "按时放学"]
    given = checked([ballot("深", "清", "好", says=text) for text in says])
    assert given.suggestions["content"].to_pylist() == sorted(["请改食堂", "把操场修好", "按时放学"])


def test_rows_with_nothing_but_a_printed_number_are_no_ballots() -> None:
    rows = [["1", *ballot("深", "清", "好")], ["2", *ballot("", "", "", group="", way="", day="")]]
    given = checked(rows, header=["序号", *HEADER])
    assert given.row_count == 1


def test_a_row_of_examples_is_left_out() -> None:
    rows = [["示例（本行不导入）", *ballot("深", "清", "好")], ["1", *ballot("深", "不清", "好", says="多开家长会")]]
    given = checked(rows, header=["序号", *HEADER])
    assert given.problem_count == 0
    assert given.ballots.num_rows == 1
    assert "第 2 行是模板的示例，已略过" in given.assumptions


def test_a_file_of_examples_only_says_that_there_is_no_ballot() -> None:
    given = checked([["示例", *ballot("深", "清", "好")]], header=["序号", *HEADER])
    assert given.problems[0].what == "没有一张评议表"


def test_a_file_full_of_bad_cells_tells_the_first_and_counts_the_rest() -> None:
    given = checked([ballot("很深", "清", "好")] * 3_000)
    assert (len(given.problems), given.problem_count) == (1_000, 3_000)


def test_every_row_of_every_group_is_there() -> None:
    given = checked([ballot("深", "清", "好", group=group) for group in GROUPS])
    assert given.ballots["group_label"].to_pylist() == list(GROUPS)


def test_columns_are_lettered_as_excel_does() -> None:
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
