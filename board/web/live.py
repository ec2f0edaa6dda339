"""/live: tells a browser the moment something is saved, and nothing otherwise.

A browser sends "turn" when it wants to redraw, receives one ({"turn": name}), and sends "pass name" if it has no use
for it. About the sheets on its screen it sends "at mark", "on mark" with a form open, and "off mark"
(board/web/at_work.py); it receives who else is at work on those records ({"others": {mark: words}}), when that changes.
"""

import asyncio
import secrets

from starlette.websockets import WebSocket

from board import clock
from board.store.store import Store, Topic
from board.web import serving, turns
from board.web.at_work import AT_WORK, Signs
from board.web.door.gate import ACCOUNT

_TURN, _PASS = "turn", "pass "
# Identifies this run of the server: after a restart a page has no session until it is redrawn.
LIFE = secrets.token_hex(4)


async def live(websocket: WebSocket) -> None:
    """Sends {"data": n, "access": n, "life": LIFE} on connecting and after every write, until the browser leaves."""
    await websocket.accept()
    store, loop, changed = serving.store(), asyncio.get_running_loop(), asyncio.Event()

    def wake(_topic: Topic, _version: int) -> None:
        loop.call_soon_threadsafe(changed.set)

    stop = store.watch(wake)
    asked, least, stirred = asyncio.Event(), store.versions(), asyncio.Event()
    signs = Signs(websocket.headers.get(ACCOUNT.decode(), ""))

    def stir() -> None:
        loop.call_soon_threadsafe(stirred.set)

    stop_stirring = AT_WORK.watch(stir)
    works = (
        _tell(websocket, store, changed),
        _give_turns(websocket, asked, least, _whose(websocket)),
        _tell_others(websocket, signs, stirred),
    )
    tasks = [asyncio.create_task(work) for work in works]
    try:
        while (received := await websocket.receive())["type"] != "websocket.disconnect":
            message = received.get("text") or ""
            if message == _TURN:
                least.update(store.versions())
                asked.set()
            if signs.take(message, clock.now()):
                stirred.set()
            turns.over(message.removeprefix(_PASS))
    finally:
        stop()
        stop_stirring()
        signs.end()
        for task in tasks:
            task.cancel()


def _whose(websocket: WebSocket) -> str:
    """The account; in the demonstration, which has none, an id for each page."""
    return websocket.headers.get(ACCOUNT.decode()) or str(id(websocket))


async def _give_turns(websocket: WebSocket, asked: asyncio.Event, least: turns.Versions, whose: str) -> None:
    """Gives one turn after another: a turn requested while the last one isn't over follows it."""
    while True:
        await asked.wait()
        async with turns.turn(least, whose) as name:
            asked.clear()
            await websocket.send_json({_TURN: name})


async def _tell_others(websocket: WebSocket, signs: Signs, stirred: asyncio.Event) -> None:
    last: dict[str, str] = {}
    while True:
        await stirred.wait()
        stirred.clear()
        others = signs.others(clock.now())
        if others != last:
            await websocket.send_json({"others": others})
        last = others


async def _tell(websocket: WebSocket, store: Store, changed: asyncio.Event) -> None:
    while True:
        changed.clear()
        await websocket.send_json({**store.versions(), "life": LIFE})
        await changed.wait()
