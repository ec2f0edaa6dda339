"""What open pages cost while nothing happens."""

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.web.conftest import Start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the processor time from /proc")


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.walk
def test_fifty_open_pages_cost_next_to_nothing(start: Start, tmp_path: Path) -> None:
    process = start("demo", tmp_path)
    with ExitStack() as stack:
        for _ in range(50):
            stack.enter_context(connect(f"ws://127.0.0.1:{process.port}/live", proxy=None))
        time.sleep(3)  # what the start and the connections left to do
        before = processor_seconds(process.pid)
        time.sleep(3)
        assert processor_seconds(process.pid) - before < 0.02 * 3
