"""Which slide a meeting is at: several screens and the phone that is the remote stay on the same one.

A screen says "join" when it opens, and receives {"place": n, "state": m}: the slide that is shown (null: nobody has
stepped), and how often a newer state was taken over. It sends the number of a slide when somebody steps on it, and
"anew" when it has taken over a newer state; the others receive what changed.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import anyio.to_thread
from starlette.websockets import WebSocket, WebSocketDisconnect

from board.errors import BoardError
from board.web.deck.presenter import presenter
from board.web.deck.sittings import require_seen

_REFUSED = 4403
_MOST_DIGITS = 4


@dataclass
class Stage:
    """The slide that a meeting is at (None: nobody has stepped), how often its slides were made anew, and the signals
    of its screens.
    """

    place: int | None = None
    state: int = 0
    screens: set[asyncio.Event] = field(default_factory=set)

    def tell_others(self, than: asyncio.Event) -> None:
        """Every screen but this one hears of a change."""
        for screen in self.screens - {than}:
            screen.set()


_STAGES: dict[tuple[str, str], Stage] = {}


async def stage(websocket: WebSocket) -> None:
    """Keeps a screen of a meeting together with the others, until it leaves."""
    key = (websocket.path_params["activity_id"], websocket.path_params["sitting_id"])
    try:
        await anyio.to_thread.run_sync(_require_joins, websocket, *key)
    except BoardError:
        await websocket.close(_REFUSED)
        return
    await websocket.accept()
    here, moved = _STAGES.setdefault(key, Stage()), asyncio.Event()
    here.screens.add(moved)
    telling = asyncio.create_task(_tell(websocket, here, moved))
    try:
        while (received := await websocket.receive())["type"] != "websocket.disconnect":
            _take(received.get("text") or "", here, moved)
    finally:
        telling.cancel()
        here.screens.discard(moved)
        if not here.screens and _STAGES.get(key) is here:
            del _STAGES[key]


def _require_joins(websocket: WebSocket, activity_id: str, sitting_id: str) -> None:
    """Raises BoardError for whoever may not hold this meeting."""
    require_seen(presenter(websocket, activity_id), activity_id, sitting_id)


def _take(message: str, here: Stage, moved: asyncio.Event) -> None:
    if message == "join":
        moved.set()
    elif message == "anew":
        here.state += 1
        here.tell_others(moved)
    elif message.isascii() and message.isdigit() and len(message) <= _MOST_DIGITS:
        here.place = int(message)
        here.tell_others(moved)


async def _tell(websocket: WebSocket, here: Stage, moved: asyncio.Event) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):  # it has just left
        while True:
            await moved.wait()
            moved.clear()
            await websocket.send_json({"place": here.place, "state": here.state})
