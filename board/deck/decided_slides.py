"""The first slides, what the last meeting decided and what became of it, and the last ones, what this one decides."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from board.deck.slide import Line, Slide, paged
from board.numbers import month_day
from board.store.frames import each_row

NAME = "议定事项"
_REST = "见“会议”"


def last_meeting_slides(meeting: Mapping[str, Any], decisions: pd.DataFrame) -> list[Slide]:
    """Takes the last meeting, a row of `sittings.views.shown`, and its standing decisions. Pure."""
    late = int(decisions["since"].str.startswith("逾期").sum())
    still = f"，{late} 件现在逾期" if late else ""
    title = f"{month_day(meeting['held_on'])}{meeting['kind']}议定 {len(decisions)} 件{still}"
    slide = Slide("上次议定", title, columns=("编号", "议定了什么", "现在"), main=1)
    lines = [
        Line((row.decision_id, row.words, row.since), is_bad=row.since.startswith("逾期"), item_id=row.item_id)
        for row in each_row(decisions)
    ]
    return paged(slide, lines, _REST)


def decided_slides(decisions: pd.DataFrame) -> list[Slide]:
    """Takes the standing decisions of the meeting that is being held; one slide at least, that says there are none."""
    title = f"这次会议议定 {len(decisions)} 件" if len(decisions) else "这次会议还没有议定事项"
    slide = Slide(NAME, title, columns=("编号", "议定了什么", "办没办"), main=1)
    lines = [Line((row.decision_id, row.words, row.state_word)) for row in each_row(decisions)]
    return paged(slide, lines, _REST, most=10) or [Slide(NAME, title)]
