"""整改台账 in one sentence: what is late, whose it is, which item has been late longest. Pure, on frames."""

from datetime import date

import pandas as pd

from board.answer import Answer, Words, answer, change, part
from board.rectification.views import OF_VIEWS, holds

_LATE, _SOON, _CLOSED = "逾期", "临期", "已销号"
# If more owners than this tie for the most late items, they are counted instead of named.
_NAMED = 2
_NOBODY = "没有写责任人"
_OF_LATE = ["item_id", "number", "owner_name", "days_late"]
# The columns that it is told from.
OF_ANSWER = (*_OF_LATE, "days_left", "deadline", *OF_VIEWS)


def ledger_answer(
    items: pd.DataFrame, then: pd.DataFrame | None, compare_on: date | None, *, is_own: bool = False
) -> Answer:
    """Takes the items of a ledger with flags and words (`rectification.views.with_words`), OF_ANSWER at least, on the
    day and on the compared day. is_own: the items are the reader's own.
    """
    late = items.loc[holds(items, _LATE), _OF_LATE]
    words = _late(late, is_own=is_own) if len(late) else _nothing_late(items)
    closed = int(holds(items, _CLOSED).sum())
    more: list[Words] = [f"共 {len(items)} 项，已销号 ", part(f"{closed} 项", "rectification", view=_CLOSED)]
    if then is not None:
        more.append(f"；逾期{change(len(late), int(holds(then, _LATE).sum()), compare_on, '项')}")
    return answer(words, more)


def _late(late: pd.DataFrame, *, is_own: bool) -> list[Words]:
    count = part(f"{len(late)} 项", "rectification", view=_LATE, is_bad=True)
    whose: list[Words] = [] if is_own else ["，", *_whose(late)]
    return ["您有 " if is_own else "", count, "逾期", *whose, "；", *_longest(late)]


def _whose(late: pd.DataFrame) -> list[Words]:
    """The owner with the most late items, the few who tie for the most, or just the number of owners."""
    names = late["owner_name"].fillna("").replace("", _NOBODY)
    counts = names.value_counts()
    if len(counts) == 1:
        all_of = "是" if len(names) == 1 else "都是"
        return [_NOBODY if names.iloc[0] == _NOBODY else f"{all_of}{names.iloc[0]}的"]
    most = sorted(str(name) for name in counts[counts == counts.max()].index)
    if counts.max() == 1 or len(most) > _NAMED:
        return [f"分属 {len(counts)} 位责任人"]
    parts: list[Words] = []
    for name in most:
        count = part(f"{counts.max()} 项", "rectification", view=_LATE, owner=[name])
        parts += ["，" if parts else "", count, f"是{name}的"] if name != _NOBODY else []
    return parts or [f"分属 {len(counts)} 位责任人"]


def _longest(late: pd.DataFrame) -> list[Words]:
    first = late.sort_values(["days_late", "number"], ascending=[False, True]).iloc[0]
    named = part(first["item_id"], "rectification", item=first["item_id"])
    same = int((late["days_late"] == first["days_late"]).sum())
    others = f" 等 {same} 项" if same > 1 else ""
    lead = "" if len(late) == 1 else "最久的 "
    return [lead, named, f"{others} 已逾期 {first['days_late']:.0f} 天"]


def _nothing_late(items: pd.DataFrame) -> list[Words]:
    if items["is_closed"].all():
        return [part(f"{len(items)} 项", "rectification", view=_CLOSED), "都已销号"]
    soon = items[holds(items, _SOON)]
    if soon.empty:
        return ["没有逾期，7 天内也没有到期的"]
    first = soon.sort_values(["days_left", "number"]).iloc[0]
    named = part(first["item_id"], "rectification", item=first["item_id"])
    count = part(f"{len(soon)} 项", "rectification", view=_SOON)
    return ["没有逾期；", count, "临期，最早的 " if len(soon) > 1 else "临期：", named, f" {first['deadline']}"]
