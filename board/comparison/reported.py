"""上报情况: each unit at a deadline, as of a day; and how far all are with each step of the plan."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from board.answer import Answer, Words, answer, joined, part
from board.comparison.figures import reporting
from board.comparison.growing import arrived, kept_by_unit
from board.store.frames import each_row, kept
from board.store.store import Store
from board.units.tree import seen

TAKEN, ON_TIME, LATE, MISSING, NOT_YET, EXCUSED = "已报", "按时", "晚报", "逾期未报", "还没报", "免报"
EVERY = "全部"
STATES = (TAKEN, ON_TIME, LATE, MISSING, NOT_YET, EXCUSED)
_EVER = date(2000, 1, 1)
Deadline = tuple[str, date, date]  # deadline_id, for_on, due_on
STEP_STATE = {"done": "已完成", "in_progress": "进行中", "not_started": "未开始", "late": "逾期"}


@kept
def reported(store: Store, activity_id: str, as_of: date, deadline: Deadline | None) -> pd.DataFrame:
    """One row per unit that is to submit, on a day: the columns of `comparison.figures.reporting`, state (STATES),
    received_at (first), submitted_for, submission_no, correction_count, step_count, done_count, late_count, reason (of
    the excuse), reminder_count, reminded_at.

    deadline: None: none is set, any state counts and nobody is late.
    """
    key, for_on, due_on = deadline or ("", _EVER, as_of)
    asked = {"activity_id": activity_id, "as_of": as_of}
    rows = reporting(store, as_of).merge(_received(store, activity_id, as_of, for_on), how="left")
    rows = rows.merge(store.read("deadlines/reminded", **asked, deadline_id=key), on="unit_id", how="left")
    excuses = store.read("deadlines/excuses", **asked, deadline_id=key)
    reasons = {row.unit_id: row.reason for row in each_row(excuses) if row.is_excused}
    rows = rows.assign(reason=[reasons.get(unit_id, "") for unit_id in rows["unit_id"].tolist()])
    counts = ["correction_count", "step_count", "done_count", "late_count", "reminder_count"]
    rows[counts] = rows[counts].fillna(0).astype(int)
    in_time = pd.Timestamp(due_on) + timedelta(days=1)
    state = pd.Series(MISSING if as_of > due_on else NOT_YET, index=rows.index)
    state = state.mask(rows["reason"] != "", EXCUSED)
    state = state.mask(rows["received_at"].notna(), LATE).mask(rows["received_at"] < in_time, ON_TIME)
    return rows.assign(state=state if deadline else state.replace({ON_TIME: TAKEN, LATE: TAKEN}))


@kept_by_unit
def _received(store: Store, activity_id: str, as_of: date, for_on: date, *, after_no: int) -> pd.DataFrame:
    ids = arrived(store, activity_id, as_of, after_no)["unit_id"].tolist() if after_no else []
    asked = {"activity_id": activity_id, "as_of": as_of, "for_on": for_on}
    return store.frame("deadlines/received", **asked, is_every=not after_no, unit_ids=ids)


def counts(rows: pd.DataFrame) -> dict[str, int]:
    """How many units are in each view: all, and each of STATES that has any."""
    found = rows["state"].value_counts()
    return {EVERY: len(rows), **{state: int(found[state]) for state in STATES if state in found}}


def missing(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of units that haven't submitted and aren't excused."""
    return rows[rows["state"].isin([MISSING, NOT_YET])]


def submitted_answer(rows: pd.DataFrame, due_on: date | None, lock: str = "") -> Answer:
    """上报情况 in one sentence. rows: as `reported` returns them. lock: of the deadline (`deadlines.lock_word`)."""
    if rows.empty:
        return answer(["还没有要上报的单位"])
    found = counts(rows)
    of = [
        part(f"{found[state]} 个", "submitted", view=state, is_bad=state == MISSING)
        for state in STATES
        if state in found
    ]
    words: list[Words] = [part(f"{len(rows)} 个单位", "submitted"), "应报：" if due_on else "："]
    states = [state for state in STATES if state in found]
    named = {ON_TIME: "按时报了", TAKEN: "报了"}
    words += [
        word
        for place, (each, state) in enumerate(zip(of, states, strict=True))
        for word in ("，" * bool(place), each, named.get(state, state))
    ]
    corrected, late = int((rows["correction_count"] > 0).sum()), int((rows["late_count"] > 0).sum())
    more = [
        f"最迟 {due_on:%m-%d} 报到" if due_on else "还没有设报送期限",
        lock,
        f"{corrected} 个更正过" if corrected else "",
        f"{late} 个有工作逾期" if late else "",
    ]
    return answer([each for each in words if each], joined([each for each in more if each], "；"))


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with words for the table and the list to copy: tags, steps, late_text, corrected, reminded."""
    return rows.assign(
        tags=rows["state"].map(lambda state: [state]),
        steps=[f"{row.done_count} / {row.step_count}" if row.step_count else "" for row in each_row(rows)],
        late_text=[f"{count} 项逾期" if count else "" for count in rows["late_count"]],
        corrected=[f"{count} 次" if count else "" for count in rows["correction_count"]],
        reminded=[_reminded(row) for row in each_row(rows)],
    )


def _reminded(row: Any) -> str:
    return f"{row.reminder_count} 次，{row.reminded_at:%m-%d}" if row.reminder_count else ""


@kept
def steps(store: Store, activity_id: str, as_of: date, deadline: Deadline | None) -> pd.DataFrame:
    """One row per step of the plan and state: title, state (STEP_STATE), unit_count; in the plan's order.

    Steps are known by their number in the plan; one that the bureau's own plan doesn't have is left out.
    """
    key = ("comparison.counted", activity_id, as_of, deadline[1] if deadline else _EVER)
    counted: _Counted = store.cached(key, lambda given: _counted(given, key), is_part=True)
    found = [(*each, count) for each, count in sorted(counted.counts.items()) if count]
    rows = pd.DataFrame(found, columns=["task_id", "state", "unit_count"])
    titles = titles_of_steps(store, activity_id, as_of)
    known = rows[rows["task_id"].isin(titles)]
    return known.assign(title=known["task_id"].map(titles), state=known["state"].map(STEP_STATE))


@dataclass(frozen=True, eq=False)
class _Counted:
    """How many of some submissions have a step in a state, by both."""

    numbers: frozenset[int]
    counts: Counter[tuple[str, str]]


def _counted(store: Store, key: tuple[str, str, date, date]) -> _Counted:
    """The counts of the newest submissions: those kept before, but for what came instead of what."""
    _, activity_id, as_of, for_on = key
    received = seen(store, _received(store, activity_id, as_of, for_on), as_of)
    now = frozenset(map(int, received["submission_no"].tolist()))
    before = store.former(key)[0] or _Counted(frozenset(), Counter())
    counts = before.counts + _steps_of(store, now - before.numbers)
    counts.subtract(_steps_of(store, before.numbers - now))
    return _Counted(now, counts)


def _steps_of(store: Store, numbers: Collection[int]) -> Counter[tuple[str, str]]:
    rows = store.rows("deadlines/steps", numbers=sorted(numbers))
    return Counter({(row["task_id"], row["state"]): row["unit_count"] for row in rows})


def titles_of_steps(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The bureau's own steps by id, in the plan's order."""
    rows = store.read("tasks/tasks", activity_id=activity_id, as_of=as_of)
    return dict(zip(rows["task_id"], rows["name"], strict=True))


def step_cells(store: Store, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per unit of these and step: name, task_id, state (STEP_STATE). rows: as `reported` returns them."""
    names = {int(row.submission_no): row.name for row in each_row(rows[rows["submission_no"].notna()])}
    cells = pd.DataFrame(
        store.rows("deadlines/cells", numbers=list(names)), columns=["submission_no", "task_id", "state"]
    )
    return cells.assign(name=cells["submission_no"].map(names), state=cells["state"].map(STEP_STATE))
