"""通报与公开: what was written up and published, where, when and to whom; kept with its history like other ledgers.

A publication is a record of the kind `PUBLICATION`, registered, edited and removed by `board.store.records`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board import words
from board.store.records import Kind, Known, WrongFields
from board.store.store import Store

FIELDS: dict[str, Any] = {
    "what": None,
    "title": "",
    "written_on": None,
    "published_on": None,
    "place": "",
    "audience": "",
    "note": "",
    "paper_id": "",
}
_ASKED = {"title": "请填写标题", "written_on": "请填写成文日期"}
_ASKED_ONCE_PUBLISHED = {"place": "请填写在哪里公开", "audience": "请填写向谁公开"}
_LONGEST = {"title": 200, "place": 200, "audience": 200, "note": 1000}


def what_is_wrong(draft: Mapping[str, Any], on: date, known: Known) -> WrongFields:
    """Field → what is wrong with it: a published one needs a place and an audience. Pure."""
    asked = {**_ASKED, **(_ASKED_ONCE_PUBLISHED if draft["published_on"] else {})}
    wrong = {name: message for name, message in asked.items() if not draft[name]}
    for name, longest in _LONGEST.items():
        if len(draft[name]) > longest:
            wrong[name] = f"最多 {longest} 个字"
    if draft["what"] not in words.PUBLISHED:
        wrong["what"] = "请选择公开的是什么"
    for name, label in (("written_on", "成文日期"), ("published_on", "公开日期")):
        if draft[name] and draft[name] > on:
            wrong[name] = f"{label}不能晚于今天"
    if draft["written_on"] and draft["published_on"] and draft["published_on"] < draft["written_on"]:
        wrong["published_on"] = "公开日期不能早于成文日期"
    return wrong


PUBLICATION = Kind(
    subject="publication",
    key="publication_id",
    prefix="N-",
    permission="publication.edit",
    word="公开记录",
    fields=FIELDS,
    what_is_wrong=what_is_wrong,
    # A signed paper may be published in several places.
    same=lambda each: (each["what"], each["title"], each["written_on"], each["paper_id"] and each["place"]),
    same_field="title",
)


def publications(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per publication at the end of a day, as it was then, in the order they were written.

    All columns of `publications`; happened_at, actor_name and action of its last event.
    """
    return store.read("publication/publications", activity_id=activity_id, as_of=as_of)


def events(store: Store, activity_id: str, publication_id: str) -> pd.DataFrame:
    """One row per event of a publication, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("publication/events", activity_id=activity_id, publication_id=publication_id)
