"""Whatever is sent to the port or over a socket by somebody who is signed in: the connection is closed or answered in
order, and nothing goes wrong in the server. `--hypothesis-profile search` sends more.
"""

import json
import socket

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.http11 import Response
from websockets.sync.client import connect

from board.access import Role
from tests.depth import examples
from tests.hostile.test_doors_fuzzed import PATHS, bodies, headers, methods, words
from tests.web.client import ask, signed_in
from tests.web.conftest import Process, school, start
from tests.web.streaming import ask_for, stream

__all__ = ["school", "start"]
FEW = settings(
    max_examples=examples(20, 500),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
STREAMLITS = ["/media/x", "/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/a/b", "/component/x/y.js"]
SOCKETS = ["/live", "/_stcore/stream", "/ballot-count/a/b", "/nowhere"]


@pytest.fixture(scope="module")
def known(school: Process) -> str:
    """The cookie of somebody who is signed in."""
    return signed_in(school.port, Role.CLERK)


def faults(process: Process) -> list[str]:
    """What the server said and logged of anything that went wrong."""
    log = process.data / "logs" / "board.log"
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    tracebacks = [line for line in process.said.splitlines() if "Traceback" in line]
    return tracebacks + [str(line) for line in lines if "error" in line]


requests = st.one_of(
    st.binary(max_size=200),
    st.tuples(methods, st.sampled_from(PATHS + STREAMLITS + SOCKETS), words, headers, bodies, st.booleans()).map(
        lambda parts: (
            f"{parts[0]} {parts[1]}?".encode()
            + parts[2]
            + b" HTTP/1.1\r\n"
            + b"".join(name.encode() + b": " + value + b"\r\n" for name, value in parts[3])
            + (b"Connection: upgrade\r\nUpgrade: websocket\r\n" if parts[5] else b"Connection: close\r\n")
            + b"Cookie: COOKIE\r\n\r\n"
            + parts[4][:2_000]
        )
    ),
)


@pytest.mark.walk
@FEW
@given(requests)
def test_no_bytes_go_wrong(school: Process, known: str, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", school.port), timeout=20) as connection:
        connection.sendall(sent.replace(b"COOKIE", known.encode()))
        connection.shutdown(socket.SHUT_WR)
        try:
            answer = connection.recv(65_536)
        except OSError:
            answer = b""
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert not answer or (head.startswith(b"http/1.1 ") and head[9:10] != b"5" and b"content-security-policy: " in head)
    assert faults(school) == []


def back_message(name: str, text: str, noise: bytes) -> bytes:
    """One of Streamlit's own messages with anything in it, and noise behind it."""
    message = BackMsg()
    field = BackMsg.DESCRIPTOR.fields_by_name[name]
    if name == "rerun_script":
        asked = message.rerun_script
        asked.query_string = asked.page_script_hash = asked.fragment_id = text
        asked.widget_states.widgets.add(id=text, json_value=text)
    elif field.message_type:
        getattr(message, name).SetInParent()
    else:
        setattr(message, name, text if field.cpp_type == field.CPPTYPE_STRING else True)
    return bytes(message.SerializeToString()) + noise


texts = st.text(st.characters(codec="utf-8"), max_size=20)
back_messages = st.builds(
    back_message,
    st.sampled_from([field.name for field in BackMsg.DESCRIPTOR.fields]),
    texts,
    st.sampled_from([b"", b"\x00", b"\xff\xff"]),
)


def exchanged(port: int, path: str, cookie: str, sent: list[bytes | str]) -> Response | None:
    """Send over a socket until the server closes it; the answer, where it opens none."""
    try:
        with connect(
            f"ws://127.0.0.1:{port}{path}", additional_headers={"Cookie": cookie}, proxy=None, max_size=None
        ) as opened:
            for each in sent:
                opened.send(each)
            opened.recv(0.1)
    except InvalidStatus as refused:
        return refused.response
    except (ConnectionClosed, TimeoutError):
        return None
    return None


@FEW
@given(st.sampled_from(SOCKETS), st.lists(st.binary(max_size=100) | texts | back_messages, min_size=1, max_size=4))
@example("/_stcore/stream", ["words"])
@example("/_stcore/stream", [b"\xff" * 100])
@example("/live", ["pass \ud7ff", b"\x00"])
def test_no_message_over_a_socket_goes_wrong(school: Process, known: str, path: str, sent: list[bytes | str]) -> None:
    answer = exchanged(school.port, path, known, sent)
    assert answer is None or (answer.status_code < 500 and "content-security-policy" in answer.headers)
    assert ask(school.port, "/healthz").status == 200
    assert faults(school) == []


@pytest.mark.walk
def test_whoever_else_is_there_goes_on(school: Process, known: str) -> None:
    with stream(school.port, known) as socket:
        ask_for(socket, "overview")
    assert faults(school) == []
