"""A file that is taken once, however often the page is drawn with it."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from board.errors import BoardError
from board.ui.parts.errors import show_refusal
from board.ui.parts.visit import Visit, refuse_if_changed


def take_once(visit: Visit, file: UploadedFile, take: Callable[[bytes], Any]) -> Any:
    """Hands the file to `take` and returns what that returned; shows its refusal and returns None."""
    kept = st.session_state.get("submissions_taken", ("", None, None))
    if kept[0] != file.file_id:
        try:
            refuse_if_changed(visit.actor)
            kept = (file.file_id, take(file.getvalue()), None)
        except BoardError as error:
            kept = (file.file_id, None, error)
        st.session_state["submissions_taken"] = kept
    if kept[2] is not None:
        show_refusal(kept[2])
    return kept[1]
