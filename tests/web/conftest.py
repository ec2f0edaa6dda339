"""Servers to speak to: the door alone, in this process, and the whole product in its own."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from board.access import Actor, Role
from board.accounts import actions as accounts
from board.operating.settings import Settings, networks
from board.store.store import Store, open_store
from board.web import serving
from board.web.browser.frontend import frontend
from board.web.door import slowing
from board.web.door.gate import gate, guarded
from board.web.door.limits import Bounded
from board.web.door.proxies import proxied
from board.web.metrics import counted
from board.web.routes import ROUTES
from tests import providers
from tests.ready_processes import begun, serve
from tests.web.client import FIRST, PASSWORD, ask

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Process:
    """The product in a process of its own, on a port, and what it said."""

    port: int
    data: Path
    running: BaseProcess
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8")

    @property
    def pid(self) -> int:
        assert self.running.pid is not None
        return self.running.pid

    def end(self) -> None:
        """End it as Ctrl-C or a service manager does."""
        self.running.terminate()
        self.running.join(20)

    def code(self) -> int | None:
        """The code with which it ends by itself; None where it goes on."""
        self.running.join(20)
        return self.running.exitcode


Start = Callable[..., Process]


@pytest.fixture
def door(store: Store, tmp_path: Path) -> Iterator[int]:
    """The port of a server with the gate and the plain routes in front of nothing, on a store with one account."""
    accounts.create_first_administrator(store, FIRST)
    yield from served(store, Settings(tmp_path, demo=False))


@pytest.fixture
def new_door(store: Store, tmp_path: Path) -> Iterator[int]:
    """The same on a store without any account."""
    yield from served(store, Settings(tmp_path, demo=False))


@pytest.fixture
def door_behind_a_proxy(store: Store, tmp_path: Path) -> Iterator[int]:
    """The same with one account, for a server that takes this machine's word for where a request comes from."""
    accounts.create_first_administrator(store, FIRST)
    yield from served(store, Settings(tmp_path, demo=False, proxies=networks("127.0.0.1")))


@pytest.fixture
def demo_door(store: Store, tmp_path: Path) -> Iterator[int]:
    """The same in the demonstration."""
    yield from served(store, Settings(tmp_path, demo=True))


def served(store: Store, settings: Settings) -> Iterator[int]:
    serving.serve(store, settings)
    slowing.GUESSES._failed.clear()
    middleware = [Middleware(each) for each in (proxied, counted, guarded, gate, frontend)]
    application = Starlette(routes=ROUTES, middleware=middleware)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application,
        http=Bounded,
        ws="websockets-sansio",
        log_level="error",
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start the product and wait until it is ready or ends: the command, its data folder, options; the port, where it
    must be known beforehand; what serves it; variables of its environment."""
    started: list[Process] = []

    def begin(
        command: str, data: Path, *options: str, port: int = 0, work: Callable[..., None] = serve, **environment: str
    ) -> Process:
        port = port or free_port()
        log = tmp_path_factory.mktemp("log") / "said.txt"
        log.touch()
        line = [command, "--no-browser", "--port", str(port), "--data", str(data), *options]
        started.append(Process(port, data, begun(work, line, log, environment), log))
        wait_for(started[-1])
        return started[-1]

    yield begin
    for process in started:
        process.end()


@pytest.fixture(scope="module")
def school(start: Start, school_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Process:
    """The product on the example school, served for real, with an account for each role, named as the role."""
    return start("run", with_accounts(school_file, tmp_path_factory.mktemp("school")))


@pytest.fixture(scope="module")
def school_by_oidc(start: Start, school_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Process:
    """The same in a unit that has a provider of accounts, which can't be reached."""
    data = with_accounts(school_file, tmp_path_factory.mktemp("school"))
    providers.write(data, "https://board.example", f"http://127.0.0.1:{free_port()}", "chagai", "hush")
    return start("run", data)


def with_accounts(school_file: Path, data: Path) -> Path:
    """A folder with the example school and an account for each role, named as the role."""
    opened = open_store(Path(shutil.copy(school_file, data / "board.duckdb")))
    keeper = Actor("A-keeper", "管理员", frozenset({Role.ADMIN}))
    for role in Role:
        fields = {"name": str(role), "display_name": str(role), "roles": [role], "password": PASSWORD}
        accounts.create_account(opened, keeper, fields)
    opened.close()
    return data


def wait_for(process: Process, longest: float = 120) -> None:
    until = time.monotonic() + longest
    while time.monotonic() < until and process.running.is_alive():
        try:
            # A server that speaks HTTPS alone says itself when it is ready.
            if "已就绪" in process.said or ask(process.port, "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
