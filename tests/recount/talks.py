"""谈心谈话: which pairs the plan demands, and which have talked (docs/domain.md, 谈心)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import combinations

import pandas as pd

from tests.recount.counts import Cells, Counts
from tests.recount.export import Export

Pair = tuple[str, str]


def required(export: Export) -> list[Pair]:
    """Every two members, and every member with every partner that the plan names."""
    members = list(export.members()["person_id"])
    return [*combinations(members, 2), *((one, other) for one in members for other in export.terms("partner"))]


def held(export: Export, day: date) -> pd.DataFrame:
    """The talks that were held by a day, with `pair`: the two sides, members in the order of the plan."""
    place = {person: at for at, person in enumerate(export.members()["person_id"])}
    rows = export.state("talks", day)
    rows = rows[rows["held_on"] <= day]
    pairs = [
        tuple(sorted((row["member_id"], row["with_id"]), key=place.__getitem__))
        if row["with_kind"] == "member"
        else (row["member_id"], row["with_id"])
        for _, row in rows.iterrows()
    ]
    return rows.assign(pair=pd.Series(pairs, index=rows.index, dtype=object))


def exchanged(rows: pd.DataFrame) -> pd.DataFrame:
    """The talks in which views were exchanged: without that a pair hasn't talked yet."""
    return rows[rows["views_exchanged"].astype(bool)]


def count(export: Export, day: date) -> Counts:
    """The figures of the page, and the matrix by member."""
    wanted, rows, counts = required(export), held(export, day), Counts()
    talked = exchanged(rows)
    done = set(talked["pair"])
    missing = [pair for pair in wanted if pair not in done]
    counts.add(
        {
            "谈心应谈": len(wanted),
            "谈心谈了": len(wanted) - len(missing),
            "谈心没谈": len(missing),
            "谈心次数": len(rows),
        }
    )
    for member_id, name in export.members()["name"].items():
        own = [pair for pair in wanted if member_id in pair]
        counts.add({f"谈心谈了_{name}": sum(pair in done for pair in own), f"谈心应谈_{name}": len(own)})
    names = export.names()
    for one, other in dict.fromkeys(talked["pair"]):
        met = talked[talked["pair"] == (one, other)]
        for side, across in ((one, other), (other, one)):
            named = f"{names.get(side, side)}_{names.get(across, across)}"
            counts.add({f"谈心日_{named}": f"{met['held_on'].min():%m-%d}", f"谈心次数_{named}": len(met)})
    counts.add({"移出_谈心": export.removed_count("talks", day)})
    counts.tables["还没有谈的"] = {f"{names[one]}—{names.get(other, other)}": {} for one, other in missing}
    counts.tables["talks_held"] = _cells(rows, Counter(export.state("opinions", day)["talk_id"].dropna()))
    return counts


def _cells(rows: pd.DataFrame, yielded: Mapping[str, int]) -> Cells:
    """The talks, and how many opinions on record each yielded."""
    return {
        row["talk_id"]: {"held_on": str(row["held_on"]), "opinion_count": f"{yielded.get(row['talk_id'], 0)} 条"}
        for _, row in rows.iterrows()
    }
