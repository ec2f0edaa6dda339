"""The figures in which a bureau compares its units, as they were submitted: one row per unit on a day.

A unit that is there but hands nothing up on its own (`is_reporting`) isn't compared. 优良率 and 平均分 are only
compared where a form asks for an overall grade: of all criteria taken together answers are counted, not people.
Both are only compared among forms that ask the same: the criteria, answers and points that most units' forms have.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from board.comparison.compared import Comparison, compared, of_means, of_shares
from board.comparison.growing import kept_by_unit
from board.evaluation.smallest import SMALLEST_GROUP
from board.store.frames import kept
from board.store.store import Store
from board.units.tree import elsewhere, seen, under, units_on
from board.words import UNIT_KIND

POINTS = "points"
_OF_FORMS = frozenset({"answers_good", POINTS})
_HIGHEST = 100.0  # of the points of an answer (activity.plan)
_WEEKS, _WEEK = 12, timedelta(weeks=1)  # as many are drawn
_OVER_TIME = ["on_date", "unit_count", "numerator", "base"]


@dataclass(frozen=True)
class Figure:
    """A figure: its word, what its base counts, and whether more of it is better."""

    label: str
    of: str
    more_is_better: bool = True


@dataclass(frozen=True)
class Of:
    """Which units are compared: those of some kinds (words.UNIT_KIND; none: of any), and below a unit ('': all)."""

    kinds: tuple[str, ...] = ()
    top: str = ""


EVERY_UNIT = Of()
FIGURES: dict[str, Figure] = {
    "answers_good": Figure("优良率", "有效回答"),
    POINTS: Figure("平均分", "有效回答"),
    "forms_returned": Figure("回收率", "发出的评议表"),
    "opinions_fed_back": Figure("意见反馈率", "意见"),
    "items_closed": Figure("销号率", "整改事项"),
    "items_late": Figure("整改逾期率", "整改事项", more_is_better=False),
    "items_satisfied": Figure("整改满意率", "群众评价过的事项"),
    "tasks_done": Figure("任务完成率", "工作任务"),
    "tasks_late": Figure("任务逾期率", "工作任务", more_is_better=False),
    "rules_passed": Figure("程序通过率", "程序"),
    "talks_held": Figure("谈心完成率", "要谈的"),
}


@kept
def reporting(store: Store, as_of: date) -> pd.DataFrame:
    """One row per unit that hands up, on a day: unit_id, name, kind, parent_id, parent_name ('' at the top),
    kind_word."""
    units = units_on(store, as_of)
    names = dict(zip(units["unit_id"].tolist(), units["name"].tolist(), strict=True))
    rows = units[units["is_reporting"].astype(bool)][["unit_id", "name", "kind", "parent_id"]]
    words = rows["kind"].map(UNIT_KIND)
    return rows.assign(parent_name=rows["parent_id"].map(names).fillna(""), kind_word=words).reset_index(drop=True)


@kept
def figure_on(store: Store, activity_id: str, as_of: date, figure: str) -> pd.DataFrame:
    """The units of `reporting` with one figure of their submissions in force, ready for `compared`: base NaN where it
    is too small, withheld, or nothing was submitted, and where the forms ask something else than most (is_other)."""
    units = reporting(store, as_of)
    rows = _submitted(store, activity_id, as_of, figure)
    if figure == POINTS:
        mean = rows["points_total"] / rows["base"]
        spread = np.sqrt((rows["squares_total"] / rows["base"] - mean**2).clip(lower=0))
        return of_means(_with(units, rows.assign(mean=mean, deviation=spread)), 0, _HIGHEST)
    return of_shares(_with(units, rows))


def _with(units: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Units, each once, with the columns of the rows of those that are in them."""
    found = rows.set_index("unit_id").reindex(units["unit_id"])
    return pd.concat([units, found.set_axis(units.index)], axis=1)


def _submitted(store: Store, activity_id: str, as_of: date, figure: str) -> pd.DataFrame:
    """One row per unit that submitted a figure, with is_other; its base is none then."""
    rows = seen(store, _handed_up(store, activity_id, as_of, figure), as_of)
    rows = rows if figure == POINTS else rows[~rows["is_pooled"].astype(bool)]
    is_other = rows["plan_sha256"] != _most(rows) if figure in _OF_FORMS else pd.Series(False, rows.index)
    return rows.assign(is_other=is_other, base=rows["base"].astype("float64").mask(is_other))


@kept_by_unit
def _handed_up(store: Store, activity_id: str, as_of: date, figure: str, *, after_no: int) -> pd.DataFrame:
    asked: dict[str, Any] = {"activity_id": activity_id, "as_of": as_of, "after_no": after_no}
    if figure == POINTS:
        return store.frame("comparison/points", **asked)
    return store.frame("comparison/figure", **asked, figure=figure)


def _most(rows: pd.DataFrame) -> str:
    """The digest of what the forms of most units ask; of several the first in order; '' if there is none."""
    found = rows["plan_sha256"].mode()
    return str(found.iloc[0]) if len(found) else ""


def forms(store: Store, activity_id: str, as_of: date, figure: str, of: Of) -> str:
    """Which version's form is compared and which others use, in words; '' if no version was issued or all use one."""
    numbers: dict[str, list[str]] = {}
    for row in store.rows("plan_versions/issued", activity_id=activity_id):
        numbers.setdefault(row["form_sha256"], []).append(str(row["version"]))
    if not numbers:
        return ""
    used = figure_on(store, activity_id, as_of, figure)[_is_of(store, as_of, of)].dropna(subset=["plan_sha256"])
    counts = Counter(
        (f"第 {'、'.join(numbers[each])} 版" if each in numbers else "不是下发的", bool(is_other))
        for each, is_other in zip(used["plan_sha256"], used["is_other"], strict=True)
    )
    if len(counts) < 2:  # noqa: PLR2004 - nothing to tell apart
        return ""
    same = next(word for word, is_other in counts if not is_other)
    others = "、".join(f"{word} {count} 个" for (word, is_other), count in sorted(counts.items()) if is_other)
    return f"比的评议表是{same}；不比的：{others}"


def comparison(store: Store, activity_id: str, as_of: date, figure: str, of: Of) -> Comparison:
    """The comparison of a figure on a day."""

    def make() -> Comparison:
        rows = figure_on(store, activity_id, as_of, figure)
        return compared(rows[_is_of(store, as_of, of)] if of != EVERY_UNIT else rows)

    made: Comparison = store.cached(("comparison.comparison", activity_id, as_of, figure, of), make)
    return made


@kept
def over_time(store: Store, activity_id: str, as_of: date, figure: str, of: Of) -> pd.DataFrame:
    """One row per week, the last the day's, in which any had submitted the figure (not POINTS).

    Columns: on_date, unit_count, numerator, base, rate (0 to 1). Bases too small are left out.
    """
    is_every = of == EVERY_UNIT and not store.within()
    ids = [] if is_every else _all_along(store, as_of, reporting(store, as_of)[_is_of(store, as_of, of)]["unit_id"])
    asking = _most(_submitted(store, activity_id, as_of, figure)) if figure in _OF_FORMS else ""
    before = _weeks_before(store, activity_id, as_of - _WEEK, figure, asking, None if is_every else tuple(ids))
    now = _handed_up(store, activity_id, as_of, figure)
    now = now[(now["base"] >= SMALLEST_GROUP) & (now["plan_sha256"].eq(asking) if asking else True)]
    now = now if is_every else now[now["unit_id"].isin(ids)]
    week = {"on_date": as_of, "unit_count": len(now), **{name: int(now[name].sum()) for name in ("numerator", "base")}}
    rows = pd.concat([before, pd.DataFrame([week] if len(now) else [], columns=_OVER_TIME)], ignore_index=True)
    rows = rows.assign(on_date=pd.to_datetime(rows["on_date"]), unit_count=rows["unit_count"].astype("int64"))
    sums = rows[["numerator", "base"]].astype("float64")
    return rows.assign(numerator=sums["numerator"], base=sums["base"], rate=sums["numerator"] / sums["base"])


@kept
def _weeks_before(
    store: Store, activity_id: str, as_of: date, figure: str, asking: str, unit_ids: tuple[str, ...] | None
) -> pd.DataFrame:
    """The weeks but the last, which are over: what comes in now is nowhere in them."""
    asked = {"activity_id": activity_id, "as_of": as_of, "figure": figure, "smallest": SMALLEST_GROUP}
    asked |= {"asking": asking, "weeks": _WEEKS - 1, "is_every": unit_ids is None, "unit_ids": list(unit_ids or ())}
    return pd.DataFrame(store.rows("comparison/over_time", **asked), columns=_OVER_TIME)


def _all_along(store: Store, as_of: date, unit_ids: "pd.Series[str]") -> list[str]:
    """These units; for a reader who is bound to one, without those that were elsewhere in any of the weeks."""
    for weeks in range(_WEEKS if store.within() else 0):
        unit_ids = unit_ids[~unit_ids.isin(elsewhere(store, as_of - weeks * _WEEK))]
    return [str(each) for each in unit_ids]


def _is_of(store: Store, as_of: date, of: Of) -> "pd.Series[bool]":
    """Which rows of `reporting` are among the units compared."""
    units = reporting(store, as_of)
    found = units["kind"].isin(of.kinds) if of.kinds else pd.Series(True, units.index)
    return found & units["unit_id"].isin(under(units_on(store, as_of), of.top)) if of.top else found
