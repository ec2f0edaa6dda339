"""The plain routes beside Streamlit: signing in and out, the first account, health, live, and others."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from board import clock
from board.accounts import actions as accounts
from board.accounts import own_password
from board.accounts.passwords import ADVISED, SHORTEST
from board.accounts.sign_in import (
    COOKIE,
    begin_attempt,
    forgive_attempts,
    must_renew,
    open_session,
    sign_in,
    sign_out,
    spelled,
    who,
)
from board.errors import BoardError, Conflict, Invalid, to_outsiders
from board.store import once
from board.web import collecting, drafts, guide, looks, privacy, public, serving
from board.web.ballots import count as ballot_count
from board.web.ballots import replies as ballot_replies
from board.web.ballots import routes as ballot_routes
from board.web.deck import routes as deck
from board.web.door import oidc
from board.web.door.entrance import is_own_path, redirect, sign_in_page, signed_in
from board.web.door.forms import Field, Form, press_of, read_form, shown
from board.web.door.one_time_code import is_code
from board.web.door.slowing import refused, slowed
from board.web.live import live
from board.web.metrics import show_metrics

# Checking a password occupies a processor for a tenth of a second: a flood of guesses must not occupy all.
_CHECKS_AT_ONCE = 2
_CODE_ATTEMPTS = "(setup)"  # no account can have this name, so wrong codes are counted under it
_RULE = f"至少 {SHORTEST} 个字符，建议 {ADVISED} 个以上；什么字符都可以，一句自己记得住的话最好。"
_SETUP = Form(
    "建立管理员账号",
    "第一次使用：请先建立管理员账号，以后由它开设其他账号。",
    "/setup",
    (
        Field("code", "一次性口令", hint="启动程序的终端窗口里有，10 个字符。"),
        Field("name", "登录名", autocomplete="username", hint="登录时填写。"),
        Field("display_name", "显示的名字", autocomplete="name", hint="记录里写的是这个名字，例如“办公室”。"),
        Field("password", "密码", "password", "new-password", _RULE),
        Field("again", "再输一次密码", "password", "new-password"),
    ),
    "建立账号并登录",
)
_PASSWORD = Form(
    "修改密码",
    "改好以后，这个账号在别处的登录都会退出。",
    "/password",
    (
        Field("old", "原来的密码", "password", "current-password"),
        Field("new", "新密码", "password", "new-password", _RULE),
        Field("again", "再输一次新密码", "password", "new-password"),
    ),
    "修改",
    back="回到看板",
)
_FIRST_PASSWORD = replace(
    _PASSWORD,
    title="请先改密码",
    lead="现在的密码是别人给的，只用来登录这一次。换成自己的，以后就用它登录。",
    button="改好，进入看板",
    back="",
)


async def show_sign_in(request: Request) -> Response:
    """The sign-in form; whoever doesn't need it is redirected."""
    if serving.settings().demo:
        return redirect("/")
    if not accounts.is_set_up(serving.store()):
        return redirect("/setup")
    asked = request.query_params
    return sign_in_page(asked.get("next", ""), left="left" in asked, ended="ended" in asked)


async def take_sign_in(request: Request) -> Response:
    """Sets a cookie and redirects to the requested page, or shows the form again."""
    form = await read_form(request)
    wanted = form.get("next", "")
    try:
        given = serving.store(), form.get("name", ""), form.get("password", "")
        token = await _in_thread(_once, form, slowed, request, sign_in, *given)
    except BoardError as error:
        return refused(sign_in_page(wanted, form, str(to_outsiders(error))), error)
    return await signed_in(request, token, wanted)


async def take_sign_out(request: Request) -> Response:
    """Ends the session and redirects to the form."""
    await anyio.to_thread.run_sync(sign_out, serving.store(), request.cookies.get(COOKIE, ""))
    response = redirect("/sign-in?left=1" if serving.settings().oidc else "/sign-in")
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return response


async def show_setup(_request: Request) -> Response:
    """The form for the first account, while there is none."""
    is_needed = not serving.settings().demo and not accounts.is_set_up(serving.store())
    return shown(_SETUP) if is_needed else redirect("/sign-in")


async def take_setup(request: Request) -> Response:
    """Creates the first account and signs it in; or shows the form again."""
    form = await read_form(request)
    is_late = accounts.is_set_up(serving.store()) and not once.is_answered(press_of(form))
    if serving.settings().demo or is_late:
        return redirect("/sign-in")
    try:
        token = await _in_thread(_once, form, slowed, request, _set_up, form)
    except Invalid as error:
        return shown(_SETUP, form, faults=error.fields)
    except Conflict:
        return redirect("/sign-in")
    except BoardError as error:
        return refused(shown(_SETUP, form, str(to_outsiders(error))), error)
    return await signed_in(request, token, "")


async def show_password(request: Request) -> Response:
    """The form for changing one's own password; the gate lets in only those signed in."""
    if serving.settings().demo:
        return redirect("/")
    done = "密码已改好。别处的登录都退出了，这里不用重新登录。" if "changed" in request.query_params else ""
    return _password_page(request, request.query_params.get("next", ""), notice=done)


async def take_password(request: Request) -> Response:
    """Opens a new session under the new password, or shows the form again."""
    actor = who(serving.store(), request.cookies.get(COOKIE))
    if actor is None:
        return redirect("/sign-in?next=%2Fpassword")
    form = await read_form(request)
    wanted = form.get("next", "")
    onward = (wanted or "/") if must_renew(serving.store(), request.cookies.get(COOKIE)) else "/password?changed=1"
    try:
        if form.get("new") != form.get("again"):
            raise Invalid({"again": "两次输入的新密码不一样"})
        given = serving.store(), actor, form.get("old", ""), form.get("new", "")
        token = await _in_thread(_once, form, slowed, request, own_password.change_own_password, *given)
    except Invalid as error:
        return _password_page(request, wanted, form, faults=error.fields)
    except BoardError as error:
        return refused(_password_page(request, wanted, form, str(error)), error)
    return await signed_in(request, token, onward)


def _password_page(
    request: Request,
    wanted: str,
    typed: dict[str, str] | None = None,
    alert: str = "",
    faults: Mapping[str, str] | None = None,
    notice: str = "",
) -> Response:
    """The form; for somebody who must first choose a password, with the page to go on to after it."""
    if not must_renew(serving.store(), request.cookies.get(COOKIE)):
        return shown(_PASSWORD, typed, alert, faults, notice=notice)
    return shown(_FIRST_PASSWORD, typed, alert, faults, {"next": wanted} if is_own_path(wanted) else {})


async def healthz(_request: Request) -> Response:
    """Returns 200 once the server answers at all: it listens only when everything is ready."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def _set_up(form: dict[str, str]) -> str:
    begin_attempt(serving.store(), _CODE_ATTEMPTS, clock.now())
    if not is_code(form.get("code", "")):
        raise Invalid({"code": "口令不对，请看启动程序的终端窗口"})
    forgive_attempts(serving.store(), _CODE_ATTEMPTS)
    if form.get("password") != form.get("again"):
        raise Invalid({"again": "两次输入的密码不一样"})
    account_id = accounts.create_first_administrator(serving.store(), form)
    return open_session(serving.store(), account_id, spelled(form["name"]))


def _once(form: dict[str, str], work: Callable[..., str], *given: Any) -> str:
    return once.answered(press_of(form), lambda: work(*given))


async def _in_thread(work: Any, *given: Any) -> Any:
    return await anyio.to_thread.run_sync(partial(work, *given), limiter=_checks())


def _checks() -> anyio.CapacityLimiter:
    if not _LIMITERS:
        _LIMITERS.append(anyio.CapacityLimiter(_CHECKS_AT_ONCE))
    return _LIMITERS[0]


_LIMITERS: list[anyio.CapacityLimiter] = []


ROUTES = [
    Route("/healthz", healthz),
    Route("/metrics", show_metrics),
    Route("/sign-in", show_sign_in, methods=["GET"]),
    Route("/sign-in", take_sign_in, methods=["POST"]),
    Route("/sign-out", take_sign_out, methods=["POST"]),
    Route("/password", show_password, methods=["GET"]),
    Route("/password", take_password, methods=["POST"]),
    Route("/setup", show_setup, methods=["GET"]),
    Route("/setup", take_setup, methods=["POST"]),
    WebSocketRoute("/live", live),
    *oidc.ROUTES,
    *drafts.ROUTES,
    *looks.ROUTES,
    *ballot_routes.ROUTES,
    *ballot_count.ROUTES,
    *ballot_replies.ROUTES,
    *deck.ROUTES,
    *privacy.ROUTES,
    *guide.ROUTES,
    *public.ROUTES,
    *collecting.ROUTES,
]
