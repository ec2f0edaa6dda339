"""The ASGI application: Streamlit on board/shell.py behind the gate, with the plain routes beside it."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from board.ui.parts.errors import show_error
from board.web.boot import lifespan
from board.web.browser.frontend import frontend
from board.web.door.gate import gate, guarded
from board.web.door.proxies import proxied
from board.web.metrics import counted
from board.web.routes import ROUTES

app = st.App(
    Path(__file__).parent / "board" / "shell.py",
    lifespan=lifespan,
    routes=ROUTES,
    # Outermost first: who asks, through which proxy; headers on every answer; the gate before everything else.
    middleware=[Middleware(each) for each in (proxied, counted, guarded, gate, frontend)],
    on_script_error=show_error,
)
