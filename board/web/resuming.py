"""Open dialogs and forms survive a restart of the server, with their keys (`board.store.once`).

The browser itself reports the values of widgets. The rest of a page's session, as far as it is plain, is kept beside
the store's file, in one small file per open page. A browser that returns to a restarted server names its old session,
and goes on from there if the same person still uses it. It is no record, and no copy includes it.
"""

import base64
import hashlib
import json
import os
import re
import time
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.access import Actor
from board.accounts.form_drafts import open_pages
from board.web import serving

# Seconds that a page is kept if nobody returns to it.
_KEPT_FOR = 86_400
_LARGEST = 200_000
_RESUMED, _WRITTEN = "resumed", "resumable"
# Open dialogs and forms only: neither results of actions, such as new codes, nor files.
_OPEN = re.compile(
    r".*/(began|press|turn)"
    r"|(?!entry_|imports_).*_(dialog|dialog_about|adding|new|item|task|talk|opinion|problem|open|chosen|seen|turn|for"
    r"|finding|criticism|importing|listing|setting|shifting|sheet|account|version|hearing|point|marking)"
)


def take_up(actor: Actor) -> None:
    """In a session's first run, restores the browser's earlier session, if it was this person's."""
    if _RESUMED in st.session_state:
        st.session_state[_RESUMED] = False
        return
    state = _read(actor)
    for key, value in state.items():
        if key not in st.session_state:
            st.session_state[key] = value
    st.session_state[_RESUMED] = bool(state)


def is_resumed() -> bool:
    """Whether this run continues an earlier session, so that the browser holds the fields' values."""
    return bool(st.session_state.get(_RESUMED))


def keep(actor: Actor) -> None:
    """Saves what is open now, unless it is saved already."""
    context, folder = get_script_run_ctx(suppress_warning=True), _folder()
    if context is None or folder is None:
        return
    state = context.session_state._state  # Streamlit offers no other way to know which keys are widgets'
    keys = {*state._old_state, *state._new_session_state} - state._key_id_mapper._key_id_mapping.keys()
    plain = {key: state[key] for key in sorted(keys) if _OPEN.fullmatch(key) and not key.startswith("$$")}
    text = json.dumps({"account": actor.account_id, "state": _plain_parts(plain)}, ensure_ascii=False)
    if len(text) > _LARGEST or st.session_state.get(_WRITTEN) == hash(text):
        return
    if _WRITTEN not in st.session_state:
        _forget_old(folder)
    st.session_state[_WRITTEN] = hash(text)
    _write(folder / _digest(context.session_id), text)


def _plain_parts(state: dict[str, Any]) -> dict[str, Any]:
    parts = {}
    for key, value in state.items():
        with suppress(TypeError):
            parts[key] = _encoded(value)
    return parts


def _encoded(value: Any) -> Any:
    """A value as JSON takes it, with its type if JSON has no such type. Raises TypeError for what isn't plain."""
    if value is None or value is pd.NaT:
        return None
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return {"datetime" if isinstance(value, datetime) else "date": value.isoformat()}
    return _encoded_many(value)


def _encoded_many(value: Any) -> Any:
    if isinstance(value, dict):
        return {"dict": [[_encoded(key), _encoded(each)] for key, each in value.items()]}
    if isinstance(value, list | tuple | set | frozenset):
        return {type(value).__name__: [_encoded(each) for each in value]}
    if isinstance(value, pd.DataFrame):
        return {"frame": _frame_text(value)}
    if hasattr(value, "item"):
        return _encoded(value.item())
    raise TypeError(type(value).__name__)


def _frame_text(frame: pd.DataFrame) -> str:
    try:
        table = pa.Table.from_pandas(frame)
    except (pa.ArrowException, ValueError) as error:
        raise TypeError("frame") from error
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return base64.b64encode(sink.getvalue().to_pybytes()).decode()


def _decoded(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    if kind == "dict":
        return {_decoded(key): _decoded(each) for key, each in held}
    if kind == "frame":
        return pa.ipc.open_stream(base64.b64decode(held)).read_pandas()
    if kind in {"date", "datetime"}:
        return (date if kind == "date" else datetime).fromisoformat(held)
    kinds: dict[str, Any] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
    return kinds[kind](_decoded(each) for each in held)


def _read(actor: Actor) -> dict[str, Any]:
    folder, before = _folder(), _session_before()
    if folder is None or not before:
        return {}
    try:
        kept = json.loads((folder / _digest(before)).read_text("utf-8"))
        if kept["account"] != actor.account_id:
            return {}
        return {key: _decoded(value) for key, value in kept["state"].items()}
    except (OSError, ValueError, TypeError, KeyError, pa.ArrowException):
        return {}


def _session_before() -> str:
    """The browser's earlier session, which it names while connecting; nobody else knows it."""
    protocols = [each.strip() for each in st.context.headers.get("Sec-WebSocket-Protocol", "").split(",")]
    return protocols[2] if len(protocols) > 2 else ""  # noqa: PLR2004 - the third, after the protocol and the token


def _write(path: Path, text: str) -> None:
    with suppress(OSError):
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)


def _forget_old(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.glob("*"):
            if path.stat().st_mtime < time.time() - _KEPT_FOR:
                path.unlink(missing_ok=True)


def _folder() -> Path | None:
    return open_pages(serving.store())


def _digest(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()[:32]
