"""A district made up in the tables that submissions are taken into: towns, schools of every size, weeks of submissions.

Written as arrow tables, in one transaction: ten thousand schools take seconds.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from board import clock
from board.access import Actor, Role
from board.activity.creating import create_activity
from board.activity.plan.reading import load_plan, shipped_plans
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

Numbers = np.ndarray[Any, np.dtype[Any]]
EVERYONE = Actor("A-1", "工作人员", frozenset(Role))
LOW, HIGH = 3, 7  # schools that are really below, and above, the others in 优良率
SILENT, SMALL = 11, 13  # one that never submitted, one of which nearly nobody answered
_STAMP: dict[str, Any] = {
    "happened_at": datetime.fromisoformat("2026-01-01"),
    "actor_id": "A-1",
    "actor_name": "工作人员",
}


def made_district(store: Store, schools: int = 24, weeks: int = 3, seed: int = 22) -> str:
    """Makes the activity, the tree and all submissions; returns the activity's id."""
    began = clock.today() - timedelta(days=7 * weeks + 40)
    activity_id = create_activity(store, EVERYONE, load_plan(shipped_plans()["analysis-stage"]), began)
    rng = np.random.default_rng(seed)
    frames = {"units/insert_steps": _tree(schools)}
    frames |= _submitted(store, activity_id, schools, weeks, rng)

    def work(transaction: Transaction) -> None:
        for query, frame in frames.items():
            # In the order of arrival, as a collector has them.
            rows = frame.sort_values("submission_no", kind="stable") if "submission_no" in frame else frame
            transaction.insert(query, pa.Table.from_pandas(rows, preserve_index=False))

    store.write(work, Deed("units.open", EVERYONE))
    return activity_id


def unit_id(place: int) -> str:
    return f"S{place:05}"


def _tree(schools: int) -> pd.DataFrame:
    towns = max(schools // 8, 1)
    above = [{"unit_id": "D1", "name": "示例区", "kind": "district", "parent_id": "", "is_reporting": False}]
    above += [
        {
            "unit_id": f"T{town:04}",
            "name": f"示例{town + 1}镇",
            "kind": "town",
            "parent_id": "D1",
            "is_reporting": False,
        }
        for town in range(towns)
    ]
    below = [
        {
            **{"unit_id": unit_id(place), "name": f"示例第{place + 1}小学", "kind": "school"},
            **{"parent_id": f"T{place % towns:04}", "is_reporting": True},
        }
        for place in range(schools)
    ]
    rows = pd.DataFrame([*above, *below])
    return rows.assign(seq=1, action="open", on_date=date(2026, 1, 1), merged_into="", **_STAMP)


def _submitted(
    store: Store, activity_id: str, schools: int, weeks: int, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    places = np.array([place for place in range(schools) if place != SILENT])
    every = pd.DataFrame({"place": np.tile(places, weeks), "week": np.repeat(np.arange(weeks), len(places))})
    every["submission_no"] = np.arange(1, len(every) + 1)
    today = clock.today()
    on = [today - timedelta(days=7 * (weeks - 1 - int(week)) + 1) for week in every["week"]]
    moments = [datetime.combine(day, time(18)) for day in on]
    ids = [unit_id(place) for place in every["place"]]
    submissions = pd.DataFrame(
        {
            **{"activity_id": activity_id, "submission_no": every["submission_no"], "unit_id": ids},
            **{"number": every["week"] + 1, "as_of": on, "made_at": moments, "received_at": moments, "way": "sent"},
            **{"sha256": [f"{no:064x}" for no in every["submission_no"]], "previous_sha256": ""},
            **{"corrects": pd.array([None] * len(every), "Int32"), "reason": "", "fingerprint": "f" * 64},
            **{"trail_number": every["submission_no"], "trail_hash": "0" * 64, "plan_sha256": "1" * 64},
        }
    )
    numbers = every["submission_no"].to_numpy()
    people = rng.integers(40, 400, schools)[every["place"]]
    returned = np.rint(people * 0.9).astype(int)
    returned = np.where(every["place"] == SMALL, 4, returned)
    rates = np.select([every["place"] == LOW, every["place"] == HIGH], [0.6, 0.99], default=0.88)
    good = rng.binomial(returned, rates)
    items = rng.integers(8, 30, schools)[every["place"]]
    counts = {
        "answers_good": (good, returned),
        "forms_returned": (returned, people),
        "items_closed": (rng.binomial(items, 0.2 + 0.2 * every["week"].to_numpy() / max(weeks, 1)), items),
        "items_late": (rng.binomial(items, 0.1), items),
        "tasks_done": (rng.binomial(18, 0.6, len(every)), np.full(len(every), 18)),
        "rules_passed": (rng.binomial(40, 0.7, len(every)), np.full(len(every), 40)),
        "opinions_fed_back": (rng.binomial(people // 3, 0.6), people // 3),
    }
    figures = pd.concat(
        [
            pd.DataFrame({"submission_no": numbers, "figure": name, "numerator": some, "base": base})
            for name, (some, base) in counts.items()
        ]
    )
    figures = figures[(figures["figure"] != "answers_good") | (figures["base"] >= 5)]
    rounds = pd.DataFrame(
        {
            **{"submission_no": numbers, "round_id": "R1", "position": 1, "is_newest": True},
            **{"opened_on": date(2026, 1, 5), "closed_on": pd.array([None] * len(every), "datetime64[ns]")},
            **{"given_out": people, "returned_count": returned, "valid_count": returned},
        }
    )
    return {
        "submissions/insert": submissions,
        "submissions/insert_figures": figures,
        "submissions/insert_rounds": rounds,
        "submissions/insert_answers": _answers(numbers, good, returned, rng),
        **_others(store, activity_id, numbers, rng),
    }


def _answers(
    numbers: Numbers,
    good: Numbers,
    returned: Numbers,
    rng: np.random.Generator,
) -> pd.DataFrame:
    best, poor = rng.binomial(good, 0.7), rng.binomial(returned - good, 0.3)
    ranks = {
        1: ("好", 100, best),
        2: ("较好", 80, good - best),
        3: ("一般", 60, returned - good - poor),
        4: ("差", 0, poor),
    }
    few = returned < 5
    return pd.concat(
        [
            pd.DataFrame(
                {
                    **{"submission_no": numbers, "round_id": "R1", "criterion_id": "C9", "criterion_label": "总体评价"},
                    **{"is_overall": True, "rank": rank, "answer_label": word, "points": float(points)},
                    **{"is_good": rank <= 2, "answer_count": pd.array(np.where(few, 0, count), "Int64")},
                }
            ).assign(answer_count=lambda rows: rows["answer_count"].mask(few))
            for rank, (word, points, count) in ranks.items()
        ]
    )


def _others(store: Store, activity_id: str, numbers: Numbers, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    themes = pd.DataFrame(
        [
            {
                **{"submission_no": int(no), "kind": "theme", "label": label, "opinion_count": int(count)},
                **{"answered_count": int(count) // 2, "problem_count": 1, "item_count": 0},
            }
            for no in numbers
            for label, count in zip(("食堂饭菜", "作业太多", "校门口拥堵"), rng.integers(5, 30, 3), strict=True)
            if rng.random() < 0.7
        ]
    )
    tasks = [row["task_id"] for row in store.rows("tasks/present", activity_id=activity_id)][:6]
    steps = pd.DataFrame({"submission_no": np.repeat(numbers, len(tasks)), "task_id": np.tile(tasks, len(numbers))})
    done = rng.random(len(steps)) < 0.6
    late = ~done & (rng.random(len(steps)) < 0.3)
    status = pd.Series(np.where(done, "done", "in_progress"))
    steps = steps.assign(status=status, start_on=date(2026, 1, 5), due_on=date(2026, 2, 5))
    steps = steps.assign(done_on=status.map({"done": "2026-02-01"}), is_late=late, done_late=False)
    verdicts = pd.DataFrame(
        [
            {"submission_no": int(no), "rule_id": rule, "verdict": "failed" if rng.random() < share else "passed"}
            for no in numbers
            for rule, share in (("opinions_sorted", 0.1), ("talks_members", 0.6))
        ]
    ).assign(gap_count=1)
    return {
        "submissions/insert_themes": themes,
        "submissions/insert_steps": steps,
        "submissions/insert_verdicts": verdicts,
    }
