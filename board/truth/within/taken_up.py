"""Reads the share that so many, taken up from those just listed, are said to make of a whole. Pure.

网络 6 条、电话 5 条都来自家长，这 11 条超过家长意见总数的一半: 11 of these, not the 5 that were counted last.
"""

import re
from collections.abc import Iterator

from board.report.text import Number, counts_in
from board.truth.clause import Clause
from board.truth.facts import Compared, Rate, share_agrees
from board.truth.parts import AFTERWARDS, MAKES, bounded

_THESE = re.compile(r"(?:这|那|上述|以上)[^，,。；\d]{0,3}$")


def taken_up(clause: Clause, share: Number) -> Number | None:
    """The count that a clause takes up before its share (这 11 条), unless so many were counted just before."""
    before = clause.text[: share.start]
    counts, made = counts_in(before), MAKES.search(before)
    if not counts or not made or clause.text[share.end :].strip(AFTERWARDS):
        return None
    these, last = counts[-1], clause.before.last
    is_last = last is not None and last.is_so and last.number.value == these.value
    is_taken_up = these.is_exact and made.start() >= these.end and _THESE.search(before[: these.start])
    return these if is_taken_up and not is_last else None


def of_these(these: Number, each: Compared, clause: Clause, share: Number) -> Iterator[Compared]:
    """The share that so many make of each base that it was held against, or of a count that stands before them."""
    what = f"这 {int(these.value)} {these.measure}"
    rates = [
        Rate("", record.traits, int(these.value), record.base, f"{record.label.partition('里，')[0]}里，{what}")
        for record in each.records
        if isinstance(record, Rate) and record.base >= these.value > 0
    ]
    meant = bounded(share, clause.text[: share.start])
    nearest = "" if "总" in clause.text else clause.before.earlier.rstrip("。；").rpartition("。")[2]
    spoken = (*counts_in(nearest), *counts_in(clause.sentence[: clause.start]))
    shares = [these.value / base.value for base in spoken if base.value > these.value and base.is_exact]
    if rates:
        is_so = any(share_agrees(meant, share) for share in (*shares, *(rate.share for rate in rates)))
        yield Compared(each.kind, each.mark, rates, is_so)
