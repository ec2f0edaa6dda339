"""Where a collector takes submissions from other units and gives them what they were assigned: plain addresses that
answer in words, as JSON."""

from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from board.assignments.handing_down import answer
from board.errors import BoardError, ServersFault, to_outsiders
from board.submissions.cover import BIGGEST_FORWARDED
from board.submissions.document import BIGGEST
from board.submissions.taking import Last, NotTaken, take
from board.submissions.taking_forwarded import take_forwarded
from board.web import serving
from board.web.browser.frontend import COLLECT, FORWARDED, HAND_DOWN
from board.web.door.guessing import Guesses

# What is refused is entered in the trail, which strangers must not fill.
_REFUSED = Guesses(60, 600)
_BIGGEST_ASK = 2**20
_BYTES = "application/octet-stream"


async def take_in(request: Request) -> Response:
    """Takes one file; 200 with its receipt, 422 with why it isn't taken."""
    return await _answered(request, BIGGEST, lambda content: JSONResponse(take(serving.store(), content)))


async def take_forwarded_in(request: Request) -> Response:
    """Takes one file that a bureau below forwards; answers as `take_in`."""
    return await _answered(
        request, BIGGEST_FORWARDED, lambda content: JSONResponse(take_forwarded(serving.store(), content))
    )


async def hand_down(request: Request) -> Response:
    """Takes what a unit asks with; 200 with its assignments, signed, 422 with why it gets none."""
    return await _answered(
        request, _BIGGEST_ASK, lambda content: Response(answer(serving.store(), content), media_type=_BYTES)
    )


async def _answered(request: Request, biggest: int, answered: Callable[[bytes], Response]) -> Response:
    if not serving.settings().collects:
        return PlainTextResponse("没有这个地址", HTTPStatus.NOT_FOUND)
    address = request.client.host if request.client else ""
    if _REFUSED.are_too_many(address):
        return _words("送得太频繁，请过十分钟再送。", HTTPStatus.TOO_MANY_REQUESTS)
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > biggest:  # the rest isn't waited for
            break
    try:
        return await anyio.to_thread.run_sync(answered, bytes(content))
    except ServersFault as error:
        return _words(str(to_outsiders(error)), HTTPStatus.SERVICE_UNAVAILABLE)
    except BoardError as error:
        _REFUSED.note(address)
        last = error.last if isinstance(error, NotTaken) else None
        return _words(str(error), HTTPStatus.UNPROCESSABLE_ENTITY, last)


def _words(message: str, status: HTTPStatus, last: Last | None = None) -> Response:
    return JSONResponse({"message": message, "last": None if last is None else asdict(last)}, status)


_DOORS = {COLLECT: take_in, FORWARDED: take_forwarded_in, HAND_DOWN: hand_down}
ROUTES = [Route(path, door, methods=["POST"]) for path, door in _DOORS.items()]
