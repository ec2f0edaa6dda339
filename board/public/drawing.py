"""Charts of the public page as SVG: bars in percent of the page's width, so that type keeps its size. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# The share of a bar that a character needs on the narrowest phone.
_PER_CHARACTER = 0.03


@dataclass(frozen=True)
class Piece:
    """A piece of a bar. look: the class of its colour in page.css; text: what stands in it where there is room."""

    label: str
    count: int
    look: str
    text: str


def bar(pieces: Sequence[Piece], alt: str) -> str:
    """One bar of the whole width, divided by count; alt: what it shows, for those who don't see it."""
    whole = sum(piece.count for piece in pieces)
    drawn, start = [], 0.0
    for piece in pieces:
        share = piece.count / whole if whole else 0
        if share:
            drawn.append(_piece(piece, start, share))
        start += share
    return f'<svg class="bar" role="img" aria-label="{escape(alt)}" width="100%" height="28">{"".join(drawn)}</svg>'


def _piece(piece: Piece, start: float, share: float) -> str:
    box = f'<rect class="{piece.look}" x="{start:.3%}" width="{share:.3%}" height="28"/>'
    if share < _PER_CHARACTER * len(piece.text):
        return box
    middle = start + share / 2
    return f'{box}<text class="{piece.look}" x="{middle:.3%}" y="19" text-anchor="middle">{escape(piece.text)}</text>'


def legend(pieces: Sequence[Piece]) -> str:
    """The meaning of a bar's colours, with all counts."""
    lines = [
        f'<li><svg width="12" height="12" aria-hidden="true"><rect class="{piece.look}" width="12" height="12"/></svg>'
        f"{escape(piece.label)} {piece.count}</li>"
        for piece in pieces
    ]
    return f'<ul class="legend">{"".join(lines)}</ul>'
