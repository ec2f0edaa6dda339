"""The number of descriptors the process may open: for files, connections, and three for each of Streamlit's sessions.

Streamlit keeps a session for two minutes after its browser left, in case it comes back, and releases expired ones only
when the next browser leaves. If the limit is low, few are kept; all are released in time; and a new page is refused
with a message while there is still room for those already open.
"""

import asyncio
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.responses import PlainTextResponse
from streamlit.runtime import exists, get_instance

from board.web import logs

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

# The largest if the system sets none: macOS allows ordinary processes no more.
_LARGEST = 10_240
_MOST_SESSIONS, _LIMIT_FOR_EACH = 128, 32
# Reserved for other uses: the database's copies, downloads, saves. And the number a page needs while it opens.
_RESERVED, PAGE = 32, 8
_SECONDS = 5.0
_EVERY = 60.0  # seconds between two warnings
_warned_at: list[float] = []
_OPEN = Path("/dev/fd")
_FEW = "打开的网页太多，服务器开不了新的。请关掉不用的网页；这里每十秒自动再试一次，不用刷新。"
_FEW_HERE = "同时打开的网页快到上限了，新的网页先不打开。请关掉不用的网页，或提高本机允许打开的文件数。"
_AGAIN = {"Retry-After": "10", "Refresh": "10", "Cache-Control": "no-store"}


def raise_limit() -> None:
    """Lets the process open as many files as the system allows."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in (hard, max(soft, _LARGEST)):
        try:
            if wanted != soft:
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            return
        except (ValueError, OSError):
            continue


def limit() -> int | None:
    """Returns the number of descriptors the process may have; None if there is no limit."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if resource else -1
    return None if soft < 0 else soft


def refused(takes: int = 0) -> PlainTextResponse | None:
    """Returns the refusal of a new page if too few descriptors are left besides what it `takes`; else None."""
    if _are_left(takes):
        return None
    let_go(0)
    if _are_left(takes):
        return None
    _tell()
    return PlainTextResponse(_FEW, HTTPStatus.SERVICE_UNAVAILABLE, _AGAIN)


def _are_left(takes: int) -> bool:
    most = limit()
    if most is None:
        return True
    try:
        return sum(1 for _ in _OPEN.iterdir()) + _RESERVED + takes <= most
    except OSError:  # none is left to list them with
        return False


def _tell() -> None:
    """Warns in the terminal and in the log, at most once in a while."""
    loop = asyncio.get_running_loop()
    if _warned_at and loop.time() < _warned_at[-1] + _EVERY:
        return
    _warned_at[:] = [loop.time()]
    logs.tell("few descriptors are left", limit=limit() or 0)
    print(_FEW_HERE, file=sys.stderr, flush=True)


def let_go(most: int | None = None) -> None:
    """Closes expired sessions, and of others whose browsers left all but the `most` that left last."""
    if not exists():
        return
    if most is None:
        most = min(_MOST_SESSIONS, (limit() or sys.maxsize) // _LIMIT_FOR_EACH)
    manager: Any = get_instance()._session_mgr  # Streamlit offers no other access to sessions whose browsers left
    kept = manager._session_storage._cache
    for _, over in kept.expire():
        over.session.shutdown()
    for session_id in list(kept)[: max(0, len(kept) - most)]:
        manager.close_session(session_id)


async def keep_letting_go() -> None:
    """Closes expired sessions again and again."""
    while True:
        await asyncio.sleep(_SECONDS)
        let_go()
