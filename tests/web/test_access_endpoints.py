"""Every address the product answers at, found in its routes, against every role and a stranger; the guide's table."""

import re
from collections.abc import Iterable
from unittest.mock import MagicMock

import pytest
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from streamlit.runtime import Runtime
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from board.access import Role
from board.navigation import NAVIGATION
from board.web.routes import ROUTES
from board.words import ROLE
from tests.web.client import ask, signed_in
from tests.web.conftest import ROOT, Process

GUIDE = ROOT / "docs" / "安全设置.md"
# What a stranger may reach, all of it; the rest is turned away.
FOR_STRANGERS = {
    "/healthz",
    "/metrics",  # on this machine: `test_metrics` says the rest
    "/sign-in",
    "/sign-out",
    "/setup",
    "/privacy",
    "/ballot/form.js",
    "/ballot/{opening_id}",
    "/ballot/{opening_id}/done",
    "/reply/{opening_id}",
    "/reply/{opening_id}/done",
    "/static/{path}",
    # What is sent there proves itself (tests/submissions, tests/assignments).
    *("/collect", "/collect/assigned", "/collect/forwarded"),
    "/public/{activity_id}",
    "/public/{activity_id}/{path}",
}
# Where the unit has a provider of accounts, these too; where it has none, nobody.
BY_OIDC = {"/sign-in/oidc", "/oauth2callback", "/sign-out/oidc"}
# Of those signed in, only these may open it.
HELD = {"activity_id": "HD-01", "sitting_id": "H-001"}  # the example's own meeting
_SITTING = "/deck/{activity_id}/{sitting_id}"
FOR_SOME = dict.fromkeys(
    ("/deck/{activity_id}", _SITTING, f"{_SITTING}/stage", f"{_SITTING}/{{act}}"),
    frozenset({Role.LEADER, Role.CLERK}),
)
FOR_NOBODY = {
    "/auth/login",
    "/auth/logout",
    "/_stcore/metrics",
    "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
}
SUBJECTS = [entry.subject for entries in NAVIGATION.values() for entry in entries]
DOOR_WORDS = ("请先登录", "请求来自别的网站", "")  # an answer to HEAD has no words


def _streamlit() -> list[BaseRoute]:
    runtime = MagicMock(spec=Runtime)
    runtime.media_file_mgr = MagicMock(_storage=MemoryMediaFileStorage("/media"))
    runtime.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")
    runtime.stats_mgr = runtime.component_registry = runtime.bidi_component_registry = MagicMock()
    return create_streamlit_routes(runtime)


def _endpoints(routes: Iterable[BaseRoute]) -> set[tuple[str, str]]:
    """Path and method; a socket's method is written as SOCKET."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        if isinstance(route, Mount):
            found.add(("/static/{path}", "GET"))
        elif isinstance(route, WebSocketRoute):
            found.add((route.path, "SOCKET"))
        else:
            assert isinstance(route, Route)
            found |= {(route.path.replace(":path", ""), method) for method in route.methods or ()}
    return found


PAGES = {(f"/{subject}", method) for subject in SUBJECTS for method in ("GET", "HEAD", "POST")} | {("/", "GET")}
ENDPOINTS = sorted(_endpoints([*ROUTES, *_streamlit()]) | PAGES)


def reached(port: int, path: str, method: str, cookie: str) -> str:
    """How a request ends: in, away (refused or sent to the door) or nothing (there is no such address)."""
    if method == "SOCKET":
        return _socket(port, path.format(**HELD), cookie)
    place = re.sub(r"\{\w+\}", "x", path)
    answer = ask(port, place, method, cookie=cookie)
    if path in FOR_NOBODY | BY_OIDC and answer.status == 404:
        return "nothing"
    if answer.status == 303 and path not in FOR_STRANGERS | BY_OIDC:
        return "away" if answer.where.startswith("/sign-in") else "in"
    is_refused = answer.text in DOOR_WORDS or "没有权限" in answer.text
    return "away" if answer.status == 403 and is_refused else "in"


def _socket(port: int, place: str, cookie: str) -> str:
    try:
        with connect(f"ws://127.0.0.1:{port}{place}", additional_headers={"Cookie": cookie}, proxy=None):
            return "in"
    except InvalidStatus as refusal:
        return "away" if refusal.response.status_code == 403 else "nothing"


def _expected(path: str, who: str, has_provider: bool = False) -> str:
    if path in FOR_NOBODY or (path in BY_OIDC and not has_provider):
        return "nothing"
    return "in" if path in FOR_STRANGERS | BY_OIDC or who in FOR_SOME.get(path, set(Role)) else "away"


def _cookie(port: int, who: str) -> str:
    if who in list(Role):
        return signed_in(port, who)
    return f"chagai_session={who}" if who else ""


@pytest.mark.parametrize("who", ["", "forged", *Role])
def test_every_address_lets_in_whom_it_should_and_nobody_else(school: Process, who: str) -> None:
    cookie = _cookie(school.port, who)
    found = {}
    for path, method in ENDPOINTS:
        # Signing out ends the session it is asked with.
        sent = _cookie(school.port, who) if path == "/sign-out" else cookie
        found[path, method] = reached(school.port, path, method, sent)
    assert found == {(path, method): _expected(path, who) for path, method in ENDPOINTS}


@pytest.mark.parametrize("who", ["", "forged", *Role])
def test_where_the_unit_has_a_provider_the_ways_by_it_open_and_no_others(school_by_oidc: Process, who: str) -> None:
    cookie = _cookie(school_by_oidc.port, who)
    asked = [(path, method) for path, method in ENDPOINTS if path in BY_OIDC | FOR_NOBODY | {"/", "/tasks", "/sign-in"}]
    found = {each: reached(school_by_oidc.port, *each, cookie) for each in asked}
    assert found == {(path, method): _expected(path, who, has_provider=True) for path, method in asked}


def test_the_guides_table_of_addresses_is_what_the_product_answers() -> None:
    lines = GUIDE.read_text("utf-8").splitlines()
    begin = lines.index("| 地址 | 没有登录 | " + " | ".join(ROLE[role] for role in Role) + " |")
    rows = [line for line in lines[begin + 2 :] if line.startswith("| `")]
    assert rows == [_row(path) for path in sorted({path for path, _ in ENDPOINTS})]


def _row(path: str) -> str:
    cells = ["✓" if _expected(path, who, has_provider=True) == "in" else "" for who in ("", *Role)]
    return f"| `{path}`{' *' if path in BY_OIDC else ''} | " + " | ".join(cells) + " |"
