"""Slows down an address from which passwords are tried, whatever the names, as the lock of a name sees only its own.

Also an address for which the unit's provider of accounts is queried again and again, since anybody may cause that.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from board.accounts import unlocking
from board.accounts.sign_in import forgive_everybody
from board.errors import BoardError, Invalid, Refused
from board.web import serving
from board.web.door.guessing import Guesses

# A school has one address: as many as twenty people may mistype in a quarter of an hour, twice each.
MOST, MINUTES = 40, 15
# Fields whose faults are failed proofs; a new password that is too short is none.
_PROOFS = frozenset({"code", "old"})
GUESSES = Guesses(MOST, MINUTES * 60)
# Each sign-in queries the provider twice: a hundred people may come at the same hour.
MOST_ASKS = 200
ASKS = Guesses(MOST_ASKS, MINUTES * 60)


class TooMany(Refused):
    """Too many failures or requests came from this address lately."""


def slowed(request: Request, work: Callable[..., str], *given: Any) -> str:
    """Runs `work`, which proves who somebody is, and counts a failure for the address.

    Raises TooMany before anything is judged, so that a flood of guesses costs no processor time; and whatever `work`
    raises.
    """
    address = request.client.host if request.client else ""
    if unlocking.was_asked(serving.settings().data):
        GUESSES.forget_all()
        forgive_everybody(serving.store())
    if GUESSES.are_too_many(address):
        raise TooMany(
            "从这里试的次数太多",
            f"为了安全，这个网络地址 {MINUTES} 分钟内不能再登录。",
            f"请稍后再试；已经登录的不受影响。在运行程序的电脑上用命令 {unlocking.COMMAND} 可以马上解除。",
        )
    try:
        return work(*given)
    except BoardError as error:
        if not isinstance(error, Invalid) or _PROOFS & set(error.fields):
            GUESSES.note(address)
        raise


def count_ask(request: Request) -> None:
    """Counts a request to the unit's provider of accounts for the address. Raises TooMany instead of one too many."""
    address = request.client.host if request.client else ""
    if ASKS.are_too_many(address):
        raise TooMany(
            "从这里用统一账号登录的次数太多",
            f"这个网络地址 {MINUTES} 分钟内不能再用统一账号登录、退出。",
            "请稍后再试；有密码的，用登录名和密码登录；已经登录的不受影响。",
        )
    ASKS.note(address)


def refused(answer: Response, error: BoardError) -> Response:
    """The form's answer, with its own status if the attempt was not even judged."""
    if isinstance(error, TooMany):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["Retry-After"] = str(MINUTES * 60)
    return answer
