"""A small activity for the tests of the ledgers: two leading members, two teachers, the words they may choose from."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from board.access import Actor
from board.opinions import registry as opinions_registry
from board.store.history import Event, record
from board.store.store import Store, Transaction
from board.words import LIFE_MEETING

ACTIVITY = "test-school"
START_ON = date(2025, 11, 20)
NINE = datetime.combine(START_ON, time(9))
_PEOPLE = {
    "M01": ("校长", True),
    "M02": ("教学副校长", True),
    "P01": ("教导主任", False),
    "P02": ("总务主任", False),
}
_TERMS = {
    "channel": (("座谈会", True), ("意见箱", True), ("电话", False)),
    "giver": (("教职工", True), ("家长", True), ("普通群众", True), ("学生", False)),
    "aspect": (("思想观念", False), ("工作作风", False), ("制度机制", False)),
    "mirror": (("上级的部署", True), ("教师的期待", True)),
    "partner": (("一年级", True), ("普通教师", True), ("退休教师", False)),
    "source": (("征求意见", False), ("民主生活会", False)),
    "department": (("教导处", False), ("总务处", False)),
}


def add_activity(store: Store, activity_id: str = ACTIVITY) -> str:
    """Write the activity with its people, words and two phases, and return its id."""

    def work(transaction: Transaction) -> None:
        transaction.insert("activities/insert", [_activity(activity_id)])
        transaction.insert("activities/insert_people", _people(activity_id))
        transaction.insert("activities/insert_terms", _terms(activity_id))
        transaction.insert("activities/insert_phases", _phases(activity_id))

    store.write(work)
    return activity_id


def add_section_and_criterion(store: Store, activity_id: str = ACTIVITY) -> tuple[str, str]:
    """Write a section of the report and a criterion of the evaluation that items may name; returns label and id."""
    section = {"kind": "section", "label": "重点任务", "position": 1, "required": True}
    criterion = {
        "criterion_id": "K1",
        "heading": "思路与措施",
        "label": "措施可行不可行",
        "position": 1,
        "is_overall": False,
    }

    def work(transaction: Transaction) -> None:
        transaction.insert("activities/insert_terms", [{"activity_id": activity_id, **section}])
        transaction.insert("activities/insert_criteria", [{"activity_id": activity_id, **criterion}])

    store.write(work)
    return str(section["label"]), str(criterion["criterion_id"])


def by_id(frame: pd.DataFrame, column: str) -> dict[str, dict[str, Any]]:
    """A frame's rows as plain dicts, by the id in a column."""
    rows: list[dict[Any, Any]] = frame.to_dict("records")
    return {row[column]: row for row in rows}


def item_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would type for a 限期整改 item found on the first day and due after thirty."""
    typed = {
        "source": "征求意见",
        "aspect": "工作作风",
        "problem": "听课少，评课不及时",
        "subjective_cause": "深入课堂的意识不强",
        "measure": "每周听课两节，当天评课",
        "kind": "dated",
        "leader_id": "M01",
        "owner_id": "P01",
        "department": "教导处",
        "found_on": START_ON,
        "start_on": START_ON,
        "due_on": date(2025, 12, 20),
    }
    return {**typed, **changed}


def deferred_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would type for a 创造条件整改 item."""
    waiting = {
        "kind": "deferred",
        "due_on": None,
        "explanation": "场地改造须列入明年预算",
        "explained_to": "家长代表",
        "explained_on": START_ON,
        "explained_how": "座谈会",
        "conditions": "已向教育局申报经费",
        "review_on": date(2025, 12, 10),
    }
    return item_fields(**{**waiting, **changed})


def opinion_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would type for an opinion about the leading group."""
    typed = {
        "received_on": START_ON,
        "channel": "座谈会",
        "giver": "教职工",
        "about": "group",
        "content": "会议偏多，希望精简",
    }
    return {**typed, **changed}


def add_opinion(store: Store, clerk: Actor, opinion_id: str, **changed: Any) -> str:
    """Register an opinion under an id of our choosing; the product draws them by chance."""
    given = {**opinion_fields(**changed), "activity_id": ACTIVITY, "opinion_id": opinion_id}
    state, event = opinions_registry.apply(None, "add", given, START_ON), Event("add", clerk, NINE)
    store.write(lambda transaction: record(transaction, "opinions", "opinion_id", state, event))
    return opinion_id


def task_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would type for a task of the first phase."""
    typed = {
        "phase_id": "H1",
        "name": "征求意见",
        "output": "意见汇总表",
        "leader_id": "M02",
        "start_on": START_ON,
        "due_on": date(2025, 11, 30),
    }
    return {**typed, **changed}


def _activity(activity_id: str) -> Mapping[str, Any]:
    return {
        "activity_id": activity_id,
        "unit_id": "test-unit",
        "plan_name": "test",
        "name": "学习实践活动",
        "stage": "分析检查阶段",
        "theme": "优化管理",
        "start_on": START_ON,
        "end_on": date(2025, 12, 31),
        "is_example": False,
        "created_at": START_ON,
    }


def _people(activity_id: str) -> list[Mapping[str, Any]]:
    return [
        {
            "activity_id": activity_id,
            "person_id": person_id,
            "name": post,
            "post": post,
            "field": "",
            "department": "",
            "is_member": is_member,
            "is_principal": person_id == "M01",
            "position": position,
        }
        for position, (person_id, (post, is_member)) in enumerate(_PEOPLE.items(), start=1)
    ]


def _terms(activity_id: str) -> list[Mapping[str, Any]]:
    return [
        {"activity_id": activity_id, "kind": kind, "label": label, "position": position, "required": required}
        for kind, labels in _TERMS.items()
        for position, (label, required) in enumerate(labels, start=1)
    ]


def _phases(activity_id: str) -> list[Mapping[str, Any]]:
    days = {"H1": (START_ON, date(2025, 12, 5)), "H2": (date(2025, 12, 6), date(2025, 12, 20))}
    return [
        {
            "activity_id": activity_id,
            "phase_id": phase_id,
            "name": f"第{position}环节",
            "position": position,
            "start_on": start_on,
            "end_on": end_on,
        }
        for position, (phase_id, (start_on, end_on)) in enumerate(days.items(), start=1)
    ]


def talk_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would type for a talk of a member with a grade on the first day."""
    typed = {
        "held_on": START_ON,
        "member_id": "M01",
        "with_kind": "partner",
        "with_id": "一年级",
        "views_exchanged": True,
    }
    return {**typed, **changed}


def finding_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would type for a finding of a member's paper on the first day."""
    typed = {
        "member_id": "M01",
        "mirror": "教师的期待",
        "aspect": "工作作风",
        "content": "到年级组听意见少",
        "written_on": START_ON,
    }
    return {**typed, **changed}


def problem_fields(**changed: Any) -> Mapping[str, Any]:
    """What the clerk would type for a problem of the leading group found on the first day."""
    typed = {
        "found_on": START_ON,
        "about": "group",
        "aspect": "工作作风",
        "content": "会议多，进课堂少",
        "objective_cause": "上级会议多",
        "subjective_cause": "把开会当成抓工作",
        "solve_now": False,
    }
    return {**typed, **changed}


def add_life_meeting(store: Store, meeting_id: str = "Y1", day: int = 0, activity_id: str = ACTIVITY) -> str:
    """Write a democratic life meeting held that many days after the first; returns its id."""
    held_on = START_ON + timedelta(days=day)
    row = {"meeting_id": meeting_id, "kind": LIFE_MEETING, "topic": "优化管理", "held_on": held_on}
    store.write(
        lambda transaction: transaction.insert("activities/insert_meetings", [{"activity_id": activity_id, **row}])
    )
    return meeting_id
