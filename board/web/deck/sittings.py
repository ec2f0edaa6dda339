"""A meeting on the wall: its slides as they were shown, and what is decided on them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor
from board.deck.agenda import refreshed
from board.deck.audiences import AUDIENCES, Audience
from board.deck.decided_slides import decided_slides
from board.deck.deck import digest_of
from board.deck.slide import Slide, slide_of
from board.deck.units_deck import Of
from board.errors import BoardError, Invalid
from board.sittings import actions, decisions, views
from board.sittings.actions import Shown
from board.web import audience, serving
from board.web.browser.frontend import DECK
from board.web.deck.deciding import form
from board.web.deck.drawing import Wall, sections
from board.web.deck.making import deck_for
from board.words import DECISION_STATE

_DAYS = ("due_on",)


def sitting_address(activity_id: str, sitting_id: str) -> str:
    """Returns the address of a meeting's slides."""
    return f"{DECK}/{activity_id}/{sitting_id}"


def shown(slides: tuple[Slide, ...], at: datetime) -> Shown:
    """Returns the slides of a moment as a meeting keeps them."""
    return Shown([asdict(each) for each in slides], digest_of(slides), at)


def slides_of(activity_id: str, sitting_id: str) -> list[Slide]:
    """Returns what a meeting shows: its slides as they were shown and, where the room may see it, what it decided."""
    return [*_frozen(activity_id, sitting_id), *_decided(_sitting(activity_id, sitting_id))]


def require_seen(actor: Actor, activity_id: str, sitting_id: str) -> None:
    """Raises BoardError where there is no such meeting, or it is on units that the actor doesn't manage."""
    with audience.making_for(replace(actor, roles=frozenset())):
        _sitting(activity_id, sitting_id)


def wall(actor: Actor, activity_id: str, sitting_id: str) -> Wall:
    """Returns what is on the wall. Raises BoardError where there is no such meeting."""
    sitting, slides = _sitting(activity_id, sitting_id), slides_of(activity_id, sitting_id)
    is_open = sitting["state"] == "open"
    items = [item_id for each in slides for item_id in each.item_ids]
    return Wall(
        slides,
        Audience(sitting["audience"]),
        sitting["frozen_at"],
        sitting["digest"],
        serving.store().version("data"),
        is_outdated=is_open and views.is_outdated(serving.store(), activity_id, sitting["frozen_at"]),
        leads_to=f"/sittings?sittings_open={sitting_id}",
        is_held=is_open,
        deciding=form(serving.store(), actor, activity_id, items) if is_open and _decides(sitting) else "",
    )


def state(activity_id: str, sitting_id: str) -> Mapping[str, Any]:
    """Returns what the page shows anew after a decision: the slides on what was decided, and the data's version."""
    decided = sections(_decided(_sitting(activity_id, sitting_id)))
    return {"decided": decided, "version": serving.store().version("data")}


def _decide(actor: Actor, activity_id: str, sitting_id: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    fields = {name: _day(name, value) if name in _DAYS else value for name, value in given.items()}
    decision_id = decisions.decide(serving.store(), actor, activity_id, sitting_id, str(given.get("kind")), fields)
    made = views.decisions(serving.store(), activity_id, clock.today()).set_index("decision_id").loc[decision_id]
    waits = f"（{DECISION_STATE['waiting']}）" if made["state"] == "waiting" else ""
    return {"message": f"已议定 {decision_id}{waits}：{made['words']}", "last": decision_id}


def _undo(actor: Actor, activity_id: str, _sitting_id: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    decision_id = str(given.get("decision_id"))
    decisions.undo(serving.store(), actor, activity_id, decision_id)
    return {"message": f"已撤回 {decision_id}", "last": ""}


def _refresh(actor: Actor, activity_id: str, sitting_id: str, _given: Mapping[str, Any]) -> Mapping[str, Any]:
    sitting = _sitting(activity_id, sitting_id)
    since = None if pd.isna(sitting["compare_on"]) else sitting["compare_on"].date()
    of = Of(sitting["unit_id"], since, sitting["deadline_id"])
    deck = deck_for(activity_id, Audience(sitting["audience"]), of)
    left_out = sitting["left_out"].split("\n")
    slides = refreshed(_frozen(activity_id, sitting_id), deck.slides, left_out)
    actions.refresh(serving.store(), actor, activity_id, sitting_id, shown(slides, deck.at))
    return {"message": "已换上新的数据"}


ACTS = {"decide": _decide, "undo": _undo, "refresh": _refresh}


def _sitting(activity_id: str, sitting_id: str) -> Mapping[str, Any]:
    frame = views.shown(serving.store(), activity_id, clock.today())
    rows = frame[frame["sitting_id"] == sitting_id]
    if rows.empty:
        raise BoardError("没有这次会议", f"本活动里没有 {sitting_id}。", "请从“会议”打开。")
    return {str(name): value for name, value in rows.iloc[0].items()}


def _frozen(activity_id: str, sitting_id: str) -> tuple[Slide, ...]:
    return tuple(slide_of(each) for each in views.slides(serving.store(), activity_id, sitting_id))


def _decides(sitting: Mapping[str, Any]) -> bool:
    """Whether the room may see decisions and the names in them."""
    return AUDIENCES[Audience(sitting["audience"])].workings


def _decided(sitting: Mapping[str, Any]) -> list[Slide]:
    if not _decides(sitting):
        return []
    standing = views.standing(views.decisions(serving.store(), sitting["activity_id"], clock.today()))
    return decided_slides(standing[standing["sitting_id"] == sitting["sitting_id"]])


def _day(name: str, value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Invalid({name: "日期写得不对"}) from error
