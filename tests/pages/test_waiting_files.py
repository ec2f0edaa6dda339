"""数据导入 with a watched folder or several files at once: one list, nothing counts before it is confirmed."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board.access import Role
from board.evaluation import results as evaluation
from board.imports import commit as imports
from board.imports.inbox import DISMISSED, IMPORTED, Inbox
from board.ui.imports import arrivals
from board.web import serving
from tests.example_school import Example
from tests.pages.hands import row_clicked
from tests.pages.visitor import buttons, once_button, opened, sentences_on, tables

LATE = Path(__file__).parent.parent.parent / "data" / "samples" / "ballots-E2-late.csv"
ROUND = "第二轮征评：报告初稿"
OPINIONS = "收到日期,渠道,来自,意见内容\n{}\n"


def page(*files: tuple[str, bytes]) -> AppTest:
    at = opened("imports", Role.CLERK)
    return at.file_uploader[0].set_value([(name, data, "") for name, data in files]).run() if files else at


def listed(at: AppTest) -> pd.DataFrame:
    return next((each.value for each in tables(at) if "source" in each.value), pd.DataFrame())


def states(at: AppTest) -> dict[str, str]:
    rows = listed(at)
    return dict(zip(rows["name"], rows["state"], strict=True)) if len(rows) else {}


def open_file(at: AppTest, name: str) -> AppTest:
    return row_clicked(at, "imports_waiting", listed(at)["name"].tolist().index(name))


def returned(school: Example) -> int:
    rounds = evaluation.rounds(school.store, school.activity_id)
    return int(rounds[rounds["name"] == ROUND]["returned_count"].iloc[0])


def halves() -> tuple[bytes, bytes]:
    head, *rows = LATE.read_text("utf-8-sig").splitlines()
    return tuple("\n".join([head, *part]).encode() for part in (rows[:9], rows[9:]))  # type: ignore[return-value]


@pytest.fixture
def folder(school: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The watched folder of the example school, whose files need not lie still."""
    place = tmp_path / "收文件"
    place.mkdir()
    serving.serve(school.store, replace(serving.settings(), inbox=place))
    monkeypatch.setattr(arrivals, "_inbox_of", lambda path: Inbox(path, quiet_seconds=0))
    return place


def test_a_dropped_file_waits_with_its_reading_and_counts_only_when_confirmed(school: Example, folder: Path) -> None:
    (folder / "扫描.csv").write_bytes(LATE.read_bytes())
    at = page()
    assert listed(at)["words"].tolist() == ["16 张 · 没有要改的"]
    assert states(at) == {"扫描.csv": "可以导入"}
    assert returned(school) == 180
    at = open_file(at, "扫描.csv")
    assert "新增 **16** 张评议表" in sentences_on(at)
    once_button(at, "imports_confirm").click().run()
    assert returned(school) == 196
    assert [each.name for each in (folder / IMPORTED).iterdir()] == ["扫描.csv"]
    assert states(page()) == {}


@pytest.mark.walk
def test_a_dropped_file_that_is_turned_down_is_moved_and_counts_nowhere(school: Example, folder: Path) -> None:
    (folder / "扫描.csv").write_bytes(LATE.read_bytes())
    at = open_file(page(), "扫描.csv")
    once_button(at, "imports_put_away").click().run()
    assert [each.name for each in (folder / DISMISSED).iterdir()] == ["扫描.csv"]
    assert returned(school) == 180
    assert "确认导入 16 张" not in buttons(at)


@pytest.mark.walk
def test_what_was_imported_before_the_computer_stopped_is_recognised_and_put_away(
    school: Example, folder: Path
) -> None:
    once_button(page((LATE.name, LATE.read_bytes())), "imports_confirm").click().run()
    (folder / "扫描.csv").write_bytes(LATE.read_bytes())
    at = page()
    assert states(at) == {"扫描.csv": "已导入 I-005"}
    at = open_file(at, "扫描.csv")
    once_button(at, "imports_put_away").click().run()
    assert [each.name for each in (folder / IMPORTED).iterdir()] == ["扫描.csv"]
    assert returned(school) == 196


@pytest.mark.walk
def test_a_file_that_goes_while_it_is_open_is_not_imported(school: Example, folder: Path) -> None:
    (folder / "扫描.csv").write_bytes(LATE.read_bytes())
    at = open_file(page(), "扫描.csv")
    (folder / "扫描.csv").unlink()
    once_button(at, "imports_confirm").click().run()
    assert any("不在了" in each.value for each in at.error)
    assert returned(school) == 180


def test_the_folder_is_said_to_be_missing_and_unreadable_files_are_listed(school: Example, folder: Path) -> None:
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "图.pdf").write_bytes(b"%PDF")
    at = page()
    assert all(state.startswith("读不了") for state in states(at).values())
    at = open_file(at, "图.pdf")
    assert any("不是表格文件" in each.value for each in at.error)
    once_button(at, "imports_put_away").click().run()
    assert [each.name for each in (folder / DISMISSED).iterdir()] == ["图.pdf"]
    (folder / "坏.xlsx").unlink()
    serving.serve(school.store, replace(serving.settings(), inbox=folder / "没有"))
    assert any("打不开" in each.value for each in page().error)


def test_several_files_are_one_list_and_those_without_a_question_go_in_at_once(school: Example) -> None:
    first, second = halves()
    opinions = OPINIONS.format("2025-12-01,座谈会,家长,校门口太挤").encode()
    bad = LATE.read_bytes().replace("较深".encode(), "很深深".encode())
    at = page(("一.csv", first), ("二.csv", second), ("意见.csv", opinions), ("坏.csv", bad))
    assert listed(at)["kind"].tolist() == ["评议表", "评议表", "意见", "评议表"]
    assert states(at) == {
        "一.csv": "可以导入",
        "二.csv": "可以导入",
        "意见.csv": "可以导入",
        "坏.csv": "要先看：有要改的",
    }
    once_button(at, "imports_confirm_all").click().run()
    assert not at.exception
    assert returned(school) == 196
    assert {state[:4] for state in states(at).values()} == {"已导入 ", "要先看："}
    assert len(imports.history(school.store, school.activity_id)) == 7
    at = open_file(at, "坏.csv")
    assert any("很深深" in str(each.value) for each in tables(at))


@pytest.mark.walk
def test_a_ballot_in_two_files_of_a_batch_is_asked_about_as_between_imports(school: Example) -> None:
    first, _ = halves()
    whole = LATE.read_bytes()
    at = page(("一半.csv", first), ("全部.csv", whole), ("又一份.csv", whole))
    assert states(at)["又一份.csv"] == "要先看：和“全部.csv”是同一个文件"
    once_button(at, "imports_confirm_all").click().run()
    assert returned(school) == 189
    assert "答得一样" in states(at)["全部.csv"]
    assert any("1 份没有导入" in each.value for each in at.error)


@pytest.mark.walk
def test_what_was_corrected_in_one_file_is_there_again_after_another_was_opened(school: Example) -> None:
    bad = LATE.read_bytes().replace("较深".encode(), "很深深".encode())
    at = page(("坏.csv", bad), ("好.csv", halves()[1]))
    at = open_file(at, "坏.csv")
    at.selectbox(key="imports_group").set_value("家长").run()
    at = open_file(at, "好.csv")
    assert at.selectbox(key="imports_group").value is None
    at = open_file(at, "坏.csv")
    assert at.selectbox(key="imports_group").value == "家长"


@pytest.mark.walk
def test_a_big_file_is_read_beside_the_page(school: Example) -> None:
    head, *rows = LATE.read_text("utf-8-sig").splitlines()
    big = ("\n".join([head, *(rows * 2_000)]) + "\n").encode()
    at = page(("大.csv", big))
    for _ in range(30):
        if all(each.key != "imports_cancel" for each in at.button):
            break
        assert any("请留在本页" in each.value for each in at.caption)
        at = at.run()
    assert "新增 **32000** 张评议表" in sentences_on(at)
    assert not at.exception
