"""Drafts: a longer form starts with what was filled in earlier and not saved (`board.accounts.form_drafts`).

The browser sends it during filling in (`browser/drafts.js`): a field by its class and label, a value as the screen
shows it, so a choice as its word. An option that no longer exists is therefore named and not filled in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import streamlit as st

from board import clock
from board.access import Actor
from board.accounts import form_drafts
from board.accounts.form_drafts import Draft
from board.ui.parts.forms.values import Asked, read, shown_text, start
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import current_activity, current_actor
from board.web import serving

# A form with this many fields is kept, even if none is a text area.
_MANY = 4


@dataclass(frozen=True)
class _Taken:
    """A field's draft: the value to begin with, its words that can't be chosen now, whether the saved value changed."""

    draft: Draft
    value: Any
    lost: list[str]
    is_moved: bool


def whose(actor: Actor) -> dict[str, str]:
    """Returns, for the browser, the account and the activity that a page is drawn for."""
    activity = current_activity()
    return {"account": actor.account_id, "activity": activity.activity_id if activity else ""}


def around(key: str, fields: Sequence[Asked]) -> AbstractContextManager[Any]:
    """Returns the container of a form. Its key tells the browser that the form's drafts are kept."""
    return st.container(key=f"{key}/is_kept") if _places(key, fields) and _here() else nullcontext()


def take_up(key: str, fields: Sequence[Asked], initial: Mapping[str, Any]) -> None:
    """Loads a new form's drafts into session state, for `drafted`."""
    places, here = _places(key, fields), _here()
    st.session_state[f"{key}/drafts"] = {}
    if not places or here is None:
        return
    held = form_drafts.kept(serving.store(), *here)
    begun = [field for field in fields if places[field.name] in held]
    taken = {field.name: _taken(field, held[places[field.name]], initial) for field in begun}
    st.session_state[f"{key}/drafts"] = {name: each for name, each in taken.items() if each}


def _taken(field: Asked, draft: Draft, initial: Mapping[str, Any]) -> _Taken | None:
    begun, is_record = start(field, initial.get(field.name)), initial.get("seq") is not None
    value, lost = read(field, draft.text, clock.today())
    if not lost and value == begun:
        return None
    return _Taken(draft, (value or begun) if lost else value, lost, _is_moved(field, draft.base, begun, is_record))


def _is_moved(field: Asked, base: str, begun: Any, is_record: bool) -> bool:
    """Returns whether the saved value has changed since the draft.

    What a blank form proposes, such as today, changes by itself and doesn't count.
    """
    if not is_record and field.kind not in {"text", "area"} and (field.kind == "day" or not base or not begun):
        return False
    return base != shown_text(field, begun) and read(field, base, clock.today()) != (begun, [])


def drafted(key: str, name: str, value: Any) -> Any:
    """Returns the value a field begins with: its draft, else `value`."""
    taken = st.session_state[f"{key}/drafts"].get(name)
    return taken.value if taken else value


def show(key: str, fields: Sequence[Asked]) -> None:
    """Says that a form continues a draft, which of its choices no longer exist, and offers to discard it."""
    taken: dict[str, _Taken] = st.session_state[f"{key}/drafts"]
    if not taken:
        return
    at = max(each.draft.at for each in taken.values())
    moved = "这条记录后来改过，请对照后再保存。" if any(each.is_moved for each in taken.values()) else ""
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
    lost = [f"{each.label}（{'、'.join(taken[each.name].lost)}）" for each in fields if _is_lost(taken, each)]
    if lost:
        message = f"以前选的这几项现在没有了，没有填进来，请重新选：{'；'.join(lost)}"
        st.warning(in_markdown(message), icon=":material/warning:")


def _is_lost(taken: Mapping[str, _Taken], field: Asked) -> bool:
    return field.name in taken and bool(taken[field.name].lost)


def saved(key: str, fields: Sequence[Asked]) -> None:
    """Drops a form's drafts after a save."""
    here, places = _here(), _places(key, fields)
    st.session_state[f"{key}/drafts"] = {}
    if places and here:
        form_drafts.drop(serving.store(), *here, places.values())


def refused(key: str, fields: Sequence[Asked], began: Mapping[str, Any]) -> None:
    """Keeps exactly what is in a form that was refused."""
    here, places = _here(), _places(key, fields)
    if places and here:
        now = {field.name: st.session_state.get(f"{key}.{field.name}") for field in fields}
        typed = {
            places[field.name]: (shown_text(field, began.get(field.name)), shown_text(field, now[field.name]))
            for field in fields
        }
        form_drafts.keep(serving.store(), *here, typed)


def _give_up(key: str, fields: Iterable[Asked]) -> None:
    saved(key, tuple(fields))
    for field in fields:
        st.session_state.pop(f"{key}.{field.name}", None)


def _places(key: str, fields: Sequence[Asked]) -> dict[str, str]:
    """Returns each field's place by name; empty for a short form and for one that asks for a password."""
    kinds = [field.kind for field in fields]
    if "password" in kinds or ("area" not in kinds and len(kinds) < _MANY):
        return {}
    return {field.name: _place(f"{key}.{field.name}", field.label) for field in fields}


def _place(key: str, label: str) -> str:
    """Returns the browser's name for a widget: class and label, as two Chinese keys can have the same class."""
    kind = re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())
    return f"st-key-{kind} {''.join(each for each in label if each.isalnum())}"


def _here() -> tuple[Actor, str] | None:
    actor, activity = current_actor(), current_activity()
    return (actor, activity.activity_id) if actor and activity else None
