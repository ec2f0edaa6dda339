"""The versions of the plan that the example bureau issued (示例), and what its made schools did with them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from board.access import Actor, Role
from board.activity.plan.reading import Plan
from board.example.district_states import School
from board.example.samples import CLERK
from board.plan_versions.issuing import issue_in
from board.store.store import Transaction
from board.words import ROLE

_CLERK = Actor(CLERK, ROLE["clerk"], frozenset({Role.CLERK}))
# Days ago, and what is new; the second gives the last but one task a day more.
_ISSUED = ((14, "本阶段的方案，各校对一对"), (3, "公开报告和评议结果放宽一天"))
# Schools that have not decided on the second yet, and one that doesn't take it over, by their number.
_UNDECIDED, _DECLINED = {3, 8, 14, 21}, {11: "期末考试排在那几天，按原来的日子办"}


def issue_plans(transaction: Transaction, activity_id: str, plan: Plan, schools: Iterable[School], today: date) -> None:
    """Issue both, over the bureau's own activity too, and note what each school did with them."""
    task = plan.tasks[-2]
    later = replace(plan, tasks=(*plan.tasks[:-2], replace(task, due=task.due + 1), plan.tasks[-1]))
    moments = [datetime.combine(today - timedelta(ago), time(9, 30)) for ago, _ in _ISSUED]
    for each, at, (_, note) in zip((plan, later), moments, _ISSUED, strict=True):
        issue_in(transaction, _CLERK, activity_id, each, note, at)
    first, second = (row["sha256"] for row in transaction.rows("plan_versions/issued", activity_id=activity_id))
    rows = []
    for school in schools:
        decision = "received" if school.seed in _UNDECIDED else "declined" if school.seed in _DECLINED else "taken"
        of = {"activity_id": activity_id, "unit_id": school.unit_id}
        taken_at, decided_at = (at + timedelta(hours=2, minutes=school.seed) for at in moments)
        rows += [
            {**of, "sha256": first, "decision": "taken", "reason": "", "received_at": taken_at},
            {
                **{**of, "sha256": second, "decision": decision},
                **{"reason": _DECLINED.get(school.seed, ""), "received_at": decided_at},
            },
        ]
    transaction.insert("plan_versions/insert_receipts", rows)
