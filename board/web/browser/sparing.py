"""Streamlit's elements without work that comes to nothing here, a fifteenth of a page's time.

Every call of an element goes through what counts its use for Streamlit's makers, though nothing is counted
(`gatherUsageStats`). A field looks whether it was emptied, and for that has the whole session's state put together,
with the state of every other element.
"""

from collections.abc import Iterator, Mapping
from types import FunctionType, MethodType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.metrics_util import gather_metrics
from streamlit.runtime.state.safe_session_state import SafeSessionState


def begin() -> None:
    """Spares that work from now on, in all sessions of this process."""
    for owner in DeltaGenerator.__mro__:
        for name, each in [*vars(owner).items()]:
            if isinstance(each, FunctionType) and _counts(each):
                setattr(owner, name, each.__wrapped__)  # type: ignore[attr-defined]
    for name, each in [*vars(st).items()]:
        if isinstance(each, MethodType) and isinstance(each.__self__, DeltaGenerator):
            setattr(st, name, getattr(each.__self__, each.__func__.__name__))
    SafeSessionState.filtered_state = property(Shown)  # type: ignore[assignment,method-assign]


def _counts(call: Any) -> bool:
    """Returns whether Streamlit put its counting around a function."""
    code = call.__code__
    return code.co_filename == gather_metrics.__code__.co_filename and hasattr(call, "__wrapped__")


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
