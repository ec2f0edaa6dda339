"""/drafts: takes what somebody types into a form from their browser, for themselves alone (`accounts.form_drafts`)."""

import json
from http import HTTPStatus
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from board.access import Actor, Role
from board.accounts import form_drafts
from board.accounts.sign_in import COOKIE, who
from board.activity import activities
from board.web import serving

_LARGEST = 400_000


async def take_drafts(request: Request) -> Response:
    """Returns 204 once the draft is kept, 400 for what is no draft.

    Returns 409 if another account is signed in by now than the one it was typed under.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        draft = _parsed(json.loads(body))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    return Response(status_code=await anyio.to_thread.run_sync(_keep, request, *draft))


def _parsed(body: dict[str, Any]) -> tuple[str, str, dict[str, tuple[str, str]]]:
    typed = {_text(place): (_text(base), _text(text)) for place, (base, text) in body["typed"].items()}
    return _text(body["account"]), _text(body["activity"]), typed


def _text(value: object) -> str:
    """The text without lone surrogates, which JSON may hold but no file can."""
    return str(value).encode("utf-8", "replace").decode()


def _keep(request: Request, account_id: str, activity_id: str, typed: dict[str, tuple[str, str]]) -> HTTPStatus:
    store, actor = serving.store(), _actor(request, account_id)
    if actor is None or actor.account_id != account_id:
        return HTTPStatus.CONFLICT
    if activity_id not in set(activities.activities(store)["activity_id"]):
        return HTTPStatus.BAD_REQUEST
    form_drafts.keep(store, actor, activity_id, typed)
    return HTTPStatus.NO_CONTENT


def _actor(request: Request, account_id: str) -> Actor | None:
    """Who is signed in; in the demonstration the role that the page was drawn for."""
    if not serving.settings().demo:
        return who(serving.store(), request.cookies.get(COOKIE, ""))
    return next((Actor(account_id, "", frozenset({role})) for role in Role if account_id == f"demo-{role}"), None)


ROUTES = [Route("/drafts", take_drafts, methods=["POST"])]
