"""Who presents: the account that is signed in; in the demonstration the role that the address names."""

from starlette.requests import HTTPConnection

from board.access import Actor, Role, require
from board.accounts import sign_in
from board.errors import Refused
from board.web import serving
from board.words import ROLE

ROLE_FIELD = "role"


def presenter(request: HTTPConnection, activity_id: str) -> Actor:
    """Returns who presents. Raises Refused for a stranger, and for somebody who may not hold a meeting."""
    actor = _actor(request, activity_id)
    if actor is None:
        raise Refused("请先登录", "登录已失效，或者还没有登录。", "请登录以后再打开。")
    require(actor, "deck.show")
    return actor


def _actor(request: HTTPConnection, activity_id: str) -> Actor | None:
    if not serving.settings().demo:
        return sign_in.who(serving.store(), request.cookies.get(sign_in.COOKIE, ""), activity_id)
    asked = request.query_params.get(ROLE_FIELD, ROLE[Role.CLERK])
    role = next((role for role in Role if ROLE[role] == asked), Role.CLERK)
    return sign_in.demo_actor(serving.store(), role, activity_id)
