"""Files on 数据导入 that wait to be imported: those uploaded at once and those of the watched folder; one is open.

Both go the same way: listed with their reading (`waiting.py`), opened, confirmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

import streamlit as st

from board.importing.files.decode import MOST_BYTES
from board.importing.ledgers.kinds import KINDS
from board.imports import commit as imports
from board.imports.inbox import IMPORTED, SUFFIXES, Dropped, Inbox
from board.ui.parts.errors import refusal_kept
from board.web import serving

BALLOTS = imports.SUBJECT
TITLES = {BALLOTS: "评议表", **{name: kind.title for name, kind in KINDS.items()}}
# The id of the open file; the open one of the watched folder; the uploads, and those of them that were imported.
OPEN, TAKEN, _UPLOADS, _DONE = "imports_open", "imports_taken", "imports_uploads", "imports_done"
REFUSAL = "imports_waiting_refusal"


@dataclass(frozen=True)
class Arrived:
    """A file to import. dropped: its place in the watched folder; None if it was uploaded."""

    file_id: str
    name: str
    data: bytes = field(repr=False)
    dropped: Dropped | None = None

    def getvalue(self) -> bytes:
        """The file's bytes."""
        return self.data

    @cached_property
    def sha256(self) -> str:
        """Identifies the file's content."""
        return sha256(self.data).hexdigest()


@cache
def _inbox_of(folder: Path) -> Inbox:
    return Inbox(folder)


def watched() -> Inbox | None:
    """Returns the watched folder; None if there is none."""
    folder = serving.settings().inbox
    return _inbox_of(folder) if folder else None


def show_upload() -> list[Arrived]:
    """Draws the upload of one or several files; it is emptied once all of them were imported."""
    turn = st.session_state.setdefault("imports_turn", 0)
    uploaded = st.file_uploader(
        "要导入的文件",
        type=list(SUFFIXES),
        key=f"imports_file_{turn}",
        max_upload_size=MOST_BYTES // 2**20,
        accept_multiple_files=True,
        label_visibility="collapsed",
    )
    uploads = [Arrived(each.file_id, each.name, each.getvalue()) for each in uploaded]
    ids = [each.file_id for each in uploads]
    new = [each for each in ids if each not in st.session_state.get(_UPLOADS, ())]
    st.session_state[_UPLOADS] = ids
    if len(new) == 1:
        st.session_state[OPEN] = new[0]
    elif new:
        st.session_state[OPEN] = None
    return uploads


def put_down(upload: Arrived) -> None:
    """Closes the open file; an upload of its own is emptied. For callbacks."""
    st.session_state[OPEN] = None
    if upload.dropped is None and len(st.session_state.get(_UPLOADS, ())) == 1:
        st.session_state["imports_turn"] = st.session_state.get("imports_turn", 0) + 1


def refuse_gone(upload: Arrived) -> None:
    """Raises BoardError for a file of the watched folder that is gone or has changed since it was opened."""
    box = watched()
    if upload.dropped is not None and box is not None:
        box.refuse_changed(upload.dropped)


def imported(files: Iterable[tuple[str, Dropped | None]]) -> None:
    """Ends files, by id and place in the watched folder, after their import; closes the open one. For callbacks.

    One of the watched folder is moved; where that can't be, the import stands and the list says so. The upload is
    emptied once nothing else is in it.
    """
    box, done = watched(), set(st.session_state.get(_DONE, ()))
    for file_id, dropped in files:
        done.add(file_id)
        if dropped is not None and box is not None:
            with refusal_kept(REFUSAL):
                box.put_away(dropped, IMPORTED)
    st.session_state[OPEN] = None
    st.session_state[_DONE] = done
    if done.issuperset(st.session_state.get(_UPLOADS, ())):
        st.session_state["imports_turn"] = st.session_state.get("imports_turn", 0) + 1
