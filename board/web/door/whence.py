"""The origin of an action, for the audit trail: the address of the connection, and the kind of device.

The address is the one that the server takes a request to come from: a proxy's statement counts only if the settings
name that proxy (`launch`).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from starlette.requests import HTTPConnection
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.store.trail.chain import Origin

THIS_MACHINE = "127.0.0.1"
_HERE: ContextVar[Origin | None] = ContextVar("_HERE", default=None)
# The first of these that occurs in the user agent; each may also name later ones.
_SYSTEMS = {
    "HarmonyOS": "鸿蒙",
    "Android": "安卓",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "Linux": "Linux",
}
_BROWSERS = {
    "MicroMessenger": "微信",
    "DingTalk": "钉钉",
    "wxwork": "企业微信",
    "Edg": "Edge",
    "QQBrowser": "QQ 浏览器",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}


def device_of(user_agent: str) -> str:
    """A word or two for a browser's user agent; "" if it names nothing known."""
    named = (
        next((word for sign, word in words.items() if re.search(rf"\b{sign}", user_agent)), "")
        for words in (_SYSTEMS, _BROWSERS)
    )
    return " ".join(word for word in named if word)


def origin_of(connection: HTTPConnection) -> Origin:
    """The origin of a request."""
    address = connection.client.host if connection.client else ""
    return Origin(address, device_of(connection.headers.get("user-agent", "")))


@contextmanager
def coming_from(origin: Origin) -> Iterator[None]:
    """Sets the origin of everything written within the block."""
    token = _HERE.set(origin)
    try:
        yield
    finally:
        _HERE.reset(token)


def origin() -> Origin:
    """The origin of what is done now: as set by `coming_from`, else that of the page being drawn.

    Empty for what the server does by itself.
    """
    explicit = _HERE.get()
    if explicit is not None or get_script_run_ctx(suppress_warning=True) is None:
        return explicit or Origin()
    address = st.context.ip_address  # None: this machine
    device = device_of(st.context.headers.get("User-Agent") or "")
    return Origin(address if isinstance(address, str) else THIS_MACHINE, device)
