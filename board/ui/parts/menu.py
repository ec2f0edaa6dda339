"""The pages that the navigation lists, and those that stay reachable by their URL alone."""

from collections.abc import Container
from copy import copy
from functools import cache
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from board.access import Actor, allowed
from board.navigation import NAVIGATION, Entry, file_of, first, is_listed
from board.web import serving

ROOT = Path(__file__).parents[3]
Visibility = Literal["visible", "hidden"]


def pages_for(actor: Actor, without_use: Container[str]) -> dict[str, list[StreamlitPage]]:
    """Returns the navigation, without pages that this person may not see or that the activity's plan doesn't need.

    Both stay reachable by their URL, where they say why they aren't listed.
    """
    collects = serving.settings().collects
    pages: dict[str, list[StreamlitPage]] = {}
    hidden = []
    for section, entries in NAVIGATION.items():
        for entry in entries:
            is_here = entry.subject not in without_use and is_listed(entry, collects)
            if allowed(actor, f"see.{entry.subject}") and is_here:
                pages.setdefault(section, []).append(_page(entry, first(collects), "visible"))
            else:
                hidden.append(_page(entry, first(collects), "hidden"))
    # In a section of their own they would show as an empty heading.
    pages.setdefault(next(iter({**pages, **NAVIGATION})), []).extend(hidden)
    return pages


def _page(entry: Entry, first_subject: str, visibility: Visibility) -> StreamlitPage:
    return copy(_made(entry, first_subject, visibility))  # Streamlit notes on the chosen one that it may be run


@cache
def _made(entry: Entry, first_subject: str, visibility: Visibility) -> StreamlitPage:
    return st.Page(
        ROOT / file_of(entry.subject),
        title=entry.title,
        icon=f":material/{entry.icon}:",
        url_path=entry.subject,
        help=entry.question,
        default=entry.subject == first_subject,
        visibility=visibility,
    )
