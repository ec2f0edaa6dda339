"""The figures in which a bureau compares its units, as they were submitted: one row per unit on a day.

A unit that is there but hands nothing up on its own (`is_reporting`) isn't compared. 优良率 and 平均分 are only
compared where a form asks for an overall grade: of all criteria taken together answers are counted, not people.
Both are only compared among forms that ask the same: the criteria, answers and points that most units' forms have.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from board.comparison.compared import Comparison, compared, of_means, of_shares
from board.evaluation.smallest import SMALLEST_GROUP
from board.store.frames import kept
from board.store.store import Store
from board.units.tree import elsewhere, seen, under, units_on

POINTS = "points"
_OF_FORMS = frozenset({"answers_good", POINTS})
_HIGHEST = 100.0  # of the points of an answer (activity.plan)
_WEEKS = 12  # as `comparison/over_time` goes back
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
    """One row per unit that hands up, on a day: unit_id, name, kind, parent_id, parent_name ('' at the top)."""
    units = units_on(store, as_of)
    names = dict(zip(units["unit_id"].tolist(), units["name"].tolist(), strict=True))
    rows = units[units["is_reporting"].astype(bool)][["unit_id", "name", "kind", "parent_id"]]
    return rows.assign(parent_name=rows["parent_id"].map(names).fillna("")).reset_index(drop=True)


@kept
def figure_on(store: Store, activity_id: str, as_of: date, figure: str) -> pd.DataFrame:
    """The units of `reporting` with one figure of their submissions in force, ready for `compared`: base NaN where it
    is too small, withheld, or nothing was submitted, and where the forms ask something else than most (is_other)."""
    units = reporting(store, as_of)
    rows = _submitted(store, activity_id, as_of, figure)
    if figure == POINTS:
        mean = rows["points_total"] / rows["base"]
        spread = np.sqrt((rows["squares_total"] / rows["base"] - mean**2).clip(lower=0))
        return of_means(units.merge(rows.assign(mean=mean, deviation=spread), on="unit_id", how="left"), 0, _HIGHEST)
    return of_shares(units.merge(rows, on="unit_id", how="left"))


def _submitted(store: Store, activity_id: str, as_of: date, figure: str) -> pd.DataFrame:
    """One row per unit that submitted a figure, with is_other; its base is none then."""
    asked = {"activity_id": activity_id, "as_of": as_of}
    if figure == POINTS:
        rows = store.read("comparison/points", **asked)
    else:
        rows = store.read("comparison/figure", **asked, figure=figure)
    rows = seen(store, rows, as_of)
    is_other = rows["plan_sha256"] != _most(rows) if figure in _OF_FORMS else pd.Series(False, rows.index)
    return rows.assign(is_other=is_other, base=rows["base"].astype("float64").mask(is_other))


def _most(rows: pd.DataFrame) -> str:
    """The digest of what the forms of most units ask; of several the first in order; '' if there is none."""
    found = rows["plan_sha256"].mode()
    return str(found.iloc[0]) if len(found) else ""


def forms(store: Store, activity_id: str, as_of: date, figure: str, of: Of) -> str:
    """Which version's form is compared and which others use, in words; '' if no version was issued or all use one."""
    numbers: dict[str, list[str]] = {}
    for row in store.rows("plan_versions/issued", activity_id=activity_id):
        numbers.setdefault(row["form_sha256"], []).append(str(row["version"]))
    used = figure_on(store, activity_id, as_of, figure)[_is_of(store, as_of, of)].dropna(subset=["plan_sha256"])
    counts = Counter(
        (f"第 {'、'.join(numbers[each])} 版" if each in numbers else "不是下发的", bool(is_other))
        for each, is_other in zip(used["plan_sha256"], used["is_other"], strict=True)
    )
    if not numbers or len(counts) < 2:  # noqa: PLR2004 - nothing to tell apart
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
    asked = {"activity_id": activity_id, "as_of": as_of, "figure": figure, "smallest": SMALLEST_GROUP}
    asked["asking"] = _most(_submitted(store, activity_id, as_of, figure)) if figure in _OF_FORMS else ""
    rows = pd.DataFrame(
        store.rows("comparison/over_time", **asked, unit_ids=ids, is_every=is_every), columns=_OVER_TIME
    )
    rows = rows.assign(on_date=pd.to_datetime(rows["on_date"]), unit_count=rows["unit_count"].astype("int64"))
    sums = rows[["numerator", "base"]].astype("float64")
    return rows.assign(numerator=sums["numerator"], base=sums["base"], rate=sums["numerator"] / sums["base"])


def _all_along(store: Store, as_of: date, unit_ids: "pd.Series[str]") -> list[str]:
    """These units; for a reader who is bound to one, without those that were elsewhere in any of the weeks."""
    for weeks in range(_WEEKS if store.within() else 0):
        unit_ids = unit_ids[~unit_ids.isin(elsewhere(store, as_of - timedelta(weeks=weeks)))]
    return [str(each) for each in unit_ids]


def _is_of(store: Store, as_of: date, of: Of) -> "pd.Series[bool]":
    """Which rows of `reporting` are among the units compared."""
    units = reporting(store, as_of)
    found = units["kind"].isin(of.kinds) if of.kinds else pd.Series(True, units.index)
    return found & units["unit_id"].isin(under(units_on(store, as_of), of.top)) if of.top else found
