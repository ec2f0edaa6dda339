"""Tables: a head orders all rows and not only those shown, what was typed goes over as text, whatever it is."""

import pandas as pd

from board.access import Actor, Role
from board.rectification import actions as rectification
from board.rectification import batch as rectification_batch
from board.ui.parts.table import column
from board.ui.parts.table.element import Look, Sorting, ordered, payload
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.hands import head_pressed, row_clicked
from tests.pages.visitor import ids, opened, sheet, table

TABLE = "rectification_table"
NAMED = {"word": column.text("词"), "count": column.number("数"), "on": column.day("日"), "id": column.name("编号")}


def test_a_head_orders_the_rows_of_every_page_and_the_row_pressed_is_the_one_that_opens(
    school: Example, clerk: Actor
) -> None:
    one = by_id(rectification.items(school.store, school.activity_id, school.today), "item_id")["R-012"]
    names = ("source", "aspect", "subjective_cause", "measure", "leader_id", "owner_id")
    fields = {**{name: one[name] for name in names}, "kind": "dated", "due_on": school.today}
    new = [rectification_batch.Change(None, "add", {**fields, "problem": f"第 {place} 件"}) for place in range(40)]
    rectification_batch.carry_out(school.store, clerk, school.activity_id, new, "登记")
    at = opened("rectification", Role.CLERK, compare="不比较")
    every = sorted(rectification.items(school.store, school.activity_id, school.today)["item_id"])
    at.session_state[f"{TABLE}_page"] = 2
    at.run()
    assert len(ids(at, TABLE)) == len(every) - 50
    head_pressed(at, TABLE, "编号")
    assert ids(at, TABLE) == every[:50]
    head_pressed(at, TABLE, "编号")
    assert ids(at, TABLE) == every[:-51:-1]
    assert [each["order"] for each in table(at, TABLE).data["columns"] if each["label"] == "编号"] == ["descending"]
    row_clicked(at, TABLE, 3)
    assert sheet(at) == "整改事项"
    assert at.session_state["rectification_item"] == every[-4]


def test_figures_go_by_size_days_by_date_words_by_sound_ids_by_number_and_nothing_last() -> None:
    frame = pd.DataFrame(
        {
            "word": ["张", "", "李", "安"],
            "count": [10, 9, None, 100],
            "on": pd.to_datetime(pd.Series(["2026-02-01", None, "2025-12-31", "2026-01-01"])),
            "id": ["R-1000", "R-999", "R-010", "R-10000"],
        }
    )
    order = {key: ordered(frame, NAMED, Sorting(key)).index.tolist() for key in NAMED}
    assert order == {"word": [3, 2, 0, 1], "count": [1, 0, 3, 2], "on": [2, 3, 0, 1], "id": [2, 1, 0, 3]}
    assert ordered(frame, NAMED, Sorting("word", rises=False)).index.tolist() == [0, 2, 3, 1]
    assert ordered(frame, NAMED, None).index.tolist() == [0, 1, 2, 3]


def test_whatever_was_typed_is_handed_over_as_it_was_typed() -> None:
    texts = ["<script>hit=1</script>", "长" * 4_000, "[a](javascript:hit=1)"]
    told = payload(pd.DataFrame({"word": texts}), {"word": NAMED["word"]}, Look("词", ["0", "1", "2"]))
    assert [row["cells"] for row in told["rows"]] == [[text] for text in texts]


def test_a_table_of_nothing_and_of_one_row() -> None:
    for texts in ([], ["一"]):
        frame = pd.DataFrame({"word": texts}, dtype="object")
        told = payload(frame, {"word": NAMED["word"]}, Look("词", [str(at) for at in range(len(texts))]))
        assert [row["cells"] for row in told["rows"]] == [[text] for text in texts]


def test_a_rare_column_is_there_only_where_a_row_has_something_in_it() -> None:
    columns = {"id": column.name("编号"), "late_word": column.name("补录", is_rare=True)}
    nothing = pd.DataFrame({"id": ["K-001", "K-002"], "late_word": ["", ""]})
    assert list(column.columns_of(nothing, columns)) == ["id"]
    assert list(column.columns_of(nothing.assign(late_word=["", "12-03 补录"]), columns)) == ["id", "late_word"]
