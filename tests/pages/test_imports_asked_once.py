"""What a file leaves open is asked once on the page, and the answer is kept for the next file of its kind."""

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.evaluation import results as evaluation
from board.imports import commit as imports
from tests.example_school import Example
from tests.pages.hands import rows_typed
from tests.pages.visitor import buttons, once_button, opened

pytestmark = pytest.mark.walk

ROUND = "第二轮征评：报告初稿"


def _form(school: Example) -> tuple[list[str], list[str]]:
    asked = imports.form(school.store, school.activity_id).criteria
    return [each.label for each in asked], [each.answers[0].label for each in asked]


def _online(school: Example, count: int) -> bytes:
    """An export of 问卷星, numbered from 1, as each form is."""
    labels, best = _form(school)
    rows = [["序号", "提交答卷时间", "所用时间", "来源", *(f"{at}、{label}" for at, label in enumerate(labels, 2))]]
    rows += [[str(at), f"2025/12/1{at % 5} 8:00:00", "9秒", "微信", *best] for at in range(1, count + 1)]
    return "\r\n".join(",".join(row) for row in rows).encode()


def _given(data: bytes, name: str) -> AppTest:
    return opened("imports", Role.CLERK).file_uploader[0].upload(name, data).run()


def _returned(school: Example) -> int:
    rounds = evaluation.rounds(school.store, school.activity_id)
    return int(rounds[rounds["name"] == ROUND]["returned_count"].iloc[0])


def test_two_online_forms_with_the_same_numbers_both_go_in_under_a_name_that_is_kept(school: Example) -> None:
    before = _returned(school)
    first = _given(_online(school, 12), "家长.csv")
    first.selectbox(key="imports_group").set_value("家长").run()
    once_button(first, "imports_confirm").click().run()
    assert _returned(school) == before + 12
    second = _given(_online(school, 20), "教职工.csv")
    second.selectbox(key="imports_group").set_value("教职工").run()
    assert any("12 张以前导入过" in each.value for each in second.warning)
    second.selectbox(key="imports_survey").set_value("另一份，写一个名字").run()
    assert once_button(second, "imports_confirm").disabled
    second.text_input(key="imports_survey_name").set_value("教职工问卷").run()
    assert "确认导入 20 张" in buttons(second)
    once_button(second, "imports_confirm").click().run()
    assert _returned(school) == before + 32
    third = _given(_online(school, 25), "教职工又一份.csv")
    third.selectbox(key="imports_group").set_value("教职工").run()
    assert once_button(third, "imports_confirm").disabled
    assert any("请先选定或写明这是哪一份" in each.value for each in third.error)
    third.selectbox(key="imports_survey").set_value("教职工问卷").run()
    assert "确认导入 5 张" in buttons(third)


def _paper(school: Example, rows: list[list[str]]) -> bytes:
    labels, _ = _form(school)
    header = ["参评人员类别", "参评方式", "填表日期", *labels]
    return "\r\n".join(",".join(row) for row in [header, *rows]).encode()


def test_a_zero_among_words_is_one_question_for_the_whole_file(school: Example) -> None:
    _, best = _form(school)
    rows = [["家长", "纸质", "2025-12-12", *("0" if (at + place) % 3 == 0 else word for place, word in enumerate(best))]
            for at in range(6)]  # fmt: skip
    at = _given(_paper(school, rows), "零.csv")
    assert once_button(at, "imports_confirm").disabled
    assert len(at.session_state["imports_checked"][1].problems) == 1
    at.selectbox(key="imports_zero").set_value("blank").run()
    assert "确认导入 6 张" in buttons(at)


def test_rows_that_were_only_filled_down_are_one_question(school: Example) -> None:
    _, best = _form(school)
    rows = [["家长", "纸质", "2025-12-12", *best], *[["家长", "纸质", "2025-12-12", *[""] * len(best)]] * 4]
    at = _given(_paper(school, rows), "拉下来的.csv")
    assert once_button(at, "imports_confirm").disabled
    at.selectbox(key="imports_unanswered").set_value("spare").run()
    assert "确认导入 1 张" in buttons(at)


def test_a_half_ticked_column_is_answered_by_its_use(school: Example) -> None:
    labels, best = _form(school)
    header = ["参评人员类别", "参评方式", "填表日期", "有效", *labels]
    rows = [["家长", "纸质", "2025-12-12", "√" if at else "", *best] for at in range(4)]
    at = _given("\r\n".join(",".join(row) for row in [header, *rows]).encode(), "打勾.csv")
    assert once_button(at, "imports_confirm").disabled
    rows_typed(at, f"imports_columns_{at.session_state['imports_revision']}", {3: {"use": "有效，空着是废票"}})
    assert "确认导入 4 张" in buttons(at)
