"""A month in the life of a small ledger, written down day by day: what the comparison of any two days has to find."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from board.access import Actor
from board.rectification import actions as rectification
from board.store.store import Store
from tests.ledger_rows import ACTIVITY, START_ON, add_activity, deferred_fields, item_fields

LAST_DAY = 30
Told = tuple[int, str, str, dict[str, Any]]


def day(number: int) -> date:
    return START_ON + timedelta(days=number)


# Day, action, item, what was given. R-001 is closed and stays so. R-002 is sent back, handed in again and closed, and
# taken up again. R-003 is put off, then brought forward. R-004 waits for its conditions. R-005 is removed and restored.
# R-006 is removed for good. R-007 comes and goes. R-008 moves and moves back. R-009 comes and is closed. R-010 comes
# on a late day and never moves.
MONTH: tuple[Told, ...] = (
    *((0, "add", f"R-{number:03d}", dict(item_fields())) for number in (1, 2, 3)),
    (0, "add", "R-004", dict(deferred_fields())),
    *((0, "add", f"R-{number:03d}", dict(item_fields())) for number in (5, 6)),
    (2, "start", "R-001", {}),
    (2, "start", "R-002", {}),
    (3, "start", "R-003", {}),
    (4, "report", "R-001", {"percent": 40, "progress": "已听课六节"}),
    (5, "remove", "R-005", {"reason": "与 R-003 重复"}),
    (6, "submit", "R-001", {"proof": "听课记录"}),
    (6, "submit", "R-002", {"proof": "会议记录"}),
    (7, "add", "R-007", dict(item_fields(problem="登错了单位"))),
    (8, "close", "R-001", {"people_view": "satisfied", "verifier_id": "M02"}),
    (8, "send_back", "R-002", {"reason": "只有记录，没有照片"}),
    (9, "remove", "R-007", {"reason": "登错了单位"}),
    (9, "add", "R-008", dict(item_fields())),
    (10, "submit", "R-002", {"proof": "会议记录；照片"}),
    (10, "start", "R-008", {}),
    (11, "postpone", "R-003", {"due_on": day(40), "reason": "等设备到货"}),
    (11, "report", "R-008", {"percent": 50, "progress": "已开工"}),
    (12, "edit", "R-004", {"conditions": "经费已批复"}),
    (13, "restore", "R-005", {"reason": "并非重复"}),
    (13, "report", "R-008", {"percent": 20, "progress": "返工"}),
    (14, "edit", "R-008", {"remark": "周五复查"}),
    (15, "close", "R-002", {"people_view": "mostly_satisfied", "verifier_id": "M02"}),
    (15, "edit", "R-008", {"remark": ""}),
    (15, "report", "R-008", {"percent": 50, "progress": "已开工"}),
    (16, "postpone", "R-003", {"due_on": day(35), "reason": "设备提前到货"}),
    (17, "remove", "R-006", {"reason": "不属本校职责"}),
    (18, "reopen", "R-002", {"reason": "又有反映"}),
    (19, "add", "R-009", dict(item_fields())),
    (19, "start", "R-009", {}),
    (20, "submit", "R-009", {"proof": "照片"}),
    (21, "close", "R-009", {"people_view": "satisfied", "verifier_id": "M02"}),
    (22, "edit", "R-004", {"kind": "dated", "due_on": day(60), "reason": "条件已经具备"}),
    (23, "reopen", "R-001", {"reason": "回访发现反弹", "due_on": day(50)}),
    (24, "submit", "R-001", {"proof": "听课记录；回访记录"}),
    (25, "close", "R-001", {"people_view": "satisfied", "verifier_id": "M02"}),
    (26, "edit", "R-003", {"owner_id": "P02", "department": "总务处"}),
    (27, "add", "R-010", dict(item_fields())),
)


def live(store: Store, clerk: Actor) -> dict[int, pd.DataFrame]:
    """Carry the month out and return what the ledger showed at the end of each of its days, from -1 to LAST_DAY."""
    add_activity(store)
    snapshots = {-1: rectification.items(store, ACTIVITY, day(-1))}
    for number in range(LAST_DAY + 1):
        for place, (_, action, item_id, given) in enumerate(told for told in MONTH if told[0] == number):
            at = datetime.combine(day(number), time(9)) + timedelta(minutes=place)
            if action == "add":
                rectification.add(store, clerk, ACTIVITY, given, at=at)
            else:
                rectification.act(store, clerk, ACTIVITY, item_id, action, given, at=at)
        snapshots[number] = rectification.items(store, ACTIVITY, day(number))
    return snapshots
