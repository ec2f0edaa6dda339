"""Display settings: each page begins in its reader's, and /looks takes others.

They are stored with the account; in the demonstration, which has none, in the browser.
"""

import json
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route

from board.accounts import looks as kept
from board.accounts.looks import Looks
from board.accounts.sign_in import COOKIE, who
from board.errors import BoardError
from board.web import serving

PATH = "/looks"
LOOKS_COOKIE = "chagai_looks"
_A_YEAR = 365 * 24 * 3600
_LARGEST = 200
_STREAMLIT = {"light": "Light", "dark": "Dark", "auto": "System"}


def looks_of(connection: HTTPConnection) -> Looks:
    """The display settings of whoever sends the request, from this or another device."""
    if not serving.settings().demo:
        actor = who(serving.store(), connection.cookies.get(COOKIE))
        return kept.looks(serving.store(), actor.account_id) if actor else Looks()
    return of_cookie(connection.cookies.get(LOOKS_COOKIE, ""))


def of_cookie(written: str) -> Looks:
    """The display settings in a browser's cookie."""
    theme, _, size = written.partition(".")
    return Looks(theme, size == "large") if theme in kept.THEMES else Looks()


def in_page(looks: Looks) -> str:
    """Returns the settings as a page's first script reads them (browser/looks.js)."""
    return f"{_STREAMLIT[looks.theme]} {'large' if looks.is_large else 'usual'}"


async def take_looks(request: Request) -> Response:
    """Returns 204 once the settings are stored, 400 for unknown ones, 401 for nobody signed in."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        settings = json.loads(body)
        chosen = Looks(str(settings["theme"]), settings["isLarge"] is True)
        kept.refuse_unknown(chosen)
    except (ValueError, TypeError, KeyError, RecursionError, BoardError):
        return Response(status_code=HTTPStatus.BAD_REQUEST)
    return await anyio.to_thread.run_sync(_keep, request, chosen)


def _keep(request: Request, chosen: Looks) -> Response:
    if serving.settings().demo:
        answer = Response(status_code=HTTPStatus.NO_CONTENT)
        written = f"{chosen.theme}.{'large' if chosen.is_large else 'usual'}"
        answer.set_cookie(LOOKS_COOKIE, written, max_age=_A_YEAR, httponly=True, samesite="lax")
        return answer
    actor = who(serving.store(), request.cookies.get(COOKIE))
    if actor is None:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    kept.choose(serving.store(), actor, chosen)
    return Response(status_code=HTTPStatus.NO_CONTENT)


ROUTES = [Route(PATH, take_looks, methods=["POST"])]
