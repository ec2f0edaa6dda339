"""Computed from a task's present state and a day: late, due soon, waiting for others (domain.md, 工作任务). Pure."""

from datetime import date

import pandas as pd

DUE_SOON_DAYS = 7


def with_flags(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Tasks as they were on a day, with flags as new columns.

    is_done; is_late (past due, not done); is_due_soon (due in 0..7 days); done_late; days_left (NaN when done, below 0
    when late); after (ids of its predecessors); blocked_by (predecessors not done, while it isn't done itself);
    waits_for (predecessors not done although it has begun: out of order). The three are text: ids joined by 、, or "".
    """
    is_done = frame["status"] == "done"
    days_left = (frame["due_on"] - pd.Timestamp(as_of)).dt.days.astype("float64").where(~is_done)
    unfinished = frame["unfinished_ids"]
    flagged = frame.assign(
        is_done=is_done,
        is_late=days_left < 0,
        is_due_soon=days_left.between(0, DUE_SOON_DAYS),
        done_late=is_done & (frame["done_on"] > frame["due_on"]),
        days_left=days_left,
        after=frame["after_ids"],
        blocked_by=unfinished.where(~is_done, ""),
        waits_for=unfinished.where(frame["status"] != "not_started", ""),
    )
    return flagged.drop(columns=["after_ids", "unfinished_ids"])


def by_phase(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per phase that has tasks, in order: phase_id, phase_name, task_count, done_count, late_count."""
    phases = frame.groupby(["phase_position", "phase_id", "phase_name"], as_index=False)
    counted = phases.agg(task_count=("task_id", "size"), done_count=("is_done", "sum"), late_count=("is_late", "sum"))
    return counted.drop(columns="phase_position")
