"""A choice on a page draws the page alone; whatever the page can't be drawn alone for draws all."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.sync.client import ClientConnection

from tests.web.conftest import Start
from tests.web.streaming import ask_for, stream, taken, text_of
from tests.web.test_live import heard, open_socket

_FRAME, _TABLE, _CARDS, _LIVE = "board_pages", "board_table", "board_kanban", "board_live"


@dataclass
class Open:
    """整改台账 in a browser: its tabs, a button, and the part of the script in which they are."""

    socket: ClientConnection
    tabs: str = ""
    names: tuple[str, ...] = ()
    button: str = ""
    part: str = ""
    query: str = ""
    elements: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # of each name its id, and its part of the script

    def choose(self, name: str) -> list[ForwardMsg]:
        """Choose a tab by the beginning of its name."""
        message = self._message(self.part)
        widget = message.rerun_script.widget_states.widgets.add(id=self.tabs)
        widget.string_array_value.data.append(next(each for each in self.names if each.startswith(name)))
        return self._taken(message)

    def press(self) -> list[ForwardMsg]:
        """Press 登记事项."""
        message = self._message(self.part)
        message.rerun_script.widget_states.widgets.add(id=self.button, trigger_value=True)
        return self._taken(message)

    def report(self, name: str, event: str, value: str) -> list[ForwardMsg]:
        """Let an element of our own report what has happened to it."""
        element_id, part = self.elements[name]
        message = self._message(part)
        events = json.dumps([{"event": event, "value": value}])
        message.rerun_script.widget_states.widgets.add(
            id=_make_trigger_id(element_id, "events"), json_trigger_value=events
        )
        return self._taken(message)

    def open(self, query: str = "") -> list[ForwardMsg]:
        """Draw all, as when the page is opened."""
        self.query = query
        sent = self._taken(self._message(""))
        for each in sent:
            element = each.delta.new_element
            kind = element.WhichOneof("type")
            if kind == "button_group" and not self.tabs:
                self.tabs, self.part = element.button_group.id, each.delta.fragment_id
                self.names = tuple(option.content for option in element.button_group.options)
            if kind == "button" and element.button.label == "登记事项":
                self.button = element.button.id
            if kind == "bidi_component":
                name = element.bidi_component.component_name
                self.elements[name] = element.bidi_component.id, each.delta.fragment_id
        return sent

    def _message(self, part: str) -> BackMsg:
        message = BackMsg()
        asked = message.rerun_script
        asked.page_script_hash, asked.fragment_id = calc_hash("rectification"), part
        asked.query_string = self.query
        return message

    def _taken(self, message: BackMsg) -> list[ForwardMsg]:
        self.socket.send(message.SerializeToString())
        return taken(self.socket)


@pytest.fixture
def ledger(start: Start, tmp_path: Path) -> Iterator[Open]:
    with stream(start("demo", tmp_path).port, "") as socket:
        yield Open(socket)


def test_a_choice_draws_the_page_without_its_frame(ledger: Open) -> None:
    assert _FRAME in text_of(ledger.open())
    shown = text_of(ledger.choose("已销号"))
    assert _TABLE in shown
    assert "R-021" in shown
    assert _FRAME not in shown


def test_each_choice_draws_the_page_where_it_was(ledger: Open) -> None:
    places = _places(ledger.open())
    assert places
    for name in ("已销号", "未销号", "已销号"):
        assert _places(ledger.choose(name)) == places


def _places(sent: list[ForwardMsg]) -> list[list[int]]:
    """The places of the tables."""
    tables = (each for each in sent if each.delta.new_element.bidi_component.component_name == _TABLE)
    return [[*each.metadata.delta_path] for each in tables]


def test_a_pressed_row_opens_its_record(ledger: Open) -> None:
    ledger.open()
    for item_id in ("R-021", "R-006"):
        assert f"rectification_item={item_id}" in _addresses(ledger.report(_TABLE, "opened", item_id))


def test_a_pressed_card_opens_its_record(ledger: Open) -> None:
    ledger.open(query="rectification_look=看板")
    for item_id in ("R-021", "R-006"):
        addresses = _addresses(ledger.report(_CARDS, "opened", item_id))
        assert any(f"rectification_item={item_id}" in each for each in addresses), addresses


def _addresses(sent: list[ForwardMsg]) -> list[str]:
    return [each.page_info_changed.query_string for each in sent]


def test_a_redraw_gives_its_turn_back_as_soon_as_it_ends(ledger: Open) -> None:
    """Else whoever is next waits for seconds, as if it dawdled."""
    ledger.open()
    with open_socket(ledger.socket.remote_address[1]) as live:
        heard(live)
        for _ in range(3):
            live.send("turn")
            ledger.report(_LIVE, "changed", heard(live)["turn"])


def test_a_press_draws_all_and_so_does_a_choice_beside_an_open_dialog(ledger: Open) -> None:
    ledger.open()
    assert _FRAME in text_of(ledger.press())
    assert _FRAME in text_of(ledger.choose("已销号"))


def test_a_choice_on_a_page_that_has_moved_on_the_screen_is_not_lost(ledger: Open) -> None:
    """A refused day is told above the page, by whose place Streamlit names the part, until one was elsewhere."""
    ledger.open(query="as_of=2020-01-01")
    ask_for(ledger.socket, "overview")
    ask_for(ledger.socket, "rectification")
    shown = text_of(ledger.choose("已销号"))
    assert _TABLE in shown
    assert _FRAME in shown
