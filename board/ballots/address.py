"""The address that phones open, its QR code, and whether a phone can reach it at all."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import segno

from board.ballots.codes import printed

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def link(opening: Mapping[str, Any], seen_at: str) -> str:
    """The link of an opening, under its own address or the one at which the board is viewed."""
    return f"{opening['address'] or base_of(seen_at)}/ballot/{opening['opening_id']}"


def with_code(address: str, code: str) -> str:
    """A link that contains a code, behind the #: browsers don't send that part, so no server records it."""
    return f"{address}#{printed(code)}"


def base_of(seen_at: str) -> str:
    """The scheme and host that every address of this server begins with, from an address in the browser's bar."""
    parts = urlsplit(seen_at)
    return f"{parts.scheme}://{parts.netloc}"


def reach(address: str) -> str:
    """Which phones can open an address, in words."""
    host = urlsplit(address).hostname or ""
    if host in _THIS_MACHINE:
        return (
            "这个网址只有装程序的这台电脑打得开，手机打不开（演示就只限本机）。正式使用请加 --address 0.0.0.0 启动，"
            "再用这台电脑在校内网络里的地址打开本页，二维码就会换成那个地址。"
        )
    try:
        is_inside = ipaddress.ip_address(host).is_private
    except ValueError:
        is_inside = "." not in host or host.endswith((".local", ".lan"))
    if is_inside:
        return "连着学校同一个网络（校内无线网）的手机打得开；用流量上网的打不开。"
    return "只要这个网址从外面能访问，手机用流量也打得开。"


def is_for_this_machine(address: str) -> bool:
    """Whether only the machine that serves an address can open it."""
    return (urlsplit(address).hostname or "") in _THIS_MACHINE


def qr_svg(text: str) -> str:
    """A QR code as an SVG element that fills its container."""
    made: str = segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return made


@lru_cache(maxsize=64)
def qr_png(text: str) -> bytes:
    """A QR code as a picture for printing."""
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=6, border=2)
    return picture.getvalue()
