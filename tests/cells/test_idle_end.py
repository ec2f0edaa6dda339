"""A server that may end by itself ends once nobody has it open: not while a page is connected or something waits."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from board import clock
from board.operating.settings import Settings
from board.store.store import Store
from board.submissions import freezing
from board.submissions.contents import Chosen
from board.web import launch, serving
from tests.submissions.falling import activity_of
from tests.submissions.files import EVERYONE, SCHOOL, filled

_SECONDS = 0.3


@pytest.fixture
def school() -> Iterator[Store]:
    yield from filled()


@pytest.fixture
def running(school: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[uvicorn.Server, int]]:
    """A server on this school's store, and its port."""
    monkeypatch.setattr(launch, "_LOOK", 0.02)
    serving.serve(school, Settings(tmp_path, demo=False))
    server = uvicorn.Server(uvicorn.Config(Starlette(), log_level="warning", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield server, listening.getsockname()[1]
        server.should_exit = True
        thread.join(20)


def test_it_ends_only_after_the_last_browser_has_left(running: tuple[uvicorn.Server, int]) -> None:
    server, port = running
    with socket.create_connection(("127.0.0.1", port)):
        while not server.server_state.connections:
            time.sleep(0.01)
        threading.Thread(target=launch._end_when_idle, args=(server, _SECONDS), daemon=True).start()
        time.sleep(2 * _SECONDS)
        assert not server.should_exit
    time.sleep(3 * _SECONDS)
    assert server.should_exit


@pytest.mark.walk
def test_it_goes_on_while_something_waits_to_be_handed_up(school: Store, running: tuple[uvicorn.Server, int]) -> None:
    server, _ = running
    activity_id = activity_of(school)
    freezing.set_superior(school, EVERYONE, activity_id, {"unit_id": SCHOOL, "address": "http://127.0.0.1:9"})
    freezing.freeze(school, EVERYONE, activity_id, clock.today() - timedelta(days=1), Chosen())
    threading.Thread(target=launch._end_when_idle, args=(server, 0.05), daemon=True).start()
    time.sleep(2 * _SECONDS)
    assert not server.should_exit
