"""The sign-in page, and the session cookie given after signing in by either way."""

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import quote, urlsplit

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.accounts.sign_in import COOKIE, SESSION_LENGTH, sign_out
from board.web import serving
from board.web.door.forms import Field, Form, Way, shown

SIGN_IN, BY_OIDC, OUT_OF_OIDC = "/sign-in", "/sign-in/oidc", "/sign-out/oidc"
_FORM = Form(
    "登录",
    "查改看板 · 请用管理员给您的账号登录。",
    SIGN_IN,
    (
        Field("name", "登录名", autocomplete="username"),
        Field("password", "密码", "password", "current-password"),
    ),
    "登录",
)
_EITHER = "查改看板 · 请用管理员给您的账号，或者单位统一账号登录。"
_ENDED = "请先登录：打开着的那一页，登录已经失效。"
_LEFT = "已退出查改看板。用统一账号登录的，它在这个浏览器里可能还登录着：多人合用的电脑，请一并退出。"


def sign_in_page(
    wanted: str = "",
    typed: dict[str, str] | None = None,
    alert: str = "",
    *,
    left: bool = False,
    out: bool = False,
    ended: bool = False,
) -> Response:
    """The form; if the unit has a provider of accounts, also the link to sign in there.

    wanted: the page to go on to. left: somebody has just signed out, and may want to do so at the provider too. out:
    the provider knows somebody in this browser who couldn't sign in here. ended: the session of an open page has ended.
    """
    oidc, carried = serving.settings().oidc, wanted if wanted and is_own_path(wanted) else ""
    hidden = {"next": carried} if carried else {}
    notice = _ENDED if ended else ""
    if oidc is None:
        return shown(_FORM, typed, alert, hidden=hidden, notice=notice)
    way = Way(oidc.button, BY_OIDC + (f"?next={quote(carried, safe='')}" if carried else ""))
    ways = [way, Way("退出统一账号", OUT_OF_OIDC)] if left or out else [way]
    form = replace(_FORM, lead=_EITHER)
    return shown(form, typed, alert, hidden=hidden, notice=_LEFT if left else notice, ways=ways)


async def signed_in(request: Request, token: str, wanted: str) -> Response:
    """Redirects to the requested page, with a session cookie.

    The session that the browser had before is ended, whoever else may know its token.
    """
    await anyio.to_thread.run_sync(sign_out, serving.store(), request.cookies.get(COOKIE, ""))
    response = redirect(wanted if is_own_path(wanted) else "/")
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_LENGTH.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def is_own_path(path: str) -> bool:
    """Whether an address is a path of this site, so that a link to the sign-in page can't send anyone elsewhere."""
    try:
        parts = urlsplit(path.replace("\\", "/"))
    except ValueError:
        return False
    is_plain = not parts.scheme and not parts.netloc and path.isprintable()
    return is_plain and path.startswith("/") and not path.startswith(("//", "/\\"))


def redirect(where: str) -> RedirectResponse:
    """A redirect by GET that browsers don't cache."""
    return RedirectResponse(where, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
