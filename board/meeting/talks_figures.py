"""Counts of talks: the pairs that have to talk, and which of them have. Pure, on frames."""

from itertools import combinations

import pandas as pd

from board.store.frames import each_row

_PAIR = ["member_id", "member_name", "with_kind", "with_id", "with_name"]


def required_pairs(people: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """One row per pair required by the plan: each two members, and each member with each required partner.

    member_id, member_name, with_kind, with_id, with_name; by member in order. Takes `activities.people` and `.terms`.
    """
    members = [(row.person_id, row.name) for row in each_row(people) if row.is_member]
    wanted = terms[(terms["kind"] == "partner") & terms["required"]].sort_values("position")["label"].tolist()
    rows = [(*one, "member", *other) for one, other in combinations(members, 2)]
    rows += [(*member, "partner", label, label) for member in members for label in wanted]
    place = {person_id: at for at, (person_id, _) in enumerate(members)}
    return pd.DataFrame(sorted(rows, key=lambda row: place[row[0]]), columns=_PAIR).astype("str")


def with_talks(pairs: pd.DataFrame, talks: pd.DataFrame) -> pd.DataFrame:
    """The pairs with their talks as new columns: talk_count, first_on (NaT: none), is_done.

    Only talks in which views were exchanged count: the plan wants no others.
    """
    exchanged = talks[talks["views_exchanged"].astype(bool)]
    had = exchanged.assign(pair=_pair(exchanged)).groupby("pair")["held_on"].agg(["size", "min"])
    found = had.reindex(_pair(pairs))
    talk_count = found["size"].fillna(0).astype("int64").to_numpy()
    first_on = found["min"].astype("datetime64[us]").to_numpy()
    return pairs.assign(talk_count=talk_count, first_on=first_on, is_done=talk_count > 0)


def both_ways(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with those of two members listed from either side, for a table of members by others."""
    swapped = {"member_id": "with_id", "with_id": "member_id", "member_name": "with_name", "with_name": "member_name"}
    turned = pairs[pairs["with_kind"] == "member"].rename(columns=swapped)
    return pd.concat([pairs, turned[pairs.columns]], ignore_index=True)


def by_member(pairs: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """One row per member, in order: member_id, member_name, required_count, done_count, missing (names, joined by 、).

    A pair of two members counts for both.
    """
    both = both_ways(pairs)
    rows = []
    for member in each_row(people[people["is_member"]]):
        own = both[both["member_id"] == member.person_id]
        missing = own[~own["is_done"]]["with_name"]
        rows.append((member.person_id, member.name, len(own), int(own["is_done"].sum()), "、".join(missing)))
    return pd.DataFrame(rows, columns=["member_id", "member_name", "required_count", "done_count", "missing"])


def _pair(frame: pd.DataFrame) -> pd.Series:
    sides = [" ".join(sorted(each)) for each in zip(frame["member_id"], frame["with_id"], strict=True)]
    return pd.Series(sides, index=frame.index, dtype="str")
