"""What the public answers to the published items of the example school, as far as a test wants it."""

import secrets
from typing import Any

import pandas as pd

from board.access import Actor
from board.rectification import actions as rectification
from board.replies import answering, openings
from board.replies.answering import Filled, Sheet
from tests.example_school import Example
from tests.paper_lives import TODAY
from tests.public.site_lives import published_notice

LINK = {"entry": "link", "device_limit": 1, "closes_on": None, "address": "http://school.example:8501"}
AS_OPINIONS = {"channel": "网络", "giver": "普通群众"}


def asked(school: Example, clerk: Actor, leader: Actor, **fields: Any) -> Sheet:
    """A published 整改情况公示 whose items anybody may answer to by link, unless the fields say otherwise."""
    return asked_about(school, clerk, published_notice(school, clerk, leader), **fields)


def asked_about(school: Example, clerk: Actor, paper_id: str, **fields: Any) -> Sheet:
    opening_id = openings.open_for(school.store, clerk, school.activity_id, paper_id, {**LINK, **fields})
    return answering.sheet(school.store, opening_id)


def answered(school: Example, sheet: Sheet, views: dict[str, str], says: dict[str, str] | None = None) -> None:
    """One person's answer, from a device of their own."""
    answering.answer(school.store, sheet, Filled(views, says or {}, device=secrets.token_hex(16)))


def ended(school: Example, clerk: Actor, sheet: Sheet) -> list[str]:
    return openings.end(school.store, clerk, sheet.opening["opening_id"], AS_OPINIONS)


def closed_item(school: Example) -> str:
    rows = rectification.items(school.store, school.activity_id, TODAY)
    return str(rows[rows["is_closed"]]["item_id"].iloc[0])


def item(school: Example, item_id: str) -> pd.Series:
    rows = rectification.items(school.store, school.activity_id, TODAY)
    return rows[rows["item_id"] == item_id].iloc[0]
