"""The pages of 会议模式: the slides of this moment, and those of a meeting that is being held or was."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from board import clock
from board.access import Actor
from board.activity import activities
from board.deck.audiences import Audience
from board.deck.units_deck import Of
from board.errors import BoardError, Invalid, Refused
from board.store import once
from board.web import audience, serving
from board.web.ballots import form
from board.web.browser.frontend import DECK
from board.web.deck import sittings
from board.web.deck.drawing import Wall, page
from board.web.deck.making import deck_for
from board.web.deck.presenter import presenter
from board.web.deck.stage import stage

_HERE = Path(__file__).parent
_LARGEST = 20_000
Act = Callable[[Actor, str, str, Mapping[str, Any]], Mapping[str, Any]]


async def show_deck(request: Request) -> Response:
    """The page with the slides of this moment."""
    return await anyio.to_thread.run_sync(_show, request, _of_this_moment)


async def show_sitting(request: Request) -> Response:
    """The page with the slides of a meeting as they were shown."""
    return await anyio.to_thread.run_sync(_show, request, _of_sitting)


async def send_script(_request: Request) -> Response:
    """Its scripts, in one file."""
    script = b"\n".join((_HERE / name).read_bytes() for name in ("deciding.js", "stage.js", "deck.js"))
    return Response(script, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


async def take_decision(request: Request) -> Response:
    """Carries out what the page asks: a decision, taking the last one back, or showing a newer state."""
    try:
        actor = await anyio.to_thread.run_sync(presenter, request, request.path_params["activity_id"])
    except Refused as error:
        return _refusal(error)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        asked = json.loads(body.decode("utf-8", "replace"))
        given = {str(name): value for name, value in asked.items() if isinstance(value, str | None)}
    except (ValueError, AttributeError, RecursionError):
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    act = sittings.ACTS.get(request.path_params["act"])
    if act is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return await anyio.to_thread.run_sync(_carry_out, request, actor, act, given)


def _show(request: Request, wall: Callable[[Request, Actor, str], Wall]) -> Response:
    activity_id = request.path_params["activity_id"]
    try:
        actor = presenter(request, activity_id)
        activity = activities.activity(serving.store(), activity_id)
        # As somebody reads who manages the same units and knows no givers.
        with audience.making_for(replace(actor, roles=frozenset())):
            made = wall(request, actor, activity_id)
    except Refused as error:
        return form.show_notice(error, HTTPStatus.FORBIDDEN)
    except BoardError as error:
        return form.show_notice(error, HTTPStatus.NOT_FOUND)
    return HTMLResponse(page(activity, made), headers={"Cache-Control": "no-store"})


def _of_this_moment(request: Request, actor: Actor, activity_id: str) -> Wall:
    query = request.query_params
    of = Of(actor.unit_id, _day(query.get("since", "")), query.get("deadline", ""))
    deck = deck_for(activity_id, _audience(query.get("audience", "")), of)
    leads_to = "/submitted" if serving.settings().collects else "/"
    return Wall(deck.slides, deck.audience, deck.at, deck.digest, deck.version, leads_to=leads_to)


def _day(text: str) -> date | None:
    try:
        return min(date.fromisoformat(text), clock.today())
    except ValueError:
        return None


def _of_sitting(request: Request, actor: Actor, activity_id: str) -> Wall:
    return sittings.wall(actor, activity_id, request.path_params["sitting_id"])


def _carry_out(request: Request, actor: Actor, act: Act, given: Mapping[str, Any]) -> Response:
    """Answers with what was done, or with what is wrong: title, message, and by field."""
    activity_id, sitting_id = request.path_params["activity_id"], request.path_params["sitting_id"]
    try:
        done: dict[str, Any] = {}

        def once_only() -> str:
            done.update(act(actor, activity_id, sitting_id, given))
            return str(done["message"])

        answer = once.carried_out(serving.store(), str(given.get("press") or once.new_key()), once_only)
    except BoardError as error:
        return _refusal(error)
    now = sittings.state(activity_id, sitting_id)
    return JSONResponse({**now, **done, "message": answer.words, "press": once.new_key()})


def _refusal(error: BoardError) -> Response:
    fields = error.fields if isinstance(error, Invalid) else {}
    status = HTTPStatus.FORBIDDEN if isinstance(error, Refused) else HTTPStatus.CONFLICT
    return JSONResponse({"message": str(error), "fields": fields}, status)


def _audience(asked: str) -> Audience:
    """The audience named in the address; the widest, who sees least, where none is."""
    return Audience(asked) if asked in set(Audience) else Audience.PUBLIC


_SITTING = f"{DECK}/{{activity_id}}/{{sitting_id}}"
ROUTES: list[BaseRoute] = [
    Route(f"{DECK}/deck.js", send_script),
    Route(f"{DECK}/{{activity_id}}", show_deck),
    Route(_SITTING, show_sitting),
    WebSocketRoute(f"{_SITTING}/stage", stage),
    Route(f"{_SITTING}/{{act}}", take_decision, methods=["POST"]),
]
