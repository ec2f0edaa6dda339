"""The origin of a request behind a proxy, as stated by known proxies and nobody else.

The origin decides who is slowed down, and whether HTTPS was used decides whether a cookie may travel without it: a
header that anybody can write must not decide this.
"""

import ipaddress
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from board.operating.settings import Network
from board.web import serving

_FOR, _PROTO, _HOST = b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host"
_FORWARDED = frozenset({_FOR, _PROTO, _HOST, b"x-forwarded-port", b"x-real-ip", b"forwarded"})
_SECURE = {"http": "https", "websocket": "wss"}
HERE = ("127.0.0.1", 0)


def proxied(app: ASGIApp) -> ASGIApp:
    """Middleware that applies the headers of known proxies, and drops those of anybody else."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in _SECURE:
            scope = seen_from_outside(scope, serving.settings().proxies)
        await app(scope, receive, send)

    return answer


def seen_from_outside(scope: Scope, proxies: Sequence[Network]) -> Scope:
    """The request as its sender sees the outermost known proxy: client, scheme and host.

    Of the addresses passed on, the last that isn't a known proxy's counts: those before it could be made up. Whoever
    reaches a Unix socket is on this machine.
    """
    headers = [pair for pair in scope["headers"] if pair[0] not in _FORWARDED]
    client = scope.get("client") or (HERE if is_unix(scope.get("server")) else None)
    if client is None or not is_known(client[0], proxies):
        return {**scope, "headers": headers, "client": client}
    forwarded = {name: _last(scope, name) for name in (_PROTO, _HOST)}
    seen = {**scope, "headers": headers, "client": (_sender(scope, client[0], proxies), 0)}
    if forwarded[_PROTO] == b"https":
        seen["scheme"] = _SECURE[scope["type"]]
    if forwarded[_HOST]:
        seen["headers"] = [(b"host", forwarded[_HOST]), *(pair for pair in headers if pair[0] != b"host")]
    return seen


def _sender(scope: Scope, nearest: str, proxies: Sequence[Network]) -> str:
    passed = b",".join(value for name, value in scope["headers"] if name == _FOR).decode("latin-1").split(",")
    for address in reversed([_without_port(each.strip()) for each in passed]):
        if not _is_address(address):
            return nearest
        if not is_known(address, proxies):
            return address
        nearest = address
    return nearest


def _without_port(address: str) -> str:
    """An address without the port that some proxies append, and without the brackets around IPv6."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _last(scope: Scope, name: bytes) -> bytes:
    """The value that the proxy itself wrote: the last part, after those of others."""
    values = [value for header, value in scope["headers"] if header == name]
    return values[-1].rpartition(b",")[2].strip() if values else b""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_unix(server: "tuple[str, int | None] | None") -> bool:
    """Whether a server's own address is a Unix socket, which has no port."""
    return server is not None and server[1] is None


def is_known(text: str, proxies: Sequence[Network]) -> bool:
    """Whether an address is a known proxy's."""
    if not _is_address(text):
        return False
    address = ipaddress.ip_address(text)
    plain = (address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None) or address
    return any(plain in network for network in proxies)
