"""Reads a count without a day that an earlier clause of its sentence gives for something else. Pure.

初稿 11 月 27 日写成，听取意见三回，提了 8 条意见: the day is that of the writing, not of these.
"""

import re
from collections.abc import Iterable, Iterator

from board.truth.clause import Clause
from board.truth.ledgers import Traits
from board.truth.words import TIME

# What else a day may be of than of what is counted after it.
_EVENT = re.compile(
    "稿|报告|[写制拟]成|成文|印发|反馈单|送达|签收|会(?![前后])|环节|阶段|公开|公布|征评|评议|方案|通知|台账|部署|动员"
)


def without_day(clause: Clause, thing: str, meant: Iterable[Traits]) -> Iterator[Traits]:
    """The sets of traits of a count without the day that an earlier clause of its sentence gives for something else.

    Decisions are of the day of their meeting.
    """
    if thing == "decision" or not clause.when or TIME.search(clause.text):
        return
    before = clause.sentence[: clause.start]
    days = list(TIME.finditer(before))
    own = re.split("[，,；：:]", before[: days[-1].start()])[-1] + before[days[-1].start() :] if days else ""
    if _EVENT.search(own.split("，")[0]):
        yield from (traits - clause.when for traits in meant)
