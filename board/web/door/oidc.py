"""Signing in by 统一账号: to the unit's provider of accounts, back from it, and signing out of it. Closed without one.

All of these are links: the policy on every page forbids a form that leads to another site.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from board.accounts import actions as accounts
from board.accounts.oidc import enter
from board.accounts.oidc_rules import person
from board.accounts.oidc_settings import RETURN, Oidc
from board.errors import BoardError, Refused, to_outsiders
from board.store.trail.chain import Deed
from board.web import serving
from board.web.door.entrance import BY_OIDC, OUT_OF_OIDC, SIGN_IN, redirect, sign_in_page, signed_in
from board.web.door.oidc_provider import claims_from, out_of_the_provider, to_the_provider, was_asked
from board.web.door.slowing import count_ask, refused

_WANTED = "wanted"
_NOT_ASKED = "没有登录：这次登录不是从这个浏览器开始的，或者已经过期、已经用过。请再登录一次。"
_DENIED = "没有登录：统一账号那边没有同意。需要使用的，请找管理员。"
_AWAY = "没有登录：统一账号那边出了错，请稍后再试；有密码的，用登录名和密码登录。"
_AGAIN = "请再登录一次；还不成的，请管理员核对统一账号的设置。"
_OTHER = f"没有登录：统一账号没有让您登录。{_AGAIN}"
# The message for each reason it may give (RFC 6749, 4.1.2.1): none of its own words goes on the page.
_REASONS = {
    "access_denied": _DENIED,
    "server_error": _AWAY,
    "temporarily_unavailable": _AWAY,
    "invalid_scope": "没有登录：统一账号不认看板要的范围，请管理员核对统一账号的设置。",
    "invalid_request": "没有登录：统一账号不认看板的请求，请管理员核对统一账号的设置。",
    "unauthorized_client": "没有登录：统一账号没有让看板用授权码方式登录，请管理员核对在那边登记的客户端。",
}
_UNREACHED = "现在连不上统一账号，请稍后再试；有密码的，用登录名和密码登录。"
_NO_WAY_OUT = "统一账号没有给出退出的办法，请到统一账号的网页上退出，或者关掉浏览器。"


async def begin(request: Request) -> Response:
    """Redirects to the provider, and from there back to the requested page."""
    oidc = _oidc()
    if not accounts.is_set_up(serving.store()):
        return redirect("/setup")
    wanted = request.query_params.get("next", "")
    # The provider sends people back to one address, so this browser's session must be kept under it.
    if request.headers.get("host") != urlsplit(oidc.address).netloc and "moved" not in request.query_params:
        return redirect(f"{oidc.address}{BY_OIDC}?{urlencode({'moved': '1', 'next': wanted})}")
    try:
        count_ask(request)
    except BoardError as error:
        return refused(_refusal(str(to_outsiders(error)), HTTPStatus.FORBIDDEN), error)
    request.session.clear()
    request.session[_WANTED] = wanted
    answer = await to_the_provider(request)
    return answer or _refusal(_UNREACHED, HTTPStatus.BAD_GATEWAY)


async def take(request: Request) -> Response:
    """The return from the provider: a session and the requested page, or the form with the reason."""
    oidc, asked = _oidc(), request.query_params
    if not accounts.is_set_up(serving.store()) or not {"state", "code", "error"} & set(asked):
        return redirect(SIGN_IN)
    if "error" in asked:
        request.session.clear()
        return _refusal(_REASONS.get(asked["error"], _OTHER), HTTPStatus.FORBIDDEN, out=True)
    if not was_asked(request):
        return _refusal(_NOT_ASKED, HTTPStatus.FORBIDDEN)
    wanted = str(request.session.get(_WANTED, ""))
    try:
        count_ask(request)
        claims = await claims_from(request, oidc)
        request.session.clear()
        token = await anyio.to_thread.run_sync(_entered, oidc, claims)
    except BoardError as error:
        return refused(_refusal(str(to_outsiders(error)), HTTPStatus.FORBIDDEN, out=True), error)
    return await signed_in(request, token, wanted)


async def leave(request: Request) -> Response:
    """Redirects to the provider's sign-out page, which asks first."""
    try:
        count_ask(request)
    except BoardError as error:
        return refused(_refusal(str(to_outsiders(error)), HTTPStatus.FORBIDDEN), error)
    where = await out_of_the_provider(_oidc())
    return redirect(where) if where else _refusal(_NO_WAY_OUT, HTTPStatus.BAD_GATEWAY)


def _entered(oidc: Oidc, claims: Mapping[str, Any] | None) -> str:
    store = serving.store()
    try:
        if claims is None:
            raise Refused("没有登录", "统一账号的答复核对不上。", _AGAIN)
        found = person(claims, oidc)
    except BoardError:
        store.note(Deed("sign_in.oidc_unsound"))
        raise
    return enter(store, found)


def _refusal(words: str, status: HTTPStatus, *, out: bool = False) -> Response:
    """The form with a reason; out: with the link out of the provider, which may know somebody else in this browser."""
    answer = sign_in_page(alert=words, out=out)
    answer.status_code = status
    return answer


def _oidc() -> Oidc:
    oidc = serving.settings().oidc
    assert oidc, "the gate lets nobody in without"  # noqa: S101 - the gate ensures it; this is for the type checker
    return oidc


ROUTES = [
    Route(BY_OIDC, begin, methods=["GET"]),
    Route(RETURN, take, methods=["GET"]),
    Route(OUT_OF_OIDC, leave, methods=["GET"]),
]
