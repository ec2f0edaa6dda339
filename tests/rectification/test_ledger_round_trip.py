"""Out and in again is nothing: whatever people typed, whatever happened, in both formats."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from board import clock
from board.access import Actor, Role
from board.documents.ledger import ledger_csv, ledger_workbook
from board.importing.ledgers.columns import LABELS, as_text, cells, ledger_base, names_in
from board.importing.ledgers.reading import read_ledger
from board.imports.items import examine
from board.rectification import actions as rectification
from board.rectification.batch import carry_out
from board.store.store import Store, open_store
from board.typed import printable
from tests.depth import examples
from tests.example_school import Example
from tests.ledger_files import edited, exported, exported_csv
from tests.ledger_rows import ACTIVITY, add_activity, item_fields

TODAY = clock.today()
CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
EXPORTS = pytest.mark.parametrize("export", [exported, exported_csv])
Export = Callable[..., bytes]

NASTY = (
    *("=1+1", "'=1", "''-1", "+86", "-", "@x", "＝1", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x","点")', "_x000D_"),
    *(
        '他说："不行"',
        '"',
        '""',
        '",',
        "一\n二",
        "一\r\n二",
        "一\r二",
        "一\t二",
        "😀👨‍👩‍👧",
        "𠮷",
        "a,b;c|d",
        "<b>&amp;</b>",
    ),
    *("R-001", "001", "1e5", "2026-12-01", "12/1", "40%", "TRUE", "#N/A", "null", "示例", "编号", "\x07响", "\u2028段"),
)
TEXTS = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8") | st.sampled_from("\n\r\t\"',=+-@'"))
SAID = TEXTS.filter(lambda text: bool(printable(text)) and "\x00" not in text)
WRITTEN = ("problem", "subjective_cause", "objective_cause", "measure", "helpers", "remark")


@pytest.fixture(scope="module")
def school() -> Any:
    """A store whose items each example of a property adds to."""
    opened = open_store(None)
    add_activity(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def items() -> pd.DataFrame:
    """A ledger of one item."""
    opened = open_store(None)
    add_activity(opened)
    rectification.add(opened, CLERK, ACTIVITY, item_fields(due_on=TODAY))
    found = rectification.items(opened, ACTIVITY, TODAY)
    opened.close()
    return found


def assert_nothing_changes(store: Store, activity_id: str, data: bytes) -> None:
    found = examine(store, CLERK, activity_id, "台账", data)
    assert found.problems == ()
    assert found.changes == ()
    assert set(found.effect[found.effect["row"] > 0]["what"]) == {"相同"}


@EXPORTS
def test_the_whole_example_goes_out_and_in_without_a_change(example: Example, export: Export) -> None:
    data = export(example.store, example.activity_id, example.today)
    assert_nothing_changes(example.store, example.activity_id, data)


@pytest.mark.walk
def test_so_does_the_example_as_it_stood_on_any_day(example: Example) -> None:
    for days in range(0, 17, 4):
        day = example.today - timedelta(days=days)
        assert_nothing_changes(example.store, example.activity_id, exported(example.store, example.activity_id, day))


@EXPORTS
def test_texts_that_trouble_spreadsheets_go_out_and_in_without_a_change(store: Store, export: Export) -> None:
    add_activity(store)
    for text in NASTY:
        fields = item_fields(**dict.fromkeys(WRITTEN, text), due_on=TODAY + timedelta(days=9))
        rectification.add(store, CLERK, ACTIVITY, fields)
    assert_nothing_changes(store, ACTIVITY, export(store))


@pytest.mark.walk
@EXPORTS
@settings(max_examples=examples(3, 80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(SAID, min_size=len(WRITTEN), max_size=len(WRITTEN)), progress=SAID, proof=SAID)
def test_whatever_was_typed_goes_out_and_in_without_a_change(
    school: Store, export: Export, texts: list[str], progress: str, proof: str
) -> None:
    fields = item_fields(**dict(zip(WRITTEN, texts, strict=True)), due_on=TODAY + timedelta(days=9))
    item_id = rectification.add(school, CLERK, ACTIVITY, fields)
    rectification.act(school, CLERK, ACTIVITY, item_id, "start", {})
    rectification.act(school, CLERK, ACTIVITY, item_id, "report", {"percent": 40, "progress": progress, "proof": proof})
    assert_nothing_changes(school, ACTIVITY, export(school, item_id=item_id))


@settings(max_examples=examples(3, 80), deadline=None)
@given(text=SAID)
def test_whatever_is_typed_into_a_cell_is_what_the_ledger_then_says(school: Store, text: str) -> None:
    item_id = rectification.add(school, CLERK, ACTIVITY, item_fields(due_on=TODAY + timedelta(days=9)))
    data = edited(exported(school, item_id=item_id), {item_id: {"remark": text}})
    found = examine(school, CLERK, ACTIVITY, "台账", data)
    assert found.problems == ()
    carry_out(school, CLERK, ACTIVITY, found.changes, found.title)
    items = rectification.items(school, ACTIVITY, TODAY)
    assert items[items["item_id"] == item_id]["remark"].iloc[0] == printable(text)


@pytest.mark.walk
@settings(max_examples=examples(30, 300), deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=12))
def test_every_text_is_read_back_from_a_file_as_the_ledger_writes_it(items: pd.DataFrame, texts: list[str]) -> None:
    kept = [text.strip() for text in texts]
    given_items = pd.concat([items] * len(kept), ignore_index=True).assign(problem=kept, progress=kept, remark=kept)
    base = ledger_base(given_items, ACTIVITY, clock.now())
    states: list[dict[Any, Any]] = given_items.to_dict("records")
    names = names_in(given_items)
    written = [{column: as_text(column, cell) for column, cell in cells(state, names).items()} for state in states]
    for data in (ledger_workbook(given_items, "整改台账", ["筛选：无"], base), ledger_csv(given_items)):
        assert [row.texts for row in read_ledger(data).rows] == written


@EXPORTS
def test_only_a_workbook_knows_what_its_reader_started_from(store: Store, export: Export) -> None:
    add_activity(store)
    item_id = rectification.add(store, CLERK, ACTIVITY, item_fields(due_on=TODAY))
    data = export(store)
    rectification.act(store, CLERK, ACTIVITY, item_id, "edit", {"remark": "后来改的"})
    found = examine(store, CLERK, ACTIVITY, "台账", data)
    assert found.counts == ({"相同": 1} if export is exported else {"修改": 1})


def test_every_column_of_a_ledger_has_a_cell_of_its_own(example: Example) -> None:
    for state in example.store.rows("ledger/states", activity_id=example.activity_id):
        written = cells(state, {}, LABELS)
        assert list(written) == list(LABELS)
        assert all(isinstance(as_text(column, cell), str) for column, cell in written.items())
