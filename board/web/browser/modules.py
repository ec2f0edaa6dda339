"""Our own elements: their scripts as files, which browsers keep compiled, and their data, written once.

Streamlit sends an element's script and style sheet anew with every drawing of it, in each of a page's tables. It writes
an element's data as JSON twice, once for a name that isn't needed where there is a key, and keeps a state in every
session for elements that never answer: a tenth of the time of a page with ten of them.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import _ensure_component_on_active_runtime
from streamlit.components.v2.bidi_component import ComponentResult
from streamlit.components.v2.bidi_component.constants import EVENT_DELIM
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.components.v2.bidi_component.serialization import BidiComponentSerde, deserialize_trigger_list
from streamlit.components.v2.bidi_component.state import unwrap_component_state
from streamlit.elements.lib.form_utils import current_form_id
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.elements.lib.utils import compute_and_register_element_id
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import register_widget

FILES: dict[str, Callable[[], bytes]] = {}


def module(name: str, scripts: Iterable[Path], styles: Path | None = None) -> str:
    """Serves an element's scripts as one module, and returns the script for Streamlit, which only takes it from there.

    The module has the style sheet as `STYLES`, for the element's shadow root to adopt.
    """
    parts = [path.read_text("utf-8") for path in scripts]
    if styles:
        rules = json.dumps(styles.read_text("utf-8"))
        parts.append(f"const STYLES = new CSSStyleSheet();\nSTYLES.replaceSync({rules});")
    content = "\n".join(parts).encode()
    # With a fingerprint in it: browsers keep it for a year, and an open page takes what belongs to its drawing.
    address = f"/static/js/{name}.{hashlib.sha256(content).hexdigest()[:12]}.js"
    FILES[address] = lambda: content
    # In two lines: one is taken for the name of a file.
    return f'const script = await import(location.origin + "{address}");\nexport default script.default;'


_KIND, _EVENTS = "bidi_component", "events"


class Written(str):
    """Data of an element, as JSON."""


def written(data: Any) -> Written:
    """Returns an element's data as JSON. Half a character, which no text of a browser's can be, becomes a sign."""
    return Written(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode())


class Element:
    """An element of our own, registered with Streamlit when its module is imported."""

    def __init__(self, name: str, *, html: str = "", css: str = "", js: str, is_apart: bool = True) -> None:
        """is_apart: its styles don't touch the page, and the page's don't touch it."""
        self._name, self._parts, self._is_apart = name, (html or None, css or None, js), is_apart
        st.components.v2.component(name, html=html or None, css=css or None, js=js, isolate_styles=is_apart)

    def __call__(
        self,
        data: Any,
        *,
        key: str | None = None,
        default: Mapping[str, Any] | None = None,
        width: Any = "stretch",
        **on: Callable[[], None],
    ) -> ComponentResult:
        """Draws the element. data: what its script is handed, also as `Written`. on: its callbacks, on_NAME_change.

        Returns its state and what has just happened, both empty where nothing calls back.
        """
        context = get_script_run_ctx()
        if context is None:
            return ComponentResult({}, {})
        _ensure_component_on_active_runtime(self._name, *self._parts)
        proto = self._proto(data if isinstance(data, Written) else written(data))
        named = {} if key else {"name": self._name, "data": proto.json}
        main = st._main
        proto.id = compute_and_register_element_id(_KIND, user_key=key, key_as_main_identity=True, dg=main, **named)
        result = _listening(proto.id, context, default, on) if on else ComponentResult({}, {})
        main._enqueue(_KIND, proto, layout_config=LayoutConfig(width=width, height="content"))
        return result

    def _proto(self, data: Written) -> BidiComponent:
        html, css, js = self._parts
        return BidiComponent(
            component_name=self._name,
            isolate_styles=self._is_apart,
            html_content=html or "",
            css_content=css or "",
            js_content=js or "",
            json=data,
            form_id=current_form_id(st._main),
        )


def happened(key: str) -> Mapping[str, Any]:
    """Returns what an element with this key has just called back with, by name; within its callback."""
    events: Mapping[str, Any] = st.session_state.get(f"{key}{EVENT_DELIM}{_EVENTS}") or {}
    return events


def _listening(
    element_id: str, context: Any, default: Mapping[str, Any] | None, on: Mapping[str, Callable[[], None]]
) -> ComponentResult:
    """Registers what an element calls back, and returns what it says. It has a state only with a default of it."""
    callbacks = {name.removeprefix("on_").removesuffix("_change"): call for name, call in on.items()}
    state = _state_of(element_id, context, default, callbacks) if default else {}
    events = register_widget(
        _make_trigger_id(element_id, _EVENTS),
        deserializer=deserialize_trigger_list,
        serializer=json.dumps,
        ctx=context,
        callbacks=callbacks,
        value_type="json_trigger_value",
        presenter=_by_name,
    )
    return ComponentResult(state, dict.fromkeys(callbacks) | dict(events.value))


def _state_of(
    element_id: str, context: Any, default: Mapping[str, Any], callbacks: dict[str, Callable[[], None]]
) -> Any:
    serde = BidiComponentSerde(default=dict(default))
    state = register_widget(
        element_id,
        deserializer=serde.deserialize,
        serializer=serde.serialize,
        ctx=context,
        callbacks=callbacks,
        value_type="json_value",
    )
    return unwrap_component_state(state.value)


def _by_name(events: Any, _: object = None) -> dict[str, Any]:
    return {each["event"]: each.get("value") for each in events or [] if isinstance(each, dict)}
