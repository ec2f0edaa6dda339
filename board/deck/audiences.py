"""Who sits in the room, and what slides may hold for them. Pure.

The slides are read for somebody who may not know who gave an opinion, whoever presents (`board.web.audience`): no
givers, no opinions' texts, and small groups as in `evaluation.disclosure`. On top of that, by audience: a public paper
names no one below the leading posts, and what the office still has to do is its own affair.
"""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """The rooms a meeting is held in, from the closest to the widest."""

    LEADERS = "leaders"
    STAFF = "staff"
    PARENTS = "parents"
    PUBLIC = "public"


@dataclass(frozen=True)
class Sees:
    """What an audience may see.

    owners: who is responsible, below the leading posts. items: single items, in words. workings: tasks, rules not kept,
    and what is due. open_rounds: results of an evaluation that is still going on.
    """

    owners: bool
    items: bool
    workings: bool
    open_rounds: bool


AUDIENCES: dict[Audience, Sees] = {
    Audience.LEADERS: Sees(owners=True, items=True, workings=True, open_rounds=True),
    Audience.STAFF: Sees(owners=True, items=True, workings=False, open_rounds=False),
    Audience.PARENTS: Sees(owners=False, items=True, workings=False, open_rounds=False),
    Audience.PUBLIC: Sees(owners=False, items=False, workings=False, open_rounds=False),
}
