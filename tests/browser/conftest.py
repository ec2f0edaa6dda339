"""A real server on the example school, and a real Chromium before it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from board import clock
from board.example.school import load_example
from board.store.store import open_store
from tests.browser.served import Served, start
from tests.gate import chromium

# Milliseconds that a busy machine may take to follow, and to bring a whole page; what is about time says its own.
_PATIENCE = 30_000
_PATIENCE_FOR_PAGES = 90_000


@pytest.fixture(scope="session", autouse=True)
def patient() -> Iterator[None]:
    """Wait for states as long as a busy machine needs."""
    expect.set_options(timeout=_PATIENCE)
    yield
    expect.set_options(timeout=None)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = chromium()
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {"executable_path": found, "args": arguments} if found else {"args": arguments}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demonstration begun today, to be copied: the example is laid out once and not by each."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    opened = open_store(folder / "demo.duckdb")
    load_example(opened, clock.today())
    opened.close()
    return folder


@pytest.fixture
def served(demo_folder: Path, tmp_path: Path) -> Iterator[Served]:
    """The example school, fresh for each test."""
    process, url = start(Path(shutil.copytree(demo_folder, tmp_path / "data")), demo=True)
    yield Served(url, tmp_path / "data")
    process.terminate()
    process.join(20)


@pytest.fixture(scope="session")
def read_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example school, one for all tests that write nothing: to start a server takes longer than to look at it."""
    data = tmp_path_factory.mktemp("read") / "data"
    process, url = start(data, demo=True)
    yield Served(url, data)
    process.terminate()
    process.join(20)


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """The browser of `page`, patient."""
    context.set_default_timeout(_PATIENCE_FOR_PAGES)
    return context


@pytest.fixture
def second(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """Another person's browser."""
    context: BrowserContext = browser.new_context(**browser_context_args)
    context.set_default_timeout(_PATIENCE_FOR_PAGES)
    yield context.new_page()
    context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
