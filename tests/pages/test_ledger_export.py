"""What the ledger's page hands out: the rows it shows as a table, and an order to whoever is late."""

import io

import docx
from python_calamine import CalamineWorkbook

from board.access import Actor, Role
from board.activity import activities
from board.rectification import actions as rectification
from board.store.store import Transaction
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import taken
from tests.pages.visitor import ids, opened, sentences_on


def test_the_export_holds_just_the_rows_of_the_page(read_school: Example) -> None:
    at = opened("rectification", Role.CLERK, rectification_owner="总务主任")
    at.session_state["rectification_export"] = True
    text = taken(at.run(), "rectification_export_csv").data.decode("utf-8-sig")
    rows = [line.split(",")[0] for line in text.splitlines() if line.startswith("R-")]
    assert rows == ids(at, "rectification_table")
    assert "导出的是筛选后的 5 项" in sentences_on(at)


def test_the_order_to_an_owner_is_there_where_they_are_late(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER)
    at.session_state["rectification_export"] = True
    at.run()
    late_and_not = rectification.items(read_school.store, read_school.activity_id, read_school.today)
    late = [row for row in by_id(late_and_not, "item_id").values() if row["is_late"]]
    owners = at.selectbox(key="rectification_order_to")
    assert owners.options == sorted({row["owner_name"] for row in late})
    owners.select("总务主任").run()
    order = taken(at, "rectification_export_docx")
    assert order.name == f"督办单-总务主任-{read_school.today:%Y%m%d}.docx"
    assert order.data.startswith(b"PK")
    nobody = opened("rectification", Role.LEADER, rectification_view="已销号")
    nobody.session_state["rectification_export"] = True
    assert not [each for each in nobody.run().selectbox if each.key == "rectification_order_to"]


def test_a_filter_by_marks_is_printed_with_the_day_they_are_since(read_school: Example) -> None:
    at = opened("rectification", Role.LEADER, rectification_mark="退回", rectification_view="未销号")
    at.session_state["rectification_export"] = True
    data = taken(at.run(), "rectification_export_xlsx").data
    day = activities.last_meeting_on(read_school.store, read_school.activity_id, read_school.today)
    printed = [row[0] for row in CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0).to_python()[:5]]
    assert any(f"截至 {read_school.today}" in str(text) for text in printed)
    assert f"筛选：状态：未销号；与 {day} 相比的变化：退回" in printed


def test_an_order_goes_to_one_person_though_another_has_their_name(school: Example, clerk: Actor) -> None:
    def rename(transaction: Transaction) -> None:
        people = transaction.rows("activities/people", activity_id=school.activity_id)
        twin = next(row for row in people if row["name"] == "总务主任")
        transaction.insert(
            "activities/insert_people", [{"activity_id": school.activity_id, **twin, "person_id": "P99"}]
        )

    school.store.write(rename)
    rectification.act(school.store, clerk, school.activity_id, "R-026", "edit", {"owner_id": "P99"})
    at = opened("rectification", Role.LEADER)
    at.session_state["rectification_export"] = True
    at.run()
    assert at.selectbox(key="rectification_order_to").options.count("总务主任") == 2
    at.selectbox(key="rectification_order_to").set_value("P99").run()
    order = docx.Document(io.BytesIO(taken(at, "rectification_export_docx").data))
    assert [row.cells[0].text for row in order.tables[1].rows] == ["编号", "R-026"]
