"""A ledger taken away from the page, edited and handed back: seen first, taken over whole, taken back as one."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Actor, Role
from board.documents.ledger import ledger_workbook
from board.importing.ledgers.columns import LedgerBase
from board.imports import history as imports_history
from board.rectification import actions as rectification
from board.rectification import batch as rectification_batch
from tests.example_school import Example
from tests.ledger_files import Edits, edited, written
from tests.ledger_rows import by_id
from tests.pages.hands import taken
from tests.pages.visitor import answer, buttons, notices, once_button, opened, sentences_on, tables, turned_to

pytestmark = pytest.mark.walk

CONFIRM, FILE, REASON = "imports_ledger_confirm", "imports_file_0", "imports_reason"
BALLOTS = Path(__file__).parent.parent.parent / "data" / "samples" / "ballots-E2-late.csv"


def items_of(school: Example) -> dict[str, dict[str, Any]]:
    return by_id(rectification.items(school.store, school.activity_id, school.today), "item_id")


def seqs(school: Example) -> dict[str, int]:
    return {item_id: row["seq"] for item_id, row in items_of(school).items()}


def downloaded(ending: str = "xlsx", **query: Any) -> bytes:
    """The ledger as the page hands it out."""
    at = opened("rectification", Role.CLERK, **query)
    at.session_state["rectification_export"] = True
    return taken(at.run(), f"rectification_export_{ending}").data


def led() -> AppTest:
    """Where the menu leads to."""
    at = opened("rectification", Role.CLERK).menu_button(key="rectification_work").click("导入改过的台账").run()
    assert at.selectbox(key="imports_kind").value == "rectification"
    # The browser of tests goes back to the page it began on with its next step.
    return turned_to(at, "imports")


def given(data: bytes, name: str = "整改台账.xlsx") -> AppTest:
    """The page it leads to with a file dropped on it."""
    return led().file_uploader(key=FILE).upload(name, data).run()


def changed(
    edits: Edits, *, added: list[Mapping[str, Any]] | None = None, left_out: list[str] | None = None
) -> AppTest:
    """The page with the ledger in which cells were edited, rows added or left out."""
    return given(edited(downloaded(), edits, added=added or [], left_out=left_out or []))


def effect(at: AppTest) -> dict[str, dict[str, Any]]:
    found = [each.value for each in tables(at) if "changes_text" in each.value and "what" in each.value]
    return by_id(found[0], "record_id") if found else {}


def problems(at: AppTest) -> pd.DataFrame:
    return next(each.value for each in tables(at) if "问题" in each.value)


def confirmed(at: AppTest) -> AppTest:
    return at.button(key=CONFIRM).click().run()


def nothing_to_confirm(at: AppTest) -> bool:
    return not [each for each in at.button if each.key == CONFIRM and not each.disabled]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_file_that_was_not_touched_has_nothing_to_import(read_school: Example, ending: str) -> None:
    at = given(downloaded(ending), f"台账.{ending}")
    assert not at.exception
    assert "相同 **30** 项" in sentences_on(at)
    assert effect(at) == {}
    assert at.button(key=CONFIRM).label == "没有可以导入的变化"
    assert at.button(key=CONFIRM).disabled


def test_a_part_of_the_ledger_that_was_not_touched_changes_nothing_else(read_school: Example) -> None:
    at = given(downloaded(rectification_owner="总务主任"))
    assert "相同 **5** 项" in sentences_on(at)
    assert "不在表里" not in sentences_on(at)
    assert nothing_to_confirm(at)


def test_edited_cells_are_shown_with_the_old_beside_the_new(read_school: Example) -> None:
    before = seqs(read_school)
    at = changed({"R-012": {"remark": "家长会上说过", "progress": "又查了六个班", "percent": 0.7}})
    assert "修改 **1** 项" in sentences_on(at)
    assert "相同 **29** 项" in sentences_on(at)
    row = effect(at)["R-012"]
    assert row["what"] == "修改"
    assert "进度 65% → 70%" in row["changes_text"]
    assert "备注 （空） → 家长会上说过" in row["changes_text"]
    assert at.button(key=CONFIRM).label == "确认导入 1 项"
    assert seqs(read_school) == before


def test_confirmed_the_changes_are_in_with_a_receipt_and_a_row_among_the_imports(school: Example) -> None:
    at = confirmed(changed({"R-012": {"remark": "家长会上说过"}, "R-010": {"measure": "设置物品架，登记领取"}}))
    assert not at.exception
    assert "整改台账：新增 0 项，修改 2 项" in sentences_on(at)
    row = imports_history.history(school.store, school.activity_id).iloc[0]
    assert (row["subject"], row["file_name"], row["row_count"]) == ("rectification", "整改台账.xlsx", 2)
    now = items_of(school)
    assert now["R-012"]["remark"] == "家长会上说过"
    assert now["R-010"]["measure"] == "设置物品架，登记领取"


def test_one_undo_takes_the_whole_file_back(school: Example) -> None:
    before = items_of(school)
    added: dict[str, Any] = {
        "problem": "操场照明不足",
        "source": "征求意见",
        "aspect": "工作作风",
        "subjective_cause": "巡查不细",
    }
    added |= {"measure": "加装两盏灯", "kind": "限期整改", "leader_id": "后勤副校长", "owner_id": "总务主任"}
    added |= {"due_on": school.today + timedelta(days=20)}
    at = confirmed(changed({"R-012": {"remark": "家长会上说过"}}, added=[added]))
    assert "R-032" in items_of(school)
    at = turned_to(at, "rectification")
    once_button(at, "rectification_undo").click().run()
    assert notices(at) == ["已撤销，2 项回到办理以前"]
    now = items_of(school)
    assert now.keys() == before.keys()
    assert now["R-012"]["remark"] == before["R-012"]["remark"]


def test_the_same_edited_file_twice_changes_nothing_the_second_time(school: Example) -> None:
    data = edited(downloaded(), {"R-012": {"remark": "家长会上说过"}})
    confirmed(given(data))
    again = given(data)
    assert "相同 **30** 项" in sentences_on(again)
    assert nothing_to_confirm(again)


def test_a_changed_date_carries_the_reason_that_was_typed(school: Example) -> None:
    day = school.today + timedelta(days=30)
    at = changed({"R-012": {"due_on": day}})
    at.text_input(key=REASON).set_value("期中检查以后再定").run()
    confirmed(at)
    last = rectification.events(school.store, school.activity_id, "R-012").iloc[-1]
    assert (last["action"], last["reason"]) == ("postpone", "期中检查以后再定")
    assert items_of(school)["R-012"]["due_on"].date() == day


def test_a_changed_date_without_a_reason_waits_for_one(read_school: Example) -> None:
    at = changed({"R-012": {"due_on": read_school.today + timedelta(days=30)}})
    at.text_input(key=REASON).set_value("  ").run()
    assert any("写明原因" in each.value for each in at.warning)
    assert nothing_to_confirm(at)


def test_a_cell_somebody_else_changed_meanwhile_is_told_and_left(school: Example, clerk: Actor) -> None:
    data = edited(downloaded(), {"R-012": {"remark": "家长会上说过", "helpers": "德育处"}})
    rectification.act(school.store, clerk, school.activity_id, "R-012", "edit", {"remark": "校长关注"})
    at = given(data)
    row = effect(at)["R-012"]
    assert row["what"] == "冲突"
    assert "备注别人已改成“校长关注”，您的改动没有写入" in row["note"]


def test_a_clash_in_one_cell_is_counted_and_the_other_cells_go_in(school: Example, clerk: Actor) -> None:
    data = edited(downloaded(), {"R-012": {"remark": "家长会上说过", "helpers": "德育处"}})
    rectification.act(school.store, clerk, school.activity_id, "R-012", "edit", {"remark": "校长关注"})
    at = given(data)
    assert at.button(key=CONFIRM).label == "确认导入 1 项"
    confirmed(at)
    row = items_of(school)["R-012"]
    assert (row["remark"], row["helpers"]) == ("校长关注", "德育处")


def test_bad_cells_are_named_with_row_and_column_and_nothing_can_be_imported(read_school: Example) -> None:
    before = seqs(read_school)
    at = changed(
        {"R-012": {"owner_id": "查无此人"}, "R-013": {"due_on": "下周五"}, "R-014": {"first_due_on": "2026-01-01"}}
    )
    found = problems(at)
    assert len(found) == 3
    assert set(found["列"]) == {"K 责任人", "M 整改时限", "N 原时限"}
    assert found["行"].tolist() == sorted(found["行"])
    assert nothing_to_confirm(at)
    assert "下载问题清单" in buttons(at)
    assert "要改的地方　3 处" in [each.value for each in at.header]
    assert seqs(read_school) == before


def test_a_row_left_out_of_the_file_takes_nothing_out_of_the_ledger(school: Example) -> None:
    at = changed({"R-012": {"remark": "家长会上说过"}}, left_out=["R-013"])
    assert effect(at)["R-013"]["what"] == "不在表里"
    assert "不会把事项移出台账" in sentences_on(at).replace("\\", "")
    confirmed(at)
    assert "R-013" in items_of(school)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空的.csv", b""),
        ("其实是图片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("坏的.xlsx", b"PK\x03\x04" + bytes(100)),
        ("随便写的.csv", "今天天气很好\n明天也好\n".encode()),
        ("评议表.csv", BALLOTS.read_bytes()),
        ("没有台账.xlsx", written({"表一": [["姓名", "电话"], ["张老师", "123"]]})),
    ],
)
def test_a_file_that_is_no_ledger_is_refused_in_words(read_school: Example, name: str, data: bytes) -> None:
    at = given(data, name)
    assert not at.exception
    assert len(at.error) == 1
    assert "程序遇到了没有料到的情况" not in at.error[0].value
    assert nothing_to_confirm(at)


def test_the_ledger_of_another_activity_is_refused(read_school: Example) -> None:
    items = rectification.items(read_school.store, read_school.activity_id, read_school.today)
    at = given(ledger_workbook(items, "整改台账", [], LedgerBase("HD-99", clock.now(), {"R-001": 5})))
    assert any("另一项活动" in each.value for each in at.error)
    assert nothing_to_confirm(at)


def test_a_better_file_takes_the_place_of_a_bad_one(school: Example) -> None:
    at = given(b"", "空的.csv")
    assert at.error
    good = edited(downloaded(), {"R-012": {"remark": "家长会上说过"}})
    at.file_uploader(key=FILE).set_value(("好的.xlsx", good, "")).run()
    assert not at.error
    confirmed(at)
    assert items_of(school)["R-012"]["remark"] == "家长会上说过"


def test_what_changed_between_looking_and_confirming_stops_the_whole_file(school: Example, clerk: Actor) -> None:
    at = changed({"R-012": {"remark": "家长会上说过"}, "R-013": {"remark": "也说过"}})
    rectification.act(school.store, clerk, school.activity_id, "R-013", "edit", {"helpers": "德育处"})
    before = seqs(school)
    confirmed(at)
    assert not at.exception
    assert any("R\\-013" in each.value for each in at.error)
    assert seqs(school) == before
    confirmed(at)
    row = items_of(school)["R-013"]
    assert (row["remark"], row["helpers"]) == ("也说过", "德育处")


def test_a_csv_edited_in_excel_comes_back_in_its_own_encoding(school: Example) -> None:
    text = (
        downloaded("csv")
        .decode("utf-8-sig")
        .replace("教研活动垫付的车费两个月没有报下来", "教研活动垫付的车费拖了两个月")
    )
    at = given(text.encode("gb18030"), "台账.csv")
    assert effect(at)["R-007"]["what"] == "修改"
    confirmed(at)
    assert items_of(school)["R-007"]["problem"] == "教研活动垫付的车费拖了两个月"


def test_a_cell_that_looks_like_a_formula_comes_back_as_it_was(school: Example, clerk: Actor) -> None:
    rectification.act(school.store, clerk, school.activity_id, "R-012", "edit", {"remark": "=1+1\n@家长 😀 “引号”"})
    for ending in ("xlsx", "csv"):
        at = given(downloaded(ending), f"台账.{ending}")
        assert "相同 **30** 项" in sentences_on(at), ending


def test_a_file_name_shows_as_it_is_written(school: Example) -> None:
    data = edited(downloaded(), {"R-012": {"remark": "家长会上说过"}})
    at = confirmed(given(data, "**台账** <b>新</b>.xlsx"))
    assert (
        rectification_batch.batches(school.store, school.activity_id)["title"].iloc[0].startswith("导入台账 **台账**")
    )
    # The sentence at the top is drawn as text, whatever it holds.
    assert "**台账**" not in sentences_on(at).removeprefix(answer(at))


def test_only_the_clerk_is_offered_to_import(read_school: Example) -> None:
    for role in (Role.LEADER, Role.OWNER):
        options = opened("rectification", role).menu_button(key="rectification_work").options
        assert [option for option in options if "导入" in option] == []
