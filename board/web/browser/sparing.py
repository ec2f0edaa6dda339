"""Streamlit's elements without work that comes to nothing here, a sixth of a page's time.

Every call goes through what counts its use for Streamlit's makers, though nothing is counted (`gatherUsageStats`), and
every element through what serves fragments, functions that keep their elements, and scripts run without a server. A
field looks whether it was emptied, and for that has the whole session's state put together, with the state of every
other element; and each look at one value of it, or at the address, asks whether the run is to end, though the next
element asks again. A value is looked for by failing up to four times. Each run's first message has the themes, which
stay as they were set when the program started, put together anew; a part of the page has the places of all that was
drawn before it copied object by object; and the name of a page is hashed four times in each run.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from types import FunctionType, MethodType
from typing import Any

import streamlit as st
from streamlit import config, delta_generator
from streamlit.cursor import Cursor, LockedCursor, RunningCursor, SparseList
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.form_utils import FormData, current_form_id
from streamlit.elements.lib.layout_utils import (
    LayoutConfig,
    get_height_config,
    get_text_alignment_config,
    get_width_config,
)
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_cache import create_reference_msg
from streamlit.runtime.metrics_util import gather_metrics
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    ThreadState,
    get_script_run_ctx,
    in_cached_function,
)
from streamlit.runtime.state import QueryParamsProxy, SessionStateProxy
from streamlit.runtime.state.common import RegisterWidgetResult, WidgetMetadata
from streamlit.runtime.state.query_params import QueryParams
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state_proxy import get_session_state
from streamlit.util import calc_hash

_enqueue, _add_block = DeltaGenerator._enqueue, delta_generator._enqueue_add_block
_set_theme = app_session._populate_theme_msg
_width, _height, _alignment = cache(get_width_config), cache(get_height_config), cache(get_text_alignment_config)


def begin() -> None:
    """Spares that work from now on, in all sessions of this process."""
    for owner in (*DeltaGenerator.__mro__, SessionStateProxy, QueryParamsProxy):
        for name, each in [*vars(owner).items()]:
            if isinstance(each, FunctionType) and _counts(each):
                setattr(owner, name, each.__wrapped__)  # type: ignore[attr-defined]
    for name, each in [*vars(st).items()]:
        if isinstance(each, MethodType) and isinstance(each.__self__, DeltaGenerator):
            setattr(st, name, getattr(each.__self__, each.__func__.__name__))
    DeltaGenerator._enqueue = _element  # type: ignore[method-assign,assignment]
    delta_generator._enqueue_add_block = _block  # type: ignore[assignment]
    SafeSessionState.filtered_state = property(Shown)  # type: ignore[assignment,method-assign]
    SafeSessionState.__getitem__ = _value_of  # type: ignore[method-assign]
    SafeSessionState.register_widget = _register  # type: ignore[method-assign,assignment]
    SafeSessionState.query_params = _address  # type: ignore[method-assign,assignment]
    SessionStateProxy.get = _value_or  # type: ignore[method-assign,assignment]
    StreamlitPage._script_hash = property(lambda page: _hash_of(page._url_path))  # type: ignore[assignment,method-assign]
    for kind in (RunningCursor, LockedCursor):
        kind.__deepcopy__ = _copied  # type: ignore[union-attr]
    app_session._populate_theme_msg = _theme  # type: ignore[assignment]


def _counts(call: Any) -> bool:
    """Returns whether Streamlit put its counting around a function."""
    code = call.__code__
    return code.co_filename == gather_metrics.__code__.co_filename and hasattr(call, "__wrapped__")


def _element(
    place: DeltaGenerator, kind: str, proto: Any, layout_config: LayoutConfig | None = None, *more: Any, **how: Any
) -> DeltaGenerator:
    """Sends an element, and returns its place: `DeltaGenerator._enqueue` for those of a page's own script."""
    context, active = _plain_run(), place._active_dg
    cursor = active._cursor
    if context is None or cursor is None or more or any(how.values()) or _is_outside(active, context):
        return _enqueue(place, kind, proto, layout_config, *more, **how)
    message = ForwardMsg()
    element = message.delta.new_element
    getattr(element, kind).CopyFrom(proto)
    if layout_config:
        if layout_config.height is not None:
            element.height_config.CopyFrom(_height(layout_config.height))
        if layout_config.width is not None:
            element.width_config.CopyFrom(_width(layout_config.width))
        if layout_config.text_alignment is not None:
            element.text_alignment_config.CopyFrom(_alignment(layout_config.text_alignment))
    _send(context, message, cursor.delta_path, is_element=True)
    after = DeltaGenerator(active._root_container, cursor.lock_element(), active)
    after._form_data = active._form_data or FormData(current_form_id(active))
    return after


def _block(path: list[int], proto: Any, agent_props: str | None = None) -> None:
    """Sends a container: `_enqueue_add_block` for those of a page's own script."""
    context = _plain_run()
    if context is None or agent_props is not None:
        _add_block(path, proto, agent_props)
        return
    message = ForwardMsg()
    message.delta.add_block.CopyFrom(proto)
    _send(context, message, path, is_element=False)


def _plain_run() -> ScriptRunContext | None:
    """Returns the run that this is called in; None beside it, in a callback of a fragment, or in a function that is
    kept."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or in_cached_function.get():
        return None
    state = ThreadState.get()
    return None if state.is_parallel_worker or state.in_fragment_callback else context


def _is_outside(place: DeltaGenerator, context: ScriptRunContext) -> bool:
    """Returns whether a fragment writes into a place that isn't within its own."""
    state = ThreadState.get()
    return bool(state.fragment_id) and delta_generator._needs_outside_wrapper(place, state, context.fragment_storage)


def _send(context: ScriptRunContext, message: ForwardMsg, path: list[int], *, is_element: bool) -> None:
    """Sends a message, or in short one that the browser has: it is known by its content, which its place is no part
    of."""
    fragment = ThreadState.get().fragment_id
    if fragment:
        message.delta.fragment_id = fragment
    written = message.SerializeToString(deterministic=True)
    message.hash = calc_hash(written)
    metadata = message.metadata
    metadata.delta_path[:] = path
    metadata.active_script_hash = ThreadState.get().active_script_hash
    metadata.cacheable = is_element and len(written) >= _kept_from()
    is_there = metadata.cacheable and message.hash in context.cached_message_hashes
    context._enqueue(create_reference_msg(message) if is_there else message)


@cache
def _kept_from() -> int:
    """Returns how many bytes an element has at least for browsers to keep it."""
    return int(config.get_option("global.minCachedMessageSize"))


def _value_of(state: SafeSessionState, key: str) -> Any:
    with state._lock:
        return state._state[key]


def _value_or(_: SessionStateProxy, key: str, default: Any = None) -> Any:
    """Returns a value of the session's state, or the default: `Mapping.get`."""
    safe = get_session_state()
    with safe._lock:
        state = safe._state
        widget = state._get_widget_id(key)
        places = (state._new_session_state, state._old_state)
        if widget == key and key not in state._new_widget_state:
            return next((place[key] for place in places if key in place), default)
        kept = any(key in place for place in places) or widget in state._new_widget_state or widget in state._old_state
        return state[key] if kept else default


def _register(safe: SafeSessionState, metadata: WidgetMetadata[Any], user_key: str | None) -> RegisterWidgetResult[Any]:
    with safe._lock:
        return safe._state.register_widget(metadata, user_key)


@contextmanager
def _address(safe: SafeSessionState) -> Iterator[QueryParams]:
    with safe._lock:
        yield safe._state.query_params


@cache
def _hash_of(page: str) -> str:
    return calc_hash(page)


def _copied(cursor: Cursor, _: dict[int, Any]) -> Cursor:
    """Returns a place of its own, with what is shown in passing at it, if anything: `deepcopy` of the place."""
    own = object.__new__(type(cursor))
    own.__dict__.update(cursor.__dict__)
    passing = cursor._transient_elements
    own._transient_elements = deepcopy(passing) if passing else SparseList()
    return own


def _theme(message: CustomThemeConfig, section: str = "theme") -> None:
    theme = _theme_of(section)
    if theme.ByteSize():  # merging would else make an empty section of one that isn't there
        message.MergeFrom(theme)


@cache
def _theme_of(section: str) -> CustomThemeConfig:
    theme = CustomThemeConfig()
    _set_theme(theme, section)
    return theme


class Shown(Mapping[str, Any]):
    """A session's state as a page sees it, of which only what is looked at is put together."""

    def __init__(self, state: SafeSessionState) -> None:
        self._state, self._lock = state._state, state._lock

    def __getitem__(self, key: str) -> Any:
        with self._lock:
            return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def __str__(self) -> str:
        return str(self._whole())

    def _whole(self) -> dict[str, Any]:
        with self._lock:
            return self._state.filtered_state
