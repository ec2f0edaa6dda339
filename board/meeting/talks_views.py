"""The talks as shown: missing ones, those that were held, and the words a reader sees."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from board.activity import activities
from board.meeting import talks
from board.meeting.talks_figures import both_ways
from board.meeting.talks_figures import by_member as counted_by_member
from board.store.frames import kept, with_late_word
from board.store.store import Store
from board.words import TALK_WITH

MISSING, HELD = "还没有谈", "谈过的"
EXCHANGED = {True: "已交换看法", False: "没有交换看法"}
_AND = "—"
# The button's label for a pair that has not talked.
TO_REGISTER = "登记"


@kept
def missing(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The pairs that have to talk and have not: `talks.matrix`'s columns, with_word, to_register."""
    pairs = talks.matrix(store, activity_id, as_of)
    open_pairs = pairs[~pairs["is_done"]].reset_index(drop=True)
    return open_pairs.assign(with_word=open_pairs["with_kind"].map(TALK_WITH).fillna(""), to_register=TO_REGISTER)


@kept
def held(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """The talks of a day, the newest first: `talks.talks`' columns, exchanged_word, late_word (when entered late)."""
    register = talks.talks(store, activity_id, as_of)
    register = register.sort_values(["held_on", "talk_id"], ascending=False, kind="stable")
    words = register["views_exchanged"].map(EXCHANGED).fillna("")
    return with_late_word(store, activity_id, "talks", as_of, register.assign(exchanged_word=words))


@kept
def cells(store: Store, activity_id: str, as_of: date, compare_on: date | None) -> pd.DataFrame:
    """One row per member and partner who have to talk, pairs of members from either side.

    `talks.matrix`'s columns; is_new: no talk of theirs was in the register at the end of `compare_on` (None: nothing is
    new).
    """
    rows = both_ways(talks.matrix(store, activity_id, as_of))
    # By the day of registration, like the count above the table, not of the talk: a talk may be entered late.
    before = both_ways(talks.matrix(store, activity_id, compare_on or as_of))
    return rows.assign(is_new=rows["is_done"] & ~before["is_done"])


@kept
def by_member(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per member, in order, with how many talks they need and have had (`talks_figures.by_member`)."""
    people = activities.people(store, activity_id)
    return counted_by_member(talks.matrix(store, activity_id, as_of), people)


def names_in(*frames: pd.DataFrame) -> list[str]:
    """The names on either side of any row, each once, in the frames' order."""
    columns = [frame[side] for frame in frames for side in ("member_name", "with_name")]
    return list(dict.fromkeys(name for column in columns for name in column))


def between(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The rows in which one of the names is on either side; all rows where none is named."""
    if not names:
        return frame
    return frame[frame["member_name"].isin(names) | frame["with_name"].isin(names)]


def pair_name(member_name: str, with_name: str) -> str:
    """The label of a pair: 校长—一年级."""
    return f"{member_name}{_AND}{with_name}"


def of_pair(frame: pd.DataFrame, pair: str | None) -> pd.DataFrame:
    """The rows of one pair (`pair_name`), in either order; all rows where none is named."""
    if not pair:
        return frame
    one, _, other = pair.partition(_AND)
    sides = list(zip(frame["member_name"], frame["with_name"], strict=True))
    return frame[[side in {(one, other), (other, one)} for side in sides]]


def in_words(missing_pairs: pd.DataFrame) -> list[str]:
    """Who has not talked with whom, one sentence per member: 校长还没有和一年级、二年级谈."""
    by_member = missing_pairs.groupby("member_name", sort=False)["with_name"].agg("、".join)
    return [f"{member}还没有和{others}谈" for member, others in by_member.items()]
