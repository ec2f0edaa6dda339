"""Streamlit's elements without what counts their use for its makers.

Every call of an element goes through it though nothing is counted here (`gatherUsageStats`), and asks each time whether
anything is: a twentieth of a page's time.
"""

from types import FunctionType, MethodType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.metrics_util import gather_metrics


def begin() -> None:
    """Calls elements straight away from now on, in all sessions of this process."""
    for owner in DeltaGenerator.__mro__:
        for name, each in [*vars(owner).items()]:
            if isinstance(each, FunctionType) and _counts(each):
                setattr(owner, name, each.__wrapped__)  # type: ignore[attr-defined]
    for name, each in [*vars(st).items()]:
        if isinstance(each, MethodType) and isinstance(each.__self__, DeltaGenerator):
            setattr(st, name, getattr(each.__self__, each.__func__.__name__))


def _counts(call: Any) -> bool:
    """Returns whether Streamlit put its counting around a function."""
    code = call.__code__
    return code.co_filename == gather_metrics.__code__.co_filename and hasattr(call, "__wrapped__")
