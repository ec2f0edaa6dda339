"""Messages of a page's script reach the event loop some milliseconds' worth at a time.

Streamlit wakes the loop for every message; each time the script and the loop take the interpreter from each other, and
the loop looks through all sessions, a hundred where a hundred people look on. A page has fifty to ninety messages.
"""

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

# Of a run's first messages, by which its reader sees that it has begun, and of all that follow.
_FIRST, _LATER = 0.005, 0.02
_ATTRIBUTE = "_board_waiting"


@dataclass
class _Waiting:
    """The events of one session that the loop has not taken yet, in order, whether it was asked to, and whether some of
    the run's messages are on their way."""

    events: deque[tuple[Any, ScriptRunnerEvent, dict[str, Any]]] = field(default_factory=deque)
    is_announced: bool = False
    has_begun: bool = False


def begin() -> None:
    """Sends in lots from now on, in all sessions of this process."""
    AppSession._on_scriptrunner_event = _happened  # type: ignore[method-assign,assignment]


def _happened(session: AppSession, sender: Any, event: ScriptRunnerEvent, **more: Any) -> None:
    """Takes an event of a session's script, on any thread. What begins or ends a run isn't kept waiting."""
    waiting = session.__dict__.get(_ATTRIBUTE) or session.__dict__.setdefault(_ATTRIBUTE, _Waiting())
    waiting.events.append((sender, event, more))
    if event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
        waiting.has_begun = False
        session._call_soon_on_event_loop(partial(_hand_over, session, waiting))
    elif not waiting.is_announced:
        waiting.is_announced = True
        seconds, waiting.has_begun = _LATER if waiting.has_begun else _FIRST, True
        session._call_soon_on_event_loop(partial(_soon, session, seconds, waiting))


def _soon(session: AppSession, seconds: float, waiting: _Waiting) -> None:
    session._event_loop.call_later(seconds, partial(_hand_over, session, waiting))


def _hand_over(session: AppSession, waiting: _Waiting) -> None:
    # In this order: an event that comes meanwhile is either taken below or announces itself.
    waiting.is_announced = False
    while waiting.events:
        sender, event, more = waiting.events.popleft()
        try:
            session._handle_scriptrunner_event_on_event_loop(sender, event, **more)
        except BaseException:
            session._call_soon_on_event_loop(partial(_hand_over, session, waiting))
            raise
