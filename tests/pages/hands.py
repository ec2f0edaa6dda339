"""What a person does with tables, charts, cards and files, for which Streamlit's AppTest has no hands."""

import json
from dataclasses import dataclass
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from tests.pages.visitor import chart as chart_of
from tests.pages.visitor import figure, files_of
from tests.pages.visitor import table as table_of


@dataclass(frozen=True)
class Taken:
    """A file as the browser gets it."""

    name: str
    kind: str
    data: bytes


def acted(at: AppTest, *states: WidgetState) -> AppTest:
    """Run the page with these widgets changed, the others as they stand."""
    held = at._tree.get_widget_states()
    held.widgets.extend(states)
    return at._run(held)


def action_chosen(at: AppTest, sheet: str, action: str) -> AppTest:
    """Choose what to do next on a record's sheet: after each save it is another widget."""
    buttons = [each for each in at.button if each.key == f"{sheet}/{action}"]
    if buttons:
        return buttons[0].click().run()
    (control,) = (each for each in at.segmented_control if str(each.key).split("/")[0] == sheet)
    return control.set_value(action).run()


def actions_offered(at: AppTest, sheet: str) -> list[str]:
    """What a record's sheet offers to do, in order."""
    return [each.label for each in at.button if str(each.key).startswith(f"{sheet}/")]


def rows_chosen(at: AppTest, table: str, *places: int) -> AppTest:
    """Leave just these rows of a table ticked, the first being 0."""
    known = table_of(at, table).ids
    state = json.dumps({"ticked": [known[place] for place in places]})
    return acted(at, WidgetState(id=_element(at, table).proto.id, json_value=state))


def row_clicked(at: AppTest, table: str, place: int) -> AppTest:
    """Click a row of a table that leads somewhere."""
    shown = table_of(at, table)
    row = shown.data["rows"][place]
    assert row["opens"]
    assert shown.data["wholeRow"]
    return _triggered(at, table, "opened", row["id"])


def cell_pressed(at: AppTest, table: str, column: str, place: int, sent: int = 1) -> AppTest:
    """Press the button in a row of a table's column, the first row being 0; `sent`: so often, before it is answered."""
    shown = table_of(at, table)
    row = shown.data["rows"][place]
    assert row["opens"]
    assert shown.data["button"] == column
    return _triggered(at, table, "opened", row["id"], sent)


def head_pressed(at: AppTest, table: str, label: str) -> AppTest:
    """Press the head of a table's column, by its words."""
    (column,) = (each for each in table_of(at, table).data["columns"] if each["label"] == label)
    assert column["order"], label
    return _triggered(at, table, "sorted", column["key"])


def _triggered(at: AppTest, element: str, event: str, value: Any, sent: int = 1) -> AppTest:
    place = _make_trigger_id(_element(at, element).proto.id, "events")
    held = at._tree.get_widget_states()
    held.widgets.append(WidgetState(id=place, json_trigger_value=json.dumps([{"event": event, "value": value}])))
    for _ in range(sent):
        at._run(held)
    return at


def cells_typed(at: AppTest, editor: str, **cells: dict[str, Any]) -> AppTest:
    """Type into an editor's cells: `R_006={"percent": 70}`, the row by what stands in its first column."""
    first = at.data_editor(key=editor).value.iloc[:, 0].tolist()
    return rows_typed(at, editor, {first.index(row.replace("_", "-")): values for row, values in cells.items()})


def rows_typed(at: AppTest, editor: str, rows: dict[int, dict[str, Any]]) -> AppTest:
    """Type into an editor's rows, the first being 0."""
    edited = {str(place): cells for place, cells in rows.items()}
    return _entered(at, editor, {"edited_rows": edited, "added_rows": [], "deleted_rows": []})


def points_of(at: AppTest, chart: str) -> list[dict[str, Any]]:
    """The points of a chart as a click hands them over: what each carries."""
    traces = chart_of(at, chart).figure["data"]
    return [{"customdata": carried} for trace in traces for carried in trace.get("customdata") or []]


def point_clicked(at: AppTest, chart: str, point: dict[str, Any]) -> AppTest:
    """Click one of a chart's points."""
    return _triggered(at, chart, "clicked", point)


def figure_followed(at: AppTest, label: str) -> AppTest:
    """Click what stands below a figure at the top, which leads to its rows."""
    element = next(str(each.key) for each in at.get("bidi_component") if str(each.key).startswith("figures_"))
    address = figure(at, label, "address")
    assert address
    return _triggered(at, element, "went", address)


def cards_of(at: AppTest, board: str) -> dict[str, list[str]]:
    """The ids on a board's cards, by the words above its columns."""
    data = json.loads(_element(at, board).proto.json)
    return {column["word"]: [card["item_id"] for card in column["cards"]] for column in data["columns"]}


def card_clicked(at: AppTest, board: str, item_id: str) -> AppTest:
    """Click a card on a board."""
    return _triggered(at, board, "opened", item_id)


def taken(at: AppTest, button: str) -> Taken:
    """Press a download button and take the file."""
    files = files_of(at)
    place = files.execute_deferred(at.download_button(key=button).proto.deferred_file_id)
    file = files.read_file(place.rsplit("/", maxsplit=1)[-1].split(".")[0])
    return Taken(str(file.filename), str(file.mimetype), file.content)


def _entered(at: AppTest, key: str, value: dict[str, Any]) -> AppTest:
    return acted(at, WidgetState(id=_element(at, key).proto.id, string_value=json.dumps(value)))


def _element(at: AppTest, key: str) -> Any:
    return at.get_by_key(key)
