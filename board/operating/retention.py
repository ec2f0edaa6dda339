"""Destroys the original texts of opinions and suggestions after an activity; figures, wordings and handling stay.

The text of each opinion is deleted, from its history too, and so are the suggestions on ballots and word-for-word
repetitions in sheets of feedback. Then the file is rewritten, so that nothing of them is left between its rows.
"""

from dataclasses import dataclass
from typing import Any

from board import access, clock
from board.access import Actor
from board.accounts import form_drafts
from board.activity import activities
from board.backup import copies as backup
from board.backup import restore as backup_restore
from board.backup.rules import Reason
from board.errors import BoardError, Invalid
from board.store.sql import HISTORIES
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

DESTROYED = "原文已销毁"
CONFIRMED = "销毁"
_PERMISSION = "activities.edit"


@dataclass(frozen=True)
class Texts:
    """The texts of an activity that can be destroyed: number of opinions and suggestions that still have theirs."""

    opinion_count: int
    suggestion_count: int

    @property
    def count(self) -> int:
        """The number of texts in all."""
        return self.opinion_count + self.suggestion_count


def texts(store: Store, activity_id: str) -> Texts:
    """Counts the texts that can be destroyed."""
    return Texts(**store.rows("opinions/texts", activity_id=activity_id, destroyed=DESTROYED)[0])


def destroy(store: Store, actor: Actor, activity_id: str, typed: str) -> Texts:
    """Destroy the texts of an activity that is over; returns how many there were.

    Raises Refused without `activities.edit`, Invalid (typed) unless the word of confirmation was typed, and BoardError
    while the activity goes on and where there are no texts.
    """
    access.require(actor, _PERMISSION)
    if typed.strip() != CONFIRMED:
        raise Invalid({"typed": f"请输入“{CONFIRMED}”两个字"}, "还没有销毁")
    activity = activities.activity(store, activity_id)
    if activity.end_on >= clock.today():
        raise BoardError("活动还没有结束", f"它到 {activity.end_on} 结束，在那以前意见还要用。", "请结束以后再销毁。")
    found = texts(store, activity_id)
    if not found.count:
        raise BoardError("没有要销毁的", "这项活动没有意见的原文了。", "不用再做什么。")
    store.write(lambda transaction: _destroy(transaction, activity_id), Deed("opinions.destroy", actor, activity_id))
    form_drafts.forget_activity(store, activity_id)
    if store.path:
        backup_restore.restore(store, backup.make(store, Reason.HAND).path, actor)
    return found


def _destroy(transaction: Transaction, activity_id: str) -> None:
    key: dict[str, Any] = {"activity_id": activity_id}
    events = _of(transaction.rows("audit/rows_of", table=HISTORIES["opinions"][0]), activity_id)
    states = _of(transaction.rows("audit/rows_of", table=HISTORIES["opinions"][1]), activity_id)
    # Must come before the texts are deleted: repetitions in sheets are found by comparing with them.
    transaction.run("feedback/destroy_repeated", **key, destroyed=DESTROYED)
    transaction.trace.took_out("opinions", events)
    transaction.run("opinions/delete_events", **key)
    transaction.run("opinions/delete_many", **key, ids=[row["opinion_id"] for row in states])
    transaction.insert("opinions/insert_events", _without_text(events))
    transaction.insert("opinions/insert", _without_text(states))
    transaction.run("suggestions/destroy", **key, destroyed=DESTROYED)
    transaction.run("suggestions/destroy_past", **key, destroyed=DESTROYED)


def _of(rows: list[Row], activity_id: str) -> list[Row]:
    return [row for row in rows if row["activity_id"] == activity_id]


def _without_text(rows: list[Row]) -> list[Row]:
    """The rows without the text, and without a wording that only repeats it."""
    return [
        {**row, "content": DESTROYED, "wording": DESTROYED if row["wording"] == row["content"] else row["wording"]}
        for row in rows
    ]
