"""The pages, and links from a figure, a chart or a row to the one with the rows behind it, filters set, in the URL."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from board.access import Actor, allowed
from board.navigation import NAVIGATION, Entry, file_of, first, is_listed
from board.web import serving
from board.web.browser.modules import Element, happened, module

ROOT = Path(__file__).parents[3]
# The script of elements that draw links.
LINKS = Path(__file__).with_name("links.js").read_text("utf-8")
# The list of pages, one element of our own: Streamlit's took a browser as long as the page beside it.
_PAGES = Element(
    "board_pages",
    html='<nav class="pages" aria-label="各页"></nav>',
    js=module("pages", [Path(__file__).with_name("pages.js")]),
    is_apart=False,
)
# A subject and its filters.
Target = tuple[str, Mapping[str, Any]]
Visibility = Literal["visible", "hidden"]
_NEXT, _HERE = "_next_page", "_page"
# Keys of the header's controls, which are the same on every page.
OF_EVERY_PAGE = ("activity", "role", "as_of", "known", "compare", "compare_on")
# Beginnings of a page's keys besides its subject; there are bookmarks with them.
_ALSO = {"admin": ("audit_", "backup_open")}


def _beginnings(subject: str) -> tuple[str, ...]:
    """Returns the beginnings of the keys of a subject's page, which are the same in session state and in the URL."""
    return f"{subject}_", *_ALSO.get(subject, ())


def of_every_page() -> dict[str, list[str]]:
    """Returns what the URL has of the header's controls: the current day, activity and role."""
    present = st.query_params.to_dict()
    return {key: st.query_params.get_all(key) for key in OF_EVERY_PAGE if key in present}


def address(subject: str, filters: Mapping[str, Any], here: Mapping[str, list[str]] | None = None) -> str:
    """Returns a page's address with only these filters, keeping the current day, activity and role.

    here: these (`of_every_page`), for whoever asks for many addresses."""
    query = urlencode(
        {**(of_every_page() if here is None else here)} | {key: value for key, value in filters.items() if value},
        doseq=True,
    )
    return f"{subject}?{query}" if query else subject


def way_back() -> str:
    """Returns the part of a query that leads from the slides back to this activity and, in the demonstration, role."""
    return urlencode({key: st.query_params[key] for key in ("role", "activity") if key in st.query_params})


def go(subject: str, filters: Mapping[str, Any] | None = None, then: Callable[[], None] = lambda: None) -> None:
    """Goes to a subject's page with only these filters set, then calls `then`. For callbacks, as their last statement.

    A click within a sheet or a dialog reruns only that fragment, and the jump would wait for the page's next run; so
    from there the page is rerun at once.
    """
    forget(subject, kept=filters or {})
    for key, value in (filters or {}).items():
        st.session_state[key] = value
    then()
    st.session_state[_NEXT] = (subject, st.session_state.get(_HERE, ""))
    context = get_script_run_ctx()
    if context and context.fragment_ids_this_run:
        st.rerun()


def when_followed(key: str, targets: Iterable[Target]) -> Callable[[], None]:
    """Returns what an element with links calls back, `on_went_change`: it goes where the link that was clicked leads.

    key: the element's. targets: where its links lead; an address that none of them has is passed over.
    """
    here = of_every_page()
    addressed = {address(*target, here): target for target in targets}

    def went() -> None:
        target = addressed.get(str(happened(key).get("went")))
        if target is not None:
            go(*target)

    return went


def forget(subject: str, kept: Container[str] = ()) -> None:
    """Forgets a subject's filters and open records, in the session and in the URL."""
    for held in (st.session_state, st.query_params):
        for key in [key for key in held if str(key).startswith(_beginnings(subject)) and key not in kept]:
            del held[key]


def follow(here: str) -> None:
    """Carries out the `go` of a callback from the page `here`. The shell calls it once the pages are known.

    If `here` is the target, setting the filters was enough. Until the other page is reached the jump is remembered, as
    a redraw may stop the run on its way there. On any third page the person has gone elsewhere: the jump is dropped.
    """
    st.session_state[_HERE] = here
    subject, begun_on = st.session_state.get(_NEXT, (here, here))
    if subject != here == begun_on:
        st.switch_page(ROOT / file_of(subject))
    st.session_state.pop(_NEXT, None)


def restore(here: str) -> None:
    """After Back or Forward, makes the page read its filters, days and open record from the URL again."""
    context = get_script_run_ctx()
    if context and context.is_history_navigation:
        for key in [key for key in st.session_state if str(key).startswith(_beginnings(here)) or key in OF_EVERY_PAGE]:
            del st.session_state[key]


def drill(label: str, subject: str, filters: Mapping[str, Any], key: str) -> None:
    """Draws a quiet button that leads to the rows behind a figure."""
    st.button(label, key=key, type="tertiary", icon=":material/arrow_forward:", on_click=go, args=(subject, filters))


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


def show_pages(sections: Mapping[str, Sequence[StreamlitPage]], here: StreamlitPage) -> None:
    """Draws the pages by section, `here` marked; those that are hidden are left out."""
    with st.sidebar:
        _PAGES([_section(name, pages, here) for name, pages in sections.items()], key="pages")


def _section(name: str, pages: Sequence[StreamlitPage], here: StreamlitPage) -> dict[str, Any]:
    listed = [page for page in pages if page.visibility == "visible"]
    return {"name": name, "pages": [_drawn(page, is_here=page._script_hash == here._script_hash) for page in listed]}


def _drawn(page: StreamlitPage, *, is_here: bool) -> dict[str, Any]:
    """Returns a page as the browser takes it. id: Streamlit's, by which it is asked for."""
    icon = page.icon.removeprefix(":material/").removesuffix(":")
    return {
        "title": page.title,
        "icon": icon,
        "address": f"/{page.url_path}",
        "id": page._script_hash,
        "isHere": is_here,
    }


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
