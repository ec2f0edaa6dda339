"""The product, served as `manage.py demo` serves it, with a stop-watch on its scripts and a way to ask it things.

Run as `python -m tests.bench.product PORT DATA`. A line on its standard input asks (ASKED), a line of JSON on its
standard output, after MARK, answers. None of this is in the product's own code.
"""

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

import manage
from board import clock
from board.access import Actor, Role
from board.activity import activities
from board.rectification import actions as rectification
from board.web import serving
from tests.bench.clerks import COUNT, Office
from tests.bench.processes import MARK, held_megabytes, peak_megabytes

_CLERK = Actor("A-bench", "测速", frozenset({Role.CLERK}))
_PATIENCE = 5
_begun: list[float] = []
_ended: list[tuple[float, float]] = []
_offices: list[Office] = []


def _time_scripts() -> None:
    original: Callable[[ScriptRunner, Any], None] = ScriptRunner._run_script

    def timed(runner: ScriptRunner, rerun_data: Any) -> None:
        began, worked = time.perf_counter(), time.thread_time()
        _begun.append(began)
        try:
            original(runner, rerun_data)
        finally:
            _ended.append(((time.perf_counter() - began) * 1_000, (time.thread_time() - worked) * 1_000))

    ScriptRunner._run_script = timed  # type: ignore[assignment, method-assign]


def _scripts() -> list[tuple[float, float]]:
    """Of every script run since this was asked last, to the end of its clean-up (which is after its last message):
    milliseconds by the clock, and of the processor in the script's own thread."""
    until = time.monotonic() + _PATIENCE
    while len(_ended) < len(_begun) and time.monotonic() < until:
        time.sleep(0.001)
    found = _ended.copy()
    _begun.clear()
    _ended.clear()
    return found


def _write() -> int:
    """Save something every page shows, as a clerk would; the version after it."""
    store = serving.store()
    activity_id = str(activities.activities(store)["activity_id"].iloc[0])
    items = rectification.items(store, activity_id, clock.today())
    open_item = str(items[items["status"] == "in_progress"]["item_id"].iloc[0])
    fields = {"remark": f"测速 {time.monotonic_ns()}"}
    rectification.act(store, _CLERK, activity_id, open_item, "edit", fields)
    return store.version()


def _spent() -> dict[str, float]:
    """Seconds of processor this process has used, and the most memory it has held."""
    return {"seconds": time.process_time(), "megabytes": peak_megabytes()}


def _clerks() -> int:
    """Let clerks begin to work."""
    _offices.append(Office(serving.store()))
    return COUNT


def _copied() -> str:
    """Where a copy made while they work is."""
    return _offices[-1].copied()


def _counted() -> dict[str, Any]:
    """Let them finish, and what came of it."""
    return _offices[-1].ended()


ASKED: dict[str, Callable[[], Any]] = {
    "scripts": _scripts,
    "write": _write,
    "spent": _spent,
    "held": held_megabytes,
    "clerks": _clerks,
    "copied": _copied,
    "ended": _counted,
}


def _answer() -> None:
    """Answer what is asked; a failure ends the product, or whoever asked would wait for ever."""
    for line in sys.stdin:
        try:
            print(MARK + json.dumps(ASKED[line.strip()]()), flush=True)
        except Exception:  # noqa: BLE001 - whatever it is, it is shown
            traceback.print_exc()
            os._exit(1)


if __name__ == "__main__":
    _time_scripts()
    threading.Thread(target=_answer, daemon=True).start()
    sys.exit(manage.main(["demo", "--port", sys.argv[1], "--no-browser", "--data", sys.argv[2]]))
