"""Members' papers for the democratic life meeting (发言提纲): their findings, and which mirrors are still empty.

A finding is a record of the kind `OUTLINE`, registered, edited and removed by `board.store.records`.
"""

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

import pandas as pd

from board import clock
from board.access import Actor, require
from board.activity import activities
from board.importing.outcomes import EDITED, NEW
from board.meeting.outlines_import import Effect
from board.meeting.outlines_rules import FIELDS, what_is_wrong
from board.store import records
from board.store.frames import kept
from board.store.history import Event
from board.store.records import Kind, When, duties_of
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

OUTLINE = Kind(
    subject="outlines",
    key="outline_id",
    prefix="G-",
    permission="meeting.edit",
    word="查找到的问题",
    fields=FIELDS,
    what_is_wrong=what_is_wrong,
    same=lambda finding: tuple(finding[name] for name in ("member_id", "mirror", "aspect", "content")),
    same_field="content",
)


def take_over(
    store: Store, actor: Actor, activity_id: str, changes: Sequence[Effect], written_on: date, *, at: When = None
) -> list[str]:
    """Save the findings that papers imported from Word add or change, all or none; returns the ids of new ones, in
    order.

    written_on: the day on which new findings were written. Also raises Conflict where a finding has changed since
    `changes` were looked at.
    """
    require(actor, OUTLINE.permission)
    moment = at or clock.now()

    def work(transaction: Transaction) -> list[str]:
        added = []
        for change in changes:
            if change.what == NEW:
                fields = {**change.fields, "written_on": written_on}
                event = Event("add", actor, moment)
                added.append(records.add_within(transaction, OUTLINE, activity_id, fields, event))
            elif change.what == EDITED:
                records.act_within(
                    transaction,
                    OUTLINE,
                    activity_id,
                    change.outline_id,
                    change.fields,
                    Event("edit", actor, moment),
                    seen_seq=change.seq,
                )
        return added

    return store.write(work, Deed("outlines.take_over", actor))


def outlines(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per finding at the end of a day, by member and mirror in order.

    outline_id, seq, member_id, member_name, mirror, aspect, duty, study_id, content, written_on; of its
    last event happened_at, actor_name, action.
    """
    return store.read("outlines/outlines", activity_id=activity_id, as_of=as_of)


@kept
def coverage(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per member and mirror of the activity, in order, empty ones included.

    member_id, member_name, mirror, finding_count, aspects (joined by 、), first_on (day of the first finding; NaT:
    none).
    """
    people, terms = activities.people(store, activity_id), activities.terms(store, activity_id)
    return covered(outlines(store, activity_id, as_of), people, terms)


def covered(findings: pd.DataFrame, people: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Computes `coverage` from frames. Pure."""
    members = people[people["is_member"]][["person_id", "name"]].set_axis(["member_id", "member_name"], axis=1)
    mirrors = terms[terms["kind"] == "mirror"].sort_values("position")[["label"]].set_axis(["mirror"], axis=1)
    by_cell = findings.groupby(["member_id", "mirror"])
    counted = by_cell.agg(
        finding_count=("outline_id", "size"),
        aspects=("aspect", lambda aspects: "、".join(dict.fromkeys(aspects))),
        first_on=("written_on", "min"),
    ).reset_index()
    cells = members.merge(mirrors, how="cross").merge(counted, on=["member_id", "mirror"], how="left")
    return cells.assign(
        finding_count=cells["finding_count"].fillna(0).astype("int64"), aspects=cells["aspects"].fillna("")
    )


@kept
def duties(store: Store, activity_id: str, as_of: date) -> pd.DataFrame:
    """One row per member of the activity and duty of theirs (分工), in order, those without a finding included.

    member_id, member_name, duty, finding_count, first_on (day of the first finding; NaT: none).
    """
    people = activities.people(store, activity_id)
    members = people[people["is_member"]][["person_id", "name", "field"]]
    whose = members.set_axis(["member_id", "member_name", "duty"], axis=1)
    cells = whose.assign(duty=whose["duty"].map(duties_of)).explode("duty").dropna(subset="duty")
    by_duty = outlines(store, activity_id, as_of).groupby(["member_id", "duty"])
    counted = by_duty.agg(finding_count=("outline_id", "size"), first_on=("written_on", "min")).reset_index()
    joined = cells.merge(counted, on=["member_id", "duty"], how="left")
    return joined.assign(finding_count=joined["finding_count"].fillna(0).astype("int64"))


def questions(store: Store, activity_id: str) -> dict[str, str]:
    """Each mirror of the activity, in order, with what is looked for under it (四查找; "": its plan doesn't say)."""
    terms = activities.terms(store, activity_id).sort_values("position")
    mirrors, asked = (terms[terms["kind"] == kind]["label"].tolist() for kind in ("mirror", "question"))
    return dict(zip_longest(mirrors, asked[: len(mirrors)], fillvalue=""))


def events(store: Store, activity_id: str, outline_id: str) -> pd.DataFrame:
    """One row per event of a finding, oldest first: happened_at, actor_name, action and the state it led to."""
    return store.read("outlines/events", activity_id=activity_id, outline_id=outline_id)
