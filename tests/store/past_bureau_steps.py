"""Further steps of a random history: what a bureau above units does, and what these hand up."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from board import clock
from board.assignments import accepting, assigning, fetching, handing_down
from board.comparison import deadlines
from board.comparison.assigned import standing
from board.rectification import actions as rectification
from board.store.frames import each_row
from board.store.trail.chain import Deed
from board.submissions import freezing
from board.submissions.document import opened
from board.submissions.keeping import keep, row_of
from board.units import actions as units
from board.units.tree import units_on
from tests.procedure.sound_school import EVERYONE
from tests.store.past_steps import Life
from tests.submissions.files import OTHER, SCHOOL, document, file

DEADLINE = "D001"


def _unit(life: Life) -> None:
    named = {"unit_id": life.chance.choice((SCHOOL, OTHER)), "name": life.text(), "kind": "school"}
    units.open_units(life.store, EVERYONE, [named], life.earlier())


def _key(life: Life) -> None:
    unit_id = str(life.chance.choice(units_on(life.store, clock.today())["unit_id"].tolist()))
    units.register_key(life.store, EVERYONE, unit_id, f"{life.chance.getrandbits(256):064x}")


def _handed_up(life: Life) -> None:
    unit_id = life.chance.choice((SCHOOL, OTHER))
    taken = life.store.rows("submissions/all", activity_id=life.activity_id)
    number = 1 + sum(row["unit_id"] == unit_id for row in taken)
    day = life.earlier()
    step: dict[str, Any] = {"task_id": "T01", "status": life.chance.choice(("in_progress", "done")), "done_on": None}
    step |= {"start_on": day.isoformat(), "due_on": day.isoformat(), "is_late": False, "done_late": False}
    made = opened(file(document(number, as_of=day, unit_id=unit_id, steps=[step])))
    row = row_of(made, life.activity_id, len(taken) + 1, "sent", clock.now())
    life.store.write(lambda transaction: keep(transaction, made, row), Deed("submissions.take", EVERYONE))


def _deadline(life: Life) -> None:
    wanted = {"name": life.text(), "for_on": life.earlier(), "due_on": clock.today() + timedelta(days=1)}
    there = deadlines.deadlines(life.store, life.activity_id, clock.today())
    if there.empty or life.chance.random() < 0.2:
        life.do(deadlines.set_deadline, "", wanted)
    else:
        life.do(deadlines.set_deadline, there["deadline_id"].iloc[-1], wanted, seen_seq=int(there["seq"].iloc[-1]))


def _excuse(life: Life) -> None:
    life.do(deadlines.excuse, DEADLINE, life.chance.choice((SCHOOL, OTHER)), life.chance.choice((life.text(), "")))


def _remind(life: Life) -> None:
    life.do(deadlines.remind, DEADLINE, [SCHOOL, OTHER])


def _assign(life: Life) -> None:
    asked = {"wanted": life.text(), "due_on": clock.today() + timedelta(days=5)}
    item_id = life.one(rectification.items, "item_id")
    there = standing(life.store, life.activity_id, clock.today())
    if there.empty or life.chance.random() < 0.5:
        life.do(assigning.assign, item_id, [life.chance.choice((SCHOOL, OTHER))], asked)
    else:
        row = there.sample(1, random_state=life.chance.randrange(99)).iloc[0]
        action = life.chance.choice(("correct", "withdraw"))
        given = {**asked, "reason": life.text()}
        life.do(assigning.change, row["assignment_id"], action, given, seen_seq=int(row["seq"]))


def _assigned(life: Life) -> None:
    """What was assigned to a unit comes down to it: here, the same store."""
    freezing.set_superior(life.store, EVERYONE, life.activity_id, {"unit_id": SCHOOL})
    life.do(fetching.take_file, handing_down.file_for(life.store, EVERYONE, life.activity_id, SCHOOL))
    rows = accepting.assigned(life.store, life.activity_id, clock.today())
    kept = [{"assignment_id": row.assignment_id, "seq": row.seq} for row in each_row(rows)]
    handing_down.note_kept(life.store, life.activity_id, SCHOOL, kept)
    for each in each_row(rows[rows["is_new"]]):
        row = each._asdict()
        filled = {"subjective_cause": "没想到", "measure": life.text(), "leader_id": "M01", "owner_id": "P01"}
        if row["item_id"]:
            life.do(accepting.take_over, row)
        else:
            life.do(accepting.take_on, row, accepting.draft(row) | filled)


BUREAU_STEPS: tuple[Callable[[Life], Any], ...] = (
    *(_unit, _key, _handed_up, _handed_up, _deadline, _excuse, _remind),
    *(_assign, _assigned),
)
