"""Processes that come from one with the product loaded: each is there in a moment, not after seconds of imports."""

import multiprocessing
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

import board
import manage

# All of the product but the script that draws a page as soon as it is loaded.
_OURS = {each.name for each in pkgutil.walk_packages(board.__path__, "board.")} - {"board.shell"}
_LOADED = ["app", *sorted(_OURS), "tests.falling_writes", "tests.falling_restores", "tests.killed_imports"]


def begun(work: Callable[..., object], *arguments: Any) -> BaseProcess:
    """A process that does some work and ends with the one that began it."""
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(_LOADED)
    child: BaseProcess = context.Process(target=work, args=arguments, daemon=True)
    with _no_main():
        child.start()
    return child


def serve(arguments: list[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
    """Serve the product as its command does; what it prints goes to a log. `environment`: variables besides."""
    os.environ.update(environment or {})
    with log.open("ab") as printed:
        os.dup2(printed.fileno(), 1)
        os.dup2(printed.fileno(), 2)
    sys.exit(manage.main(arguments))


def serve_afresh(arguments: list[str], log: Path) -> None:
    """Serve the product from nothing loaded, as its users start it: for what is about how long that takes."""
    with log.open("ab") as printed:
        os.dup2(printed.fileno(), 1)
        os.dup2(printed.fileno(), 2)
    os.execv(sys.executable, [sys.executable, manage.__file__, *arguments])  # noqa: S606 - our own program


@contextmanager
def _no_main() -> Iterator[None]:
    """Meanwhile this process has no main program, which a child would run anew: page tests put the product's there."""
    main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
