"""Files handed out: each leaves an entry in the audit trail, by whom and from where it was fetched."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from board.access import Actor
from board.audit import Deed, Origin
from board.db import Store
from board.ui.visit import current_actor
from board.web import serving, whence

Make = Callable[[], bytes | str]


def download(label: str, make: Make, file_name: str, mime: str, *, key: str, what: str = "", **look: Any) -> None:
    """A button that hands over a file, made only when somebody asks for it.

    what: the file as the audit trail names it, where its name is somebody's own words; else its name.
    """
    given = (serving.store(), current_actor(), whence.origin(), what or file_name, make)
    st.download_button(label, partial(_handed_out, *given), file_name, mime, key=key, on_click="ignore", **look)


def _handed_out(store: Store, actor: Actor | None, origin: Origin, what: str, make: Make) -> bytes | str:
    """Called by the browser's request, where nothing is known of the page any more."""
    made = make()
    with whence.coming_from(origin):
        store.note(Deed("export.file", actor, what))
    return made
