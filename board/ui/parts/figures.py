"""Figures at the top of a page: a number, its base, its change since the compared day, and a link to its rows.

They are one element of our own: made of Streamlit's, each would take three, and they are what a page is opened for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from board.ui.parts.links import LINKS, Target, address, of_every_page, when_followed
from board.web.browser.modules import Element

Tone = Literal["good", "bad", ""]
_FIGURES = Element(
    "board_figures",
    html='<div class="figures" role="list"></div>',
    js=LINKS + Path(__file__).with_name("figures.js").read_text("utf-8"),
    is_apart=False,
)


@dataclass(frozen=True)
class Change:
    """The words below a number: its change since the compared day, or how it is. sign: one before them, such as ↑."""

    words: str
    tone: Tone = ""
    sign: str = ""


@dataclass(frozen=True)
class Card:
    """One figure. value: empty where its change is all there is to say. meaning: how it is counted.

    target: the subject and filters that a click on the note leads to.
    """

    label: str
    value: str
    note: str
    change: Change | None = None
    meaning: str = ""
    target: Target | None = None


def changed(by: int | str | None, unit: str = "", *, more_is_good: bool = True) -> Change | None:
    """Returns a number's change as it is shown. by: also in words; None if nothing is compared."""
    if by is None or isinstance(by, str):
        return Change(by) if by else None
    if by == 0:
        return Change("没有变化")
    return Change(f"{by:+d} {unit}", "good" if (by > 0) is more_is_good else "bad", "↑" if by > 0 else "↓")


def show_figures(subject: str, cards: Sequence[Card]) -> None:
    """Draws the figures of a subject's page: as many in a row as have room (fit.css)."""
    key, here = f"figures_{subject}", of_every_page()
    targets = [card.target for card in cards if card.target]
    _FIGURES([_drawn(card, here) for card in cards], key=key, on_went_change=when_followed(key, targets))


def _drawn(card: Card, here: Mapping[str, list[str]]) -> dict[str, Any]:
    """Returns a card as the browser takes it. here: see `links.address`."""
    change = card.change or Change("")
    return {
        "label": card.label,
        "value": card.value,
        "change": change.words,
        "tone": change.tone,
        "sign": change.sign,
        "note": card.note,
        "meaning": card.meaning,
        "address": address(*card.target, here) if card.target else "",
    }
