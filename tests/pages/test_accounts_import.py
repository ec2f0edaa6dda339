"""成批添加账号 on the page: a list pasted or uploaded, its faults named by row and mended there, added, handed out."""

import re
from io import BytesIO

import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.accounts import actions as accounts
from board.accounts.sign_in import must_renew, sign_in
from tests.example_school import Example
from tests.pages.hands import rows_typed, taken
from tests.pages.visitor import notices, once_button, opened, sentences_on, sheet, tables

pytestmark = pytest.mark.walk

CONFIRM = "admin_batch_confirm"
HEAD = "姓名\t登录名\t角色\t人员"
SOUND = f"{HEAD}\n丁主任\tding\t责任人\t总务主任\n吴老师\twu\t工作人员\t"
FAULTY = f"{HEAD}\n丁主任\tding\t责任人\t总务主任\n吴老师\tw u\t工作人员\t\n郑老师\tzheng\t校工\t"


def pasted(rows: str) -> AppTest:
    at = opened("admin", Role.ADMIN).button(key="admin_batch").click().run()
    return at.text_area(key="admin_batch_text").set_value(rows).run()


def listed(at: AppTest, column: str) -> list[tuple[object, ...]]:
    table = next(each.value for each in tables(at) if column in each.value)
    return [tuple(row) for row in table[["number", column]].to_numpy()]


def names(school: Example) -> set[str]:
    return set(accounts.accounts(school.store)["name"])


def test_faults_are_named_by_row_and_nothing_is_added_until_they_are_mended(school: Example) -> None:
    at = pasted(FAULTY)
    assert sheet(at) == "成批添加账号"
    assert "将添加 1 个账号，2 行有错" in sentences_on(at)
    key = f"imports_problems_{at.session_state['imports_revision']}"
    faults = at.data_editor(key=key).value
    assert faults[["行", "列", "单元格内容"]].to_numpy().tolist() == [[3, "B 登录名", "w u"], [4, "C 角色", "校工"]]
    assert (once_button(at, CONFIRM).label, once_button(at, CONFIRM).disabled) == ("还有 2 处要改", True)
    at = rows_typed(at, key, {0: {"mended": "wu"}, 1: {"handling": "略过这一行"}})
    assert not at.exception
    assert once_button(at, CONFIRM).label == "确认添加 2 个账号"
    once_button(at, CONFIRM).click().run()
    assert names(school) == {"ding", "wu"}


@pytest.mark.parametrize("way", ["pasted", "uploaded"])
def test_a_list_is_looked_at_added_and_its_passwords_open_a_door_that_asks_for_another(
    school: Example, way: str
) -> None:
    if way == "pasted":
        at = pasted(SOUND)
    else:
        at = opened("admin", Role.ADMIN).button(key="admin_batch").click().run()
        at = at.file_uploader(key="admin_batch_file").upload("名单.csv", SOUND.replace("\t", ",").encode("gbk")).run()
    assert "将添加 2 个账号" in sentences_on(at)
    assert listed(at, "what") == [(2, "将添加"), (3, "将添加")]
    assert names(school) == set()
    at = once_button(at, CONFIRM).click().run()
    assert notices(at) == ["已添加 2 个账号"]
    assert "初始密码只在这里给这一次" in sentences_on(at)
    slips = Document(BytesIO(taken(at, "admin_batch_slips").data))
    printed = "\n".join(cell.text for table in slips.tables for row in table.rows for cell in row.cells)
    assert "丁主任" in printed
    book = CalamineWorkbook.from_object(BytesIO(taken(at, "admin_batch_passwords").data))
    rows = book.get_sheet_by_index(0).to_python()
    handed = {str(row[1]): str(row[2]) for row in rows if len(row) > 2 and row[1] in {"ding", "wu"}}
    assert all(password in printed for password in handed.values())
    for name, password in handed.items():
        assert must_renew(school.store, sign_in(school.store, name, password))
    at = at.button(key="admin_batch_end").click().run()
    assert sheet(at) is None
    assert not any(re.search(password, sentences_on(at)) for password in handed.values())
