"""Making an activity from a plan and a start."""

from datetime import date

from board import access, clock
from board.access import Actor
from board.activity.plan.reading import Plan
from board.activity.plan.rows import task_rows
from board.activity.plan.writing import write_plan, write_tasks
from board.store.history import Event, stamped
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed


def create_activity(store: Store, actor: Actor, plan: Plan, start_on: date, *, is_example: bool = False) -> str:
    """Makes an activity from a plan that starts on a day, with its tasks not started; returns its id.

    Raises Refused without `activities.edit`, and Invalid if the unit already has this plan with this start.
    """
    access.require(actor, "activities.edit")
    created = Event("add", actor, clock.now())

    def work(transaction: Transaction) -> str:
        activity_id = write_plan(transaction, plan, start_on, created, is_example=is_example)
        write_tasks(transaction, [[stamped(task, created)] for task in task_rows(plan, activity_id, start_on)])
        return activity_id

    return store.write(work, Deed("activities.add", actor))
