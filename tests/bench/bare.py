"""Bare pages to compare with, served with the product's own server set-up but nothing else of the product.

Run as `python -m tests.bench.bare PORT SCRIPT`, the script being one of `bare_*.py` beside this file.
"""

import gc
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from board.operating.settings import Settings
from board.store.store import open_store
from board.web import launch, serving, warming
from board.web.browser import frontend
from board.web.door.gate import guarded
from board.web.routes import healthz


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    await warming.run_script_once()
    gc.collect()
    gc.freeze()
    frontend.prepare()
    yield


def _app(script: str) -> st.App:
    return st.App(
        Path(__file__).with_name(f"{script}.py"),
        lifespan=_lifespan,
        routes=[Route("/healthz", healthz)],
        middleware=[Middleware(guarded), Middleware(frontend.frontend)],
    )


if __name__ == "__main__":
    app = _app(sys.argv[2])
    sys.modules["app"] = sys.modules[__name__]  # what launch.serve asks uvicorn for
    with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder) / "board.duckdb")) as store:
        settings = Settings(Path(folder), demo=True)
        serving.serve(store, settings)  # the door asks the settings whom it may believe
        launch.serve(launch.take_port("127.0.0.1", int(sys.argv[1])), settings, opens_browser=False)
