"""Opinions, tasks and items on 数据导入: recognised, looked at, brought in, taken back."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.documents.ledger_template import ballot_columns, ledger_columns, template_workbook
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.importing.ledgers.kinds import KINDS
from board.importing.ledgers.reading import read_ledger
from board.importing.ledgers.recognising import recognised
from board.imports import commit as imports
from board.imports.registry import vocabulary
from board.opinions import actions as opinions
from tests.example_school import Example
from tests.imports.test_imports_ledger import OPINIONS, TASKS, file_with, opinion_row, task_row
from tests.nasty_workbooks import xlsx
from tests.pages.hands import rows_typed
from tests.pages.test_upload import LATE
from tests.pages.visitor import buttons, notices, once_button, opened, sentences_on, sheet


def given(data: bytes, name: str = "登记.csv") -> AppTest:
    return opened("imports", Role.CLERK).file_uploader[0].upload(name, data).run()


def contents(school: Example) -> list[str]:
    return list(opinions.opinions(school.store, school.activity_id, school.today)["content"])


def test_opinions_are_recognised_brought_in_and_taken_back(school: Example) -> None:
    before = contents(school)
    at = given(file_with([*OPINIONS, "家长姓名"], [*opinion_row(school, "操场多开放"), "张三"]))
    assert not at.exception
    assert "看表头，这是 **意见**" in sentences_on(at)
    assert "能认出是谁提的，不用也不保存：家长姓名" in sentences_on(at)
    assert "新增 **1** 条" in sentences_on(at)
    once_button(at, "imports_ledger_confirm").click().run()
    assert not at.exception
    assert "意见：新增 1 条，修改 0 条" in sentences_on(at)
    assert contents(school) == [*before, "操场多开放"]
    at.session_state["imports_import"] = "I-005"
    at.run()
    assert sheet(at) == "一次导入"
    assert "它新增的 1 条" in sentences_on(at)
    once_button(at, "imports_undo").click().run()
    assert notices(at) == ["已撤销 I-005，1 条回到导入以前"]
    assert contents(school) == before


def test_a_bad_cell_is_mended_on_the_page(school: Example) -> None:
    at = given(file_with(OPINIONS, opinion_row(school, 收到日期="昨天")))
    assert once_button(at, "imports_ledger_confirm").disabled
    key = f"imports_problems_{at.session_state['imports_revision']}"
    rows_typed(at, key, {0: {"mended": str(school.today)}})
    assert "1 格改过" in sentences_on(at)
    assert not once_button(at, "imports_ledger_confirm").disabled


def test_tasks_are_brought_in(school: Example) -> None:
    at = given(file_with(TASKS, task_row(school)))
    assert "这是 **工作任务**" in sentences_on(at)
    once_button(at, "imports_ledger_confirm").click().run()
    assert "工作任务：新增 1 项" in sentences_on(at)


def test_the_clerk_says_what_a_file_is(school: Example) -> None:
    at = given(file_with(["天气", "温度", "风"], ["晴", "20", "3"]))
    at.selectbox(key="imports_kind").select("tasks").run()
    assert not at.exception
    assert any("没有找到台账的表头" in each.value for each in at.error)
    assert "imports_ledger_confirm" not in [each.key for each in at.button]


@pytest.mark.parametrize("name", list(KINDS))
def test_a_template_is_recognised_and_its_example_row_is_left_out(read_school: Example, name: str) -> None:
    kind = KINDS[name]
    words = vocabulary(read_school.store, read_school.activity_id, kind)
    data = template_workbook(kind.title, ledger_columns(kind, words))
    form = imports.form(read_school.store, read_school.activity_id)
    assert recognised(data, form) == name
    file = read_ledger(data, kind)
    assert (file.rows, file.example_count, file.ignored, file.dropped) == ((), 1, (), ())
    required = {column.name for column in kind.columns if column.is_required}
    assert required <= set(file.columns)
    sheets = CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names
    assert sheets == [kind.title, "可选的词"]


def test_the_ballots_template_is_read_as_ballots_and_holds_none(read_school: Example) -> None:
    form = imports.form(read_school.store, read_school.activity_id)
    data = template_workbook("评议表", ballot_columns(form))
    assert recognised(data, form) is None
    checked = check_ballots("评议表模板.xlsx", data, form, Choices())
    assert checked.ballots.num_rows == 0
    roles = set(checked.columns["role"])
    assert {"group", "way", "day", "void", *(each.criterion_id for each in form.criteria)} <= roles


def test_every_kind_has_a_template_to_take_away(read_school: Example) -> None:
    at = opened("imports", Role.CLERK)
    at.session_state["imports_templates"] = True
    at.run()
    assert {"评议表模板", "意见模板", "工作任务模板", "整改台账模板"} <= set(buttons(at))


def test_without_a_round_a_ledger_still_comes_in(planned: Example) -> None:
    at = opened("imports", Role.CLERK)
    assert any("还没有评议轮次" in each.value for each in at.info)
    at = given(file_with(OPINIONS, opinion_row(planned)))
    assert not at.exception
    assert not once_button(at, "imports_ledger_confirm").disabled


def test_the_header_row_and_the_encoding_of_a_ledger_can_be_corrected_by_hand(school: Example) -> None:
    two_headers = [OPINIONS, ["例"] * len(OPINIONS), OPINIONS, opinion_row(school, "操场多开放")]
    at = given(file_with(two_headers[0], *two_headers[1:]))
    assert "表头在第 1 行" in sentences_on(at)
    at.number_input(key="imports_header_row").set_value(3).run()
    assert "表头在第 3 行" in sentences_on(at)
    assert not once_button(at, "imports_ledger_confirm").disabled
    at.number_input(key="imports_header_row").set_value(2).run()
    assert any("文件第 2 行里" in each.value for each in at.error)
    at.number_input(key="imports_header_row").set_value(None).run()
    at.selectbox(key="imports_encoding").select("big5").run()
    assert at.error
    at.selectbox(key="imports_encoding").select(None).run()
    assert not at.error


def test_a_ledger_typed_with_wide_separators_says_so_and_another_can_be_picked(school: Example) -> None:
    text = "\n".join("；".join(row) for row in (OPINIONS, opinion_row(school, "操场，多开放")))
    at = given(text.encode(), "登记.txt")
    assert "分隔符 全角分号" in sentences_on(at)
    assert "各列是用全角分号“；”隔开的" in sentences_on(at)
    assert not once_button(at, "imports_ledger_confirm").disabled
    at.selectbox(key="imports_separator").select("，").run()
    assert at.error
    at.selectbox(key="imports_separator").select("；").run()
    assert "新增 **1** 条" in sentences_on(at)


def test_a_hidden_row_of_a_ledger_is_told_and_can_be_left_out(school: Example) -> None:
    rows = [OPINIONS, opinion_row(school, "操场多开放"), opinion_row(school, "旧的一条")]
    at = given(xlsx({"意见": rows, "说明": [["怎么填"]]}, hidden_rows=[3]), "登记.xlsx")
    assert "第 3 行是隐藏的，也读了" in sentences_on(at)
    assert "只读工作表“意见”，没有读：说明" in sentences_on(at)
    at.selectbox(key="imports_hidden").select("skip").run()
    assert "第 3 行是隐藏的，没有读" in sentences_on(at)
    assert "新增 **1** 条" in sentences_on(at)


def test_where_a_workbook_cannot_be_read_as_it_was_taken_its_hidden_sheet_can_be_picked(school: Example) -> None:
    data = xlsx({"说明": [["怎么填"], ["照样填"]], "意见": [OPINIONS, opinion_row(school)]}, hidden="意见")
    at = opened("imports", Role.CLERK)
    at.selectbox(key="imports_kind").select("opinions").run()
    at = at.file_uploader[0].upload("登记.xlsx", data).run()
    assert any("没有找到台账的表头" in each.value for each in at.error)
    at.selectbox(key="imports_hidden").select("take").run()
    assert "新增 **1** 条" in sentences_on(at)


def test_ballots_in_another_sheet_can_be_picked_where_the_one_taken_cannot_be_read(school: Example) -> None:
    late = [line.split(",") for line in LATE.read_text("utf-8-sig").splitlines()]
    at = given(xlsx({"封面": [["评议情况"]], "评议表": late}), "评议.xlsx")
    at.selectbox(key="imports_sheet").select("封面").run()
    assert not at.exception
    assert at.error
    at.selectbox(key="imports_sheet").select("评议表").run()
    assert "共 **16** 张评议表" in sentences_on(at)


def test_a_channel_that_nobody_wrote_is_chosen_once_for_all_rows(school: Example) -> None:
    rows = [opinion_row(school, f"第 {at} 条意见", 渠道="") for at in range(3)]
    at = given(file_with(OPINIONS, *rows))
    assert once_button(at, "imports_ledger_confirm").disabled
    (asked,) = (each for each in at.selectbox if str(each.key).startswith("imports_default_channel"))
    assert "3 条空着" in asked.label
    asked.set_value(asked.options[0]).run()
    assert "确认导入 3 条" in buttons(at)
    assert "栏空着的统一选定了" in sentences_on(at)
    other = given(file_with(OPINIONS, *rows[:2]), "另一份.csv")
    assert all(each.value is None for each in other.selectbox if str(each.key).startswith("imports_default_"))
