"""Limits on what one connection, and one address, may use of the server before anybody knows who it is.

A request has a largest head, and a time within which its head and its body must come. Each address may have only so
many connections at once in each phase of a request, and all addresses together only so many: one more drops the oldest
of whoever has the most, so that somebody who holds hundreds open shuts out nobody else.
"""

import asyncio
import base64
import binascii
from collections import defaultdict
from collections.abc import Callable
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from board.web import descriptors, serving
from board.web.door import proxies
from board.web.door.gate import HEADERS

LARGEST_HEAD, MOST_HEADERS = 32_768, 100
_LONGEST_LINE = 8_000  # of a socket's head: its reader takes no more
_KEY = 16  # bytes of the key in a browser's request for a socket
HEAD_SECONDS, BODY_SECONDS, SLOWEST = 10.0, 20.0, 16_384  # a large body may take longer, at this many bytes a second
_UNREAD_SECONDS = 60.0
# Bytes beside the body's own: the lengths of its chunks, and what may follow it.
_FRAMING, _FRAMING_EACH = 65_536, 8
_MOST, _LEAST = 1_000, 32
HEAD, BODY, ANSWER, IDLE = "head", "body", "answer", "idle"


def most() -> int:
    """The number of connections that may be in one phase: an eighth of what the process may open."""
    files = descriptors.limit()
    return _MOST if files is None else max(_LEAST, min(_MOST, files // 8))


class _Standing:
    """The connections in one phase, by address, each address's in order of arrival."""

    def __init__(self) -> None:
        self._by_address: defaultdict[str, dict[Bounded, None]] = defaultdict(dict)
        self._count = 0

    def add(self, address: str, connection: "Bounded") -> None:
        self._by_address[address][connection] = None
        self._count += 1
        if len(self._by_address[address]) > most() // 2:
            self._drop_oldest(address)
        elif self._count > most():
            self._drop_oldest(max(self._by_address, key=lambda each: len(self._by_address[each])))

    def remove(self, address: str, connection: "Bounded") -> None:
        standing = self._by_address.get(address, {})
        if connection in standing:
            del standing[connection]
            self._count -= 1
            if not standing:
                del self._by_address[address]

    def _drop_oldest(self, address: str) -> None:
        next(iter(self._by_address[address])).drop()


_STANDING = {phase: _Standing() for phase in (HEAD, BODY, ANSWER, IDLE)}


class Bounded(HttpToolsProtocol):
    """One connection of HTTP, until it becomes a socket."""

    _phase, _address = "", ""
    _timer: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _head_bytes = _body_bytes = _body_all = 0
    _body_began = 0.0
    _is_between = True  # no request has begun that isn't complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Waits for a request, but not for long."""
        super().connection_made(transport)
        self._enter(HEAD)
        self._after(HEAD_SECONDS, self.drop)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops counting it."""
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes the data, unless it is more than a request can have."""
        if self.transport.is_closing():
            return
        if self._phase == BODY:
            self._body_all += len(data)
        super().data_received(data)
        if self._phase == HEAD and not self._is_between:
            self._head_bytes += len(data)
            if self._head_bytes > LARGEST_HEAD:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif self._phase == BODY and self._body_all > _FRAMING + _FRAMING_EACH * self._body_bytes:
            self._refuse(HTTPStatus.BAD_REQUEST)

    def on_message_begin(self) -> None:
        """Waits for the rest of a head."""
        super().on_message_begin()
        if self.transport.is_closing():
            return
        self._is_between, self._head_bytes = False, 0
        self._enter(HEAD)
        self._after(HEAD_SECONDS, self._refuse_as_late)

    def on_headers_complete(self) -> None:
        """Refuses a head that is too large; else waits for the body."""
        if self.transport.is_closing():
            return
        if self._is_too_large():
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        super().on_headers_complete()
        self._body_bytes = self._body_all = 0
        self._body_began = self.loop.time()
        self._enter(BODY)
        self._after(BODY_SECONDS, self._look_at_body)

    def on_body(self, body: bytes) -> None:
        """Takes a piece of the body."""
        self._body_bytes += len(body)
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Waits for the answer."""
        if self.transport.is_closing():
            return
        super().on_message_complete()
        self._is_between = True
        self._enter(ANSWER)
        if self.cycle and self.cycle.response_complete:
            self._enter(IDLE)
        self._stop()

    def on_response_complete(self) -> None:
        """Waits for the next request, as uvicorn does for some seconds."""
        super().on_response_complete()
        if self._is_between and not self.pipeline and not self.transport.is_closing():
            self._enter(IDLE)

    def handle_websocket_upgrade(self) -> None:
        """Hands the connection over; refuses what could never become a socket."""
        if not self._is_for_a_socket():
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        self._leave()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        """Waits for a client that doesn't read, but not for ever."""
        super().pause_writing()
        self._unread = self._unread or self.loop.call_later(_UNREAD_SECONDS, self.drop)

    def resume_writing(self) -> None:
        """Goes on writing."""
        super().resume_writing()
        if self._unread:
            self._unread.cancel()
            self._unread = None

    def send_400_response(self, msg: str) -> None:
        """Refuses what is no request."""
        self._refuse(HTTPStatus.BAD_REQUEST)

    def drop(self) -> None:
        """Closes the connection without an answer."""
        self._leave()
        self.transport.abort()

    def _refuse(self, status: HTTPStatus) -> None:
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            headers = [(b"content-length", b"0"), (b"connection", b"close"), *HEADERS]
            lines = b"".join(b"%s: %s\r\n" % pair for pair in headers)
            self.transport.write(f"HTTP/1.1 {status} {status.phrase}\r\n".encode() + lines + b"\r\n")
        self._leave()
        self.transport.close()

    def _refuse_as_late(self) -> None:
        self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _look_at_body(self) -> None:
        if self.flow.read_paused:  # the server itself is slow
            self._body_began += BODY_SECONDS
            self._after(BODY_SECONDS, self._look_at_body)
            return
        left = self._body_began + BODY_SECONDS + self._body_bytes / SLOWEST - self.loop.time()
        if left > 0:
            self._after(left, self._look_at_body)
        else:
            self._refuse_as_late()

    def _is_too_large(self) -> bool:
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        return size > LARGEST_HEAD or len(self.headers) > MOST_HEADERS

    def _is_for_a_socket(self) -> bool:
        socket_headers = {name: value for name, value in self.headers if name.startswith(b"sec-websocket-")}
        keys = [value for name, value in self.headers if name == b"sec-websocket-key"]
        try:
            is_key = len(keys) == 1 and len(base64.b64decode(keys[0], validate=True)) == _KEY
        except binascii.Error:
            return False
        lines = [self.url, *(name + value for name, value in self.headers)]
        is_short = max(map(len, lines)) < _LONGEST_LINE
        is_get = self.scope["method"] == "GET" and self.scope["http_version"] == "1.1"
        return (
            is_key
            and is_short
            and is_get
            and self.url.isascii()
            and socket_headers.get(b"sec-websocket-version") == b"13"
        )

    def _sender(self) -> str:
        seen = proxies.seen_from_outside(dict(self.scope), serving.settings().proxies)
        return str((seen.get("client") or ("",))[0])

    def _enter(self, phase: str) -> None:
        """Enters a phase, counted under the address as far as it is known.

        A proxy's own address isn't counted until a head names the client it speaks for.
        """
        if self._phase:
            _STANDING[self._phase].remove(self._address, self)
        is_sender_known = phase in {BODY, ANSWER}
        peer = self.client[0] if self.client else proxies.HERE[0] if proxies.is_unix(self.server) else ""
        self._phase, self._address = phase, self._sender() if is_sender_known else peer
        if is_sender_known or not proxies.is_known(peer, serving.settings().proxies):
            _STANDING[phase].add(self._address, self)

    def _leave(self) -> None:
        if self._phase:
            _STANDING[self._phase].remove(self._address, self)
        self._phase = ""
        self._stop()
        if self._unread:
            self._unread.cancel()
            self._unread = None

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, act)

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
