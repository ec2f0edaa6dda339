"""Two kinds of signed documents: what goes down to a unit, and how a unit asks for it. Pure.

The first holds every step of the unit's assignments, the deadlines as they are, and the newest version of the plan.
So it may come twice, late or by file: what is known already is passed over, and an old one brings nothing new.
"""

from board.plan_versions.shape import KEYS, PLAN_DECISION, SECTIONS, WORDS, fault_of_plan
from board.submissions.checks import (
    Shape,
    a_day,
    a_digest,
    a_flag,
    a_moment,
    a_text,
    a_whole,
    an_id,
    one_of,
    or_none,
)
from board.submissions.shape import LONGEST_LABEL, LONGEST_REASON
from board.words import ASSIGNMENT_ACTION

LONGEST_PROBLEM, LONGEST_WANTED = 1000, 1000
_HEAD = {
    **{"unit_id": an_id, "campaign": a_text(LONGEST_LABEL), "stage": a_text(LONGEST_LABEL), "made_at": a_moment},
}
_STEP = {
    **{"assignment_id": an_id, "seq": a_whole, "item_no": an_id, "action": one_of(ASSIGNMENT_ACTION)},
    **{"problem": a_text(LONGEST_PROBLEM), "aspect": a_text(LONGEST_LABEL), "source": a_text(LONGEST_LABEL)},
    **{"wanted": a_text(LONGEST_WANTED), "due_on": a_day, "reason": a_text(LONGEST_REASON)},
    "ordered_on": a_day,
}
_DECIDED = {"sha256": a_digest, "decision": one_of(PLAN_DECISION), "reason": a_text(LONGEST_REASON)}
_DOWN, _ASK = "chagai-down-1", "chagai-ask-1"

DOWN = Shape(
    _DOWN,
    {"format": one_of(frozenset({_DOWN})), "superior": a_text(LONGEST_LABEL), **_HEAD},
    {
        "assignments": _STEP,
        # Through a bureau: unit_id is whom below the receiver it is for ('': for itself), superior who ordered it.
        "onward": {"unit_id": an_id, "superior": a_text(LONGEST_LABEL), **_STEP},
        "deadlines": {
            **{"deadline_id": an_id, "name": a_text(LONGEST_LABEL), "for_on": a_day, "due_on": a_day},
            **{"is_locked": a_flag, "is_excused": a_flag, "reminded_at": or_none(a_moment)},
        },
        **SECTIONS,
    },
    {"assignments": "交办", "onward": "经过下级的交办", "deadlines": "报送期限", **WORDS},
    dict.fromkeys(("assignments", "onward"), ("assignment_id", "seq")) | {"deadlines": ("deadline_id",), **KEYS},
    fault_of_plan,
    frozenset({"onward"}),
)
# kept: the last step that the unit, or one below it, has of each assignment; plans: what became of each version that it
# has; plans_below: what the units below it did with a version that they got through it.
ASK = Shape(
    _ASK,
    {"format": one_of(frozenset({_ASK})), **_HEAD},
    {
        "kept": {"assignment_id": an_id, "seq": a_whole},
        "plans": _DECIDED,
        "plans_below": {"unit_id": an_id, **_DECIDED},
    },
    {"kept": "收到的交办", "plans": "收到的方案", "plans_below": "下面单位收到的方案"},
    {"kept": ("assignment_id",), "plans": ("sha256",), "plans_below": ("unit_id", "sha256")},
    optional=frozenset({"plans_below"}),
)
