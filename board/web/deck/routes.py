"""The page of 会议模式: all slides of a moment at once, for whoever may hold a meeting."""

from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from string import Template

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from board.access import require
from board.accounts import sign_in
from board.activity import activities
from board.activity.activities import Activity
from board.deck.audiences import Audience
from board.deck.deck import Deck, make
from board.deck.slide import FEW_WORDS, Figure, Line, Slide
from board.errors import BoardError, Refused
from board.web import audience, serving
from board.web.ballots import form
from board.web.browser.frontend import DECK
from board.words import AUDIENCE

_HERE = Path(__file__).parent
# Rows so few that they are set in larger type.
_FEW = 4
# Characters of a title that is set in smaller type, to stay in two lines.
_LONG_TITLE = 50


def address(activity_id: str, chosen: Audience) -> str:
    """Returns the address of an activity's slides for an audience."""
    return f"{DECK}/{activity_id}?audience={chosen}"


def deck_for(activity_id: str, chosen: Audience) -> Deck:
    """Makes the slides for an audience, the same whoever presents them."""
    with audience.making_for(None):
        return make(serving.store(), activity_id, chosen)


async def show_deck(request: Request) -> Response:
    """The page with the slides of this moment."""
    return await anyio.to_thread.run_sync(_page, request)


async def send_script(_request: Request) -> Response:
    """Its script."""
    script = (_HERE / "deck.js").read_bytes()
    return Response(script, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _page(request: Request) -> Response:
    activity_id = request.path_params["activity_id"]
    try:
        _require_presenter(request, activity_id)
        activity = activities.activity(serving.store(), activity_id)
        deck = deck_for(activity_id, _audience(request.query_params.get("audience", "")))
    except Refused as error:
        return form.show_notice(error, HTTPStatus.FORBIDDEN)
    except BoardError as error:
        return form.show_notice(error, HTTPStatus.NOT_FOUND)
    return HTMLResponse(_html(activity, deck), headers={"Cache-Control": "no-store"})


def _require_presenter(request: Request, activity_id: str) -> None:
    if serving.settings().demo:
        return
    actor = sign_in.who(serving.store(), request.cookies.get(sign_in.COOKIE, ""), activity_id)
    if actor is None:
        raise Refused("请先登录", "登录已失效，或者还没有登录。", "请登录以后再打开。")
    require(actor, "deck.show")


def _audience(asked: str) -> Audience:
    """The audience named in the address; the widest, who sees least, where none is."""
    return Audience(asked) if asked in set(Audience) else Audience.PUBLIC


def _html(activity: Activity, deck: Deck) -> str:
    return _template().substitute(
        heading=escape(f"{activity.unit_name}　{activity.name}"),
        style=(_HERE / "deck.css").read_text("utf-8"),
        slides="".join(_slide(place, each) for place, each in enumerate(deck.slides, 1)),
        count=len(deck.slides),
        moment=f"截至 {deck.at:%m-%d %H:%M:%S}",
        audience=escape(AUDIENCE[deck.audience]),
        digest=deck.digest,
        version=deck.version,
    )


def _slide(place: int, slide: Slide) -> str:
    body = _figures(slide.figures) + _facts(slide.facts) + _table(slide)
    note = f'<p class="note">{escape(slide.note)}</p>' if slide.note else ""
    hidden = "" if place == 1 else " hidden"
    long = ' class="long"' if len(slide.title) > _LONG_TITLE else ""
    return (
        f'<section class="slide" id="slide-{place}" aria-labelledby="title-{place}"{hidden}>'
        f'<p class="name">{escape(slide.name)}</p><h1 id="title-{place}"{long}>{escape(slide.title)}</h1>'
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
    return f'<dl class="facts">{rows}</dl>'


def _table(slide: Slide) -> str:
    if not slide.lines:
        return ""
    heads = "".join(_cell("th", each, place == slide.main) for place, each in enumerate(slide.columns))
    rows = "".join(_row(line, slide.main, slide.columns) for line in slide.lines)
    few = ' class="few"' if len(slide.lines) <= _FEW else ""
    return f"<table{few}><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(line: Line, main: int, heads: tuple[str, ...]) -> str:
    *cells, last = line.cells
    first = "".join(_cell("td", each, place == main, head=heads[place]) for place, each in enumerate(cells))
    bar = "" if line.share is None else f'<i class="bar"><i style="width:{100 * line.share:.1f}%"></i></i>'
    end = _cell("td", last, main == len(cells), bar, "last", heads[-1])
    return f"<tr{' class=bad' if line.is_bad else ''}>{first}{end}</tr>"


def _cell(tag: str, text: str, is_main: bool, before: str = "", name: str = "", head: str = "") -> str:
    """Returns a cell. head: its column's head, that a phone writes in front of it, since it shows a row as a card."""
    names = [name, "main" if is_main else "long" if len(text) > FEW_WORDS else ""]
    what = ' scope="col"' if tag == "th" else f' data-head="{escape(head)}"'
    return f'<{tag}{what} class="{" ".join(filter(None, names))}">{before}<span>{escape(text)}</span></{tag}>'


@cache
def _template() -> Template:
    return Template((_HERE / "deck.html").read_text("utf-8"))


ROUTES = [Route(f"{DECK}/deck.js", send_script), Route(f"{DECK}/{{activity_id}}", show_deck)]
