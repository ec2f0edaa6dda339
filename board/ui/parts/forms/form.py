"""Forms drawn from a list of fields. A refused form keeps what was typed and shows each problem under its field."""

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

# Default limit on characters in a text area.
_AREA = 4_000
# Seconds; shorter than a notice is shown.
_REPEATED_FOR = 5


@dataclass(frozen=True)
class Field:
    """One field of a form.

    options: stored value → word shown, for choice and choices. must: required, and marked so, for screen readers too.
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
    """Draws a form; its button hands the values to `save`, which writes and returns the message for the person.

    If `save` raises BoardError, nothing typed is lost and the problem is shown (Invalid: under the fields it names).
    Returns True in the run after a save, when the form starts over.

    If `initial` is a record, `save` gets its `seq` as `seen_seq`: the one the person began with, even if the page was
    redrawn since. `only_changes`: `save` gets only the fields that the person changed, so that other people's changes
    to the other fields are kept. `abreast`: fields in a row.
    """
    if f"{key}/saved" in st.session_state:
        undisturbed()  # lets the page finish what comes next, such as closing its dialog
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
    """Draws the button that saves, with `args` for its press, and beside it the meaning of the red dots."""
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
    if fields:  # a form that was left loses what was typed, and so its problem too
        st.session_state.pop(f"{key}/problem", None)


def _draw(key: str, field: Field, wrong: str | None) -> None:
    """Draws a field and, below it, its problem, whose key counts the tries so that the browser scrolls to a new one."""
    began = st.session_state[f"{key}/began"].get(field.name)
    with st.container(key=f"{key}.{field.name}/must") if field.must else nullcontext():
        _widget(key, field, drafts.drafted(key, field.name, began))
    if wrong:
        with st.container(key=f"{key}.{field.name}/is_wrong_{st.session_state.get(f'{key}/tries', 0)}"):
            st.markdown(f":red[:material/error: {wrong}]")


def _rows(fields: Sequence[Field], abreast: int) -> list[list[Field]]:
    """Returns the fields in rows of `abreast`; a wide one has a row of its own."""
    rows: list[list[Field]] = []
    for field in fields:
        if not field.wide and rows and len(rows[-1]) < abreast and not rows[-1][0].wide:
            rows[-1].append(field)
        else:
            rows.append([field])
    return rows


def _widget(key: str, field: Field, value: Any) -> None:
    """Draws a field that begins with a value, passed both ways that Streamlit knows.

    In session state it resets the field after a save. As the widget's default it is there even if the run that set
    session state was cut short by somebody's save and never arrived: a form must not begin blank.
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
        # No default here: only then does the browser offer to clear the day.
        "day": lambda: st.date_input(field.label, None, key=place, help=field.help, format="YYYY-MM-DD"),
        "percent": lambda: st.slider(
            field.label, 0, field.at_most or 100, begun, key=place, help=field.help, step=5, format="%d%%"
        ),
        "number": lambda: st.number_input(field.label, value=begun, key=place, help=field.help, min_value=0, step=1),
        "flag": lambda: st.checkbox(field.label, begun, key=place, help=field.help),
    }
    draw[field.kind]()


def _height(field: Field) -> int:
    """Returns a text area's height in pixels: more where pages may be written."""
    return 80 if (field.at_most or _AREA) <= _AREA else 320


def _save(
    key: str,
    fields: Sequence[Field],
    save: Callable[[dict[str, Any]], str],
    only_changes: bool,
    drawn_for: Actor | None,
) -> str | None:
    """Hands the values to `save`; returns its message, or None if it was refused."""
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
            del began["seq"]  # the person has seen the conflict and goes on from the record as drawn next
        drafts.refused(key, fields, began)
        return None
    _finish(key, fields)(message)
    return message


def _finish(key: str, fields: Sequence[Field]) -> Callable[[str], None]:
    """Returns the function that follows a save: it resets the form and shows the message."""

    def finish(words: str) -> None:
        drafts.saved(key, fields)
        st.session_state.pop(f"{key}/problem", None)
        st.session_state[f"{key}/saved"] = True
        st.session_state["notice"] = words

    return finish


def choose_action(key: str, names: Sequence[str], words: Mapping[str, str], label: str = "可以办理") -> str | None:
    """Draws the actions open to a person and returns the chosen one; None if none is chosen or after `end_action`."""
    turn = st.session_state.get(f"{key}/turn", 0)
    action: str | None = st.segmented_control(
        label, names, format_func=words.__getitem__, key=f"{key}/{turn}" if turn else key
    )
    return action


def end_action(key: str) -> NoReturn:
    """Redraws the page with no action chosen.

    The choice gets a new key: a browser that hasn't received the save yet still reports the old choice.
    """
    st.session_state[f"{key}/turn"] = st.session_state.get(f"{key}/turn", 0) + 1
    st.rerun()


def carry_on(key: str, seen: int, now: int) -> None:
    """Moves open forms whose keys begin with `key` from the `seq` `seen` to `now`. For callbacks.

    For changes the same person made to the record elsewhere on the page: `seen` is the `seq` it was drawn with.
    """
    for name, began in list(st.session_state.items()):
        if str(name).startswith(key) and str(name).endswith("/began") and began.get("seq") == seen:
            began["seq"] = now


def _forget(key: str, fields: Sequence[Field]) -> None:
    for field in fields:
        st.session_state.pop(f"{key}.{field.name}", None)


def _show_problem(problem: BoardError, shown: set[str]) -> None:
    """Shows a problem; of an Invalid only the messages that no field of the form shows."""
    if not isinstance(problem, Invalid):
        show_refusal(problem)
        return
    elsewhere = [text for name, text in problem.fields.items() if name not in shown]
    message = "；".join(elsewhere) or "请改好标红的各处，再按一次保存。已填的内容都还在。"
    st.error(f"**{problem.title}**　{in_markdown(message)}")


def show_notice(*, is_redraw: bool = False) -> None:
    """Shows the last action's message in every run until `forget_notice`, as a run that is cut short may never arrive.

    is_redraw: this run was caused by somebody's save, not by the person. The browser may not have received the previous
    run, so its message is shown again; one that is still on the screen isn't doubled.
    """
    message = st.session_state.get("notice")
    if not message and is_redraw:
        before, until = st.session_state.get("notice_before", ("", 0.0))
        message = before if time.monotonic() < until else None
    if message:
        st.toast(message, icon=":material/check_circle:", duration="long")


def forget_notice() -> None:
    """Forgets the last action's message, as a complete run has shown it."""
    message = st.session_state.pop("notice", None)
    if message:
        st.session_state["notice_before"] = (message, time.monotonic() + _REPEATED_FOR)
