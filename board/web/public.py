"""公开网页: for whoever knows the address, without an account, once an administrator has opened it."""

from hashlib import sha256
from http import HTTPStatus
from pathlib import PurePosixPath

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from board import clock
from board.errors import BoardError, to_outsiders
from board.public import switch
from board.public.site import INDEX, content, site
from board.web import serving
from board.web.door.guessing import Guesses

PATH = "/public"
# A whole school comes from one address; a program that fetches all again and again is asked to wait.
_PACE = Guesses(600, 60)
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_SAVED = (".csv", ".docx")


def address_of(activity_id: str) -> str:
    """The path of an activity's page."""
    return f"{PATH}/{activity_id}/"


async def lead_to_page(request: Request) -> Response:
    """The page's links are relative to its folder."""
    return RedirectResponse(address_of(request.path_params["activity_id"]), HTTPStatus.PERMANENT_REDIRECT)


async def send(request: Request) -> Response:
    """The page or one of its files."""
    address = request.client.host if request.client else ""
    if _PACE.are_too_many(address):
        return PlainTextResponse("打开得太频繁，请过一分钟再看。", HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": "60"})
    _PACE.note(address)
    return await anyio.to_thread.run_sync(_sent, request)


def _sent(request: Request) -> Response:
    path = request.path_params["path"] or INDEX
    try:
        found = _found(request.path_params["activity_id"], path)
    except BoardError as error:
        return PlainTextResponse(str(to_outsiders(error)), HTTPStatus.SERVICE_UNAVAILABLE)
    if found is None:
        return PlainTextResponse("没有这个网页，或者没有打开。", HTTPStatus.NOT_FOUND, {"Cache-Control": "no-store"})
    mark = f'"{sha256(found).hexdigest()}"'
    # Asked for again each time: what is taken back must be gone.
    headers = {"Cache-Control": "no-cache", "ETag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    name = PurePosixPath(path)
    if name.suffix in _SAVED:
        headers["Content-Disposition"] = f'attachment; filename="{name.name}"'
    return Response(found, headers=headers, media_type=_TYPES[name.suffix])


def _found(activity_id: str, path: str) -> bytes | None:
    store = serving.store()
    if not switch.is_open(store, activity_id):
        return None
    return content(store, site(store, activity_id, clock.today()), path)


ROUTES = [
    Route(f"{PATH}/{{activity_id}}", lead_to_page),
    Route(f"{PATH}/{{activity_id}}/{{path:path}}", send),
]
