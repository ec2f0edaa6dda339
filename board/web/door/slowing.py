"""Slowing down an address from which passwords are tried, whatever the names: the lock of a name sees only its own; and
one for which the unit's provider of accounts is asked again and again, since anybody may have it asked.
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

# A school comes from one address: as many as twenty people may mistype in a quarter of an hour, twice each.
MOST, MINUTES = 40, 15
# Which fields of a form prove something; a new password that is too short proves nothing.
_PROOFS = frozenset({"code", "old"})
GUESSES = Guesses(MOST, MINUTES * 60)
# To sign in by the provider, it is asked twice: a hundred people may come at the same hour.
MOST_ASKS = 200
ASKS = Guesses(MOST_ASKS, MINUTES * 60)


class TooMany(Refused):
    """From this address too many went wrong, or too much was asked for, of late."""


def slowed(request: Request, work: Callable[..., str], *given: Any) -> str:
    """Do what proves who somebody is, and remember of the address when it fails. Raises TooMany before anything is
    judged, so that a flood of guesses costs no processor time; and what `work` raises.
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
    """Remember of the address that the unit's provider of accounts is asked for it. Raises TooMany instead."""
    address = request.client.host if request.client else ""
    if ASKS.are_too_many(address):
        raise TooMany(
            "从这里用统一账号登录的次数太多",
            f"这个网络地址 {MINUTES} 分钟内不能再用统一账号登录、退出。",
            "请稍后再试；有密码的，用登录名和密码登录；已经登录的不受影响。",
        )
    ASKS.note(address)


def refused(answer: Response, error: BoardError) -> Response:
    """The form's answer, told apart for programs where it was not even looked at."""
    if isinstance(error, TooMany):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["Retry-After"] = str(MINUTES * 60)
    return answer
