"""The plain pages at the door: one form each, no script, nothing from outside."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse

from board.store import once

_LARGEST_FORM = 8_192
# The hidden field that identifies one showing of a form: if it is sent twice, it is answered once.
_ONCE = "once"


@dataclass(frozen=True)
class Field:
    """One input: its name in the form, label, type, autocomplete value, and a hint below it."""

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    hint: str = ""


@dataclass(frozen=True)
class Form:
    """A page with one form.

    title: the heading; lead: the sentence below it; action: where it is sent; fields: its inputs; button: its words;
    back: the words of a link to the board, "" for none.
    """

    title: str
    lead: str
    action: str
    fields: tuple[Field, ...]
    button: str
    back: str = ""


@dataclass(frozen=True)
class Way:
    """A link below the form, as large as its button: its words and its address."""

    words: str
    where: str


def shown(
    form: Form,
    typed: Mapping[str, str] | None = None,
    alert: str = "",
    faults: Mapping[str, str] | None = None,
    hidden: Mapping[str, str] | None = None,
    notice: str = "",
    ways: Sequence[Way] = (),
) -> HTMLResponse:
    """The form's page.

    typed: earlier input (never a password). faults: by field. hidden: hidden fields. notice: what was done. ways: links
    below the form. The first wrong input has the focus, else the first empty one.
    """
    typed, faults = typed or {}, faults or {}
    carried = {_ONCE: typed.get(_ONCE) or once.new_key(), **(hidden or {})}
    focus = _focused(form, typed, faults, bool(alert))
    inputs = [f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in carried.items()]
    inputs += [_input(field, typed, faults, field.name == focus) for field in form.fields]
    text = _page().substitute(
        title=escape(form.title),
        lead=escape(form.lead),
        action=form.action,
        button=escape(form.button),
        alert=_paragraph(alert, "alert") + _paragraph(notice, "status"),
        back=f'<p class="back"><a href="/">{escape(form.back)}</a></p>' if form.back else "",
        inputs="\n".join(inputs),
        ways="\n".join(f'<p><a class="way" href="{escape(way.where)}">{escape(way.words)}</a></p>' for way in ways),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if alert or faults else HTTPStatus.OK
    return HTMLResponse(text, status, {"Cache-Control": "no-store"})


def press_of(form: Mapping[str, str]) -> str:
    """The key (`board.store.once`) of a submitted form: of this showing of it, with exactly this content."""
    if not form.get(_ONCE):
        return once.new_key()
    return hashlib.sha256(json.dumps(sorted(form.items())).encode()).hexdigest()


async def read_form(request: Request, largest: int = _LARGEST_FORM) -> dict[str, str]:
    """The input by name; empty for a body that isn't a form or is larger, in bytes, than allowed."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > largest:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _paragraph(words: str, role: str) -> str:
    return f'<p class="{role}" role="{role}">{escape(words)}</p>' if words else ""


@cache
def _page() -> Template:
    return Template(Path(__file__).with_name("page.html").read_text("utf-8"))


def _focused(form: Form, typed: Mapping[str, str], faults: Mapping[str, str], is_refused: bool) -> str:
    wrong = [field.name for field in form.fields if field.name in faults]
    empty = [field.name for field in form.fields if not typed.get(field.name) or field.kind == "password"]
    return (wrong or (empty if is_refused or typed else []) or [form.fields[0].name])[0]


def _input(field: Field, typed: Mapping[str, str], faults: Mapping[str, str], has_focus: bool) -> str:
    name, fault = field.name, faults.get(field.name, "")
    value = "" if field.kind == "password" else escape(typed.get(name, ""))
    notes = [f'<p class="hint" id="{name}-hint">{escape(field.hint)}</p>'] if field.hint else []
    notes += [f'<p class="fault" id="{name}-fault">{escape(fault)}</p>'] if fault else []
    described = " ".join(f"{name}-{what}" for what, text in (("hint", field.hint), ("fault", fault)) if text)
    attributes = (
        f'id="{name}" name="{name}" type="{field.kind}" value="{value}" autocomplete="{field.autocomplete}" required'
    )
    attributes += f' aria-describedby="{described}"' if described else ""
    attributes += ' aria-invalid="true"' if fault else ""
    attributes += " autofocus" if has_focus else ""
    return f'<label for="{name}">{escape(field.label)}</label>\n<input {attributes}>\n{"".join(notes)}'
