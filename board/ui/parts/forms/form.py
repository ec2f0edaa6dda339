"""Forms drawn from a list of fields. What was typed stays when it is refused; each refusal stands under its field."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import streamlit as st

from board.access import Actor
from board.errors import BoardError, Conflict, Invalid
from board.ui.parts.errors import show_refusal
from board.ui.parts.forms import drafts
from board.ui.parts.forms.once import key_of, press, undisturbed, widget_key
from board.ui.parts.forms.values import start
from board.ui.parts.plain import in_markdown
from board.ui.parts.visit import current_actor, refuse_if_changed
from board.web import resuming

Kind = Literal["text", "area", "choice", "choices", "day", "percent", "number", "flag", "password"]

# What a field for some sentences holds.
_AREA = 4_000
# Seconds, fewer than a notice stands.
_REPEATED_FOR = 5


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `options` maps what is stored to the word shown, for choice and choices; `must`: what can't
    be left out is marked, for screen readers too.
    """

    name: str
    label: str
    kind: Kind = "text"
    options: Mapping[Any, str] | None = None
    help: str | None = None
    wide: bool = False
    at_most: int | None = None
    must: bool = False


def show_form(
    key: str,
    fields: Sequence[Field],
    initial: Mapping[str, Any],
    save: Callable[[dict[str, Any]], str],
    button: str = "保存",
    *,
    only_changes: bool = False,
    abreast: int = 2,
) -> bool:
    """Draw a form; on its button hand the values to `save`, which writes and returns what to tell the person.

    `save` may raise BoardError: nothing is lost, and the words are shown (Invalid: under the fields they belong to).
    Returns True in the run after a save, when the form starts over.

    Where `initial` is a record's state, `save` is given its `seq` as `seen_seq`: the one the person began with, though
    the page was drawn anew since. `only_changes`: of the fields, only what the person changed, so that what somebody
    else changed meanwhile in the others stands. `abreast`: how many fields stand side by side.
    """
    if f"{key}/saved" in st.session_state:
        undisturbed()  # what the page does next, such as closing its dialog, is done
        del st.session_state[f"{key}/saved"]
        _forget(key, fields)
        return True
    if not any(f"{key}.{field.name}" in st.session_state for field in fields):
        _begin(key, fields, initial)
    drafts.show(key, fields)
    st.session_state[f"{key}/began"].setdefault("seq", initial.get("seq"))
    problem: BoardError | None = st.session_state.get(f"{key}/problem")
    pressed, drawn_for = key_of(key), current_actor()
    wrong = problem.fields if isinstance(problem, Invalid) else {}
    with drafts.around(key, fields), st.form(key, border=False):
        for row in _rows(fields, abreast):
            for column, field in zip(st.columns(len(row)), row, strict=True):
                with column:
                    _draw(key, field, wrong.get(field.name))
        if problem:
            _show_problem(problem, {field.name for field in fields})
        does = (key, pressed, _finish(key, fields), _save, key, fields, save, only_changes, drawn_for)
        _draw_button(key, button, fields, does)
    if drawn_for:
        resuming.keep(drawn_for)
    return False


def _draw_button(key: str, button: str, fields: Sequence[Field], args: tuple[Any, ...]) -> None:
    """Draw the button that saves, with `args` for its press, and beside it what the dots of a form mean."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.form_submit_button(button, type="primary", on_click=press, args=args, key=widget_key(key, ".button"))
        if any(field.must for field in fields):
            st.caption("标红点的都要填。")


def _begin(key: str, fields: Sequence[Field], initial: Mapping[str, Any]) -> None:
    if resuming.is_resumed() and f"{key}/began" in st.session_state:
        st.session_state.setdefault(f"{key}/drafts", {})
        return
    st.session_state[f"{key}/began"] = dict(initial)
    drafts.take_up(key, fields, initial)
    if fields:  # what was typed in a form that was left is gone, and what was said of it goes too
        st.session_state.pop(f"{key}/problem", None)


def _draw(key: str, field: Field, wrong: str | None) -> None:
    """Draw a field; what is wrong with it stands below it, told apart by the try so that the browser goes to it."""
    began = st.session_state[f"{key}/began"].get(field.name)
    with st.container(key=f"{key}.{field.name}/must") if field.must else nullcontext():
        _widget(key, field, drafts.drafted(key, field.name, began))
    if wrong:
        with st.container(key=f"{key}.{field.name}/is_wrong_{st.session_state.get(f'{key}/tries', 0)}"):
            st.markdown(f":red[:material/error: {wrong}]")


def _rows(fields: Sequence[Field], abreast: int) -> list[list[Field]]:
    """Some fields side by side, a wide one by itself."""
    rows: list[list[Field]] = []
    for field in fields:
        if not field.wide and rows and len(rows[-1]) < abreast and not rows[-1][0].wide:
            rows[-1].append(field)
        else:
            rows.append([field])
    return rows


def _widget(key: str, field: Field, value: Any) -> None:
    """Draw a field that begins with a value, given both ways Streamlit knows.

    Put into session state it starts the field over after a save. Given to the widget it is there too where the run that
    put it there was cut short, because somebody saved just then, and never arrived: a form must not begin blank.
    """
    place, begun = f"{key}.{field.name}", start(field, value)
    if place not in st.session_state and not resuming.is_resumed():
        st.session_state[place] = begun
    options = list(field.options or {})
    draw: dict[str, Callable[[], Any]] = {
        "text": lambda: st.text_input(field.label, begun, key=place, help=field.help, max_chars=field.at_most or 200),
        "password": lambda: st.text_input(field.label, key=place, help=field.help, type="password", max_chars=200),
        "area": lambda: st.text_area(
            field.label, begun, key=place, help=field.help, max_chars=field.at_most or _AREA, height=_height(field)
        ),
        "choice": lambda: st.selectbox(
            field.label,
            options,
            options.index(begun) if begun in options else None,
            key=place,
            help=field.help,
            placeholder="请选择",
            format_func=lambda option: (field.options or {}).get(option, str(option)),
        ),
        "choices": lambda: st.multiselect(
            field.label,
            options,
            [each for each in begun if each in options],
            key=place,
            help=field.help,
            placeholder="请选择",
            format_func=lambda option: (field.options or {}).get(option, str(option)),
        ),
        # Without a value of its own: only then does the browser offer to clear the day.
        "day": lambda: st.date_input(field.label, None, key=place, help=field.help, format="YYYY-MM-DD"),
        "percent": lambda: st.slider(
            field.label, 0, field.at_most or 100, begun, key=place, help=field.help, step=5, format="%d%%"
        ),
        "number": lambda: st.number_input(field.label, value=begun, key=place, help=field.help, min_value=0, step=1),
        "flag": lambda: st.checkbox(field.label, begun, key=place, help=field.help),
    }
    draw[field.kind]()


def _height(field: Field) -> int:
    """Where pages may be written there is room for some."""
    return 80 if (field.at_most or _AREA) <= _AREA else 320


def _save(
    key: str,
    fields: Sequence[Field],
    save: Callable[[dict[str, Any]], str],
    only_changes: bool,
    drawn_for: Actor | None,
) -> str | None:
    """Hand the values to `save`; returns its answer, or None where it was refused."""
    began = st.session_state[f"{key}/began"]
    values = {field.name: st.session_state.get(f"{key}.{field.name}") for field in fields}
    if only_changes:
        same = {field.name for field in fields if values[field.name] == start(field, began.get(field.name))}
        values = {name: value for name, value in values.items() if name not in same}
    if began["seq"] is not None:
        values["seen_seq"] = int(began["seq"])
    try:
        refuse_if_changed(drawn_for)
        message = save(values)
    except BoardError as problem:
        st.session_state[f"{key}/problem"] = problem
        st.session_state[f"{key}/tries"] = st.session_state.get(f"{key}/tries", 0) + 1
        if isinstance(problem, Conflict):
            del began["seq"]  # told so, the person goes on from the record as it is drawn next
        drafts.refused(key, fields, began)
        return None
    _finish(key, fields)(message)
    return message


def _finish(key: str, fields: Sequence[Field]) -> Callable[[str], None]:
    """What follows a save: the form begins anew, and the person is told."""

    def finish(words: str) -> None:
        drafts.saved(key, fields)
        st.session_state.pop(f"{key}/problem", None)
        st.session_state[f"{key}/saved"] = True
        st.session_state["notice"] = words

    return finish


def choose_action(key: str, names: Sequence[str], words: Mapping[str, str], label: str = "可以办理") -> str | None:
    """One of the actions open to a person, chosen to be filled in; None until one is, and again after `end_action`."""
    turn = st.session_state.get(f"{key}/turn", 0)
    action: str | None = st.segmented_control(
        label, names, format_func=words.__getitem__, key=f"{key}/{turn}" if turn else key
    )
    return action


def end_action(key: str) -> NoReturn:
    """Draw the page anew with no action chosen.

    The choice becomes another widget: a browser that hasn't heard of the save yet goes on telling of the old one.
    """
    st.session_state[f"{key}/turn"] = st.session_state.get(f"{key}/turn", 0) + 1
    st.rerun()


def carry_on(key: str, seen: int, now: int) -> None:
    """Let the open forms whose keys begin with `key` go on from a record's newest `seq`. For callbacks.

    For what the same person did to the record elsewhere on the page: `seen` is the `seq` it was drawn with.
    """
    for name, began in list(st.session_state.items()):
        if str(name).startswith(key) and str(name).endswith("/began") and began.get("seq") == seen:
            began["seq"] = now


def _forget(key: str, fields: Sequence[Field]) -> None:
    for field in fields:
        st.session_state.pop(f"{key}.{field.name}", None)


def _show_problem(problem: BoardError, shown: set[str]) -> None:
    """What stands in the way; of an Invalid only what no field of the form shows."""
    if not isinstance(problem, Invalid):
        show_refusal(problem)
        return
    elsewhere = [text for name, text in problem.fields.items() if name not in shown]
    message = "；".join(elsewhere) or "请改好标红的各处，再按一次保存。已填的内容都还在。"
    st.error(f"**{problem.title}**　{in_markdown(message)}")


def show_notice(*, is_redraw: bool = False) -> None:
    """Say what the last action did, until `forget_notice`: what a run says that is cut short may never arrive.

    `is_redraw`: somebody's save, not the person, made the page run. The browser may not have seen the run before, so
    what that one said is said again; where it is still shown, it isn't shown twice.
    """
    message = st.session_state.get("notice")
    if not message and is_redraw:
        before, until = st.session_state.get("notice_before", ("", 0.0))
        message = before if time.monotonic() < until else None
    if message:
        st.toast(message, icon=":material/check_circle:", duration="long")


def forget_notice() -> None:
    """What the last action did is said: a run came to its end."""
    message = st.session_state.pop("notice", None)
    if message:
        st.session_state["notice_before"] = (message, time.monotonic() + _REPEATED_FOR)
