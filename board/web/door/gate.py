"""The gate: without an account, or in the demonstration from another machine, nothing of Streamlit is reached."""

import ipaddress
import logging
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from board.accounts import actions as accounts
from board.accounts.oidc_settings import RETURN
from board.accounts.sign_in import COOKIE, must_renew, who
from board.web import descriptors, files, serving, sockets
from board.web.browser.frontend import COLLECT, DECK, DOOR, FORWARDED, GUIDE, HAND_DOWN, OWN_DOOR, is_page
from board.web.door import whence
from board.web.door.entrance import BY_OIDC, OUT_OF_OIDC

_LOG = logging.getLogger(__name__)
_UNFORESEEN = "程序遇到了没有料到的情况，已记入服务器日志。请再试一次；若仍出错，请告诉管理员。"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# The browser's files, the form for evaluators, who have no account, and what was published.
_FOR_STRANGERS = ("/static/", "/ballot/", "/reply/", "/public/")
# Closed to everyone: pages are for people, Streamlit's own metrics reveal each page's cost, and its login is used only
# through ours (`oidc_provider`).
_CLOSED = ("/_stcore/agent", "/_stcore/metrics", "/auth")
# Sign-in through the unit's provider of accounts: open to everyone if there is one, else closed.
_BY_OIDC = frozenset({BY_OIDC, RETURN, OUT_OF_OIDC})
_OPEN = DOOR | _BY_OIDC | {"/favicon.png", COLLECT, HAND_DOWN, FORWARDED}
# Streamlit ties a page's session to this header (`server.trustedUserHeaders`), so nobody can continue another's.
ACCOUNT = b"x-board-account"
# As strict as Streamlit permits: styles are written by script, and a component's own script comes as a blob.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# The starts of an answer, and of one that refuses a socket.
_STARTS = frozenset({"http.response.start", "websocket.http.response.start"})
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", _POLICY.encode()),
]
# A day: a school that gives its certificate up is not locked out for long.
_ONLY_SECURE = (b"strict-transport-security", b"max-age=86400")


def gate(app: ASGIApp) -> ASGIApp:
    """Middleware that turns away whoever may not come in."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        refusal = refused(connection) or _refused_for_room(connection)
        if refusal is None:
            with whence.coming_from(whence.origin_of(connection)):
                await _let_in(app, scope, receive, send)
        elif scope["type"] == "websocket" and not _takes_answers(scope):
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await refusal(scope, receive, send)

    return answer


def guarded(app: ASGIApp) -> ASGIApp:
    """Middleware that adds the security headers to every answer: refusals, Streamlit's own, and errors."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        is_secure = scope.get("scheme") in {"https", "wss"}

        is_answered = False

        async def send_guarded(message: Message) -> None:
            nonlocal is_answered
            is_answered = True
            if message["type"] in _STARTS:
                headers = [_secured(pair) if is_secure else pair for pair in message.get("headers", ())]
                message = {**message, "headers": [*headers, *HEADERS, *([_ONLY_SECURE] if is_secure else [])]}
            await send(message)

        if scope["type"] != "http":
            await app(scope, receive, send_guarded if scope["type"] == "websocket" else send)
            return
        try:
            await app(scope, receive, send_guarded)
        except ClientDisconnect:  # nobody is there to answer
            return
        except Exception:
            _LOG.exception("unforeseen")
            if is_answered:
                raise
            await PlainTextResponse(_UNFORESEEN, HTTPStatus.INTERNAL_SERVER_ERROR)(scope, receive, send_guarded)

    return answer


def _takes_answers(scope: Scope) -> bool:
    """Whether a socket can be refused with an ordinary HTTP answer."""
    return "websocket.http.response" in scope.get("extensions", {})


def _secured(pair: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Adds Secure to a cookie, which must not travel without HTTPS; Streamlit's own cookies lack it."""
    name, value = pair
    is_bare = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if is_bare else pair


def refused(connection: HTTPConnection) -> Response | None:
    """The answer for a refused request; None for one that may pass."""
    path = connection.scope["path"]
    demo = serving.settings().demo
    if demo and not is_from_here(connection):
        return _forbidden("演示只能在本机打开")
    if not is_same_origin(connection.headers, connection.scope.get("method", "")):
        return _forbidden("请求来自别的网站")
    if any(path == closed or path.startswith(closed + "/") for closed in _CLOSED) or _is_shut(path):
        return PlainTextResponse("没有这个地址", HTTPStatus.NOT_FOUND)
    if demo or path in _OPEN or path.startswith(_FOR_STRANGERS):
        return None
    if not who(serving.store(), connection.cookies.get(COOKIE)):
        return _shown_the_door(connection)
    return _refused_within(connection)


def _refused_within(connection: HTTPConnection) -> Response | None:
    """Like `refused`, for somebody signed in."""
    if connection.scope["path"] != OWN_DOOR and must_renew(serving.store(), connection.cookies.get(COOKIE)):
        return _led_to(OWN_DOOR, connection) or _forbidden("请先改密码")
    return _forbidden("这个文件不是给您的") if files.is_anothers(connection) else None


def _refused_for_room(connection: HTTPConnection) -> Response | None:
    """Like `refused`, for a new page when the process can hardly open anything more."""
    if connection.scope["path"] == sockets.STREAM:
        return descriptors.refused()
    is_opened = connection.scope.get("method") == "GET" and is_page(connection.scope["path"])
    return descriptors.refused(descriptors.PAGE) if is_opened else None


def _is_shut(path: str) -> bool:
    return path in _BY_OIDC and serving.settings().oidc is None


async def _let_in(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        token = HTTPConnection(scope).cookies.get(COOKIE, "")
        try:
            await sockets.attended(app, _named(scope, token), receive, _answering(scope, receive, send), token)
        finally:
            descriptors.let_go()
    elif files.is_upload(scope):
        await files.taken_in(app, scope, receive, send)
    else:
        await app(scope, receive, send)


def _answering(scope: Scope, receive: Receive, send: Send) -> Send:
    """Wraps `send` so that a socket that the app doesn't open is refused with an ordinary HTTP answer."""
    is_opened = False

    async def answer(message: Message) -> None:
        nonlocal is_opened
        if message["type"] == "websocket.close" and not is_opened and _takes_answers(scope):
            await _forbidden("这个连接打不开")(scope, receive, send)
            return
        is_opened = True
        await send(message)

    return answer


def _named(scope: Scope, token: str) -> Scope:
    """The scope with the account's id among a socket's headers, whatever its sender wrote there."""
    actor = who(serving.store(), token)
    headers = [pair for pair in scope["headers"] if pair[0] != ACCOUNT]
    return {**scope, "headers": [*headers, (ACCOUNT, actor.account_id.encode())] if actor else headers}


def is_from_here(connection: HTTPConnection) -> bool:
    """Whether a request comes from this machine and was meant for it."""
    return is_local(connection.client.host if connection.client else "", connection.headers.get("host", ""))


def is_local(client: str, host: str) -> bool:
    """Whether a request comes from this machine and was meant for it.

    A page elsewhere whose name was pointed at this machine comes from it too, but under its own name.
    """
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return False
    # A server that listens on IPv6 as well sees 127.0.0.1 as ::ffff:127.0.0.1.
    plain = (address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None) or address
    return plain.is_loopback and _host_name(host) in _THIS_MACHINE


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def is_same_origin(headers: Headers, method: str) -> bool:
    """Whether a changing request (a POST, an upload, a socket, whose `method` is empty) comes from our pages.

    Browsers always state the origin of such a request; a program states none, and has no cookie to steal.
    """
    origin = headers.get("origin")
    if origin is None or method in _SAFE_METHODS:
        return True
    try:
        return urlsplit(origin).netloc == headers.get("host", "")
    except ValueError:
        return False


def _shown_the_door(connection: HTTPConnection) -> Response:
    where = _led_to("/sign-in" if accounts.is_set_up(serving.store()) else "/setup", connection)
    return where or _forbidden("请先登录")


def _led_to(door: str, connection: HTTPConnection) -> Response | None:
    """A redirect through a door and from there to the requested page; None if it isn't a page."""
    path = connection.scope["path"]
    is_for_people = is_page(path) or path in {OWN_DOOR, GUIDE} or path.startswith(f"{DECK}/")
    if connection.scope.get("method") not in {"GET", "HEAD"} or not is_for_people:
        return None
    query = connection.scope["query_string"].decode("latin-1")
    wanted = path + (f"?{query}" if query else "")
    where = door if wanted == "/" or door == "/setup" else f"{door}?next={quote(wanted, safe='')}"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _forbidden(words: str) -> Response:
    return PlainTextResponse(words, HTTPStatus.FORBIDDEN)
