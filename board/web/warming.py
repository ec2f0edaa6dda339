"""The first run of a script in a fresh process costs half a second, so the server makes it, not the first visitor."""

import asyncio
from collections.abc import Mapping

import anyio
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance
from streamlit.runtime.session_manager import ClientContext, SessionClient

_LONGEST_WAIT = 10


class _Request(ClientContext):
    headers: tuple[tuple[str, str], ...] = ()
    cookies: Mapping[str, str] = {}
    remote_ip = "127.0.0.1"


class _Visitor(SessionClient):
    def __init__(self) -> None:
        self.is_done = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        if msg.WhichOneof("type") == "script_finished":
            self.is_done.set()

    @property
    def client_context(self) -> ClientContext:
        return _Request()


async def run_script_once() -> None:
    """Runs the entry script as a visitor without a cookie, to its end or for ten seconds."""
    runtime, visitor = get_instance(), _Visitor()
    session_id = runtime.connect_session(visitor, {})
    message = BackMsg()
    message.rerun_script.query_string = ""
    runtime.handle_backmsg(session_id, message)
    with anyio.move_on_after(_LONGEST_WAIT):
        await visitor.is_done.wait()
    runtime.close_session(session_id)
