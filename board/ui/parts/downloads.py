"""Downloads. Each leaves an entry in the audit trail: who fetched the file and from where."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from board.access import Actor
from board.accounts.sign_in import COOKIE, who
from board.errors import Refused
from board.store.store import Store
from board.store.trail.chain import Deed, Origin
from board.ui.parts.visit import current_activity, current_actor, note_refusal
from board.web import audience, files, serving
from board.web.door import whence

Make = Callable[[], bytes | str]


@dataclass(frozen=True)
class _Asker:
    """The person a page with a download was drawn for: account, session, activity, network origin, and whether they see
    a past day as it is known now.
    """

    actor: Actor | None
    token: str
    activity_id: str
    origin: Origin
    is_known_now: bool = False

    def refuse_if_changed(self, store: Store) -> None:
        """Raises Refused unless the session is still valid and has the same rights."""
        if serving.settings().demo or self.actor == who(store, self.token, self.activity_id):
            return
        refusal = Refused("没有下载", "登录已失效，或者您的角色刚刚改过。", "请重新登录后再下载。")
        with whence.coming_from(self.origin):
            note_refusal(refusal, self.actor)
        raise refusal


def download(label: str, make: Make, file_name: str, mime: str, *, key: str, what: str = "", **look: Any) -> None:
    """Draws a button that hands over a file. The file is made only on demand.

    what: the file's name in the audit trail, if `file_name` contains words that a user wrote; by default `file_name`.
    """
    activity = current_activity()
    asker = _Asker(
        current_actor(),
        st.context.cookies.get(COOKIE, ""),
        activity.activity_id if activity else "",
        whence.origin(),
        audience.is_known_now(),
    )
    given = (serving.store(), asker, what or file_name, partial(_made, asker.token, make, file_name, mime))
    st.download_button(label, partial(_handed_out, *given), file_name, mime, key=key, on_click="ignore", **look)


def _made(token: str, make: Make, file_name: str, mime: str) -> bytes | str:
    made = make()
    files.made_for(token, made, mime, file_name)
    return made


def _handed_out(store: Store, asker: _Asker, what: str, make: Make) -> bytes | str:
    """Makes the file for the browser's request and enters the download in the audit trail.

    Runs outside the page, so the session is checked again before the file is made and once more after it.
    """
    asker.refuse_if_changed(store)
    with audience.making_for(asker.actor, is_known_now=asker.is_known_now):
        made = make()
    asker.refuse_if_changed(store)
    with whence.coming_from(asker.origin):
        store.note(Deed("export.file", asker.actor, what))
    return made
