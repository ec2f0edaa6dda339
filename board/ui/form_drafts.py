"""Forms with room for sentences take up what was typed into them and not saved (`board.form_drafts`).

The browser sends it while it is typed (`browser_drafts.js`), a field by the class that Streamlit gives it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from board import form_drafts
from board.access import Actor
from board.ui.visit import current_activity, current_actor
from board.web import serving

_TYPED = {"text", "area"}


class Asked(Protocol):
    """What is to be known of a field."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


def whose(actor: Actor) -> dict[str, str]:
    """For the browser: for whom a page is drawn, and in which activity."""
    activity = current_activity()
    return {"account": actor.account_id, "activity": activity.activity_id if activity else ""}


def take_up(key: str, fields: Sequence[Asked], initial: Mapping[str, Any]) -> None:
    """Put what was typed and not saved into a form that begins; `drafted` then tells it by field."""
    places, here = _places(key, fields), _here()
    st.session_state[f"{key}/drafts"] = {}
    if not places or here is None:
        return
    held = form_drafts.kept(serving.store(), *here)
    begun = {name: str(initial.get(name) or "") for name in places}
    found = {name: held[place] for name, place in places.items() if place in held and held[place].text != begun[name]}
    st.session_state[f"{key}/drafts"] = found
    st.session_state[f"{key}/moved"] = any(draft.base != begun[name] for name, draft in found.items())


def drafted(key: str, name: str, value: Any) -> Any:
    """What a field begins with: what was typed and not saved, else the value."""
    draft = st.session_state[f"{key}/drafts"].get(name)
    return draft.text if draft else value


def show(key: str, fields: Sequence[Asked]) -> None:
    """Say that a form goes on from what wasn't saved, with the way to give that up."""
    found = st.session_state[f"{key}/drafts"]
    if not found:
        return
    at = max(draft.at for draft in found.values())
    moved = "这条记录后来改过，请对照后再保存。" if st.session_state[f"{key}/moved"] else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f":material/edit_note: 接着 {at:%m-%d %H:%M} 没有保存的内容。{moved}", width="content")
        st.button(
            "放弃这些内容",
            key=f"{key}/give_up",
            icon=":material/delete:",
            type="tertiary",
            on_click=_give_up,
            args=(key, fields),
        )


def saved(key: str, fields: Sequence[Asked]) -> None:
    """A form was saved: nothing of it is a draft any more."""
    here, places = _here(), _places(key, fields)
    st.session_state[f"{key}/drafts"] = {}
    if places and here:
        form_drafts.drop(serving.store(), *here, places.values())


def refused(key: str, fields: Sequence[Asked], began: Mapping[str, Any]) -> None:
    """A form was refused: what stands in it is kept, to the last letter."""
    here, places = _here(), _places(key, fields)
    if places and here:
        typed = {
            place: (str(began.get(name) or ""), str(st.session_state.get(f"{key}.{name}") or ""))
            for name, place in places.items()
        }
        form_drafts.keep(serving.store(), *here, typed)


def _give_up(key: str, fields: Iterable[Asked]) -> None:
    saved(key, tuple(fields))
    for field in fields:
        st.session_state.pop(f"{key}.{field.name}", None)


def _places(key: str, fields: Sequence[Asked]) -> dict[str, str]:
    """By field its place; none for a form without room for sentences."""
    if not any(field.kind == "area" for field in fields):
        return {}
    return {field.name: _place(f"{key}.{field.name}") for field in fields if field.kind in _TYPED}


def _place(key: str) -> str:
    """The class by which the browser knows a widget."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())


def _here() -> tuple[Actor, str] | None:
    actor, activity = current_actor(), current_activity()
    return (actor, activity.activity_id) if actor and activity else None
