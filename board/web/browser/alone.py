"""A choice on a page draws the page alone, without the frame around it: half the work of drawing all.

Streamlit runs the part of a script that a widget is in. That is right for a choice, such as a filter's; a press may
save something, of which the frame says so, or open a dialog, and draws all. So does any widget of a page that has parts
of its own: an open dialog would stay, and what is left of a closed one keep its values.
"""

from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner_utils.script_requests import _has_active_trigger_value

# The key of the part of the script that draws a page.
PAGE = "page"
_ATTRIBUTE = "_board_pages"
_request = AppSession.request_rerun


def begin() -> None:
    """Draws so from now on, in all sessions of this process."""
    AppSession.request_rerun = _asked  # type: ignore[method-assign,assignment]


def _asked(session: AppSession, state: ClientState | None) -> None:
    """Runs the script as a browser asks for it: all of it where the page can't be drawn alone."""
    storage: Any = session._fragment_storage
    # Where something came in above it, a page has another id than the one that the browser still shows.
    pages: set[str] = session.__dict__.setdefault(_ATTRIBUTE, set())
    pages.update(storage._ids_by_target_key.get(PAGE, ()))
    if state is not None and state.fragment_id in pages and not _can_be_alone(state, storage):
        state.fragment_id = ""
    _request(session, state)


def _can_be_alone(state: ClientState, storage: Any) -> bool:
    is_press = any(_has_active_trigger_value(widget) for widget in state.widget_states.widgets)
    has_parts = state.fragment_id in tuple(storage._parent_by_id.values())
    return storage.contains(state.fragment_id) and not is_press and not has_parts
