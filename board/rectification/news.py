"""Changes to an item since somebody looked at it, shown to them before their own change is saved."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from board.rectification.changes import changes, summary
from board.rectification.registry import ITEM_ACTION
from board.wording import shortened

_SHOWN_AT_MOST = 3
_REASON_AT_MOST = 24


def news(events: Sequence[Mapping[str, Any]], names: Mapping[str, str], today: date) -> str:
    """Who did what when, one sentence per event: `王主任 14:02 报进展：进度 40% → 60%。`.

    Takes event rows, oldest first, beginning with the one that led to the state looked at; `names` as for
    `rectification.changes.changes`. The newest few are described, older ones counted.
    """
    steps = list(pairwise(events))
    older = len(steps) - _SHOWN_AT_MOST
    begin = f"先有 {older} 次变动，接着 " if older > 0 else ""
    return begin + "".join(f"{_sentence(before, after, names, today)}。" for before, after in steps[-_SHOWN_AT_MOST:])


def _sentence(before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str], today: date) -> str:
    reason = f"（{shortened(after['reason'], _REASON_AT_MOST)}）" if after["reason"] else ""
    what = summary(changes(before, after, names))
    word = ITEM_ACTION.get(after["action"], after["action"])
    return f"{after['actor_name']} {_moment(after['happened_at'], today)} {word}{reason}" + (
        f"：{what}" if what else ""
    )


def _moment(happened_at: datetime, today: date) -> str:
    day = "" if happened_at.date() == today else f"{happened_at.month}月{happened_at.day}日 "
    return f"{day}{happened_at:%H:%M}"
