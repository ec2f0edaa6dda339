"""Counts for the ledger's charts: how long items have been open, whose they are, what they are about. Pure, on frames.

Every count matches the items of its lane, member, aspect or age that the page's filters find.
"""

import pandas as pd

from board.rectification.views import AGES, LANES, ages

CLOSED_LANE = "已销号"
OPEN_LANES = tuple(lane for lane in LANES if lane != CLOSED_LANE)
# The view that holds the items of all of OPEN_LANES.
OPEN_VIEW = "未销号"
# Each lane's column in `by_member`.
LANE_COUNTS = dict(zip(LANES, ("late_count", "running_count", "deferred_count", "closed_count"), strict=True))


# The columns of items that each of the functions below takes.
OF_AGE = ("age_days", "lane")
OF_MEMBER = ("leader_name", "lane", "days_to_close")
OF_ASPECT = ("aspect", "leader_name", "is_closed", "is_late")


def by_age(items: pd.DataFrame) -> pd.DataFrame:
    """One row per band of AGES and open lane, bands from young to old: band, lane, item_count (0 where there is none).

    Takes OF_AGE of items with flags and words. The age runs from the day an item was found.
    """
    counted = items.assign(band=ages(items)).groupby(["band", "lane"]).size()
    every = pd.MultiIndex.from_product([AGES, OPEN_LANES], names=["band", "lane"])
    return counted.reindex(every, fill_value=0).rename("item_count").reset_index()


def by_member(items: pd.DataFrame) -> pd.DataFrame:
    """One row per leading member who has items, most late items first, then most running ones.

    leader_name, item_count, late_count, running_count (open and in time), deferred_count (open, waiting for
    conditions), closed_count; the lanes add up to item_count. closing_days: the days from found to closed, summed over
    the closed items (their mean is closing_days / closed_count). Takes OF_MEMBER of items with flags and words.
    """
    lanes = {column: items["lane"] == lane for lane, column in LANE_COUNTS.items()}
    counted = items[["leader_name"]].assign(item_count=1, **lanes, closing_days=items["days_to_close"].fillna(0))
    load = counted.groupby("leader_name", as_index=False).sum()
    order = ["late_count", "running_count", "item_count", "leader_name"]
    return load.sort_values(order, ascending=[False, False, False, True], ignore_index=True)


def by_aspect(items: pd.DataFrame) -> pd.DataFrame:
    """One row per aspect and leading member of the open items, those with most first: aspect, leader_name, open_count,
    late_count (both 0 where a member has none of an aspect).

    Takes OF_ASPECT of items with flags and words.
    """
    still = items[~items["is_closed"]]
    aspects, leaders = (still[column].value_counts().index for column in ("aspect", "leader_name"))
    counted = still.groupby(["aspect", "leader_name"]).agg(
        open_count=("is_late", "size"), late_count=("is_late", "sum")
    )
    every = pd.MultiIndex.from_product([aspects, leaders], names=["aspect", "leader_name"])
    return counted.reindex(every, fill_value=0).astype("int64").reset_index()
