"""/metrics for Prometheus: how much and how often, never who or what; for this machine, or with a token.

Requests for 填写评议表 aren't counted: read every few seconds, a count would show when each ballot came in.
"""

import hmac
import shutil
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import anyio.to_thread
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from board import clock
from board.backup import copies as backup
from board.navigation import NAVIGATION
from board.web import logs, serving
from board.web.browser.frontend import SERVICES
from board.web.door.gate import is_from_here

_QUIET = frozenset({"ballot", "static", "healthz", "metrics"})
_SUBJECTS = frozenset(entry.subject for entries in NAVIGATION.values() for entry in entries)
_KINDS = _SUBJECTS | {service.strip("/") for service in SERVICES}
disable_created_metrics()  # type: ignore[no-untyped-call]
_REGISTRY = CollectorRegistry()
_REQUESTS = Counter("chagai_requests", "Answers, by kind of address and status", ["kind", "status"], registry=_REGISTRY)
_SOCKETS = Gauge("chagai_open_sockets", "Open sockets, by kind of address", ["kind"], registry=_REGISTRY)
ProcessCollector(registry=_REGISTRY)


class _Store(Collector):
    def collect(self) -> Iterator[Metric]:
        store = serving.store()
        writes = CounterMetricFamily("chagai_writes", "Writes since the store was made", labels=["topic"])
        for topic in ("data", "access"):
            writes.add_metric([topic], store.version(topic))
        yield writes
        sessions = store.rows("accounts/session_count", now=clock.now())[0]["session_count"]
        yield GaugeMetricFamily("chagai_sessions", "Sessions that still run", sessions)
        if store.path:
            yield from _of_disk(store.path)


def _of_disk(path: Path) -> Iterator[Metric]:
    files = [each for each in (path, path.with_suffix(".duckdb.wal")) if each.exists()]
    size = sum(each.stat().st_size for each in files)
    yield GaugeMetricFamily("chagai_store_bytes", "Size of the store's file and its log", size)
    yield GaugeMetricFamily(
        "chagai_disk_free_bytes", "Room left where the store is", shutil.disk_usage(path.parent).free
    )
    copies = backup.copies(path)
    if copies:
        made = copies[0].made_at.replace(tzinfo=clock.BEIJING).timestamp()
        yield GaugeMetricFamily("chagai_last_backup_timestamp_seconds", "When the newest copy was made", made)
        yield GaugeMetricFamily("chagai_backups", "Copies that are kept", len(copies))


_REGISTRY.register(_Store())


async def show_metrics(request: Request) -> Response:
    """The counts, in Prometheus's text format, for this machine and for whoever has the token."""
    if not (is_from_here(request) or has_token(request)):
        return PlainTextResponse("只限本机", HTTPStatus.FORBIDDEN)
    text = await anyio.to_thread.run_sync(generate_latest, _REGISTRY)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})


def has_token(connection: HTTPConnection) -> bool:
    """Whether a request carries the token of the settings; if there is none, no request does."""
    wanted, given = serving.settings().metrics_token, connection.headers.get("authorization", "")
    return bool(wanted) and hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode())


def counted(app: ASGIApp) -> ASGIApp:
    """Middleware that counts answers and open sockets by kind of address, and logs a line for each answer."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        kind = kind_of(scope["path"]) if scope["type"] in {"http", "websocket"} else ""
        if not kind or kind in _QUIET:
            await app(scope, receive, send)
        elif scope["type"] == "http":
            await _answered(app, scope, receive, send, kind)
        else:
            await _connected(app, scope, receive, send, kind)

    return answer


def kind_of(path: str) -> str:
    """The kind of an address, in words from the code: never an id, never what a stranger made up."""
    first = path.strip("/").partition("/")[0]
    return first if first in _KINDS else "other" if first else "overview"


async def _answered(app: ASGIApp, scope: Scope, receive: Receive, send: Send, kind: str) -> None:
    began, method = time.perf_counter(), str(scope["method"])

    async def send_counted(message: Message) -> None:
        if message["type"] == "http.response.start":
            _REQUESTS.labels(kind, message["status"]).inc()
            took = round((time.perf_counter() - began) * 1000, 1)
            logs.tell("request", kind=kind, method=method, status=message["status"], ms=took)
        await send(message)

    await app(scope, receive, send_counted)


async def _connected(app: ASGIApp, scope: Scope, receive: Receive, send: Send, kind: str) -> None:
    with _SOCKETS.labels(kind).track_inprogress():
        await app(scope, receive, send)
