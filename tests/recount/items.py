"""整改台账: the items, what is late, due, stale or behind (docs/domain.md, 整改事项)."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pandas as pd

from tests.recount.counts import Cells, Counts, days
from tests.recount.export import Export

SOON, STALE = 7, 14
AGES = ((7, "0–7 天"), (14, "8–14 天"), (30, "15–30 天"), (60, "31–60 天"), (10**6, "60 天以上"))
MARKS = {"逾期": "is_late", "未到期": "is_in_time", "创造条件": "is_deferred", "已销号": "is_closed"}
STATUS = {"not_started": "未启动", "in_progress": "整改中", "submitted": "待验收", "closed": "已销号"}
KIND = {"immediate": "立行立改", "dated": "限期整改", "deferred": "创造条件整改"}


def standing(export: Export, day: date) -> pd.DataFrame:
    """The items on a day, with what is computed of each: is_late, is_soon, is_stale, is_behind, review_is_due …"""
    rows = export.state("items", day)
    closed, deferred = rows["status"] == "closed", rows["kind"] == "deferred"
    dated = ~closed & ~deferred
    rows["is_closed"], rows["is_deferred"] = closed, deferred & ~closed
    rows["is_done"] = rows["status"].isin(["submitted", "closed"])
    rows["is_late"] = dated & rows["due_on"].map(lambda due: _is(due) and due < day)
    rows["is_soon"] = dated & rows["due_on"].map(lambda due: _is(due) and day <= due <= day + timedelta(days=SOON))
    rows["is_in_time"] = dated & ~rows["is_late"]
    moved = [max(each) for each in zip(rows["progressed_on"], rows["start_on"], strict=True)]
    rows["is_stale"] = dated & pd.Series([days(on, day) >= STALE for on in moved], rows.index, dtype=bool)
    runs = dated.tolist()
    rows["is_behind"] = [on and _is_behind(row, day) for on, (_, row) in zip(runs, rows.iterrows(), strict=True)]
    rows["review_is_due"] = rows["is_deferred"] & rows["review_on"].map(lambda on: _is(on) and on <= day)
    return rows


def _is(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _is_behind(row: pd.Series, day: date) -> bool:
    """Whether a smaller share is done than time has gone; if start and due are one day, once that is over."""
    whole, gone = days(row["start_on"], row["due_on"]), max(days(row["start_on"], day), 0)
    if whole <= 0:
        return bool(gone > 0 and row["percent"] < 100)
    return bool(row["percent"] * whole < 100 * min(gone, whole))


def count(export: Export, day: date) -> Counts:
    """The figures of the ledger and the table's cells."""
    rows, counts = standing(export, day), Counts()
    marks = {
        "整改逾期": "is_late",
        "临期": "is_soon",
        "未到期": "is_in_time",
        "停滞": "is_stale",
        "进度滞后": "is_behind",
    }
    counts.add({f"事项{name.removeprefix('整改')}": int(rows[mark].sum()) for name, mark in marks.items()})
    counts.add({f"事项{word}": int((rows["status"] == status).sum()) for status, word in STATUS.items()})
    counts.add(
        {"事项": len(rows), "事项未销号": int((~rows["is_closed"]).sum()), "整改完成": int(rows["is_done"].sum())}
    )
    counts.add({"事项创造条件": int(rows["is_deferred"].sum()), "事项到复查日": int(rows["review_is_due"].sum())})
    counts.add({"事项待重启": 0})  # nobody of the public answered in the histories
    counts.add({"逾期责任人": rows.loc[rows["is_late"], "owner_id"].nunique()})
    late = rows[rows["is_late"]]
    counts.add({f"责任人逾期_{export.names()[who]}": n for who, n in Counter(late["owner_id"]).items()})
    counts.add({"事项最久逾期": days(late["due_on"].min(), day) if len(late) else 0})
    ahead = rows.loc[rows["is_soon"], "due_on"]
    counts.add({"事项最早还剩": days(day, ahead.min()) if len(ahead) else 0})
    _parted(export, rows, day, counts)
    _curve(export, day, counts)
    counts.tables["rectification_table"] = _cells(rows, export.names(), day)
    return counts


def _parted(export: Export, rows: pd.DataFrame, day: date, counts: Counts) -> None:
    """By leading member, by how long ago they were found, and by aspect: those not closed."""
    names, led = export.names(), by_leader(export, day)
    for person_id, numbers in led.to_dict("index").items():
        counts.add({f"牵头_{names[str(person_id)]}_{word}": number for word, number in numbers.items()})
    open_ones = rows[~rows["is_closed"]]
    ages = open_ones["found_on"].map(lambda on: next(word for most, word in AGES if days(on, day) <= most))
    for _, word in AGES:
        own = open_ones[ages == word]
        counts.add({f"在账_{word}": len(own)})
        counts.add({f"在账_{word}_{said}": int(own[mark].sum()) for said, mark in MARKS.items() if said != "已销号"})
    cells = Counter(zip(open_ones["aspect"], open_ones["leader_id"], strict=True))
    counts.add({f"没销号_{aspect}_{names[leader]}": number for (aspect, leader), number in cells.items()})


def _curve(export: Export, day: date, counts: Counts) -> None:
    """How many items had been found and closed at the end of each day up to this one."""
    moments = export.tables["rectification_events"]["happened_at"]
    for on in pd.date_range(moments.min().date(), day) if len(moments) else pd.DatetimeIndex([]):
        known = export.state("items", on.date())
        counts.add({f"事项@{on:%Y-%m-%d}": len(known), f"销号@{on:%Y-%m-%d}": int((known["status"] == "closed").sum())})


def _cells(rows: pd.DataFrame, names: dict[str, str], day: date) -> Cells:
    return {
        row["item_id"]: {
            "percent": str(row["percent"]),
            "due_on": str(row["due_on"]) if _is(row["due_on"]) else "",
            "deadline": f"逾期 {days(row['due_on'], day)} 天" if row["is_late"] else "",
            "owner_name": names[row["owner_id"]],
            "leader_name": names[row["leader_id"]],
            "kind_word": KIND[row["kind"]],
            "tags": STATUS[row["status"]],
        }
        for _, row in rows.iterrows()
    }


def gone(export: Export, day: date, since: date) -> set[str]:
    """The items that are in the ledger no more, though they were on an earlier day or came since."""
    return {*export.state("items", since)["item_id"], *export.ever("items", since, day)} - set(
        export.state("items", day)["item_id"]
    )


def by_leader(export: Export, day: date) -> pd.DataFrame:
    """Members → how many of the items they lead are late, in time, deferred, closed."""
    rows, members = standing(export, day), export.members()
    counted = {word: rows[rows[mark]].groupby("leader_id").size() for word, mark in MARKS.items()}
    return pd.DataFrame(counted).reindex(members["person_id"]).fillna(0).astype(int)
