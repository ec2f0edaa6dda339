"""The figures of a round as pages show them, in the words a reader sees."""

from datetime import date
from typing import Any

import pandas as pd

from board.evaluation import results
from board.evaluation.disclosure import Counted
from board.evaluation.sampling import bounds
from board.evaluation.smallest import SMALLEST_GROUP
from board.evaluation.statistics import criteria_intervals, interval_text
from board.numbers import NOTHING, difference_text, is_missing, mean_text, rate_text
from board.store.frames import each_row, kept
from board.store.store import Store
from board.words import WAY

WITHHELD = "不单列"


@kept
def criteria_shown(
    store: Store, activity_id: str, round_id: str, as_of: date, compare_on: date | None = None
) -> pd.DataFrame:
    """One row per criterion: the columns of `criteria_intervals`, good_text, interval (of the 优良率), mean_text.

    bounds: the 优良率 if all without a valid answer had given the worst, and the best. changed: its change since the
    compared day, both as shown on their day; "" without one.
    """
    figures = criteria_intervals(store, activity_id, round_id, as_of)
    return figures.assign(
        good_text=[rate_text(row.good_count, row.base) for row in each_row(figures)],
        interval=[interval_text(row.good_low, row.good_high) for row in each_row(figures)],
        mean_text=[mean_text(row.points_total, row.base) for row in each_row(figures)],
        bounds=[_bounds_text(row) for row in each_row(figures)],
        changed="" if compare_on is None else _changes(figures, store, activity_id, round_id, compare_on),
    )


def _changes(figures: pd.DataFrame, store: Store, activity_id: str, round_id: str, day: date) -> list[str]:
    then = results.criteria_figures(store, activity_id, round_id, day)
    return [_changed(now, before) for now, before in zip(figures["good_rate"], then["good_rate"], strict=True)]


def _changed(now: float, then: float) -> str:
    if now == then or is_missing(now):
        return ""
    return "新有结果" if is_missing(then) else difference_text(now, then)


def _bounds_text(row: Any) -> str:
    found = bounds(row.good_count, row.base, row.population)
    return NOTHING if found is None else interval_text(*(count / row.population for count in found))


def since(
    store: Store, activity_id: str, round_id: str, as_of: date, compare_on: date | None
) -> dict[str, int | str | None]:
    """The change of a round since the compared day, each figure as shown on its day; {} without one.

    Keys: returned_count, valid_count, and rate (`rate_since` of the headline).
    """
    if compare_on is None:
        return {}
    ids = (store, activity_id, round_id)
    now, then = (results.forms(*ids, day)[["returned_count", "valid_count"]].sum() for day in (as_of, compare_on))
    heads = [results.headline(*ids, day) for day in (as_of, compare_on)]
    rate = rate_since(*((head.good_count, head.base) for head in heads))
    return {**{str(name): int(now[name] - then[name]) for name in now.index}, "rate": rate}


def rate_since(now: tuple[int, int], then: tuple[int, int]) -> str | None:
    """The change of a round's 优良率, good and valid answers on two days, in words; None if a day shows none.

    It is no change of minds: what changed is whose answers are counted.
    """
    if not now[1] or not then[1]:
        return None
    if now == then:
        return "没有变化"
    more = now[1] - then[1]
    counted = f"，{'多' if more > 0 else '少'}计入 {abs(more)} 个回答" if more else ""
    return difference_text(now[0] / now[1], then[0] / then[1]) + counted


def waiting_text(counted: Counted) -> str:
    """A notice of valid ballots and corrections that the figures leave out for now, and why; "" if there are none."""
    few = f"同一类新收满 {SMALLEST_GROUP} 张，而且从数字的变化推不出某张是怎么答的，才一起计入"
    most = max(counted.waiting_answers.values(), default=0)
    text = ""
    if counted.waiting:
        text = f"有效票中有 {counted.waiting} 张还没有计入下面的结果：{few}。"
    elif most:
        text = f"有的项目最多有 {most} 张票的回答还没有计入下面的结果：{few}。"
    mended = (
        f"{'另' if text else ''}有几处更正（每个项目不到 {SMALLEST_GROUP} 个回答）已经存下，下面的结果仍按原来的算，"
    )
    why = "等有别的票能一起计入时再更正，免得有人推知改了谁的。"
    return text + (mended + why if counted.is_mended else "")


@kept
def groups_shown(store: Store, activity_id: str, round_id: str, as_of: date) -> pd.DataFrame:
    """One row per group, over all the plan's criteria: group_label, is_withheld, good_text, mean_text."""
    return _shown_of(results.group_figures(store, activity_id, round_id, as_of), "group_label")


@kept
def ways_shown(store: Store, activity_id: str, round_id: str, as_of: date) -> pd.DataFrame:
    """One row per way with counted ballots, over all the plan's criteria.

    Columns: way (纸质, 网上, 座谈), is_withheld, good_text, mean_text. Either all ways are withheld or none.
    """
    found = _shown_of(results.way_figures(store, activity_id, round_id, as_of), "way")
    return found.assign(way=found["way"].map(WAY))


def _shown_of(figures: pd.DataFrame, by: str) -> pd.DataFrame:
    sums = figures[~figures["is_overall"]].groupby([by, "is_withheld"], sort=False, as_index=False)
    parts = sums[["base", "good_count", "points_total"]].sum()
    return parts[[by, "is_withheld"]].assign(
        good_text=[_or_withheld(row, rate_text(row.good_count, row.base)) for row in each_row(parts)],
        mean_text=[_or_withheld(row, mean_text(row.points_total, row.base)) for row in each_row(parts)],
    )


def _or_withheld(row: Any, text: str) -> str:
    return WITHHELD if row.is_withheld else text
