"""数据导入: bad cells are mended on the page, an import is taken back, paper ballots are typed in."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.evaluation import results as evaluation
from board.imports import history as imports_history
from board.ui.imports import choices as import_choices
from tests.example_school import Example
from tests.pages.hands import rows_typed
from tests.pages.visitor import buttons, once_button, opened, sentences_on, sheet

pytestmark = pytest.mark.walk

LATE = Path(__file__).parent.parent.parent / "data" / "samples" / "ballots-E2-late.csv"
TEXT = LATE.read_text("utf-8-sig")
ROUND = "第二轮征评：报告初稿"


def given(data: bytes, name: str = "补收的评议表.csv") -> AppTest:
    """The page with a file dropped on it."""
    at = opened("imports", Role.CLERK)
    return at.file_uploader[0].upload(name, data).run()


def returned(school: Example) -> int:
    rounds = evaluation.rounds(school.store, school.activity_id)
    return int(rounds[rounds["name"] == ROUND]["returned_count"].iloc[0])


def edited(at: AppTest, name: str, row: int, **cells: str) -> AppTest:
    """Type into one of the tables about the file, its first row being 0."""
    key = f"imports_{name}_{at.session_state['imports_revision']}"
    return rows_typed(at, key, {row: cells})


@pytest.fixture
def bad(school: Example) -> AppTest:
    """The sample of late ballots with one answer nobody can read."""
    return given(TEXT.replace("较深", "很深深", 1).encode())


def test_a_bad_cell_is_mended_on_the_page_and_the_file_goes_in(school: Example, bad: AppTest) -> None:
    assert once_button(bad, "imports_confirm").disabled
    edited(bad, "problems", 0, mended="较深")
    assert "1 格改过" in sentences_on(bad)
    assert "确认导入 16 张" in buttons(bad)
    once_button(bad, "imports_confirm").click().run()
    assert returned(school) == 196


def test_a_mended_cell_stays_in_its_row_until_it_is_put_away(school: Example) -> None:
    at = given(TEXT.replace("较深", "很深深", 1).replace("较准", "很准准", 1).encode())
    words = [each.value for each in at.markdown]
    assert any("16 张 · 2 处要改" in word for word in words)
    before = shown_problems(at)
    edited(at, "problems", 0, mended="较深")
    after = shown_problems(at)
    assert after["单元格内容"].tolist()[1:] == before["单元格内容"].tolist()[1:]
    assert (after["mended"].iloc[0], after["问题"].iloc[0][:3]) == ("较深", "改好了")
    edited(at, "problems", 1, mended="较准")
    assert "确认导入 16 张" in buttons(at)
    assert len(shown_problems(at)) == len(before)
    edited(at, "problems", 1, mended="")
    assert once_button(at, "imports_confirm").disabled
    edited(at, "problems", 1, mended="较准")
    at.button(key="imports_settle").click().run()
    assert "改好了" not in sentences_on(at)
    assert "确认导入 16 张" in buttons(at)


def shown_problems(at: AppTest) -> pd.DataFrame:
    found: pd.DataFrame = at.data_editor(key=f"imports_problems_{at.session_state['imports_revision']}").value
    return found


def test_a_row_is_left_out_on_the_page(school: Example, bad: AppTest) -> None:
    edited(bad, "problems", 0, handling="略过这一行")
    assert "1 行略过" in sentences_on(bad)
    once_button(bad, "imports_confirm").click().run()
    assert returned(school) == 195


def test_a_ballot_is_made_void_on_the_page(school: Example, bad: AppTest) -> None:
    edited(bad, "problems", 0, handling="作为废票")
    once_button(bad, "imports_confirm").click().run()
    rounds = evaluation.rounds(school.store, school.activity_id)
    now = rounds[rounds["name"] == ROUND].iloc[0]
    assert (now["returned_count"], now["returned_count"] - now["valid_count"]) == (196, now["void_count"])
    assert "1 张作为废票" not in sentences_on(bad)


def test_what_was_mended_is_taken_back_at_once(school: Example, bad: AppTest) -> None:
    edited(bad, "problems", 0, mended="较深")
    bad.button(key="imports_forget").click().run()
    assert once_button(bad, "imports_confirm").disabled
    assert "格改过" not in sentences_on(bad)


def test_a_word_nobody_knows_is_told_its_place_once_and_known_the_next_time(school: Example) -> None:
    at = given(TEXT.replace("较深", "挺深", 1).encode())
    key = f"imports_words_{at.session_state['imports_revision']}"
    words = at.data_editor(key=key).value
    assert words["word"].iloc[0] == "挺深"
    rows_typed(at, key, {0: {"read": "第 2 档"}})
    assert "1 种答案指定了档次" in sentences_on(at)
    once_button(at, "imports_confirm").click().run()
    again = given(TEXT.replace("较深", "挺深", 2).encode(), "下一批.csv")
    assert any("完全一样" in each.value for each in again.error)
    once_button(again.checkbox(key="imports_is_other").check().run(), "imports_confirm").click().run()
    assert returned(school) == 212


def test_another_file_starts_with_nothing_said(school: Example, bad: AppTest) -> None:
    edited(bad, "problems", 0, handling="略过这一行")
    other = bad.file_uploader[0].upload("另一个.csv", TEXT.encode()).run()
    assert "行略过" not in sentences_on(other)
    assert "确认导入 16 张" in buttons(other)


def test_a_file_that_replaces_says_what_it_replaces_and_undoing_it_brings_that_back(school: Example) -> None:
    at = given(LATE.read_bytes())
    at.segmented_control(key="imports_mode").select("replace").run()
    assert "换掉 I-003" in sentences_on(at).replace("\\", "")
    once_button(at, "imports_confirm").click().run()
    assert returned(school) == 16
    at.session_state["imports_import"] = "I-005"
    at.run()
    assert sheet(at) == "一次导入"
    assert "会重新计入" in sentences_on(at)
    once_button(at, "imports_undo").click().run()
    assert not at.exception
    assert returned(school) == 180


def test_an_import_is_taken_back_after_a_look_at_what_that_does(school: Example) -> None:
    at = given(LATE.read_bytes())
    once_button(at, "imports_confirm").click().run()
    at.session_state["imports_import"] = "I-005"
    at.run()
    assert "16 张评议表" in sentences_on(at)
    assert returned(school) == 196
    once_button(at, "imports_undo").click().run()
    assert returned(school) == 180
    history = imports_history.history(school.store, school.activity_id)
    assert history["status"].iloc[0] == "undone"
    assert sheet(at) is None


def test_what_was_undone_cannot_be_undone_again(school: Example) -> None:
    at = given(LATE.read_bytes())
    once_button(at, "imports_confirm").click().run()
    for _ in range(2):
        at.session_state["imports_import"] = "I-005"
        at.run()
        if "撤销这次导入" in buttons(at):
            once_button(at, "imports_undo").click().run()
    at.session_state["imports_import"] = "I-005"
    at.run()
    assert "撤销这次导入" not in buttons(at)
    assert returned(school) == 180


def test_counts_that_do_not_agree_are_said_to_and_not_saved(school: Example) -> None:
    at = opened("imports", Role.CLERK, imports_by="按票数录入")
    rows_typed(at, f"entry_tally_{at.session_state['entry_turn']}", {0: {"r1": 9}, 1: {"r1": 8}})
    assert any("各项加起来不一样多" in each.value for each in at.warning)
    once_button(at, "entry_save").click().run()
    assert any("各项加起来不一样多" in each.value for each in at.error)
    assert returned(school) == 180


def test_everything_a_clerk_can_pick_for_a_file_is_a_choice_of_its_reading() -> None:
    assert len(set(import_choices.PICKED.values())) == len(import_choices.PICKED)


def test_a_row_of_another_width_is_made_to_fit_on_the_page(school: Example) -> None:
    at = given(TEXT.encode() + TEXT.splitlines()[-1].rsplit(",", 2)[0].encode())
    assert once_button(at, "imports_confirm").disabled
    edited(at, "problems", 0, handling="缺的当空白，多的不要")
    assert "1 行按表头凑齐" in sentences_on(at)
    once_button(at, "imports_confirm").click().run()
    assert returned(school) == 197


def test_what_a_group_is_called_is_told_once_and_known_the_next_time(school: Example) -> None:
    data = TEXT.replace("家长", "学生家长").encode()
    at = given(data)
    rows_typed(at, f"imports_facts_group_{at.session_state['imports_revision']}", {0: {"read": "家长"}})
    assert "1 种参评人员、方式指定了意思" in sentences_on(at)
    once_button(at, "imports_confirm").click().run()
    again = given(data, "再来一次.csv")
    assert "照那次在这里指定的读" in sentences_on(again)
    assert "1 种参评人员、方式指定了意思" in sentences_on(again)


def test_what_is_taken_back_is_not_remembered(school: Example) -> None:
    at = given(TEXT.replace("较深", "挺深", 1).encode())
    rows_typed(at, f"imports_words_{at.session_state['imports_revision']}", {0: {"read": "第 2 档"}})
    once_button(at, "imports_confirm").click().run()
    again = given(TEXT.encode(), "下一批.csv")
    again.button(key="imports_forget").click().run()
    once_button(again.checkbox(key="imports_is_other").check().run(), "imports_confirm").click().run()
    assert "照那次在这里指定的读" not in sentences_on(given(TEXT.replace("较深", "挺深", 2).encode(), "三.csv"))


@pytest.mark.usefixtures("school")
def test_what_was_picked_for_one_file_is_not_carried_to_another() -> None:
    at = given(TEXT.encode())
    at.selectbox(key="imports_group").select("家长").run()
    other = at.file_uploader[0].upload("另一个.csv", TEXT.encode()).run()
    assert other.selectbox(key="imports_group").value is None


@pytest.mark.walk
@pytest.mark.usefixtures("school")
def test_that_one_file_brings_other_ballots_is_not_said_of_the_next() -> None:
    once_button(given(TEXT.encode()), "imports_confirm").click().run()
    at = given(TEXT.replace("较深", "深", 1).encode(), "第二份.csv")
    at.checkbox(key="imports_is_other").check().run()
    other = at.file_uploader[0].upload("第三份.csv", TEXT.replace("较深", "深", 2).encode()).run()
    assert not other.checkbox(key="imports_is_other").value
    assert once_button(other, "imports_confirm").disabled


def test_an_open_import_and_the_way_to_enter_are_in_the_address(school: Example) -> None:
    at = opened("imports", Role.CLERK, imports_import="I-003", imports_by="逐张录入")
    assert sheet(at) == "一次导入"
    assert "**I-003**" in sentences_on(at)
    assert at.query_params["imports_import"] == "I-003"
    assert at.query_params["imports_by"] == "逐张录入"
    gone = opened("imports", Role.CLERK, imports_import="I-099")
    assert not gone.exception
