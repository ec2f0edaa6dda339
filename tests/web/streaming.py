"""Speaking Streamlit's own language over a socket, as a program that leaves the browser out would."""

from collections.abc import Sequence
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, ForwardMsg
from streamlit.util import calc_hash
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from board.navigation import first

_LONGEST = 20


def stream(port: int, cookie: str, session_id: str = "", **options: Any) -> ClientConnection:
    """A socket to Streamlit, in the browser's way; `session_id`: one to go on with."""
    opened: ClientConnection = connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        additional_headers={"Cookie": cookie, **options.pop("headers", {})},
        subprotocols=[Subprotocol(each) for each in ("streamlit", "token", session_id) if each],
        proxy=None,
        max_size=None,
        **options,
    )
    return opened


def ask_for(socket: ClientConnection, subject: str, **widgets: bool) -> list[ForwardMsg]:
    """Run a page, with buttons pressed by their ids, and take all it sends."""
    message = BackMsg()
    message.rerun_script.page_script_hash = "" if subject == first(collects=False) else calc_hash(subject)
    for name, pressed in widgets.items():
        message.rerun_script.widget_states.widgets.add(id=name, trigger_value=pressed)
    socket.send(message.SerializeToString())
    return taken(socket)


def operation(socket: ClientConnection, session_id: str, **asked: Any) -> BackendOperationResponse:
    """What a browser asks for beside a run: a file to be made, or what Streamlit offers to its developers."""
    message = BackMsg()
    request = message.backend_operation_request
    request.request_id, request.session_id = "1", session_id
    for name, fields in asked.items():
        getattr(request, name).SetInParent()
        for field, value in fields.items():
            setattr(getattr(request, name), field, value)
    socket.send(message.SerializeToString())
    while True:
        sent = _next(socket)
        if sent.WhichOneof("type") == "backend_operation_response":
            return sent.backend_operation_response


def downloads_of(sent: Sequence[ForwardMsg]) -> list[str]:
    """The ids of the files that a page offers."""
    return [each.delta.new_element.download_button.deferred_file_id for each in sent if _offers_a_file(each)]


def _offers_a_file(message: ForwardMsg) -> bool:
    return message.delta.new_element.WhichOneof("type") == "download_button"


def text_of(sent: Sequence[ForwardMsg]) -> str:
    """All that can be read of what was sent, tables and charts included."""
    return "\n".join(each.SerializeToString().decode("utf-8", "replace") for each in sent)


def taken(socket: ClientConnection) -> list[ForwardMsg]:
    """All messages of a run, to its end."""
    sent: list[ForwardMsg] = []
    while not sent or sent[-1].WhichOneof("type") != "script_finished":
        sent.append(_next(socket))
    return sent


def _next(socket: ClientConnection) -> ForwardMsg:
    message, said = ForwardMsg(), socket.recv(_LONGEST)
    assert isinstance(said, bytes)
    message.ParseFromString(said)
    return message


def session_of(sent: Sequence[ForwardMsg]) -> str:
    """The session that a run belongs to."""
    return next(each.new_session.initialize.session_id for each in sent if each.WhichOneof("type") == "new_session")
