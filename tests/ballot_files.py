"""A small form, an activity that asks it, and files of ballots in any encoding and separator, for tests."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from board import clock
from board.access import Actor
from board.evaluation import rounds as evaluation_rounds
from board.importing.ballots import check_ballots
from board.importing.checked import Checked
from board.importing.choices import Choices
from board.importing.form import BallotForm, ballot_form
from board.imports import commit as imports
from board.store.store import Store, Transaction

ACTIVITY = "ballot-school"
GROUPS = ("党员", "教职工", "家长", "普通群众")
DAY = date(2025, 12, 10)
# Before any day that a test looks back to.
ENTERED = datetime.combine(date(2025, 11, 1), time(9))
POINTS = (100.0, 80.0, 60.0, 0.0, None)
WORDS = {
    "C1": ("认识深不深", ("深", "较深", "一般", "不深", "不了解")),
    "C2": ("发展思路清不清", ("清", "较清", "一般", "不清", "不了解")),
    "C0": ("总体评价", ("好", "较好", "一般", "差", "不了解")),
}
HEADER = ["参评人员类别", "参评方式", "填表日期", "是否废票", *(label for label, _ in WORDS.values()), "意见和建议"]


def criteria_rows() -> list[dict[str, Any]]:
    return [
        {
            "criterion_id": criterion_id,
            "heading": "评议",
            "label": label,
            "position": place,
            "is_overall": criterion_id == "C0",
        }
        for place, (criterion_id, (label, _)) in enumerate(WORDS.items(), start=1)
    ]


def answer_rows() -> list[dict[str, Any]]:
    return [
        {"criterion_id": criterion_id, "rank": rank, "label": word, "points": POINTS[rank - 1], "is_good": rank <= 2}
        for criterion_id, (_, words) in WORDS.items()
        for rank, word in enumerate(words, start=1)
    ]


def small_form() -> BallotForm:
    """Two criteria and the overall grade, four groups."""
    asked = {row["criterion_id"]: row for row in criteria_rows()}
    rows = [
        {**row, "criterion_label": asked[row["criterion_id"]]["label"], "is_overall": row["criterion_id"] == "C0"}
        for row in answer_rows()
    ]
    return ballot_form(rows, GROUPS)


def add_activity(store: Store) -> str:
    """Write an activity that asks the small form, and return its id."""
    activity = {
        "activity_id": ACTIVITY,
        "unit_id": "U-01",
        "plan_name": "small",
        "name": "学习实践活动",
        "stage": "分析检查阶段",
        "theme": "",
        "start_on": date(2025, 11, 20),
        "end_on": date(2025, 12, 31),
        "is_example": False,
        "created_at": clock.now(),
    }
    groups = [{"kind": "group", "label": label, "position": i, "required": True} for i, label in enumerate(GROUPS)]

    def work(transaction: Transaction) -> None:
        transaction.insert("activities/insert", [activity])
        for name, rows in (("terms", groups), ("criteria", criteria_rows()), ("answers", answer_rows())):
            transaction.insert(f"activities/insert_{name}", [{"activity_id": ACTIVITY, **row} for row in rows])

    store.write(work)
    return ACTIVITY


def open_round(store: Store, clerk: Actor, name: str = "第一轮") -> str:
    fields = {"name": name, "evaluated": "分析检查报告", "opened_on": date(2025, 12, 1)}
    return evaluation_rounds.add_round(store, clerk, ACTIVITY, fields, at=ENTERED)


def ballot(
    *answers: str, group: str = "家长", way: str = "纸质", day: str = "2025-12-10", void: str = "", says: str = ""
) -> list[str]:
    """One row under HEADER."""
    return [group, way, day, void, *answers, says]


def file_of(
    rows: Iterable[Sequence[str]],
    header: Sequence[str] = HEADER,
    separator: str = ",",
    encoding: str = "utf-8",
) -> bytes:
    """A file as an exporter would write it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def checked(rows: Iterable[Sequence[str]], **written: Any) -> Checked:
    return check_ballots("评议.csv", file_of(rows, **written), small_form(), Choices())


def import_rows(
    store: Store,
    clerk: Actor,
    round_id: str,
    rows: Iterable[Sequence[str]],
    *,
    is_other: bool = False,
    is_fresh: bool = False,
) -> imports.Receipt:
    """is_other, is_fresh: ballots of others, though some that came before are answered alike."""
    ids = (ACTIVITY, round_id)
    return imports.commit(store, clerk, *ids, checked(rows), at=ENTERED, is_other=is_other, is_fresh=is_fresh)


def ranks(given: Checked, criterion_id: str) -> list[int | None]:
    """The ranks a file was taken to give a criterion, in its order."""
    found: list[int | None] = given.ballots[criterion_id].to_pylist()
    return found
