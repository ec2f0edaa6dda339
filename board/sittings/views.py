"""Sittings and their decisions as shown: in words, and what became of each decision since."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from board.access import Actor
from board.activity import activities
from board.rectification.actions import some_of_items
from board.sittings.rules import RULES, may_carry_out, sentence
from board.store.frames import each_row, kept
from board.store.store import Store
from board.units.tree import seen
from board.words import AUDIENCE, DECISION_STATE, ITEM_STATUS, SITTING_STATE

SEARCHED = ("sitting_id", "kind", "topic", "minutes")


@kept
def shown(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per meeting held with slides by a day, the newest first; of those on units that the reader may see.

    sitting_id, seq, meeting_id, kind, topic, held_on, audience, audience_word, state, state_word, frozen_at, digest,
    minutes, unit_id, compare_on, deadline_id, decision_count, waiting_count, title (kind and topic), tags (list: its
    state, 没有纪要).
    """
    frame = seen(store, store.read("sittings/sittings", activity_id=activity_id, as_of=as_of), as_of)
    frame = frame.merge(_meetings(store, activity_id, as_of), "left", on="meeting_id")
    words = frame["state"].map(SITTING_STATE)
    lacks = (frame["state"] == "closed") & (frame["minutes"] == "")
    return frame.assign(
        audience_word=frame["audience"].map(AUDIENCE),
        state_word=words,
        title=frame["kind"].fillna("") + "　" + frame["topic"].fillna(""),
        tags=pd.Series(
            [[word, *(["没有纪要"] if each else [])] for word, each in zip(words, lacks, strict=True)],
            index=frame.index,
            dtype=object,
        ),
    )


def _meetings(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The meetings as they were known at the end of a day: meeting_id, kind, topic, held_on."""
    return activities.meetings(store, activity_id, as_of)[["meeting_id", "kind", "topic", "held_on"]]


@kept
def decisions(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per decision there was on a day, in the order they were made, of the meetings in `shown`.

    decision_id, seq, sitting_id, meeting_id, unit_id, meeting_kind, held_on, kind, item_id, content, fields (a
    dict), state, state_word, happened_at, actor_name, words (the decision as a sentence), since (what became of it).
    """
    frame = seen(store, store.read("decisions/decisions", activity_id=activity_id, as_of=as_of), as_of)
    meetings = _meetings(store, activity_id, as_of).rename(columns={"kind": "meeting_kind"})
    frame = frame.merge(meetings.drop(columns="topic"), "left", on="meeting_id")
    frame = frame.assign(fields=pd.Series([json.loads(each) for each in frame["fields"]], frame.index, dtype=object))
    names = _names(store, activity_id)
    ledger = some_of_items(store, activity_id, as_of, ("item_id", "status", "percent", "is_late", "days_late"))
    there = {row.item_id: row for row in each_row(ledger[ledger["item_id"].isin(frame["item_id"])])}
    return frame.assign(
        state_word=pd.Series([_state(row) for row in each_row(frame)], frame.index, dtype="str"),
        words=pd.Series([sentence(row._asdict(), names) for row in each_row(frame)], frame.index, dtype="str"),
        since=pd.Series([_since(row, there) for row in each_row(frame)], frame.index, dtype="str"),
    )


def slides(store: Store, activity_id: str, sitting_id: str) -> list[dict[str, Any]]:
    """The contents of a meeting's slides as they were shown, in order."""
    rows = store.rows("sittings/slides", activity_id=activity_id, sitting_id=sitting_id)
    return [json.loads(row["content"]) for row in rows]


def is_outdated(store: Store, activity_id: str, since: datetime) -> bool:
    """Whether records were written since a moment, but by the meetings themselves."""
    return bool(store.rows("sittings/news", activity_id=activity_id, since=since)[0]["write_count"])


def standing(frame: pd.DataFrame) -> pd.DataFrame:
    """The decisions that hold or wait: neither taken back nor refused."""
    return frame[frame["state"].isin(("done", "waiting"))]


def waiting_for(store: Store, actor: Actor, activity_id: str, as_of: date) -> pd.DataFrame:
    """The decisions that wait and that this person may carry out (待我确认)."""
    frame = decisions(store, activity_id, as_of)
    frame = frame[frame["state"] == "waiting"]
    if frame.empty:
        return frame
    asked = {"activity_id": activity_id, "item_ids": frame["item_id"].unique().tolist()}
    present = {row["item_id"]: row for row in store.rows("rectification/present", **asked)}
    return frame[[may_carry_out(row.kind, present.get(row.item_id), actor) for row in each_row(frame)]]


def about_item(store: Store, activity_id: str, item_id: str, as_of: date) -> pd.DataFrame:
    """The decisions about an item that hold or wait, the newest first."""
    frame = standing(decisions(store, activity_id, as_of))
    return frame[frame["item_id"] == item_id].iloc[::-1]


def last_closed(store: Store, activity_id: str, as_of: date) -> Mapping[str, Any] | None:
    """The newest meeting that was held with slides and is over, a row of `shown`; None where there is none."""
    frame = shown(store, activity_id, as_of)
    closed = frame[frame["state"] == "closed"]
    return None if closed.empty else {str(name): value for name, value in closed.iloc[0].items()}


def _names(store: Store, activity_id: str) -> dict[str, str]:
    people = activities.people(store, activity_id)
    return dict(zip(people["person_id"], people["name"], strict=True))


def _state(decision: Any) -> str:
    """How far a decision is; one that the ledger does nothing for is only put down."""
    is_recorded = decision.state == "done" and not RULES[decision.kind].action
    return "已记下" if is_recorded else DECISION_STATE[decision.state]


def _since(decision: Any, there: Mapping[str, Any]) -> str:
    """What became of a decision, by its item's state on the day; "" where it is about none."""
    if decision.state != "done":
        return str(DECISION_STATE[decision.state])
    item = there.get(decision.item_id)
    if item is None:
        return "已移出台账" if decision.item_id else ""
    if item.is_late:
        return f"逾期 {item.days_late:.0f} 天"
    return ITEM_STATUS[item.status] + (f" {item.percent}%" if item.status == "in_progress" else "")
