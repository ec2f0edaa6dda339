"""Starting the server: a port of its own, uvicorn on it, and a browser once it answers."""

import logging
import os
import socket
import ssl
import threading
import time
import urllib.request
import webbrowser
from contextlib import suppress
from http import HTTPStatus
from urllib.error import URLError

import uvicorn

from board.errors import BoardError
from board.operating.settings import Settings
from board.web.door.encryption import encrypted, trusting
from board.web.door.limits import Bounded

_GRACE = 5  # seconds for open requests when the server stops
_PING = 30  # seconds; a laptop that was closed is noticed within a minute


def take_port(address: str, port: int) -> socket.socket:
    """Listens on a port before anything else is done. Raises BoardError if it isn't available."""
    listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    if os.name != "nt":  # there it would share a port that another program listens on
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((address, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise BoardError(
            f"端口 {port} 用不了",
            "可能已有一个查改看板或别的程序在使用它。",
            f"请换一个，例如 --port {port % 60000 + 1}。",
        ) from error
    listening.set_inheritable(True)
    return listening


def serve(listening: socket.socket, settings: Settings, *, opens_browser: bool) -> None:
    """Serves the product on a port until Ctrl-C. Raises BoardError for an unusable certificate."""
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    address, port = listening.getsockname()[:2]
    shown = "127.0.0.1" if address in {"0.0.0.0", "::"} else address  # noqa: S104 - compared with, not listened on
    context, asking = None, None
    if settings.cert and settings.key:
        context, asking = encrypted(settings.cert, settings.key), trusting(settings.cert)
    base = f"{'https' if context else 'http'}://{shown}:{port}"
    threading.Thread(target=_greet, args=(base, asking, opens_browser), daemon=True).start()
    config = uvicorn.Config(
        "app:app",
        loop="auto",
        http=Bounded,
        ws="websockets-sansio",
        ws_ping_interval=_PING,
        ws_ping_timeout=_PING,
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
        ssl_context_factory=(lambda _config, _default: context) if context else None,
        proxy_headers=False,  # `proxies.py` reads them, for `streamlit run` as well
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _greet(base: str, asking: ssl.SSLContext | None, opens_browser: bool) -> None:
    while not _answers(base, asking):
        time.sleep(0.05)
    print(f"查改看板已就绪：{base}/　（按 Ctrl-C 停止）", flush=True)
    if opens_browser:
        webbrowser.open(base)


def _answers(base: str, asking: ssl.SSLContext | None) -> bool:
    try:
        with urllib.request.urlopen(f"{base}/healthz", timeout=1, context=asking) as answer:  # noqa: S310 - our own address
            return bool(answer.status == HTTPStatus.OK)
    except (URLError, OSError):
        return False
