"""Messages of a run, in lots: in their order, the first soon, the others seldom."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from board.web.browser import lots

_SENT = ScriptRunnerEvent.ENQUEUE_FORWARD_MSG


class _Session:
    """A session as `lots` meets it, whose loop does at once what it is called for, but for what is to come later."""

    def __init__(self) -> None:
        self.seen: list[Any] = []
        self.later: list[tuple[float, Callable[[], None]]] = []
        self._event_loop = SimpleNamespace(call_later=lambda seconds, call: self.later.append((seconds, call)))

    def _call_soon_on_event_loop(self, callback: Callable[[], None]) -> None:
        callback()

    def _handle_scriptrunner_event_on_event_loop(self, _sender: Any, event: ScriptRunnerEvent, **more: Any) -> None:
        self.seen.append(more.get("forward_msg", event))

    def send(self, *words: str) -> None:
        for word in words:
            lots._happened(self, None, _SENT, forward_msg=word)  # type: ignore[arg-type]

    def tell(self, event: ScriptRunnerEvent) -> None:
        lots._happened(self, None, event)  # type: ignore[arg-type]

    def wait(self) -> float:
        """The seconds until the loop takes the next lot, which it then does."""
        (seconds, call), *self.later = self.later
        call()
        return seconds


def test_messages_come_in_order_the_first_soon_and_the_last_with_the_end_of_the_run() -> None:
    session = _Session()
    for _ in range(2):
        session.tell(ScriptRunnerEvent.SCRIPT_STARTED)
        session.send("a", "b", "c")
        first = session.wait()
        session.send("d", "e")
        assert session.wait() > first
        session.send("f")
        session.tell(ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS)
        session.wait()  # finds nothing more
        assert session.seen == [
            ScriptRunnerEvent.SCRIPT_STARTED,
            *"abcdef",
            ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS,
        ]
        session.seen.clear()
