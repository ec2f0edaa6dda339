"""What somebody without an account may take of the server: little, for a short time, nothing that others need."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from board.web.door import limits
from tests.web.client import ask, signed_in
from tests.web.conftest import Process

START = b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 4000\r\n\r\nname="


def opened(port: int, *said: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    for each in said:
        connection.sendall(each)
    return connection


def heard(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    said = b""
    try:
        while piece := connection.recv(65_536):
            said += piece
    except ConnectionError:
        pass
    return said


def pushed(connection: socket.socket, piece: bytes, most: int) -> int:
    """How many bytes the server takes before it hangs up."""
    sent = 0
    try:
        while sent < most:
            sent += connection.send(piece)
    except OSError:
        pass
    return sent


CHUNKED = b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"


@pytest.mark.parametrize("start", [START + b"X: ", b"GET /", START + b"Cookie: chagai_session=", CHUNKED])
def test_a_head_without_an_end_is_cut_off(door: int, start: bytes) -> None:
    with opened(door, start) as connection:
        assert pushed(connection, b"a" * 4_096, 20_000_000) < 5_000_000
    assert ask(door, "/healthz").status == 200


def test_a_body_of_nothing_but_framing_is_cut_off(door: int) -> None:
    start = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    for piece in (b"1;" + b"a" * 4_096, b"0\r\nX: " + b"a" * 4_096):
        with opened(door, start) as connection:
            assert pushed(connection, piece, 20_000_000) < 5_000_000


@pytest.mark.parametrize(
    "head", [START + b"X: " + b"a" * 40_000, START + b"X: a\r\n" * 200 + b"Y: b"], ids=["large", "many"]
)
def test_a_head_that_is_too_large_is_refused_in_one_piece_too(door: int, head: bytes) -> None:
    with opened(door, head + b"\r\n\r\n") as connection:
        said = heard(connection)
    assert said.startswith(b"HTTP/1.1 431 ")
    assert b"content-security-policy" in said


def test_what_browsers_send_is_within_it(door: int) -> None:
    cookie = "; ".join(f"c{number}=" + "x" * 1_000 for number in range(20))
    assert ask(door, "/sign-in", cookie=cookie).status == 200


@pytest.mark.parametrize(("said", "status"), [(b"", b""), (START, b"408"), (POST, b"408")], ids=["", "head", "body"])
def test_a_request_that_never_ends_is_dropped(
    door: int, said: bytes, status: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.3)
    began = time.monotonic()
    with opened(door, said) as connection:
        assert heard(connection)[9:12] == status
    assert time.monotonic() - began < 5


@pytest.mark.walk
def test_a_body_that_comes_slowly_but_comes_is_taken(door: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 1.0)
    monkeypatch.setattr(limits, "SLOWEST", 500)
    with opened(door, POST) as connection:
        for _ in range(15):
            connection.sendall(b"a" * 250)
            time.sleep(0.1)
        connection.sendall(b"a" * (4_000 - 5 - 15 * 250))
        assert connection.recv(100).startswith(b"HTTP/1.1 422 ")


@pytest.mark.parametrize("said", [b"", START, POST], ids=["nothing", "head", "body"])
def test_who_holds_many_open_loses_the_oldest_and_shuts_nobody_out(
    door: int, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "most", lambda: 40)
    with ExitStack() as stack:
        held = [stack.enter_context(opened(door, said)) for _ in range(60)]
        assert ask(door, "/healthz").status == 200
        assert heard(held[0]) == b""
        held[-1].setblocking(False)
        with pytest.raises(BlockingIOError):
            held[-1].recv(1)


def test_one_senders_hundreds_behind_a_proxy_cost_another_nothing(
    door_behind_a_proxy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "most", lambda: 40)
    body = POST.replace(b"Host: x", b"Host: x\r\nX-Forwarded-For: 203.0.113.%d")
    with ExitStack() as stack:
        slow = stack.enter_context(opened(door_behind_a_proxy, body % 9))
        for _ in range(60):
            stack.enter_context(opened(door_behind_a_proxy, body % 10))
        assert ask(door_behind_a_proxy, "/healthz").status == 200
        slow.setblocking(False)
        with pytest.raises(BlockingIOError):
            slow.recv(1)


@pytest.mark.parametrize(
    "head",
    [
        b"GET /live HTTP/1.1\r\nSec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\n",
        b"POST /live HTTP/1.1\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n",
        b"GET /live HTTP/1.1\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 12\r\n",
        b"GET /live HTTP/1.1\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nX: "
        + b"a" * 9_000
        + b"\r\n",
    ],
    ids=["key", "method", "version", "line"],
)
def test_what_can_never_become_a_socket_is_refused_in_order(door: int, head: bytes) -> None:
    with opened(door, head + b"Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n") as connection:
        said = heard(connection)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert b"content-security-policy" in said


@pytest.fixture
def many_files() -> Iterator[None]:
    """This process, too, may hold as many open as the test needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4_096)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def resident(process: Process) -> int:
    """Bytes of memory that the server holds."""
    pages = Path(f"/proc/{process.pid}/statm").read_text().split()
    return int(pages[1]) * resource.getpagesize()


@pytest.mark.walk
@pytest.mark.usefixtures("many_files")
def test_eleven_hundred_slow_connections_keep_nobody_out(school: Process) -> None:
    cookie = signed_in(school.port, "leader")
    with ExitStack() as stack:
        for _ in range(1_100):
            stack.enter_context(opened(school.port, START))
        began = time.monotonic()
        assert ask(school.port, "/", cookie=cookie).status == 200
        assert time.monotonic() - began < 3


def test_three_hundred_megabytes_of_head_take_no_memory(school: Process) -> None:
    before = resident(school)
    with opened(school.port, START + b"X: ") as connection:
        assert pushed(connection, b"a" * 65_536, 300_000_000) < 10_000_000
    assert resident(school) - before < 10_000_000
    assert ask(school.port, "/healthz").status == 200
