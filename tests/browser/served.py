"""A running product."""

import socket
import time
import urllib.request
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.ready_processes import begun, serve, serve_afresh

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Served:
    """A running product: its address and the folder of its data."""

    url: str
    data: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(
    data: Path, *, demo: bool, port: int = 0, afresh: bool = False, collects: bool = False
) -> tuple[BaseProcess, str]:
    """Start the product on a folder and wait until it answers; on a port, where that must be known beforehand.

    collects: as a bureau above others."""
    port = port or free_port()
    command = ["demo" if demo else "run", "--port", str(port), "--no-browser", "--data", str(data)]
    log = data.parent / "server.log"
    settings = ({"CHAGAI_COLLECT": "1"},) if collects else ()
    process = begun(serve_afresh if afresh else serve, command, log, *settings)
    url = f"http://127.0.0.1:{port}"
    for _ in range(900):
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2)  # noqa: S310 - our own address
            return process, url
        except OSError:
            assert process.is_alive(), log.read_text()
            time.sleep(0.1)
    raise AssertionError("the server did not answer")
