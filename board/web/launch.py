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
from board.submissions.freezing import waiting
from board.web import serving
from board.web.door.encryption import encrypted, trusting
from board.web.door.limits import Bounded

_FIRST_PASSED = 3  # sd_listen_fds(3)
_GRACE = 5  # seconds for open requests when the server stops
_LOOK = 1.0  # seconds between asking whether a browser is connected
_PING = 30  # seconds; a laptop that was closed is noticed within a minute


def take_port(address: str, port: int) -> socket.socket:
    """Listens on a port before anything else is done, or where whoever started this process listens already (systemd's
    socket activation). Raises BoardError if the port isn't available.
    """
    if os.environ.get("LISTEN_PID") == str(os.getpid()):
        return socket.socket(fileno=_FIRST_PASSED)
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
    context, asking = None, None
    if settings.cert and settings.key:
        context, asking = encrypted(settings.cert, settings.key), trusting(settings.cert)
    if listening.family != getattr(socket, "AF_UNIX", None):
        address, port = listening.getsockname()[:2]
        shown = "127.0.0.1" if address in {"0.0.0.0", "::"} else address  # noqa: S104 - compared with, not listened on
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
    server = uvicorn.Server(config)
    if settings.idle_minutes:
        threading.Thread(target=_end_when_idle, args=(server, settings.idle_minutes * 60), daemon=True).start()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _end_when_idle(server: uvicorn.Server, seconds: float) -> None:
    """Ends the server once no browser has been connected for so long and nothing waits to be handed up.

    An open page keeps its socket open. Who connects at this very moment waits in the queue of the listening socket,
    which whoever started this process keeps.
    """
    busy_at = time.monotonic()
    while not server.should_exit:
        time.sleep(_LOOK)
        now, state = time.monotonic(), server.server_state
        if not server.started or state.connections or state.tasks:
            busy_at = now
        elif now - busy_at >= seconds and not waiting(serving.store()):
            server.should_exit = True


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
