"""The room's screen of 群众评议: a big QR code, and the number of ballots received, live."""

from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from string import Template
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from board.activity import activities
from board.ballots import actions as ballots
from board.ballots.address import link, qr_svg
from board.ballots.casting import require_open
from board.errors import BoardError, Refused
from board.evaluation import results as evaluation
from board.store.store import Row
from board.web import serving
from board.web.ballots import form

_HERE = Path(__file__).parent
_HOW = {"codes": "微信扫码，填写码在发给您的纸条上", "link": "微信扫码填写"}


async def show_count(request: Request) -> Response:
    """The page, for whoever may see the board."""
    return await anyio.to_thread.run_sync(_page, request)


async def send_figures(request: Request) -> Response:
    """The figures that change on it, as JSON."""
    try:
        figures = await anyio.to_thread.run_sync(_figures, *_asked(request))
    except BoardError as error:
        return JSONResponse({"error": str(error)}, HTTPStatus.NOT_FOUND, {"Cache-Control": "no-store"})
    return JSONResponse(figures, headers={"Cache-Control": "no-store"})


async def send_script(_request: Request) -> Response:
    """Its script."""
    script = (_HERE / "count.js").read_bytes()
    return Response(script, media_type="text/javascript; charset=utf-8", headers={"Cache-Control": "max-age=600"})


def _page(request: Request) -> Response:
    activity_id, round_id = _asked(request)
    try:
        activity = activities.activity(serving.store(), activity_id)
        round_row = evaluation.round_row(serving.store(), activity_id, round_id)
        opening, figures = _opening(activity_id, round_id), _figures(activity_id, round_id)
    except BoardError as error:
        return form.show_notice(error, HTTPStatus.NOT_FOUND)
    address = link(opening, str(request.url))
    text = _template().substitute(
        heading=escape(f"{round_row['evaluated']}评议 · {round_row['name']}"),
        unit=escape(activity.unit_name),
        figures=escape(f"/ballot-count/{activity_id}/{round_id}/figures"),
        style=(_HERE / "count.css").read_text("utf-8"),
        qr=qr_svg(address),
        how=_HOW[opening["entry"]],
        link=escape(address),
        **{name: escape(str(figures[name])) for name in ("received", "of", "state")},
    )
    return HTMLResponse(text, headers={"Cache-Control": "no-store"})


def _opening(activity_id: str, round_id: str) -> Row:
    found = ballots.opening(serving.store(), activity_id, round_id)
    if found is None:
        raise BoardError("还没有开放网上填写", "这一轮没有设过填写方式。", "请在“群众评议”里按“网上填写”设好。")
    return found


def _figures(activity_id: str, round_id: str) -> dict[str, Any]:
    opening = _opening(activity_id, round_id)
    counts = ballots.received(serving.store(), activity_id, round_id)
    received, given_out = counts["received_count"], counts["given_out"]
    return {
        "received": received,
        "of": f"发出 {given_out} 张" if given_out else "张",
        "share": min(1.0, received / given_out) if given_out else None,
        "state": _state(opening, evaluation.round_row(serving.store(), activity_id, round_id)),
    }


def _state(opening: Row, round_row: Row) -> str:
    try:
        require_open(opening, round_row)
    except Refused as error:
        return error.title
    return "正在填写"


def _asked(request: Request) -> tuple[str, str]:
    return request.path_params["activity_id"], request.path_params["round_id"]


@cache
def _template() -> Template:
    return Template((_HERE / "count.html").read_text("utf-8"))


ROUTES = [
    Route("/ballot-count/count.js", send_script),
    Route("/ballot-count/{activity_id}/{round_id}", show_count),
    Route("/ballot-count/{activity_id}/{round_id}/figures", send_figures),
]
