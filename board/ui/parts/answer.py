"""The answer to a page's question, drawn alike on every page: under the title, large, its numbers to be clicked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from board.answer import Answer, Part, Words
from board.navigation import NAVIGATION
from board.ui.parts.links import go
from board.ui.parts.visit import Visit

_LINE = st.components.v2.component(
    "board_answer",
    html='<p class="answer"></p>',
    js=Path(__file__).with_name("answer.js").read_text("utf-8"),
    isolate_styles=False,
)
_SUBJECTS = tuple(f"{entry.subject}_" for entries in NAVIGATION.values() for entry in entries)


def show_answer(visit: Visit, subject: str, answer: Answer, *, is_dated: bool = True) -> None:
    """Draw the answer of a subject's page. What opens a page that the person may not see is not to be clicked.

    is_dated: it tells of the visit's day, which is named where that is past.
    """
    lead = (f"截至 {visit.as_of:%m-%d}，",) if is_dated and visit.is_past else ()
    lines = [_drawn(visit, words) for words in ((*lead, *answer.words), answer.more)]
    targets = {
        _address(each.opens): each.opens
        for each in (*answer.words, *answer.more)
        if isinstance(each, Part) and each.opens
    }
    key = f"answer_{subject}"

    def went() -> None:
        target = targets.get(str(st.session_state[key].went))
        if target is not None and visit.may(f"see.{target[0]}"):
            go(*target)

    _LINE(key=key, data={"words": lines[0], "more": lines[1]}, on_went_change=went)


def _drawn(visit: Visit, words: Sequence[Words]) -> list[dict[str, Any]]:
    """A sentence as the browser takes it, with its full stop: text, is_bad, address ("": there is nothing to open)."""
    drawn = []
    for each in (*words, "。") if words else ():
        named = Part(each) if isinstance(each, str) else each
        opens = named.opens if named.opens and visit.may(f"see.{named.opens[0]}") else None
        drawn.append({"text": named.text, "is_bad": named.is_bad, "address": _address(opens) if opens else ""})
    return drawn


def _address(opens: tuple[str, Any]) -> str:
    """Where a page stands with these filters, as looked at now: the same day, activity and role."""
    kept = {key: st.query_params.get_all(key) for key in st.query_params if not key.startswith(_SUBJECTS)}
    asked = {key: value for key, value in opens[1].items() if value}
    query = urlencode(kept | asked, doseq=True)
    return f"{opens[0]}?{query}" if query else opens[0]
