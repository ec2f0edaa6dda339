"""Somebody who is signed in and floods the server over their sockets takes nothing from the others."""

import threading
import time
from contextlib import ExitStack, suppress

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from board.access import Role
from board.web import sockets
from tests.web.client import signed_in
from tests.web.conftest import Process
from tests.web.streaming import ask_for, stream
from tests.web.test_live import open_socket

RERUNS = 10_000
CLICKS = 20


@pytest.mark.walk
def test_ten_thousand_reruns_on_one_socket_hold_nobody_up(school: Process) -> None:
    message = BackMsg()
    message.rerun_script.query_string = ""
    took = []
    with (
        stream(school.port, signed_in(school.port, Role.LEADER)) as other,
        stream(school.port, signed_in(school.port, Role.CLERK)) as flooding,
    ):
        ask_for(other, "overview")

        def flood() -> None:
            with suppress(ConnectionClosed):
                for _ in range(RERUNS):
                    flooding.send(message.SerializeToString())

        def listen() -> None:
            with suppress(ConnectionClosed):
                while True:
                    flooding.recv()

        for work in (flood, listen):
            threading.Thread(target=work, daemon=True).start()
        for _ in range(CLICKS):
            began = time.monotonic()
            ask_for(other, "overview")
            took.append(time.monotonic() - began)
    assert sorted(took)[int(CLICKS * 0.95) - 1] < 1


@pytest.mark.walk
def test_a_fast_clicker_is_not_slowed(school: Process) -> None:
    with stream(school.port, signed_in(school.port, Role.CLERK)) as socket:
        ask_for(socket, "overview")
        for _ in range(10):
            ask_for(socket, "overview")


def test_one_session_has_only_so_many_sockets(door: int) -> None:
    cookie = signed_in(door)
    with ExitStack() as stack:
        for _ in range(sockets.MOST):
            stack.enter_context(open_socket(door, cookie))
        with pytest.raises(InvalidStatus) as caught:
            open_socket(door, cookie)
        assert caught.value.response.status_code == 429
        stack.enter_context(open_socket(door, signed_in(door)))
    for _ in range(100):
        with suppress(InvalidStatus):
            open_socket(door, cookie).close()
            return
        time.sleep(0.05)
    pytest.fail("what was closed still counts")
