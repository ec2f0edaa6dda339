"""What the ledger's page hands out: the rows it shows as a table, and an order to whoever is late."""

from board import rectification
from board.access import Role
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import taken
from tests.pages.visitor import ids, opened, said


def test_the_export_holds_just_the_rows_of_the_page(read_school: Example) -> None:
    at = opened("rectification", Role.CLERK, rectification_owner="总务主任")
    at.session_state["rectification_export"] = True
    text = taken(at.run(), "rectification_export_csv").data.decode("utf-8-sig")
    rows = [line.split(",")[0] for line in text.splitlines() if line.startswith("R-")]
    assert rows == ids(at, "rectification_table")
    assert "导出的是筛选后的 5 项" in said(at)


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
