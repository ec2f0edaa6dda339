"""Decides which of a round's answers may be shown, so that nobody's own answers can be derived from them.

Every figure made of answers passes through `disclosed`, and is a sum of whole lumps (`evaluation.lumps`):

- As of a day, the lumps that count from that day or earlier: from the last day of the ballots they came with. A few
  answers that a later file corrects count unchanged until others come with which the corrected ones can be counted.
- Of a group, the lumps that hold nobody else; if there is none, the group is shown only within the whole.
- Of a way, the lumps cast that way; if any lump holds several, ways aren't shown separately.

The number of forms given out and returned is not an answer and is shown exactly: rounds are reconciled by it. Written
suggestions aren't kept with a ballot, but beside those numbers the moment one appears would reveal its group: it
appears together with the SMALLEST_GROUP ballots it came with (`readable`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from board.evaluation.lumps import BALLOTS, WAITING, step_ends
from board.evaluation.smallest import SMALLEST_GROUP

_PART = {"group_label": "one_group", "way": "one_way"}


@dataclass(frozen=True)
class Counted:
    """How far a round is counted as of a day.

    through: the last day counted, None if there is none. count: valid ballots counted. waiting: ballots that had come
    by then and aren't counted yet; waiting_answers: the same for a criterion's answers, blank ones too, if there are
    any. is_mended: whether a few answers were corrected, or ballots left out, that still count unchanged. withheld:
    groups shown only within the whole. shows_ways: whether the ways are shown separately.
    """

    through: date | None
    count: int
    waiting: int
    withheld: frozenset[str]
    shows_ways: bool
    waiting_answers: Mapping[str, int] = field(default_factory=dict)
    is_mended: bool = False


def counted_of(lumps: pd.DataFrame, as_of: date) -> Counted:
    """How far a round is counted, from lumps as `disclosed` takes them."""
    ballots = lumps[lumps["criterion_id"] == BALLOTS]
    counted = _counted(lumps, as_of)
    mine = counted[counted["criterion_id"] == BALLOTS]
    count = int(mine["answer_count"].sum())
    come = int(ballots[ballots["cast_on"] <= pd.Timestamp(as_of)]["answer_count"].sum())
    groups = _parts(counted, "group_label")
    has_come = lumps["cast_on"] <= pd.Timestamp(as_of)
    come_by = lumps[has_come].groupby("criterion_id")["answer_count"].sum()
    left = come_by.sub(counted.groupby("criterion_id")["answer_count"].sum(), fill_value=0).drop(
        BALLOTS, errors="ignore"
    )
    return Counted(
        through=mine["counted_on"].max().date() if len(mine) else None,
        count=count,
        waiting=max(0, come - count),
        withheld=frozenset(groups[groups["is_withheld"]]["group_label"]),
        shows_ways=bool(len(counted)) and bool(counted["one_way"].all()),
        waiting_answers={str(name): int(number) for name, number in left[left > 0].items()},
        is_mended=bool((has_come & (lumps["lump_no"] <= WAITING) & (lumps["answer_count"] < 0)).any()),
    )


def _counted(lumps: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The cells that count as of a day, with whether their lump is all of one_group, and all cast one_way."""
    counted = lumps[(lumps["lump_no"] > WAITING) & (lumps["counted_on"] <= pd.Timestamp(as_of))]
    lump, _ = pd.factorize(counted["lump_no"])
    return counted.assign(one_group=_is_one(lump, counted["group_label"]), one_way=_is_one(lump, counted["way"]))


def _by_lump(of: np.ufunc, lump: Any, values: Any) -> Any:
    """The largest or smallest value of each row's lump."""
    found = np.zeros(len(values), dtype=np.int64)
    found[lump] = values
    of.at(found, lump, values)
    return found[lump]


def _is_one(lump: Any, values: "pd.Series[str]") -> Any:
    codes, _ = pd.factorize(values)
    return _by_lump(np.maximum, lump, codes) == _by_lump(np.minimum, lump, codes)


def _parts(counted: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row per part, the biggest first: `by`, valid_count (ballots counted), is_withheld.

    valid_count leaves out ballots shown only within the whole, unless all of the part's are.
    """
    ballots = counted[counted["criterion_id"] == BALLOTS]
    whole = ballots.groupby(by)["answer_count"].sum()
    own = ballots[ballots[_PART[by]]].groupby(by)["answer_count"].sum().reindex(whole.index, fill_value=0)
    is_withheld = own == 0 if by == "group_label" else pd.Series(not counted["one_way"].all(), index=own.index)
    parts = pd.DataFrame({"valid_count": own.where(own > 0, whole), "is_withheld": is_withheld}).rename_axis(by)
    return parts.reset_index().sort_values(["valid_count", by], ascending=[False, True], ignore_index=True)


def disclosed(lumps: pd.DataFrame, scale: pd.DataFrame, as_of: date, by: str | None = None) -> pd.DataFrame:
    """The answers of a round that may be shown as of a day, one row per part, criterion and rank of the scale.

    lumps: lump_no, counted_on, group_label, way, cast_on, criterion_id, rank, answer_count. scale: criterion_id, rank.
    by: group_label or way divides the round, the biggest part first; only parts with counted ballots are returned.

    Columns: `by` if given, valid_count (ballots counted), is_withheld, criterion_id, rank, answer_count (NA: withheld).
    """
    counted = _counted(lumps, as_of)
    if by is None:
        count = int(counted[counted["criterion_id"] == BALLOTS]["answer_count"].sum())
        parts = pd.DataFrame({"valid_count": [count], "is_withheld": [count == 0]})
    else:
        parts = _parts(counted, by)
    shown = counted if by is None else counted[counted[_PART[by]]]
    keys = [*([by] if by else []), "criterion_id"]
    rows = parts.merge(scale[["criterion_id", "rank"]], how="cross")
    sums = shown.groupby([*keys, "rank"], as_index=False)["answer_count"].sum()
    rows = rows.merge(sums, on=[*keys, "rank"], how="left")
    given = rows["answer_count"].fillna(0).astype("Int64")
    asked = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(lumps[keys]))
    is_visible = ~asked | (given.groupby([rows[key] for key in keys]).transform("sum") > 0)
    return rows.assign(answer_count=given.where(~rows["is_withheld"] & is_visible))


def readable(texts: pd.DataFrame, lumps: pd.DataFrame, as_of: date, *, is_closed: bool) -> pd.DataFrame:
    """The suggestions that may be read as of a day: texts with import_id (None: given online) and given_on.

    Suggestions of a file appear by days that hold enough ballots together. Those of files with too few ballots appear,
    in the order the files came, once such files hold enough together. Those given online wait in the ballots' own pool
    until there are enough. Once a round is closed, all may be read.
    """
    given = texts[texts["given_on"] <= pd.Timestamp(as_of)]
    if is_closed or given.empty:
        return given
    ballots = lumps[lumps["criterion_id"] == BALLOTS]
    by_source = ballots.assign(source=ballots["import_id"].fillna("")).pivot_table(
        index="source", columns="cast_on", values="answer_count", aggfunc="sum", fill_value=0, observed=True
    )
    source = given["import_id"].fillna("")
    until = {name: _steps_until(days, as_of) for name, days in by_source.iterrows()} | {"": pd.Timestamp(as_of)}
    few = [name for name, days in by_source.iterrows() if name and days.sum() < SMALLEST_GROUP]
    until |= _files_until(by_source.loc[sorted(few, key=_number)], as_of)
    limit = pd.to_datetime(source.map(until).astype("datetime64[s]"))
    return given[(given["given_on"] <= limit).fillna(False)]


def _number(import_id: Any) -> int:
    return int(str(import_id).rpartition("-")[2])


def _steps_until(days: "pd.Series[Any]", as_of: date) -> Any:
    """The last day of those that hold enough ballots together and have passed."""
    counts = days[days > 0]
    ends = counts.index[step_ends(counts.to_numpy(dtype=np.int64).reshape(1, -1))]
    ended = ends[ends <= pd.Timestamp(as_of)]
    return ended[-1] if len(ended) else pd.NaT


def _files_until(files: pd.DataFrame, as_of: date) -> dict[Any, Any]:
    """For files with too few ballots: the day asked for if enough are together with neighbouring files; else NaT."""
    found: dict[Any, Any] = {}
    waiting: list[Any] = []
    count, today = 0, pd.Timestamp(as_of)
    for name, days in files.iterrows():
        waiting.append(name)
        count += int(days.sum())
        if count >= SMALLEST_GROUP:
            is_over = bool((pd.DatetimeIndex(files.columns)[(files.loc[waiting] > 0).any()] <= today).all())
            found |= dict.fromkeys(waiting, today if is_over else pd.NaT)
            waiting, count = [], 0
    return found | dict.fromkeys(waiting, pd.NaT)
