"""A process that may open little, as on macOS, lets go of pages that were closed, and says when it can open no more."""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from board.access import Role
from tests.depth import walked
from tests.web.client import ask, signed_in
from tests.web.conftest import Process, Start, with_accounts
from tests.web.streaming import ask_for, stream
from tests.web.test_live import open_socket

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks how much another process has open")


@pytest.fixture(scope="module")
def school(start: Start, school_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Process:
    """The example school in a process that begins with as little as it may open on macOS."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, soft), hard))
    process = start("run", with_accounts(school_file, tmp_path_factory.mktemp("school")))
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return process


@contextmanager
def narrow(school: Process, most: int) -> Iterator[None]:
    """Within the block the process may open no more than so many, and can't help it."""
    before = resource.prlimit(school.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(school.pid, resource.RLIMIT_NOFILE, (most, before[1]))
    try:
        yield
    finally:
        resource.prlimit(school.pid, resource.RLIMIT_NOFILE, before)


def look(school: Process, cookie: str) -> None:
    """Open a page as a browser does, and close it."""
    assert ask(school.port, "/", cookie=cookie).status == 200
    with stream(school.port, cookie) as socket, open_socket(school.port, cookie):
        ask_for(socket, "overview")


def count_open(school: Process) -> int:
    return sum(1 for _ in Path(f"/proc/{school.pid}/fd").iterdir())


@pytest.mark.walk
@pytest.mark.parametrize(("most", "count"), [(96, 40), *walked((256, 500))])
def test_pages_opened_and_closed_take_nothing_with_them(school: Process, most: int, count: int) -> None:
    cookie = signed_in(school.port, Role.LEADER)
    with narrow(school, most):
        for _ in range(count + 1):
            look(school, cookie)


def test_where_few_are_left_a_page_is_refused_in_words_and_those_that_stand_go_on(school: Process) -> None:
    cookie = signed_in(school.port, Role.LEADER)
    with narrow(school, 96):
        with ExitStack() as stack:
            standing = stack.enter_context(stream(school.port, cookie))
            assert open_many(school, cookie, stack) == 503
            refused = ask(school.port, "/rectification", cookie=cookie)
            assert (refused.status, refused.headers["refresh"]) == (503, "10")
            assert "请关掉不用的网页" in refused.text
            ask_for(standing, "overview")
            assert "同时打开的网页快到上限了" in school.said
        look(school, cookie)


def open_many(school: Process, cookie: str, stack: ExitStack) -> int:
    """Open pages until one is refused; with which status."""
    try:
        for _ in range(30):
            stack.enter_context(stream(school.port, cookie))
    except InvalidStatus as error:
        return error.response.status_code
    return 0


def test_the_process_may_open_as_much_as_the_system_allows(school: Process) -> None:
    soft, hard = resource.prlimit(school.pid, resource.RLIMIT_NOFILE)
    assert soft == hard


@pytest.mark.walk
def test_closed_pages_are_let_go_of_by_themselves(school: Process) -> None:
    before = close_five(school)
    with narrow(school, 96):
        wait_for_fewer(school, before, 30)


@pytest.mark.walk
def test_pages_that_nobody_came_back_to_in_two_minutes_are_let_go_of(school: Process) -> None:
    wait_for_fewer(school, close_five(school) - 15, 150)


def close_five(school: Process) -> int:
    """Open five pages and close them; how much stands open then."""
    cookie = signed_in(school.port, Role.LEADER)
    for _ in range(5):
        look(school, cookie)
    return count_open(school)


def wait_for_fewer(school: Process, count: int, longest: float) -> None:
    until = time.monotonic() + longest
    while count_open(school) >= count and time.monotonic() < until:
        time.sleep(0.1)
    assert count_open(school) < count
