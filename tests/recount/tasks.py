"""工作任务: what is done, late, due, and what came out of it (docs/domain.md; the guide, 工作任务)."""

from datetime import date, timedelta

import pandas as pd

from tests.recount import forecast
from tests.recount.counts import Cells, Counts, days
from tests.recount.export import Export

SOON = 7
STATUS = {"not_started": "未开始", "in_progress": "进行中", "done": "已完成"}


def standing(export: Export, day: date) -> pd.DataFrame:
    """The tasks on a day, with is_done, is_late, is_soon."""
    rows = export.state("tasks", day)
    rows["is_done"] = rows["status"] == "done"
    rows["is_late"] = ~rows["is_done"] & (rows["due_on"] < day)
    rows["is_soon"] = ~rows["is_done"] & rows["due_on"].map(lambda due: day <= due <= day + timedelta(days=SOON))
    return rows


def count(export: Export, day: date) -> Counts:
    """The figures of the page, by phase too, and the table's cells."""
    rows, counts = standing(export, day), Counts()
    late = rows[rows["is_late"]]
    counts.add(
        {
            "任务": len(rows),
            "任务逾期": len(late),
            "任务临期": int(rows["is_soon"].sum()),
            "任务最久逾期": days(late["due_on"].min(), day) if len(late) else 0,
        }
    )
    moved = forecast.pushed(rows, export.known("task_dependencies", day), day)
    held = rows["records"].map(lambda codes: bool(forecast.MEETINGS & set(codes.split(",")))).astype(bool)
    counts.add({"任务预计推迟": len(moved), "会议推迟": int((held & rows["task_id"].isin(moved)).sum())})
    ahead = rows.loc[~rows["is_done"] & ~rows["is_late"], "due_on"]
    counts.add({"任务最早还剩": days(day, ahead.min()) if len(ahead) else 0})
    counts.add({f"任务{word}": int((rows["status"] == status).sum()) for status, word in STATUS.items()})
    for _, phase in export.table("phases").iterrows():
        own, name = rows[rows["phase_id"] == phase["phase_id"]], phase["name"]
        counts.add({f"任务_{name}": len(own), f"任务已完成_{name}": int(own["is_done"].sum())})
        counts.add({f"任务逾期_{name}": int(own["is_late"].sum())})
    counts.tables["tasks_table"] = _cells(export, rows, day)
    return counts


def _cells(export: Export, rows: pd.DataFrame, day: date) -> Cells:
    """What the table says of each: the tasks still waited for are those it comes after and that aren't done."""
    after = export.known("task_dependencies", day)
    moved = forecast.pushed(rows, after, day)
    undone = set(rows.loc[~rows["is_done"], "task_id"])
    waits = after[after["after_task_id"].isin(undone)].groupby("task_id")["after_task_id"].apply(sorted)
    names = export.names()
    return {
        row["task_id"]: {
            "tags": STATUS[row["status"]],
            "due_on": str(row["due_on"]),
            "start_on": str(row["start_on"]),
            "deadline": _deadline(row, day),
            "leader_name": names.get(row["leader_id"], ""),
            "forecast": moved.get(row["task_id"], ""),
            "blocked_by": "" if row["is_done"] else "、".join(waits.get(row["task_id"], [])),
        }
        for _, row in rows.iterrows()
    }


def _deadline(row: pd.Series, day: date) -> str:
    if row["is_done"]:
        return "超期完成" if row["done_on"] > row["due_on"] else "按期完成"
    return f"逾期 {days(row['due_on'], day)} 天" if row["is_late"] else ""
