"""Open pages without a browser: sockets that speak Streamlit's protocol as its own front end does.

A hundred browsers would measure the machine they run on; a hundred sockets measure the server.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

LIVE, TABS = "live", "tabs"
_MOMENT = 0.06  # what browser.js waits before it asks for a redraw
_FINISHED_AT_MOST = 300  # bytes; larger messages are elements and need not be read to know that a run is over
_LONGEST_RUN = 60
_WHOLE = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}


@dataclass
class Screen:
    """One open page: where its socket is, and what its last run told of the widgets that are used here."""

    socket: ClientConnection
    page: str
    query: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    tabs: Sequence[str] = ()
    fragment: str = ""  # in which the tabs are, and which a click on them runs


@asynccontextmanager
async def opened(url: str, pages: Iterable[str], query: str = "") -> AsyncIterator[list[Screen]]:
    """A screen on each of the pages, every one having run once, until the block ends."""
    base = url.replace("http", "ws", 1)
    async with AsyncExitStack() as stack:
        screens = []
        for page in pages:
            # Browsers are not offered compression here either: see launch.serve.
            socket = await stack.enter_async_context(
                connect(f"{base}/_stcore/stream", subprotocols=["streamlit"], max_size=None, compression=None)  # type: ignore[list-item]
            )
            screens.append(Screen(socket, page, query))
            await run(screens[-1], learns=True)
        yield screens


@asynccontextmanager
async def listening(url: str, count: int) -> AsyncIterator[list[ClientConnection]]:
    """As many sockets on /live, each told the version, until the block ends."""
    async with AsyncExitStack() as stack:
        address = f"{url.replace('http', 'ws', 1)}/live"
        sockets = [await stack.enter_async_context(connect(address, compression=None)) for _ in range(count)]
        for socket in sockets:
            await socket.recv()
        yield sockets


async def run(screen: Screen, *states: WidgetState, learns: bool = False, fragment: str = "") -> float:
    """Ask for a run with these widgets changed, of a fragment or of all; the seconds to its end."""
    message = BackMsg()
    message.rerun_script.fragment_id = fragment
    message.rerun_script.page_name = screen.page
    message.rerun_script.query_string = screen.query
    message.rerun_script.context_info.timezone = "Asia/Shanghai"
    message.rerun_script.widget_states.widgets.extend(states)
    began = time.perf_counter()
    await screen.socket.send(message.SerializeToString())
    async with asyncio.timeout(_LONGEST_RUN):
        while not _is_over(screen, await screen.socket.recv(decode=False), learns):
            pass
    return time.perf_counter() - began


def _is_over(screen: Screen, received: bytes, learns: bool) -> bool:
    if len(received) > _FINISHED_AT_MOST and not learns:
        return False
    message = ForwardMsg.FromString(received)
    kind = message.WhichOneof("type")
    if learns and kind == "delta":
        _learn(screen, message)
    # A run cut short by a newer request ends in another way; the newer one will have its own end.
    return kind == "script_finished" and message.script_finished in _WHOLE


def _learn(screen: Screen, message: ForwardMsg) -> None:
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "bidi_component" and element.bidi_component.component_name == "board_live":
        screen.ids[LIVE] = element.bidi_component.id
    elif kind == "button_group" and TABS not in screen.ids:
        screen.ids[TABS] = element.button_group.id
        screen.tabs = [option.content for option in element.button_group.options]
        screen.fragment = message.delta.fragment_id


async def click(screen: Screen, place: int) -> float:
    """Choose one of the tabs above the table; the seconds to the end of the run."""
    chosen = StringArray(data=[screen.tabs[place]])
    return await run(screen, WidgetState(id=screen.ids[TABS], string_array_value=chosen), fragment=screen.fragment)


async def redrawn(screen: Screen, live: ClientConnection) -> float:
    """Wait for the word that something was saved, ask for a redraw as browser.js does; the clock at its end."""
    await live.recv()
    await asyncio.sleep(_MOMENT)
    await redraw(screen, live)
    return time.perf_counter()


async def redraw(screen: Screen, live: ClientConnection) -> float:
    """Ask for a turn and redraw in it, as browser.js does when it was told of a save; the seconds of the run."""
    await live.send("turn")
    while "turn" not in (told := json.loads(await live.recv())):
        pass  # saved meanwhile: it comes with this redraw
    saved = [{"event": "changed", "value": told["turn"]}]
    trigger = _make_trigger_id(screen.ids[LIVE], "events")
    return await run(screen, WidgetState(id=trigger, json_trigger_value=json.dumps(saved)))
