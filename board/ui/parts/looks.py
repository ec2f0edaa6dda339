"""浅色, 深色, 大字: the switch on every page. Clicks are handled in browser/looks.js."""

import streamlit as st

from board.accounts import looks as kept
from board.accounts.looks import Looks
from board.accounts.sign_in import COOKIE, who
from board.web import serving
from board.web.looks import LOOKS_COOKIE, of_cookie

_THEMES = {"light": "浅色", "dark": "深色", "auto": "自动"}


def looks() -> Looks:
    """Returns the appearance chosen by the person who is looking."""
    if serving.settings().demo:
        return of_cookie(str(st.context.cookies.get(LOOKS_COOKIE, "")))
    actor = who(serving.store(), st.context.cookies.get(COOKIE, ""))
    return kept.looks(serving.store(), actor.account_id) if actor else Looks()


def looks_switch() -> str:
    """Returns the switch as HTML, with the current choice marked."""
    chosen = looks()
    themes = "".join(_button("theme", code, word, chosen.theme == code) for code, word in _THEMES.items())
    large = _button("size", "large", "大字", chosen.is_large)
    return f'<div class="looks" role="group" aria-label="外观">{themes}{large}</div>'


def _button(what: str, code: str, word: str, is_on: bool) -> str:
    pressed = "true" if is_on else "false"
    return f'<button type="button" class="looks-{what}" value="{code}" aria-pressed="{pressed}">{word}</button>'
