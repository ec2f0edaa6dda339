"""Open sockets: closed at once if their session ends or changes; nobody's messages crowd out others'.

The session is checked when a socket is opened, and again at every message that comes over it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from board.access import Actor
from board.accounts.sign_in import who
from board.store.store import Topic
from board.web import serving

SIGNED_OUT = 4401
STREAM, _NOT_UNDERSTOOD = "/_stcore/stream", 1002
# Per kind and session: more tabs than anybody has open.
MOST = 40
# Messages per socket: so many at once, and then so many per second. A click is one or two.
BURST, PER_SECOND = 60, 20.0
_TOO_MANY = "打开的网页太多，请先关掉几个"
_LEFT: Message = {"type": "websocket.disconnect", "code": SIGNED_OUT}
_OPEN: Counter[tuple[str, str]] = Counter()


async def attended(app: ASGIApp, scope: Scope, receive: Receive, send: Send, token: str) -> None:
    """Connects a socket to the app, with a limited rate, as long as the session behind the token runs unchanged.

    In the demonstration, which has no sessions, only the rate is limited.
    """
    if serving.settings().demo:
        await app(scope, _Measured(receive), send)
        return
    kind = (token, scope["path"])
    if _OPEN[kind] >= MOST:
        await PlainTextResponse(_TOO_MANY, HTTPStatus.TOO_MANY_REQUESTS)(scope, receive, send)
        return
    _OPEN[kind] += 1
    try:
        socket = _Socket(token, scope["path"], receive, send)
        async with socket.cut_off():
            await app(scope, socket.receive, socket.send)
    finally:
        _OPEN[kind] -= 1
        if not _OPEN[kind]:
            del _OPEN[kind]


class _Measured:
    """Passes on messages one by one, after others have had their turn, and no faster than anybody clicks."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._left, self._at = float(BURST), self._loop.time()

    async def __call__(self) -> Message:
        message = await self._receive()
        now = self._loop.time()
        self._left = min(BURST, self._left + (now - self._at) * PER_SECOND) - 1
        self._at = now
        await asyncio.sleep(max(0.0, -self._left / PER_SECOND))
        return message


class _Socket:
    def __init__(self, token: str, path: str, receive: Receive, send: Send) -> None:
        self._token, self._path, self._send = token, path, send
        self._receive = _Measured(receive)
        self._opened_by = self._who()
        self._is_cut_off = False

    def _who(self) -> Actor | None:
        return who(serving.store(), self._token)

    def _goes_on(self) -> bool:
        now = self._who()
        return not self._is_cut_off and now is not None and self._opened_by is not None and _same(now, self._opened_by)

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if not self._goes_on():
            await self._close()
        elif _is_understood(self._path, message):
            return message
        else:
            await self._close(_NOT_UNDERSTOOD)
        return _LEFT

    async def send(self, message: Message) -> None:
        if message["type"] == "websocket.send" and not self._goes_on():
            await self._close()
        elif not self._is_cut_off:
            self._is_cut_off = message["type"] == "websocket.close"
            await self._send(message)

    async def _close(self, code: int = SIGNED_OUT) -> None:
        with suppress(OSError):  # if the browser has left there is nothing to close
            await self.send({"type": "websocket.close", "code": code})

    @asynccontextmanager
    async def cut_off(self) -> AsyncIterator[None]:
        """Within the block the socket is closed the moment its session ends or changes."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def wake(topic: Topic, _version: int) -> None:
            if topic == "access":
                loop.call_soon_threadsafe(changed.set)

        stop, watching = serving.store().watch(wake), asyncio.create_task(self._watch(changed))
        try:
            yield
        finally:
            stop()
            watching.cancel()

    async def _watch(self, changed: asyncio.Event) -> None:
        while self._goes_on():
            await changed.wait()
            changed.clear()
        await self._close()


def _is_understood(path: str, message: Message) -> bool:
    """Whether Streamlit can read a message sent to it: it would raise over any other. True for other paths."""
    if path != STREAM:
        return True
    try:
        BackMsg.FromString(message.get("bytes") or b"")
    except Exception:  # noqa: BLE001 - whatever Streamlit's reader raises
        return False
    return message.get("bytes") is not None


def _same(one: Actor, other: Actor) -> bool:
    return (one.account_id, one.roles) == (other.account_id, other.roles)
