"""数据导入: what a file was taken for, what is wrong with it, what it would do, and what it did."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.documents.ledger_template import ballot_columns, template_workbook
from board.evaluation import results as evaluation
from board.imports import commit as imports
from tests.example_school import Example
from tests.pages.visitor import buttons, figure, once_button, opened, sentences_on, tables, turned_to

pytestmark = pytest.mark.walk

LATE = Path(__file__).parent.parent.parent / "data" / "samples" / "ballots-E2-late.csv"
TEXT = LATE.read_text("utf-8-sig")
ROUND = "第二轮征评：报告初稿"


def given(data: bytes, name: str = "补收的评议表.csv") -> AppTest:
    """The page with a file dropped on it."""
    at = opened("imports", Role.CLERK)
    return at.file_uploader[0].upload(name, data).run()


def table(at: AppTest, column: str) -> pd.DataFrame:
    """The table on the page that has a column."""
    return next(each.value for each in tables(at) if column in each.value)


def returned(school: Example) -> int:
    rounds = evaluation.rounds(school.store, school.activity_id)
    return int(rounds[rounds["name"] == ROUND]["returned_count"].iloc[0])


def confirm_is_off(at: AppTest) -> bool:
    return bool(once_button(at, "imports_confirm").disabled)


@pytest.fixture
def late(school: Example) -> AppTest:
    """The sample of late ballots, as the example's clerk would upload it."""
    return given(LATE.read_bytes())


def test_a_file_is_first_only_looked_at(school: Example, late: AppTest) -> None:
    assert not late.exception
    assert "编码 UTF-8" in sentences_on(late)
    assert "共 **16** 张评议表" in sentences_on(late)
    assert "新增 **16** 张评议表" in sentences_on(late)
    assert "确认导入 16 张" in buttons(late)
    assert returned(school) == 180
    assert len(imports.history(school.store, school.activity_id)) == 4


def test_confirmed_it_is_in_and_there_is_a_receipt(school: Example, late: AppTest) -> None:
    once_button(late, "imports_confirm").click().run()
    assert not late.exception
    assert "已导入" in sentences_on(late)
    assert "回执 **I-005**" in sentences_on(late)
    assert "16 张评议表" in sentences_on(late)
    assert returned(school) == 196
    assert table(late, "import_id")["import_id"].iloc[0] == "I-005"
    assert "确认导入 16 张" not in buttons(late)


def test_the_evaluation_counts_it_at_once(school: Example, late: AppTest) -> None:
    once_button(late, "imports_confirm").click().run()
    assert figure(turned_to(late, "evaluation"), "收回") == "196"
    assert figure(opened("evaluation", Role.LEADER), "收回") == "196"


def test_the_same_file_again_is_recognised_and_cannot_be_confirmed(school: Example, late: AppTest) -> None:
    once_button(late, "imports_confirm").click().run()
    again = given(LATE.read_bytes(), "换了名字.csv")
    assert any("I\\-005" in each.value for each in again.error)
    assert confirm_is_off(again)
    assert returned(school) == 196


def test_both_encodings_of_a_file_do_the_same(school: Example) -> None:
    one, other = (given(TEXT.encode(encoding)) for encoding in ("utf-8", "gb18030"))
    assert "编码 UTF-8" in sentences_on(one)
    assert "编码 GB18030" in sentences_on(other)
    pd.testing.assert_frame_equal(table(one, "returned_after"), table(other, "returned_after"))


def test_bad_cells_are_named_and_nothing_can_be_imported(school: Example) -> None:
    bad = TEXT.replace("较深", "很深深", 1).replace("较广", "九十", 1).replace("较清", "？", 1)
    at = given(bad.encode("utf-8"))
    problems = table(at, "问题")
    assert len(problems) == 3
    assert {"很深深", "九十", "？"} <= set(problems.astype(str).to_numpy().ravel())
    assert confirm_is_off(at)
    assert "下载问题清单" in buttons(at)
    assert returned(school) == 180


def test_a_mended_file_goes_in_after_a_bad_one(school: Example) -> None:
    at = given(TEXT.replace("较深", "很深深", 1).encode("utf-8"))
    assert confirm_is_off(at)
    at.file_uploader[0].set_value(("改好的.csv", LATE.read_bytes(), "text/csv")).run()
    assert not confirm_is_off(at)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "空的.csv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "其实是图片.csv"),
        (b"PK\x03\x04" + bytes(100), "其实是表格.csv"),
        ("今天天气很好\n".encode(), "不是评议表.csv"),
        (TEXT.splitlines()[0].encode(), "只有表头.csv"),
    ],
)
def test_a_file_that_is_no_ballots_is_refused_in_words(school: Example, data: bytes, name: str) -> None:
    at = given(data, name)
    assert not at.exception
    assert at.error or "要改的地方" in sentences_on(at)
    assert not [each for each in at.button if each.key == "imports_confirm" and not each.disabled]
    assert returned(school) == 180


def test_the_round_decides_where_a_file_goes(school: Example, late: AppTest) -> None:
    closed = late.selectbox(key="imports_round").options[0]
    late.selectbox(key="imports_round").select(closed).run()
    assert not late.exception
    assert confirm_is_off(late)
    assert late.error


def test_the_template_as_it_is_downloaded_holds_no_ballot(school: Example) -> None:
    at = given(template_workbook("评议表", ballot_columns(imports.form(school.store, school.activity_id))), "模板.xlsx")
    assert not at.exception
    assert "共 **0** 张评议表" in sentences_on(at)
    assert confirm_is_off(at)


def test_the_history_lists_what_came_in(read_school: Example) -> None:
    history = table(opened("imports", Role.CLERK), "import_id")
    assert history["import_id"].tolist() == ["I-004", "I-003", "I-002", "I-001"]
    assert history["row_count"].sum() > 300


def test_a_file_name_shows_as_it_is_written(school: Example) -> None:
    at = given(LATE.read_bytes(), "**家长** <b>补</b>.csv")
    assert "\\*\\*家长\\*\\* \\<b\\>补\\<\\/b\\>\\.csv" in sentences_on(at)
