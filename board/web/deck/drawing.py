"""Slides as a page: all of them at once, of which one is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template

from board.activity.activities import Activity
from board.deck.audiences import Audience
from board.deck.slide import FEW_WORDS, Figure, Line, Slide
from board.words import AUDIENCE

_HERE = Path(__file__).parent
# Rows so few that they are set in larger type.
_FEW = 4
# Characters of a title that is set in smaller type, to stay in two lines.
_LONG_TITLE = 50


@dataclass(frozen=True)
class Wall:
    """What is on the wall: the slides, for whom, of which moment and version of the data.

    is_outdated: records were written since. is_held: of a meeting that goes on, whose screens stay together. leads_to:
    the address that Esc opens. deciding: the form for decisions as HTML ("": nothing is decided here).
    """

    slides: Sequence[Slide]
    audience: Audience
    at: datetime
    digest: str
    version: int
    is_outdated: bool = False
    is_held: bool = False
    leads_to: str = "/"
    deciding: str = ""


def page(activity: Activity, wall: Wall) -> str:
    """Returns the page."""
    return _template().substitute(
        heading=escape(f"{activity.unit_name}　{activity.name}"),
        style=(_HERE / "deck.css").read_text("utf-8"),
        slides=sections(wall.slides),
        count=len(wall.slides),
        moment=" · ".join(filter(None, (f"截至 {wall.at:%m-%d %H:%M:%S}", wall.digest))),
        audience=escape(AUDIENCE[wall.audience]),
        digest=wall.digest,
        version=wall.version,
        outdated="yes" if wall.is_outdated else "",
        stage="yes" if wall.is_held else "",
        leads_to=escape(wall.leads_to),
        deciding=wall.deciding,
    )


def sections(slides: Sequence[Slide]) -> str:
    """Returns the slides as HTML; the script shows one of them."""
    return "".join(_slide(place, each) for place, each in enumerate(slides, 1))


def _slide(place: int, slide: Slide) -> str:
    body = _figures(slide.figures) + _facts(slide.facts) + _table(slide)
    note = f'<p class="note">{escape(slide.note)}</p>' if slide.note else ""
    hidden = "" if place == 1 else " hidden"
    items = f' data-items="{escape(" ".join(slide.item_ids))}"' if slide.item_ids else ""
    counts = f' data-counts="{escape(slide.counts)}"' if slide.counts else ""
    hint = f' data-hint="{escape(slide.hint)}"' if slide.hint else ""
    long = ' class="long"' if len(slide.title) > _LONG_TITLE else ""
    return (
        f'<section class="slide" aria-label="{escape(slide.title)}" data-name="{escape(slide.name)}"'
        f"{items}{counts}{hint}{hidden}>"
        f'<p class="name">{escape(slide.name)}</p><h1{long}>{escape(slide.title)}</h1>'
        f'<div class="body">{body}</div>{note}</section>'
    )


def _figures(figures: tuple[Figure, ...]) -> str:
    if not figures:
        return ""
    cards = "".join(
        f'<div class="figure{" bad" if each.is_bad else ""}"><dt>{escape(each.label)}</dt>'
        f'<dd><b>{escape(each.value)}</b> <span class="change">{escape(each.change)}</span>'
        f'<span class="of">{escape(each.note)}</span></dd></div>'
        for each in figures
    )
    return f'<dl class="figures">{cards}</dl>'


def _facts(facts: tuple[tuple[str, str], ...]) -> str:
    if not facts:
        return ""
    rows = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(text)}</dd></div>" for label, text in facts)
    numbered = " numbered" if all(label.isdigit() for label, _ in facts) else ""
    return f'<dl class="facts{numbered}">{rows}</dl>'


def _table(slide: Slide) -> str:
    if not slide.lines:
        return ""
    heads = "".join(_cell("th", each, place == slide.main) for place, each in enumerate(slide.columns))
    rows = "".join(_row(line, slide) for line in slide.lines)
    few = ' class="few"' if len(slide.lines) <= _FEW else ""
    return f"<table{few}><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(line: Line, slide: Slide) -> str:
    main, heads = slide.main, slide.columns
    *cells, last = line.cells
    first = "".join(_cell("td", each, place == main, head=heads[place]) for place, each in enumerate(cells))
    bar = "" if line.share is None else f'<i class="bar"><i style="width:{100 * line.share:.1f}%"></i></i>'
    if line.span:
        bar = _interval(line.span, slide.mark)
    end = _cell("td", last, main == len(cells), bar, "last", heads[-1])
    return f"<tr{' class=bad' if line.is_bad else ''}>{first}{end}</tr>"


def _interval(span: tuple[float, ...], mark: float) -> str:
    low, middle, high = (100 * each for each in span)
    drawn = f'<i class="range" style="left:{low:.1f}%;width:{high - low:.1f}%"></i>'
    drawn += f'<i class="point" style="left:{middle:.1f}%"></i><i class="mark" style="left:{100 * mark:.1f}%"></i>'
    return f'<i class="bar span" aria-hidden="true">{drawn}</i>'


def _cell(tag: str, text: str, is_main: bool, before: str = "", name: str = "", head: str = "") -> str:
    """Returns a cell. head: its column's head, that a phone writes in front of it, since it shows a row as a card."""
    names = [name, "main" if is_main else "long" if len(text) > FEW_WORDS else ""]
    what = ' scope="col"' if tag == "th" else f' data-head="{escape(head)}"'
    return f'<{tag}{what} class="{" ".join(filter(None, names))}">{before}<span>{escape(text)}</span></{tag}>'


@cache
def _template() -> Template:
    return Template((_HERE / "deck.html").read_text("utf-8"))
