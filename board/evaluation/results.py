"""群众评议: rounds, forms given out and returned, and the answers.

Rates follow domain.md: 优良率 = answers in the top two ÷ valid answers to the criterion; 平均分 = mean of points over
valid answers; 回收率 = returned ÷ given out; 有效率 = valid ÷ returned. A valid answer is one that carries points:
blanks (弃权) and 不了解 are counted apart, void ballots only among the returned.

Which answers are shown, of which days and groups, is decided in `evaluation.disclosure`.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from board.errors import BoardError
from board.evaluation import disclosure
from board.evaluation.disclosure import Counted
from board.store.frames import kept
from board.store.pasts import last_on
from board.store.store import Row, Store

BLANK_LABEL = "弃权"
POOLED = "各项目回答合计"
_END_OF_TIME = date(9999, 12, 31)
CRITERION = ["criterion_id", "heading", "criterion_label", "position", "is_overall"]
_COUNTS = ["given_out", "returned_count", "void_count", "valid_count"]


@kept
def rounds(store: Store, activity_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per round opened by a day, the oldest first.

    Columns: round_id, name, evaluated, opened_on, closed_on, entered_on (dates or None), given_out (NA if no number of
    forms is recorded), returned_count, void_count, valid_count, return_rate, valid_rate (0 to 1, NaN without a base),
    reconciles (False if any group and way returned more than it was given, NA if nothing is recorded as given out).
    """
    return _rounds(store, activity_id, as_of or _END_OF_TIME)


def _rounds(store: Store, activity_id: str, day: date) -> pd.DataFrame:
    listed = store.read("evaluation/rounds", activity_id=activity_id, as_of=day)
    for column in ("opened_on", "closed_on", "entered_on"):
        listed[column] = _as_dates(listed[column])
    by_group = _all_forms(store, activity_id, day)
    sums = by_group.groupby("round_id", as_index=False)[_COUNTS].sum(min_count=1)
    over = by_group.groupby("round_id")["is_over"].any()
    made = with_rates(listed.merge(sums, on="round_id", how="left"))
    is_sound = ~made["round_id"].map(over).astype("boolean").fillna(False)
    return made.assign(reconciles=is_sound.where(made["given_out"].notna()))


def _as_dates(column: "pd.Series[pd.Timestamp]") -> "pd.Series[date]":
    return pd.Series([None if pd.isna(value) else value.date() for value in column], index=column.index, dtype=object)


def _all_forms(store: Store, activity_id: str, day: date) -> pd.DataFrame:
    found = store.read("evaluation/forms", activity_id=activity_id, as_of=day)
    found["given_out"] = found["given_out"].astype("Int64")
    is_recorded = found.groupby("round_id")["given_out"].transform("count") > 0
    return found.assign(is_over=is_recorded & is_over(found["given_out"], found["returned_count"]))


def with_rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of forms (given_out may be NA), blanks as 0, with return_rate and valid_rate, NaN if the base is 0."""
    whole = counts.assign(**{name: counts[name].fillna(0).astype("int64") for name in _COUNTS[1:]})
    given_out = whole["given_out"].astype("Float64")
    returned = whole["returned_count"].astype("float64")
    return whole.assign(
        given_out=whole["given_out"].astype("Int64"),
        return_rate=(returned / given_out.mask(given_out == 0)).astype("float64"),
        valid_rate=whole["valid_count"] / returned.where(returned > 0),
    )


def is_over(given_out: "pd.Series[int]", returned: "pd.Series[int]") -> "pd.Series[bool]":
    """Whether more was returned than given out, in a round whose forms are recorded; no record counts as none given."""
    return returned > given_out.astype("Float64").fillna(0).astype("float64")


@kept
def forms(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per group and way of a round, in the plan's order of groups, paper first.

    Columns: group_label, way (words.WAY), given_out (NA where not recorded), returned_count, void_count,
    valid_count, return_rate, valid_rate (0 to 1, NaN without a base), is_over (more returned than given out).
    """
    found = _all_forms(store, activity_id, as_of or _END_OF_TIME)
    mine = found[found["round_id"] == round_id].drop(columns="round_id").reset_index(drop=True)
    return with_rates(mine)


def round_row(store: Store, activity_id: str, round_id: str) -> Row:
    """A round. Raises BoardError if there is none.

    Keys: activity_id, round_id, name, evaluated, opened_on, closed_on (None while open).
    """
    return found_round(store.rows("evaluation/round", activity_id=activity_id, round_id=round_id))


def round_name(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> str:
    """What a round was called at the end of a day. Raises BoardError if it wasn't there."""
    listed = store.rows("evaluation/rounds", activity_id=activity_id, as_of=as_of or _END_OF_TIME)
    return str(found_round([row for row in listed if row["round_id"] == round_id])["name"])


def found_round(rows: list[Row]) -> Row:
    """The round in `rows`. Raises BoardError if there is none."""
    if not rows:
        raise BoardError("没有这一轮评议", "这一轮可能已被删除。", "请从列表里重新选一轮。")
    return rows[0]


def counted(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> Counted:
    """How far a round's ballots are counted in its figures as of a day, and what is shown separately."""
    key = ("evaluation.counted", activity_id, round_id, as_of)
    found: Counted = store.cached(
        key, lambda: disclosure.counted_of(_lumps(store, activity_id, round_id, as_of), as_of or _END_OF_TIME)
    )
    return found


def _lumps(store: Store, activity_id: str, round_id: str, as_of: date | None) -> pd.DataFrame:
    """The lumps as they were at the end of a day."""
    keys = {"activity_id": activity_id, "round_id": round_id}
    copied = last_on(store, activity_id, "rounds", as_of)
    if copied is None:
        return store.read("lumps/lumps", **keys)
    return store.read("lumps/lumps_on", **keys, last_on=copied)


def _given(store: Store, activity_id: str, round_id: str, as_of: date | None, by: str | None = None) -> pd.DataFrame:
    """The scale with the answers that may be shown, one row per part (`by`), criterion and rank."""
    scale = store.read("evaluation/scale", activity_id=activity_id)
    shown = disclosure.disclosed(_lumps(store, activity_id, round_id, as_of), scale, as_of or _END_OF_TIME, by)
    found = shown.merge(scale, on=["criterion_id", "rank"], how="left")
    return found.assign(answer_label=found["answer_label"].where(found["rank"] > 0, BLANK_LABEL))


@kept
def answers(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per criterion and rank of a round, in the form's order, best answer first after rank 0 (弃权).

    Columns: criterion_id, heading, criterion_label, position, is_overall, rank, answer_label, points (NaN: counted
    apart), is_good, answer_count (NA: withheld), share (of the criterion's valid answers, 0 to 1; NaN for others).
    """
    found = _given(store, activity_id, round_id, as_of).drop(columns=["valid_count", "is_withheld"])
    scored = found["answer_count"].where(found["points"].notna()).astype("float64")
    base = scored.groupby(found["criterion_id"]).transform("sum")
    return found.assign(share=scored / base.where(base > 0))


@kept
def criteria_figures(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per criterion of a round, in the form's order, the overall grade (is_overall) last.

    Columns: criterion_id, heading, criterion_label, position, is_overall, base (valid answers), good_count, good_rate
    (0 to 1), points_total, mean_points, blank_count (弃权), unknown_count (不了解). Counts are NA and rates NaN if
    withheld; rates are NaN if the base is 0.
    """
    given = answers(store, activity_id, round_id, as_of)
    return figures_of(given, CRITERION)


@dataclass(frozen=True)
class Headline:
    """The one figure of a round: its overall grade or, if the form asks for none, all criteria together.

    label: the overall grade's word, or POOLED. base: valid answers; of POOLED they aren't people.
    """

    label: str
    good_count: int
    base: int
    points_total: float


def headline(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> Headline:
    """The counts behind a round's 优良率 and 平均分; all 0 if nothing is shown."""
    figures = criteria_figures(store, activity_id, round_id, as_of)
    overall = figures[figures["is_overall"]]
    rows = figures if overall.empty else overall
    good, base, points = (rows[name].fillna(0).sum() for name in ("good_count", "base", "points_total"))
    label = POOLED if overall.empty else str(overall["criterion_label"].iloc[0])
    return Headline(label, int(good), int(base), float(points))


def round_before(rounds: pd.DataFrame, round_id: str) -> Row | None:
    """The last earlier round of the same thing that has valid ballots; if there is none, of anything else.

    rounds: as `rounds` returns them.
    """
    chosen = rounds[rounds["round_id"] == round_id]
    earlier = rounds.loc[: chosen.index[0]].iloc[:-1]
    earlier = earlier[earlier["valid_count"] > 0]
    same = earlier[earlier["evaluated"] == chosen["evaluated"].iloc[0]]
    found = same if len(same) else earlier
    return None if found.empty else {str(name): value for name, value in found.iloc[-1].items()}


def figures_of(given: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Figures of answers counted by rank, one row per combination of `keys`, in order of first appearance.

    Takes the keys, rank, points, is_good, answer_count (NA: withheld). Columns as in `criteria_figures`.
    """
    count, scored = given["answer_count"].astype("Int64"), given["points"].notna()
    parts = given[keys].assign(
        base=count.where(scored, count * 0),
        good_count=count.where(scored & given["is_good"], count * 0),
        points_total=count.astype("Float64") * given["points"].fillna(0),
        blank_count=count.where(given["rank"] == 0, count * 0),
        unknown_count=count.where(~scored & (given["rank"] > 0), count * 0),
    )
    summed = parts.groupby(keys, sort=False, as_index=False, dropna=False).sum(min_count=1)
    base = summed["base"].astype("float64")
    base = base.where(base > 0)
    return summed.assign(
        good_rate=summed["good_count"].astype("float64") / base,
        points_total=summed["points_total"].astype("float64"),
        mean_points=summed["points_total"].astype("float64") / base,
    )


@kept
def group_figures(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per criterion and group with counted ballots, the biggest group first.

    Columns: group_label, valid_count (ballots counted), is_withheld, and those of `criteria_figures`: NA and NaN if the
    group is withheld, or too few of it answered the criterion.
    """
    return _part_figures(store, activity_id, round_id, as_of, "group_label")


@kept
def way_figures(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per criterion and way (words.WAY) with counted ballots, the more used way first.

    Columns: way, and those of `group_figures` without group_label. Either all ways are withheld or none.
    """
    return _part_figures(store, activity_id, round_id, as_of, "way")


def _part_figures(store: Store, activity_id: str, round_id: str, as_of: date | None, by: str) -> pd.DataFrame:
    given = _given(store, activity_id, round_id, as_of, by)
    return figures_of(given, [by, "valid_count", "is_withheld", *CRITERION])


@kept
def suggestions(store: Store, activity_id: str, round_id: str, as_of: date | None = None) -> pd.DataFrame:
    """One row per suggestion that may be read: suggestion_id, content, given_on.

    Nothing of its ballot or group is kept with it, and nothing shows what it came with.
    """
    keys = {"activity_id": activity_id, "round_id": round_id}
    day = as_of or _END_OF_TIME
    texts = store.read("evaluation/suggestions", **keys, as_of=day)
    listed = store.rows("evaluation/rounds", activity_id=activity_id, as_of=day)
    closed = [row["closed_on"] for row in listed if row["round_id"] == round_id]
    is_closed = any(closed_on is not None and closed_on <= day for closed_on in closed)
    shown = disclosure.readable(texts, _lumps(store, activity_id, round_id, as_of), day, is_closed=is_closed)
    return shown.drop(columns="import_id").reset_index(drop=True)
