"""总览: the figures, what needs attention, and the days that other pages count from."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from board.activity.task_records import is_meeting
from board.evaluation import of_phase
from board.evaluation import results as evaluation
from board.evaluation.differences import rounds_tested
from board.evaluation.views import rate_since
from board.numbers import month_day
from board.opinions import actions as opinions
from board.opinions.figures import UNANSWERED_DAYS, UNSORTED_DAYS
from board.opinions.views import in_view
from board.procedure import verdicts as procedure
from board.rectification import actions as rectification
from board.store.frames import each_row
from board.store.store import Store
from board.tasks import actions as tasks

WORST = 10
_COUNTED = ("is_done", "is_closed", "is_late", "is_deferred")
_OF_ATTENTION = (
    *("item_id", "problem", "owner_id", "owner_name", "status"),
    *("is_late", "days_late", "review_is_due", "review_on"),
)


@dataclass(frozen=True)
class Figures:
    """The figures of a day, all counts. good_label, good_count, good_base: as in `evaluation.results.Headline`.

    round_note: why the rules of procedure look at another round; "" if it is theirs.
    """

    task_count: int
    tasks_done: int
    tasks_late: int
    opinion_count: int
    opinions_fed_back: int
    opinions_waiting: int
    item_count: int
    items_done: int
    items_closed: int
    items_late: int
    items_deferred: int
    round_id: str
    round_name: str
    round_note: str
    good_label: str
    good_count: int
    good_base: int
    rule_count: int
    rules_passed: int
    rules_failed: int


def figures(store: Store, activity_id: str, as_of: date) -> Figures:
    """The figures of an activity on a day."""
    done: Figures = store.cached(("overview.figures", activity_id, as_of), lambda: _figures(store, activity_id, as_of))
    return done


def _figures(store: Store, activity_id: str, as_of: date) -> Figures:
    task = tasks.tasks(store, activity_id, as_of)
    opinion = opinions.opinions(store, activity_id, as_of)
    item = rectification.some_of_items(store, activity_id, as_of, _COUNTED)
    rules = procedure.counts(procedure.verdicts(store, activity_id, as_of))
    newest = _latest_round(store, activity_id, as_of)
    head = evaluation.headline(store, activity_id, newest["round_id"], as_of)
    return Figures(
        task_count=len(task),
        tasks_done=int((task["status"] == "done").sum()),
        tasks_late=int(task["is_late"].sum()),
        opinion_count=len(opinion),
        opinions_fed_back=int(opinion["is_fed_back"].sum()),
        opinions_waiting=int((~opinion["is_sorted"]).sum()),
        item_count=len(item),
        items_done=int(item["is_done"].sum()),
        items_closed=int(item["is_closed"].sum()),
        items_late=int(item["is_late"].sum()),
        items_deferred=int((item["is_deferred"] & ~item["is_closed"]).sum()),
        round_id=newest["round_id"],
        round_name=newest["name"],
        round_note=newest["note"],
        good_label=head.label,
        good_count=head.good_count,
        good_base=head.base,
        rule_count=rules.total(),
        rules_passed=rules["passed"],
        rules_failed=rules["failed"],
    )


def _latest_round(store: Store, activity_id: str, as_of: date) -> dict[str, str]:
    """The round_id, name and note of the newest round with valid ballots by a day; "" without one."""
    rounds = of_phase.rounds(store, activity_id, as_of)
    held = rounds[rounds["valid_count"] > 0]
    if held.empty:
        return {"round_id": "", "name": "", "note": ""}
    round_id, name = (str(held.iloc[-1][column]) for column in ("round_id", "name"))
    return {"round_id": round_id, "name": name, "note": of_phase.not_looked_at(rounds, round_id)}


def rate_change(store: Store, activity_id: str, now: Figures, then: Figures | None, as_of: date) -> str | None:
    """The change of the headline of the evaluation, in words; None if a day shows none.

    Within a round it says how many more answers are counted. Rounds of different things aren't compared, others as
    standardised and tested (`evaluation.differences`).
    """
    if then is None or not now.good_base or not then.good_base:
        return None
    if now.round_id == then.round_id:
        return rate_since((now.good_count, now.good_base), (then.good_count, then.good_base))
    rounds = evaluation.rounds(store, activity_id, as_of).set_index("round_id")["evaluated"]
    if rounds[now.round_id] != rounds[then.round_id]:
        return "与上一轮对象不同，不比"
    tests = rounds_tested(store, activity_id, now.round_id, then.round_id, as_of)
    overall = tests[tests["is_overall"] & tests["difference"].notna()].to_dict("records")
    return f"{overall[0]['difference_text']}（折算），{overall[0]['verdict']}" if overall else None


def attention(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per thing that needs attention now, the worst first.

    subject, record_id, title, who, who_id, why, days, kind (late, review, pushed, waiting). Late items and tasks,
    opinions not sorted after 3 days or not fed back after 7 (in one row), deferred items whose review day has come.
    """
    key = ("overview.attention", activity_id, as_of)
    found: pd.DataFrame = store.cached(key, lambda: _attention(store, activity_id, as_of))
    return found


def _attention(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    items = rectification.some_of_items(store, activity_id, as_of, _OF_ATTENTION)
    parts = [
        _late_items(items).assign(kind="late"),
        _reviews_due(items, as_of).assign(kind="review"),
        _late_tasks(tasks.tasks(store, activity_id, as_of)).assign(kind="late"),
        _pushed_meetings(tasks.tasks(store, activity_id, as_of)).assign(kind="pushed"),
        _waiting_opinions(opinions.opinions(store, activity_id, as_of), as_of).assign(kind="waiting"),
    ]
    return pd.concat(parts, ignore_index=True).sort_values("days", ascending=False, kind="stable")


def _rows(
    subject: str, frame: pd.DataFrame, record_id: str, title: str, who: str, why: pd.Series, days: pd.Series
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "subject": subject,
            "record_id": frame[record_id],
            "title": frame[title],
            "who": frame[who].fillna(""),
            "who_id": frame["owner_id" if subject == "rectification" else "leader_id"],
            "why": why,
            "days": days.astype(int),
        }
    )


def _late_items(items: pd.DataFrame) -> pd.DataFrame:
    late = items[items["is_late"]]
    days = late["days_late"].astype(int).astype(str)
    waits = late["status"] == "submitted"
    why = ("整改逾期 " + days + " 天").mask(waits, "已提交等验收，整改逾期 " + days + " 天")
    return _rows("rectification", late, "item_id", "problem", "owner_name", why, late["days_late"])


def _reviews_due(items: pd.DataFrame, as_of: date) -> pd.DataFrame:
    due = items[items["review_is_due"]]
    days = (pd.Timestamp(as_of) - due["review_on"]).dt.days
    return _rows(
        "rectification", due, "item_id", "problem", "owner_name", "已到复查日 " + days.astype(str) + " 天", days
    )


def _late_tasks(frame: pd.DataFrame) -> pd.DataFrame:
    late = frame[frame["is_late"]]
    days = -late["days_left"]
    return _rows(
        "tasks", late, "task_id", "name", "leader_name", "工作任务逾期 " + days.astype(int).astype(str) + " 天", days
    )


def _pushed_meetings(frame: pd.DataFrame) -> pd.DataFrame:
    """Meetings that a late task delays, which the task's own row doesn't show."""
    moved = frame[(frame["pushed_days"] > 0) & frame["records"].map(is_meeting).astype(bool)]
    why = [f"因 {each.pushed_by} 晚，推迟到 {month_day(each.expected_on)}" for each in each_row(moved)]
    reasons = pd.Series(why, moved.index, dtype="str")
    return _rows("tasks", moved, "task_id", "name", "leader_name", reasons, moved["pushed_days"])


def _waiting_opinions(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """One row for all opinions that wait too long, if there are any: single rows would crowd out the rest.

    It counts what the view of that name on the opinions page holds.
    """
    overdue = in_view(frame, "等久了")
    parts = []
    if len(overdue):
        days = int((pd.Timestamp(as_of) - overdue["received_on"]).dt.days.max())
        unsorted = int((~overdue["is_sorted"]).sum())
        each = ((unsorted, UNSORTED_DAYS, "梳理"), (len(overdue) - unsorted, UNANSWERED_DAYS, "反馈"))
        counts = [f"{count} 条 {patience} 天以上没有{step}" for count, patience, step in each if count]
        why = "，".join([*counts, f"最早的已等 {days} 天"])
        parts.append(("opinions", "等久了", f"{len(overdue)} 条意见等久了", "工作人员", why, days))
    return pd.DataFrame(parts, columns=["subject", "record_id", "title", "who", "why", "days"])
