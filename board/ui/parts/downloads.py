"""Files handed out: each leaves an entry in the audit trail, by whom and from where it was fetched."""

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
    """For whom a page with a download was drawn, by which session, in which activity, and from where."""

    actor: Actor | None
    token: str
    activity_id: str
    origin: Origin

    def refuse_if_changed(self, store: Store) -> None:
        """Raise Refused unless the session still runs, with the same rights."""
        if serving.settings().demo or self.actor == who(store, self.token, self.activity_id):
            return
        refusal = Refused("没有下载", "登录已失效，或者您的角色刚刚改过。", "请重新登录后再下载。")
        with whence.coming_from(self.origin):
            note_refusal(refusal, self.actor)
        raise refusal


def download(label: str, make: Make, file_name: str, mime: str, *, key: str, what: str = "", **look: Any) -> None:
    """A button that hands over a file, made only when somebody asks for it.

    what: the file as the audit trail names it, where its name is somebody's own words; else its name.
    """
    activity = current_activity()
    asker = _Asker(
        current_actor(),
        st.context.cookies.get(COOKIE, ""),
        activity.activity_id if activity else "",
        whence.origin(),
    )
    given = (serving.store(), asker, what or file_name, partial(_made, asker.token, make, file_name, mime))
    st.download_button(label, partial(_handed_out, *given), file_name, mime, key=key, on_click="ignore", **look)


def _made(token: str, make: Make, file_name: str, mime: str) -> bytes | str:
    made = make()
    files.made_for(token, made, mime, file_name)
    return made


def _handed_out(store: Store, asker: _Asker, what: str, make: Make) -> bytes | str:
    """Called by the browser's request, where nothing is known of the page any more: who asks is asked anew, before the
    file is made and once more after it.
    """
    asker.refuse_if_changed(store)
    with audience.making_for(asker.actor):
        made = make()
    asker.refuse_if_changed(store)
    with whence.coming_from(asker.origin):
        store.note(Deed("export.file", asker.actor, what))
    return made
