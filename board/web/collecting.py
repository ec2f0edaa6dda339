"""Where a collector takes submissions from other units: a plain address that answers in words, as JSON."""

from dataclasses import asdict
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from board.errors import BoardError, ServersFault, to_outsiders
from board.submissions.document import BIGGEST
from board.submissions.taking import Last, NotTaken, take
from board.web import serving
from board.web.browser.frontend import COLLECT
from board.web.door.guessing import Guesses

# What is refused is entered in the trail, which strangers must not fill.
_REFUSED = Guesses(60, 600)


async def take_in(request: Request) -> Response:
    """Takes one file; 200 with its receipt, 422 with why it isn't taken."""
    if not serving.settings().collects:
        return PlainTextResponse("没有这个地址", HTTPStatus.NOT_FOUND)
    address = request.client.host if request.client else ""
    if _REFUSED.are_too_many(address):
        return _words("送得太频繁，请过十分钟再送。", HTTPStatus.TOO_MANY_REQUESTS)
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > BIGGEST:  # the rest isn't waited for
            break
    try:
        receipt = await anyio.to_thread.run_sync(take, serving.store(), bytes(content))
    except ServersFault as error:
        return _words(str(to_outsiders(error)), HTTPStatus.SERVICE_UNAVAILABLE)
    except BoardError as error:
        _REFUSED.note(address)
        last = error.last if isinstance(error, NotTaken) else None
        return _words(str(error), HTTPStatus.UNPROCESSABLE_ENTITY, last)
    return JSONResponse(receipt)


def _words(message: str, status: HTTPStatus, last: Last | None = None) -> Response:
    return JSONResponse({"message": message, "last": None if last is None else asdict(last)}, status)


ROUTES = [Route(COLLECT, take_in, methods=["POST"])]
