"""A clerk hands up in one browser; the bureau, on another server, shows it in a second one. One command starts both."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settle

ROOT = Path(__file__).parent.parent.parent
STARTED = re.compile(r"已就绪：(\S+?)/　")

pytestmark = pytest.mark.walk


@pytest.fixture
def district(tmp_path: Path) -> Iterator[list[str]]:
    """The addresses of the example district's board and of its live school."""
    with socket.socket() as first:
        first.bind(("127.0.0.1", 0))
        port = first.getsockname()[1]
    command = [sys.executable, "manage.py", "demo", "--district", "--no-browser", "--data", str(tmp_path)]
    process = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    lines = iter(process.stdout)
    found = sorted(STARTED.findall(next(lines))[0] for _ in range(2))
    yield found
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    with pytest.raises(OSError, match="refused"):  # the school beside it ended, too
        urllib.request.urlopen(f"{found[1]}/healthz", timeout=5)  # noqa: S310 - our own address


def test_the_bureau_shows_what_a_clerk_hands_up(district: list[str], page: Page, second: Page) -> None:
    above, below = district
    open_page(second, f"{above}/submissions")
    expect(second.get_by_text("23 个单位上报过 68 份")).to_be_visible()
    open_page(page, f"{below}/submissions")
    page.get_by_text("冻结一份，报上去").click()
    settle(page)
    expect(page.get_by_text("要报上去的，只有这些")).to_be_visible()
    page.get_by_role("button", name="冻结并上报").click()
    expect(page.get_by_text("已收到").first).to_be_visible()
    expect(second.get_by_text("24 个单位上报过 69 份")).to_be_visible()
    expect(second.get_by_text("嘉泽中心小学（示例）第 1 号")).to_be_visible()
