"""Whatever is sent to a plain route, nothing goes wrong: no 500, no exception in the log, no answer without the
security headers. `--hypothesis-profile search` sends more.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from board.accounts import actions as accounts
from board.accounts.sign_in import COOKIE, sign_in
from board.operating.settings import Settings, networks
from board.store.store import Store
from board.web import serving
from board.web.browser.frontend import frontend
from board.web.door import slowing
from board.web.door.gate import HEADERS, gate, guarded
from board.web.door.proxies import proxied
from board.web.metrics import counted
from board.web.routes import ROUTES
from tests.depth import examples
from tests.own_loop import outcome
from tests.stores import blank_store
from tests.web.client import FIRST, PASSWORD

# In two parts, so that no check of addresses takes it for one.
NO_ORIGIN = b"http:" + b"//["
FUZZ = settings(
    max_examples=examples(100, 2_000),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

PATHS = sorted(
    {route.path.partition("{")[0] for route in ROUTES if isinstance(route, Route)}
    | {"/", "/tasks", "/overview", "/static/js/", "/x.y"}
)
NAMES = ["cookie", "origin", "host", "content-type", "content-length", "x-forwarded-for", "x-forwarded-proto", "range"]
NAMES += ["x-forwarded-host", "accept-encoding", "authorization", "user-agent", "x-board-account", "x-xsrftoken"]
FIELDS = ["name", "password", "next", "code", "again", "display_name", "old", "new", "once", "step", "turn", "a.C01"]
DEEP = b"[" * 100_000
HALF = json.dumps({"account": "A", "activity": "\ud800", "typed": {"\ud800": ["\udfff", "\ud800"]}}).encode()

digits = st.integers(1, 6_000).map(lambda count: b"9" * count)
words = st.one_of(
    st.binary(max_size=60),
    digits,
    st.sampled_from(
        [NO_ORIGIN, b"//[", b"/\\[", b"null", b"[::1", b"%ED%A0%80", b"%00", b"bytes=9-1", b"multipart/form-data"]
    ),
)
forms = st.lists(st.tuples(st.sampled_from(FIELDS), words), max_size=6).map(
    lambda pairs: b"&".join(name.encode() + b"=" + value for name, value in pairs)
)
values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(codec="utf-8")) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
drafts = st.fixed_dictionaries({"account": values, "activity": values, "typed": values}).map(
    lambda told: json.dumps(told).encode()
)
multipart = st.tuples(words, words).map(
    lambda parts: (
        b"--b\r\nContent-Disposition: form-data; name=%b; filename=%b\r\n\r\nx\r\n--b--" % (parts[0], parts[1])
    )
)
bodies = st.one_of(st.binary(max_size=300), forms, drafts, multipart, st.sampled_from([DEEP, HALF, b"x" * 500_000]))
headers = st.lists(st.tuples(st.sampled_from(NAMES), words), max_size=6)
methods = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "X"])
paths = st.tuples(st.sampled_from(PATHS), st.text(st.characters(codec="utf-8"), max_size=20)).map("".join)


class Heard(logging.Handler):
    """The errors that are logged meanwhile."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(self.format(record))


@pytest.fixture(scope="module")
def opened() -> Iterator[Store]:
    store = blank_store()
    accounts.create_first_administrator(store, FIRST)
    yield store
    store.close()


@pytest.fixture
def token(opened: Store, tmp_path: Path) -> str:
    """Of a session on a store that is served."""
    serving.serve(opened, Settings(tmp_path, demo=False, proxies=networks("127.0.0.1")))
    return sign_in(opened, "keeper", PASSWORD)


async def answered(scope: dict[str, Any], body: bytes) -> list[dict[str, Any]]:
    """What the door's own application sends for a request."""
    middleware = [Middleware(each) for each in (proxied, counted, guarded, gate, frontend)]
    sent: list[dict[str, Any]] = []
    half = len(body) // 2
    pieces = [
        {"type": "http.request", "body": body[:half], "more_body": True},
        {"type": "http.request", "body": body[half:], "more_body": False},
    ]

    async def receive() -> dict[str, Any]:
        return pieces.pop(0) if pieces else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await Starlette(routes=ROUTES, middleware=middleware)(scope, receive, send)
    return sent


@FUZZ
@given(methods, paths, words, headers, bodies, st.booleans())
@example("POST", "/drafts", b"", [], DEEP, True)
@example("POST", "/drafts", b"", [], HALF, True)
@example("POST", "/sign-in", b"", [("origin", NO_ORIGIN)], b"", False)
@example("GET", "/sign-in", b"next=//[", [], b"", False)
@example("POST", "/sign-in", b"", [], b"name=x&password=y&next=//[", False)
def test_no_request_goes_wrong(
    token: str, method: str, path: str, query: bytes, told: list[tuple[str, bytes]], body: bytes, is_known: bool
) -> None:
    slowing.GUESSES.forget_all()
    heard = Heard()
    logging.getLogger().addHandler(heard)
    cookie = [(b"cookie", f"{COOKIE}={token}".encode())] if is_known else []
    scope: dict[str, Any] = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http"}
    scope |= {"method": method, "path": path, "raw_path": path.encode(), "query_string": query, "root_path": ""}
    scope |= {"client": ("127.0.0.1", 1), "headers": [*cookie, *((name.encode(), value) for name, value in told)]}
    try:
        sent = outcome(answered(scope, body))
    finally:
        logging.getLogger().removeHandler(heard)
    assert heard.errors == []
    assert sent[0]["status"] < 500
    assert set(HEADERS) <= set(sent[0]["headers"])
