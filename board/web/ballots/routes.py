"""The routes of 填写评议表: for whoever has the link, without an account.

Codes come in the body of a form, never in a path; nothing of a request is logged or kept.
"""

import re
import secrets
from functools import partial
from http import HTTPStatus
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from board.ballots import casting as ballots_casting
from board.ballots import codes as ballots_codes
from board.ballots.casting import AlreadyCast, Filled, NoSuchCode, Paper
from board.ballots.seal import keys_of
from board.errors import BoardError, Invalid, Refused, ServersFault, to_outsiders
from board.store import once
from board.web import serving
from board.web.ballots import crowds
from board.web.ballots import form as ballot_form
from board.web.ballots.form import Draft
from board.web.door.forms import read_form
from board.web.door.guessing import Guesses

_DEVICE, _CODE, _GIVEN = "ballot_device", "ballot_code", "ballot_given"
_DEVICE_DAYS = 90
_LARGEST = 24_576  # bytes: a suggestion of the longest, each character written as nine
_GUESSES = Guesses()
_THANKS = "您的评议表已经收到，谢谢。不用再交；关掉这一页就可以了。"
_HEX = re.compile(r"[0-9a-f]{32}")


async def show(request: Request) -> Response:
    """The form, or first the page for the code; or the reason why there is none."""
    return await anyio.to_thread.run_sync(partial(_answered, _shown, request, {}))


async def take(request: Request) -> Response:
    """Takes a code, or a filled-in form."""
    form = await read_form(request, _LARGEST)
    work = _taken_code if form.get("step") == "code" else _taken
    return await anyio.to_thread.run_sync(partial(_answered, work, request, form))


async def thank(request: Request) -> Response:
    """The page shown after giving a ballot, so that going back or reloading sends nothing."""
    return await anyio.to_thread.run_sync(partial(_answered, _thanked, request, {}))


async def send_script(_request: Request) -> Response:
    """The form's script."""
    headers = {"Cache-Control": "max-age=600"}
    return Response(ballot_form.script(), media_type="text/javascript; charset=utf-8", headers=headers)


def _answered(work: Any, request: Request, form: dict[str, str]) -> Response:
    asked = None
    try:
        asked = ballots_casting.paper(serving.store(), request.path_params["opening_id"])
        answer: Response = work(request, asked, form)
        return answer
    except AlreadyCast as error:
        return ballot_form.show_done(_known(asked), error.title, f"{error.message}{error.remedy}", again=False)
    except Refused as error:
        return ballot_form.show_notice(error, HTTPStatus.GONE, asked)
    except ServersFault as error:
        return ballot_form.show_notice(to_outsiders(error), HTTPStatus.SERVICE_UNAVAILABLE, asked)
    except BoardError as error:
        return ballot_form.show_notice(error, HTTPStatus.NOT_FOUND, asked)


def _known(asked: Paper | None) -> Paper:
    if asked is None:
        raise ValueError("nothing was asked")
    return asked


def _shown(request: Request, asked: Paper, _form: dict[str, str]) -> Response:
    ballots_casting.require_open(asked.opening, asked.round_row)
    if not asked.by_codes:
        return _show_to_device(request, asked)
    code = request.cookies.get(_CODE, "")
    if not code and _GIVEN in request.cookies and "again" not in request.query_params:
        return ballot_form.show_done(asked, "交好了", _THANKS, another=True)
    if not code or "again" in request.query_params:
        return ballot_form.show_code(asked)
    try:
        group = _group(request, asked, code)
    except NoSuchCode:
        response: Response = ballot_form.show_code(asked)
        response.delete_cookie(_CODE, _path(asked))
        return response
    return ballot_form.show_form(asked, group, _draft(asked, code=code))


def _show_to_device(request: Request, asked: Paper) -> Response:
    device = _device(request) or secrets.token_hex(16)
    turn = ballots_casting.next_turn(serving.store(), asked, device)
    response = ballot_form.show_form(asked, asked.opening["link_group"], _draft(asked, turn=turn, device=device))
    _remember(response, request, _DEVICE, device, "/ballot/", _DEVICE_DAYS * 86_400)
    return response


def _taken_code(request: Request, asked: Paper, form: dict[str, str]) -> Response:
    ballots_casting.require_open(asked.opening, asked.round_row)
    typed = form.get("code", "")[:40]
    try:
        _group(request, asked, typed)
    except NoSuchCode as error:
        return ballot_form.show_code(asked, typed, error)
    response = RedirectResponse(_path(asked), HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    _remember(response, request, _CODE, ballots_codes.spelled(typed), _path(asked), None)
    return response


def _taken(request: Request, asked: Paper, form: dict[str, str]) -> Response:
    filled = _filled(request, form)
    try:
        once.answered(form.get("once") or once.new_key(), lambda: _cast(request, asked, filled))
    except NoSuchCode as error:
        _note(request, error)
        return ballot_form.show_notice(error, HTTPStatus.CONFLICT, asked)
    except Invalid as error:
        return _given_back(request, asked, filled, form, error)
    response = RedirectResponse(f"{_path(asked)}/done", HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    response.delete_cookie(_CODE, _path(asked))
    _remember(response, request, _GIVEN, "1", _path(asked), None)
    return response


def _cast(request: Request, asked: Paper, filled: Filled) -> str:
    if asked.by_codes:
        _slow_down(request)
    else:
        crowds.require_pace(_address(request))
    ballots_casting.cast(serving.store(), asked, filled)
    if not asked.by_codes:
        crowds.note(**asked.keys, address=_address(request))
    return _THANKS


def _filled(request: Request, form: dict[str, str]) -> Filled:
    turn = form.get("turn", "1")
    return Filled(
        answers={name[2:]: value for name, value in form.items() if name.startswith("a.")},
        group=form.get("group", ""),
        suggestion=form.get("suggestion", ""),
        code=form.get("code", ""),
        device=_device(request),
        turn=int(turn) if re.fullmatch(r"[1-9]", turn) else 0,
        skips=form.get("skips") == "1",
    )


def _given_back(request: Request, asked: Paper, filled: Filled, form: dict[str, str], error: Invalid) -> Response:
    """The form with all that was typed, and its faults."""
    message = error.fields.get("device") or _message_for(error)
    draft = _draft(asked, code=filled.code, turn=filled.turn, device=filled.device)
    draft = Draft(typed=form, faults=error.fields, hidden=draft.hidden, name=draft.name, message=message)
    try:
        group = _group(request, asked, filled.code) if asked.by_codes else asked.opening["link_group"]
    except NoSuchCode as wrong:
        return ballot_form.show_notice(wrong, HTTPStatus.CONFLICT, asked)
    response = ballot_form.show_form(asked, group, draft)
    if not asked.by_codes and not filled.device:
        _remember(response, request, _DEVICE, secrets.token_hex(16), "/ballot/", _DEVICE_DAYS * 86_400)
    return response


def _message_for(error: Invalid) -> str:
    if "blank" in error.fields:
        return f"{error.fields['blank']}。可以补上；也可以按最下面的按钮，空着的算弃权。填的都还在。"
    return "还没有交：请看标出的地方，改好再按一次。填的都还在。"


def _thanked(request: Request, asked: Paper, _form: dict[str, str]) -> Response:
    if _GIVEN not in request.cookies:
        return RedirectResponse(_path(asked), HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    again = False
    if not asked.by_codes and asked.opening["device_limit"] > 1 and asked.opening["is_open"]:
        try:
            again = bool(ballots_casting.next_turn(serving.store(), asked, _device(request)))
        except AlreadyCast:
            again = False
    return ballot_form.show_done(asked, "交好了", _THANKS, again=again)


def _group(request: Request, asked: Paper, code: str) -> str:
    _slow_down(request)
    try:
        return ballots_casting.group_of(serving.store(), asked, code)
    except NoSuchCode as error:
        _note(request, error)
        raise


def _slow_down(request: Request) -> None:
    if _GUESSES.are_too_many(_address(request)):
        raise Refused("试的次数太多了", "从这里填错的填写码太多。", "请过 10 分钟再试，或请工作人员换一个填写码。")


def _note(request: Request, error: NoSuchCode) -> None:
    if error.is_guess:
        _GUESSES.note(_address(request))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _device(request: Request) -> str:
    held = request.cookies.get(_DEVICE, "")
    return held if _HEX.fullmatch(held) else ""


def _draft(asked: Paper, *, code: str = "", turn: int = 1, device: str = "") -> Draft:
    hidden = {"code": ballots_codes.spelled(code)} if asked.by_codes else {"turn": str(turn)}
    whose = keys_of(serving.store()).hashed("draft", ballots_codes.spelled(code), device, str(turn))[:16]
    return Draft(hidden=hidden, name=f"{asked.opening['opening_id']}.{whose}")


def _remember(response: Response, request: Request, name: str, value: str, path: str, seconds: int | None) -> None:
    is_secure = request.url.scheme == "https"
    response.set_cookie(name, value, seconds, path=path, secure=is_secure, httponly=True, samesite="lax")


def _path(asked: Paper) -> str:
    return f"/ballot/{asked.opening['opening_id']}"


ROUTES = [
    Route("/ballot/form.js", send_script),
    Route("/ballot/{opening_id}", show, methods=["GET"]),
    Route("/ballot/{opening_id}", take, methods=["POST"]),
    Route("/ballot/{opening_id}/done", thank, methods=["GET"]),
]
