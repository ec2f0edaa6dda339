"""Streamlit's browser files as this product sends them: the page in Chinese, the bundles compressed once."""

import gzip
import re
from collections.abc import Callable
from functools import cache

import anyio
import anyio.to_thread
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from board.accounts.looks import Looks
from board.accounts.oidc_settings import RETURN
from board.navigation import first
from board.web import serving
from board.web.browser import library, modules, start, styles
from board.web.browser.script import address, script
from board.web.looks import in_page, looks_of

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
# Of Streamlit's modules, which browsers read as UTF-8 whatever is said here. Chromium compiles a module as it arrives,
# and then leaves unused what it kept of an earlier compilation, in each new tab. In a charset that it can't do this in,
# it takes what it kept, which halves the time until a new tab shows its charts.
_MODULE = "text/javascript; charset=gb18030"
# Chromium then compiles all of a script at once, and keeps it; else each new tab compiles what it calls later on.
_ALL_CALLED = b"//# allFunctionsCalledOnLoad\n"
_SMALLEST = 1_000
_YEAR = "public, immutable, max-age=31536000"
# Paths served by the plain routes and by Streamlit; any other path requested by GET is a page. DOOR is open to
# everyone.
METRICS = "/metrics"  # checks by itself who may read it
DOOR = frozenset({"/healthz", METRICS, "/sign-in", "/sign-out", "/setup", "/privacy"})
OWN_DOOR = "/password"  # a form, for whoever is signed in
GUIDE = "/guide"  # for whoever may see the pages
DECK = "/deck"  # the slides of 会议模式
COLLECT = "/collect"  # where a collector takes submissions, which prove themselves
HAND_DOWN = "/collect/assigned"  # and gives units what they were assigned
FORWARDED = "/collect/forwarded"  # and takes what bureaus below took
SERVICES = (
    *DOOR,
    OWN_DOOR,
    GUIDE,
    RETURN,
    "/live",
    "/looks",
    "/ballot",
    "/ballot-count",
    "/reply",
    "/public",
    COLLECT,
    HAND_DOWN,
    FORWARDED,
    DECK,
    "/_stcore",
    "/media",
    "/component",
    "/static",
    "/app",
)
_NOSCRIPT = "<noscript><p>请在浏览器里启用 JavaScript 后再打开查改看板。</p></noscript>"


def frontend(app: ASGIApp) -> ASGIApp:
    """Middleware that serves the page and compressed bundles, and leaves everything else to the app."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        response = await _response(scope) if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} else None
        await (response or app)(scope, receive, send)

    return answer


def is_page(path: str) -> bool:
    """Whether a path is that of a page rather than of a file or a service."""
    return "." not in path.rpartition("/")[2] and not path.startswith("//") and not _is_service(path)


def _is_service(path: str) -> bool:
    # The browser first looks for the server under the page's own address, where it must find nothing.
    return "/_stcore/" in path or any(path == prefix or path.startswith(prefix + "/") for prefix in SERVICES)


async def _response(scope: Scope) -> Response | None:
    path: str = scope["path"]
    if path == f"/{first(serving.settings().collects)}":
        query: bytes = scope["query_string"]
        return RedirectResponse("/" + (f"?{query.decode('latin-1')}" if query else ""))
    if is_page(path) and (path == "/" or not path.endswith("/")):
        looks = await anyio.to_thread.run_sync(looks_of, HTTPConnection(scope))
        return Response(page(looks), media_type="text/html", headers={"Cache-Control": "private, no-cache"})
    ours: dict[str, Callable[[], bytes]] = {address(): script, styles.address(): styles.styles, **modules.FILES}
    if path in ours:
        return Response(ours[path](), headers={"Cache-Control": _YEAR, "Content-Type": _type(path)})
    if path not in _files():
        return None
    headers = {"Cache-Control": _YEAR, "Vary": "Accept-Encoding", "Content-Type": _type(path)}
    if not _takes_gzip(scope):
        return Response(_files()[path](), headers=headers)
    body = await anyio.to_thread.run_sync(_compressed, path)
    return Response(body, headers={**headers, "Content-Encoding": "gzip"})


def _type(path: str) -> str:
    return (
        _TYPES[".css"] if path.endswith(".css") else _TYPES[".js"] if path in {library.ADDRESS, address()} else _MODULE
    )


def _takes_gzip(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


@cache
def _files() -> dict[str, Callable[[], bytes]]:
    """Returns what is sent compressed, by address: Streamlit's files, as they are and bundled, the charts' library."""
    folders = (start.folder(), start.folder().with_name("css"))
    own = [path for folder in folders for path in folder.iterdir() if path.suffix in _TYPES]
    large = {f"/static/{path.parent.name}/{path.name}": path for path in own if path.stat().st_size > _SMALLEST}
    files = {**large, library.ADDRESS: library.FILE}
    return {**{place: path.read_bytes for place, path in files.items()}, **start.served()}


@cache
def _compressed(path: str) -> bytes:
    hint = _ALL_CALLED if path.endswith(".js") else b""
    return gzip.compress(hint + _files()[path](), compresslevel=6, mtime=0)


@cache
def page(looks: Looks) -> bytes:
    """Streamlit's page with this product's language, name and words, without its inline script.

    `looks`: the reader's display settings, which its first script applies (looks.js).
    """
    text = re.sub(r"<!--.*?-->\s*", "", start.page(), flags=re.DOTALL)
    text = re.sub(r"<script>.*?</script>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<noscript>.*?</noscript>", _NOSCRIPT, text, flags=re.DOTALL)
    text = re.sub(r'<link rel="service-desc"[^>]*>\s*', "", text)
    text = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*>\s*', "", text)  # of a face that no text here has
    text = start.with_bundle(text)
    text = text.replace('<html lang="en">', f'<html lang="zh-CN" data-looks="{in_page(looks)}">')
    text = text.replace("<title>Streamlit</title>", "<title>查改看板</title>")
    first = f'<script src=".{address()}"></script>'
    # In the body, since of rules that weigh the same the last ones hold, and Streamlit writes its own into the head.
    text = text.replace("</body>", f'<link rel="stylesheet" href=".{styles.address()}"></body>')
    return text.replace("</head>", f"{first}{_early_links()}</head>").encode()


def _early_links() -> str:
    links = [f'<link rel="modulepreload" crossorigin href=".{path}">' for path in modules.FILES]
    return "".join([*links, f'<link rel="preload" as="script" href=".{library.ADDRESS}">'])


def prepare() -> None:
    """Compresses in advance what every visitor fetches first."""
    for path in re.findall(r'(?:src|href)="\.(/static/[^"]+)"', page(Looks()).decode()):
        if path in _files():
            _compressed(path)
