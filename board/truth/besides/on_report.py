"""Counts of opinions that may also be of what was said on the report. Pure."""

import re
from collections.abc import Iterator

from board.truth.clause import Claim, Clause
from board.truth.facts import Facts
from board.truth.ledgers import NOT, Traits
from board.truth.words import ALL, HANDLED, REPORT, THINGS, rounds_of

# 党员提的 3 条，改了 2 条、说明 1 条: what becomes of opinions on the report too, but for where all were gathered.
_ANSWERED = re.compile("[没未照不]?改了|说明|答复|回应")
_GATHERED = re.compile("(?:收|听|征[求集])(?:到|上来)[^，,。；]{0,6}意见|意见箱|渠道")


def may_be_on_report(before: str, clause: Clause) -> bool:
    """Returns whether a count of a clause may be of what was said on the report. before: the text up to the count."""
    is_answered = _ANSWERED.search(clause.sentence) and not _GATHERED.search(before)
    return bool(is_answered or REPORT.search(f"{before}{clause.sentence}") or HANDLED.search(clause.sentence))


def on_report(claim: Claim, clause: Clause, sides: set[str], facts: Facts) -> Iterator[Traits]:
    """Other meanings of a count of what was said on the report: how a group was heard is no trait of what it said."""
    own, stages = claim.together or claim.traits[0], set(THINGS[claim.thing].stages)
    yield from (own - rounds_of(own) | {"报告"}, *([claim.together | {"报告"}] if claim.together else []))
    came = frozenset(each for each in own if each.removeprefix(NOT) in stages)
    if ALL.search(clause.sentence):  # 3 条逐条有了着落
        yield from (frozenset({trait, "报告"}) for trait in own - came)
    if own - came <= {"报告", *facts.groups.get("channel", ())}:
        yield came | {"报告"}
    yield from (came | {trait, "报告"} for trait in (own | sides) - came)
    yield own | sides | {"报告"}
