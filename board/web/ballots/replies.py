"""The routes of 异议: for whoever has the link, without an account. Nothing of a request is logged or kept."""

import re
import secrets
from functools import partial
from http import HTTPStatus
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from board.ballots.casting import AlreadyCast, NoSuchCode
from board.errors import BoardError, Invalid, Refused, ServersFault, to_outsiders
from board.replies import answering
from board.replies.answering import Filled, Sheet
from board.store import once
from board.web import serving
from board.web.ballots import crowds, reply_form
from board.web.ballots.form import Draft
from board.web.door.forms import read_form
from board.web.door.guessing import Guesses

_DEVICE, _GIVEN = "reply_device", "reply_given"
_DEVICE_DAYS = 90
# Bytes: a thousand characters, each written as nine, and two fields of each of many hundred items.
_LARGEST = 65_536
_GUESSES = Guesses()
_HEX = re.compile(r"[0-9a-f]{32}")
_FAULT = "还没有交：请看标出的地方，改好再按一次。填的都还在。"


async def show(request: Request) -> Response:
    """The form, or the reason why there is none."""
    return await anyio.to_thread.run_sync(partial(_answered, _shown, request, {}))


async def take(request: Request) -> Response:
    """Takes a filled-in form, or the code that the link's script sends."""
    form = await read_form(request, _LARGEST)
    return await anyio.to_thread.run_sync(partial(_answered, _shown if form.get("step") else _taken, request, form))


async def thank(request: Request) -> Response:
    """The page shown after answering, so that going back or reloading sends nothing."""
    return await anyio.to_thread.run_sync(partial(_answered, _thanked, request, {}))


def _answered(work: Any, request: Request, form: dict[str, str]) -> Response:
    asked = None
    try:
        asked = answering.sheet(serving.store(), request.path_params["opening_id"])
        answer: Response = work(request, asked, form)
        return answer
    except AlreadyCast as error:
        return reply_form.show_notice(error, HTTPStatus.OK, asked)
    except Refused as error:
        return reply_form.show_notice(error, HTTPStatus.GONE, asked)
    except ServersFault as error:
        return reply_form.show_notice(to_outsiders(error), HTTPStatus.SERVICE_UNAVAILABLE, asked)
    except BoardError as error:
        return reply_form.show_notice(error, HTTPStatus.NOT_FOUND, asked)


def _shown(request: Request, asked: Sheet, form: dict[str, str]) -> Response:
    answering.require_open(serving.store(), asked.opening)
    if asked.by_codes:
        return reply_form.show_form(asked, Draft(typed={"code": form.get("code", "")[:40]}))
    device = _device(request) or secrets.token_hex(16)
    turn = answering.next_turn(serving.store(), asked.opening, device)
    response = reply_form.show_form(asked, Draft(hidden={"turn": str(turn)}))
    _remember(response, request, _DEVICE, device, _DEVICE_DAYS * 86_400)
    return response


def _taken(request: Request, asked: Sheet, form: dict[str, str]) -> Response:
    filled = _filled(request, form)
    try:
        once.answered(form.get("once") or once.new_key(), lambda: _answer(request, asked, filled))
    except NoSuchCode as error:
        if error.is_guess:
            _GUESSES.note(_address(request))
        faults = {"code": f"{error.title}：{error.message}{error.remedy}"}
        return _given_back(request, asked, form, faults, _FAULT)
    except Invalid as error:
        message = error.fields.get("device") or error.fields.get("blank")
        message = f"还没有交：{message}。填的都还在。" if message else _FAULT
        return _given_back(request, asked, form, error.fields, message)
    response = RedirectResponse(f"{reply_form.path(asked)}/done", HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    _remember(response, request, _GIVEN, "1", None)
    return response


def _answer(request: Request, asked: Sheet, filled: Filled) -> str:
    if not asked.by_codes:
        crowds.require_pace(_address(request))
    elif _GUESSES.are_too_many(_address(request)):
        raise Refused("试的次数太多了", "从这里填错的填写码太多。", "请过 10 分钟再试，或请工作人员换一个填写码。")
    answering.answer(serving.store(), asked, filled)
    if not asked.by_codes:
        crowds.note(asked.opening["activity_id"], asked.opening["opening_id"], _address(request))
    return "已收到"


def _given_back(request: Request, asked: Sheet, form: dict[str, str], faults: dict[str, str], message: str) -> Response:
    hidden = {} if asked.by_codes else {"turn": form.get("turn", "1")}
    draft = Draft(typed=form, faults=faults, hidden=hidden, message=message)
    response = reply_form.show_form(asked, draft, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not asked.by_codes and not _device(request):
        _remember(response, request, _DEVICE, secrets.token_hex(16), _DEVICE_DAYS * 86_400)
    return response


def _filled(request: Request, form: dict[str, str]) -> Filled:
    turn = form.get("turn", "1")
    return Filled(
        views={name[2:]: value for name, value in form.items() if name.startswith("v.")},
        sentences={name[2:]: value for name, value in form.items() if name.startswith("s.")},
        code=form.get("code", ""),
        device=_device(request),
        turn=int(turn) if re.fullmatch(r"[1-9]", turn) else 0,
    )


def _thanked(request: Request, asked: Sheet, _form: dict[str, str]) -> Response:
    if _GIVEN not in request.cookies:
        return RedirectResponse(reply_form.path(asked), HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
    again = asked.by_codes
    if not asked.by_codes:
        try:
            again = bool(answering.next_turn(serving.store(), asked.opening, _device(request)))
        except AlreadyCast:
            again = False
    return reply_form.show_done(asked, again=again)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _device(request: Request) -> str:
    kept = request.cookies.get(_DEVICE, "")
    return kept if _HEX.fullmatch(kept) else ""


def _remember(response: Response, request: Request, name: str, value: str, seconds: int | None) -> None:
    is_secure = request.url.scheme == "https"
    response.set_cookie(name, value, seconds, path="/reply/", secure=is_secure, httponly=True, samesite="lax")


ROUTES = [
    Route("/reply/{opening_id}", show, methods=["GET"]),
    Route("/reply/{opening_id}", take, methods=["POST"]),
    Route("/reply/{opening_id}/done", thank, methods=["GET"]),
]
