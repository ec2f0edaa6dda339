"""Forms that take more than a moment take up what was filled into them and not saved (`board.accounts.form_drafts`).

The browser sends it while it is filled in (`browser/drafts.js`), a field by its class and its label, and as the screen
says it: of a choice the word. So what can't be chosen any more, when the form is drawn again, is told and
not put in.
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

# A form of so many fields takes more than a moment, though none has room for sentences.
_MANY = 4


@dataclass(frozen=True)
class _Taken:
    """What a field goes on from, what of it can't be chosen any more, and whether what was there before has changed."""

    draft: Draft
    value: Any
    lost: list[str]
    is_moved: bool


def whose(actor: Actor) -> dict[str, str]:
    """For the browser: for whom a page is drawn, and in which activity."""
    activity = current_activity()
    return {"account": actor.account_id, "activity": activity.activity_id if activity else ""}


def around(key: str, fields: Sequence[Asked]) -> AbstractContextManager[Any]:
    """What a form stands in: where what is filled in is to be kept, the browser knows it by that."""
    return st.container(key=f"{key}/is_kept") if _places(key, fields) and _here() else nullcontext()


def take_up(key: str, fields: Sequence[Asked], initial: Mapping[str, Any]) -> None:
    """Put what was filled in and not saved into a form that begins; `drafted` then tells it by field."""
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
    """Whether what stood there before is another by now. What a blank form proposes, such as the day, is by itself."""
    if not is_record and field.kind not in {"text", "area"} and (field.kind == "day" or not base or not begun):
        return False
    return base != shown_text(field, begun) and read(field, base, clock.today()) != (begun, [])


def drafted(key: str, name: str, value: Any) -> Any:
    """What a field begins with: what was filled in and not saved, else the value."""
    taken = st.session_state[f"{key}/drafts"].get(name)
    return taken.value if taken else value


def show(key: str, fields: Sequence[Asked]) -> None:
    """Say that a form goes on from what wasn't saved, what of it is no more, and the way to give it up."""
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
    """A form was saved: nothing of it is a draft any more."""
    here, places = _here(), _places(key, fields)
    st.session_state[f"{key}/drafts"] = {}
    if places and here:
        form_drafts.drop(serving.store(), *here, places.values())


def refused(key: str, fields: Sequence[Asked], began: Mapping[str, Any]) -> None:
    """A form was refused: what stands in it is kept, to the last letter."""
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
    """By field its place; none for a form that is filled in at once, or that asks for a password."""
    kinds = [field.kind for field in fields]
    if "password" in kinds or ("area" not in kinds and len(kinds) < _MANY):
        return {}
    return {field.name: _place(f"{key}.{field.name}", field.label) for field in fields}


def _place(key: str, label: str) -> str:
    """By what the browser knows a widget: its class, and its label, as two classes of Chinese keys may be the same."""
    kind = re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())
    return f"st-key-{kind} {''.join(each for each in label if each.isalnum())}"


def _here() -> tuple[Actor, str] | None:
    actor, activity = current_actor(), current_activity()
    return (actor, activity.activity_id) if actor and activity else None
