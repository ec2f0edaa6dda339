"""What may be shown of a round's answers, so that nobody's own can be had from them.

Every figure made of answers passes through `disclosed`. Its rule: the ballots of a round are parted once, by group and
by day, into lumps, and whatever is shown is a sum of whole lumps; a lump holds no valid ballot or at least
SMALLEST_GROUP of them, and of each criterion no valid answer or at least as many. So the difference of any two figures,
of the whole and groups, of two groups of days, of ways, or of sums of these, is again made of whole lumps, and never
stands for one to four ballots.

- Groups: those under the smallest number are one lump; where they stay under it together, the next smallest joins them.
  For a criterion that a group hardly answered, the group joins that lump too. A lump of several groups is shown only
  within the whole.
- Days: the days that have ballots are joined, oldest first, into steps, each ending on the first day on which every
  lump has none or enough, and what comes after it has too. As of a day, the steps that have ended by then are counted;
  as of the last day, all.
- Ways, paper and online: shown where every lump, parted by them, has none or enough; else not at all.
- A round, or a criterion, with fewer than the smallest number in all is not shown.

How many forms were given out and came back is no answer and is shown to the last one: rounds are reconciled by it.
The rule holds for all that can be had of a store as it stands. What a reader noted before somebody brought in a few
ballots more isn't known here: whoever writes ballots should add them at least SMALLEST_GROUP at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

SMALLEST_GROUP = 5
Counts = npt.NDArray[np.int64]
_BALLOTS = ""
_WAYS = ("paper", "online")


@dataclass(frozen=True)
class Rule:
    """How a round is parted. step_ends: the days on which steps end, in order. withheld: groups shown only within the
    whole, for all criteria. withheld_for: those and more, by criterion. hidden: criteria not shown at all, all of them
    where there are too few ballots. shows_ways: whether paper and online may be told apart."""

    step_ends: tuple[date, ...]
    withheld: frozenset[str]
    withheld_for: Mapping[str, frozenset[str]]
    hidden: frozenset[str]
    shows_ways: bool


def disclosed(
    rule: Rule,
    ballots: pd.DataFrame,
    answers: pd.DataFrame,
    scale: pd.DataFrame,
    as_of: date,
    by: str | None = None,
) -> pd.DataFrame:
    """The answers of a round that may be shown as of a day, one row per part, criterion and rank of the scale.

    rule: `rule_of` the same three frames. ballots: group_label, way, cast_on, is_void, ballot_count; answers:
    group_label, way, cast_on, criterion_id, rank, answer_count; both of all days. scale: criterion_id, rank, points
    (missing: not a valid answer). by: group_label or way parts the round, the biggest part first; only parts with
    ballots counted are there.

    Columns: `by` if given, valid_count (ballots counted), is_withheld, criterion_id, rank, answer_count (NA: withheld).
    """
    through = counted_through(rule, as_of)
    valid = _until(ballots[~ballots["is_void"]], through)
    given = _until(answers, through)
    keys = [by] if by else []
    parts = _parts(valid, rule, by)
    counts = given.groupby([*keys, "criterion_id", "rank"], as_index=False)["answer_count"].sum()
    rows = parts.merge(scale[["criterion_id", "rank"]], how="cross")
    rows = rows.merge(counts, on=[*keys, "criterion_id", "rank"], how="left")
    unseen = rows["is_withheld"] | rows["criterion_id"].isin(rule.hidden)
    if by == "group_label":
        apart = [(label, name) for name, labels in rule.withheld_for.items() for label in labels]
        unseen |= pd.MultiIndex.from_frame(rows[["group_label", "criterion_id"]]).isin(apart)
    return rows.assign(answer_count=rows["answer_count"].fillna(0).astype("Int64").mask(unseen))


@dataclass(frozen=True)
class Counted:
    """How far a round is counted as of a day. through: the last day counted, None where none is. count: valid ballots
    counted. waiting: those that had come by then and aren't yet. withheld: groups shown only within the whole.
    shows_ways: whether paper and online are told apart. texts_until: through which day suggestions may be read, None
    where none may: a single day's, beside the numbers of forms, would tell from which group they came."""

    through: date | None
    count: int
    waiting: int
    withheld: frozenset[str]
    shows_ways: bool
    texts_until: date | None


def counted_of(rule: Rule, ballots: pd.DataFrame, as_of: date) -> Counted:
    """How far a round is counted, from its rule and ballots as `disclosed` takes them."""
    through = counted_through(rule, as_of)
    valid = ballots[~ballots["is_void"]]
    come, counted = (int(_until(valid, day)["ballot_count"].sum()) for day in (as_of, through))
    is_whole = come == int(valid["ballot_count"].sum())
    return Counted(
        through, counted, come - counted, rule.withheld, rule.shows_ways, texts_until=as_of if is_whole else through
    )


def _until(rows: pd.DataFrame, through: date | None) -> pd.DataFrame:
    return rows.iloc[:0] if through is None else rows[rows["cast_on"] <= pd.Timestamp(through)]


def _parts(valid: pd.DataFrame, rule: Rule, by: str | None) -> pd.DataFrame:
    """One row per part, or one for the whole: `by`, valid_count, is_withheld."""
    if by is None:
        count = int(valid["ballot_count"].sum())
        return pd.DataFrame({"valid_count": [count], "is_withheld": [count < SMALLEST_GROUP]})
    parts: pd.DataFrame = valid.groupby(by)["ballot_count"].sum().rename("valid_count").reset_index()
    parts = parts[parts["valid_count"] > 0].sort_values(["valid_count", by], ascending=[False, True], ignore_index=True)
    return parts.assign(is_withheld=parts[by].isin(rule.withheld) if by == "group_label" else not rule.shows_ways)


def counted_through(rule: Rule, as_of: date) -> date | None:
    """The day through which ballots are counted as of a day, or None before the first step has ended."""
    ended = [day for day in rule.step_ends if day <= as_of]
    return ended[-1] if ended else None


def rule_of(ballots: pd.DataFrame, answers: pd.DataFrame, scale: pd.DataFrame) -> Rule:
    """How a round is parted, from all its ballots and answers, as `disclosed` takes them."""
    valid = ballots[~ballots["is_void"]]
    labels, days = sorted(valid["group_label"].unique()), valid["cast_on"].drop_duplicates().sort_values()
    measures = [_BALLOTS, *scale["criterion_id"].unique()]
    sizes = dict(zip(measures, _sizes(valid, answers, scale, [measures, labels, list(_WAYS), list(days)]), strict=True))
    by_group = {name: pd.Series(size.sum(axis=(1, 2)), index=labels) for name, size in sizes.items()}
    if by_group[_BALLOTS].sum() < SMALLEST_GROUP:
        return Rule((), frozenset(labels), {}, frozenset(measures[1:]), False)
    hidden = frozenset(name for name in measures[1:] if 0 < by_group[name].sum() < SMALLEST_GROUP)
    withheld = withheld_groups(by_group[_BALLOTS])
    withheld_for = {name: withheld_groups(by_group[name], withheld) for name in measures[1:] if name not in hidden}
    parted = {_BALLOTS: withheld, **withheld_for}.items()
    lumps = np.vstack([_lumps(sizes[name], [label in together for label in labels]) for name, together in parted])
    ends = _step_ends(lumps.sum(axis=1))
    steps = np.diff(lumps.cumsum(axis=2)[:, :, ends], axis=2, prepend=0)
    return Rule(tuple(days.iloc[ends].dt.date), withheld, withheld_for, hidden, _is_sound(steps))


def _sizes(valid: pd.DataFrame, answers: pd.DataFrame, scale: pd.DataFrame, axes: list[list[Any]]) -> Counts:
    """Valid ballots (first) and each criterion's valid answers, by group, way and day."""
    scored = scale.loc[scale["points"].notna(), ["criterion_id", "rank"]]
    is_valid = pd.MultiIndex.from_frame(answers[["criterion_id", "rank"]]).isin(pd.MultiIndex.from_frame(scored))
    sizes = np.zeros([len(axis) for axis in axes], dtype=np.int64)
    ballots = valid.assign(measure=_BALLOTS).rename(columns={"ballot_count": "count"})
    given = answers[is_valid].rename(columns={"criterion_id": "measure", "answer_count": "count"})
    for rows in (ballots, given):
        names = ("measure", "group_label", "way", "cast_on")
        places = [pd.Index(axis).get_indexer(rows[name]) for name, axis in zip(names, axes, strict=True)]
        np.add.at(sizes, tuple(places), rows["count"].to_numpy(dtype=np.int64))
    return sizes


def withheld_groups(counts: "pd.Series[int]", withheld: frozenset[str] = frozenset()) -> frozenset[str]:
    """The groups to be shown only together, of counts by group: those withheld anyway and those under the smallest
    number, with the next smallest until they have none or enough between them."""
    by_size = sorted((int(count), str(label)) for label, count in counts.items() if count > 0)
    found = withheld | {label for count, label in by_size if count < SMALLEST_GROUP}
    between = sum(count for count, label in by_size if label in found)
    for count, label in by_size:
        if not 0 < between < SMALLEST_GROUP:
            break
        if label not in found:
            found |= {label}
            between += count
    return found


def _lumps(sizes: Counts, is_withheld: list[bool]) -> Counts:
    """The groups one by one and, last, those withheld together; by way and day."""
    together = np.array(is_withheld, dtype=bool)
    return np.concatenate([sizes[~together], sizes[together].sum(axis=0, keepdims=True)])


def _step_ends(lumps: Counts) -> list[int]:
    """The places of the days on which steps end, of lumps by day."""
    come = lumps.cumsum(axis=1).T
    counted, ends = np.zeros(len(lumps), dtype=np.int64), []
    for place, so_far in enumerate(come):
        if _is_sound(so_far - counted) and _is_sound(come[-1] - so_far):
            counted = so_far
            ends.append(place)
    return ends


def _is_sound(counts: Counts) -> bool:
    """None or enough, everywhere."""
    return bool(((counts == 0) | (counts >= SMALLEST_GROUP)).all())
