"""The slides on the ledger: late items and their owners, the worst ones, what has stopped, waits, or is new. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from board.answer import text_of
from board.deck.audiences import Sees
from board.deck.slide import NOBODY, Figure, Line, Slide, name_of, paged
from board.numbers import month_day
from board.opinions.disclosure import SMALL
from board.rectification.answer import ledger_answer
from board.rectification.views import URGENCY, holds, lane
from board.store.frames import each_row
from board.wording import shortened
from board.words import ITEM_STATUS

WORST = 3
_REST = "见“整改台账”"
# Characters that fit two lines of a slide.
_FACT_LENGTH = 64
Words = Callable[[Any], str]


def ledger_slides(
    items: pd.DataFrame, then: pd.DataFrame | None, compare_on: date | None, heard: Mapping[str, int], sees: Sees
) -> list[Slide]:
    """Takes the items of a ledger with flags and words on the day and on the day compared with.

    heard: the number of opinions that led to an item, by its id, as far as readers may know.
    """
    if items.empty:
        return []
    if not sees.items:
        return [_in_all(items)]
    ledger = items.sort_values([*URGENCY], kind="stable")
    return [
        *_late(ledger, sees),
        *_worst(ledger, heard, sees),
        *_stopped(ledger, sees),
        *_list(ledger[ledger["status"] == "submitted"], "等待销号", "项已提交验收，等着销号", _percent, sees),
        *_list(ledger[holds(ledger, "创造条件")], "创造条件", "项要创造条件整改", _review, sees),
        *_new(ledger, then, compare_on, sees),
    ]


def _in_all(items: pd.DataFrame) -> Slide:
    lanes = lane(items).value_counts()
    counts = {word: int(lanes.get(word, 0)) for word in ("已销号", "未到期", "逾期", "创造条件")}
    figures = [Figure(word, str(count), is_bad=word == "逾期" and count > 0) for word, count in counts.items()]
    return Slide("整改情况", f"查出 {len(items)} 项问题，已销号 {counts['已销号']} 项", figures=tuple(figures))


def _late(items: pd.DataFrame, sees: Sees) -> list[Slide]:
    late = items[holds(items, "逾期")]
    if late.empty:
        return []
    title = text_of(ledger_answer(items, None, None).words) if sees.owners else f"{len(late)} 项逾期"
    slides = paged(Slide("逾期", title, columns=_columns(sees, "逾期"), main=1), _lines(late, _deadline, sees), _REST)
    owners = late["owner_name"].fillna("").replace("", NOBODY)
    several = owners.nunique() > 1 and owners.duplicated().any()
    return [*(_by_owner(late, owners, title) if sees.owners and several else []), *slides]


def _by_owner(late: pd.DataFrame, owners: "pd.Series[str]", title: str) -> list[Slide]:
    grouped = late.assign(owner=owners).groupby("owner", as_index=False)
    counts = grouped.agg(item_count=("item_id", "size"), days=("days_late", "max"))
    counts = counts.sort_values(["item_count", "days"], ascending=False, kind="stable")
    most = int(counts["item_count"].max())
    lines = [
        Line((row.owner, f"最久 {row.days:.0f} 天", f"{row.item_count} 项"), is_bad=True, share=row.item_count / most)
        for row in each_row(counts)
    ]
    return paged(Slide("逾期的是谁的", title, columns=("责任人", "逾期", "事项")), lines, _REST, 1)


def _worst(items: pd.DataFrame, heard: Mapping[str, int], sees: Sees) -> list[Slide]:
    late = items[holds(items, "逾期")]
    worst = late.sort_values(["days_late", "number"], ascending=[False, True]).head(WORST)
    return [_about(row, heard.get(row.item_id, 0), sees) for row in each_row(worst)]


def _about(item: Any, heard: int, sees: Sees) -> Slide:
    led_by = [("责任人", name_of(item.owner_name))] if sees.owners else []
    far = f"{ITEM_STATUS[item.status]}，{item.percent}%"
    facts = [
        ("具体问题", shortened(item.problem, _FACT_LENGTH)),
        ("从哪来", _came_of(heard)),
        ("整改措施", shortened(item.measure, _FACT_LENGTH)),
        ("牵头领导", name_of(item.leader_name)),
        *led_by,
        ("整改时限", month_day(item.due_on)),
        ("办到哪里", shortened(f"{far}：{item.progress}", _FACT_LENGTH) if item.progress and sees.owners else far),
    ]
    shown = tuple((label, text) for label, text in facts if text and text != NOBODY)
    return Slide(f"逾期 {item.item_id}", f"{item.item_id} 逾期 {_deadline(item)}", facts=shown, item_id=item.item_id)


def _came_of(heard: int) -> str:
    """Where an item comes from, in general terms: a few opinions are not counted, as they tell who gave them."""
    if not heard:
        return ""
    return "征求意见时提出的" if heard < SMALL else f"{heard} 条意见引出"


def _stopped(items: pd.DataFrame, sees: Sees) -> list[Slide]:
    """The slides on items that don't move, without those that are late, which have slides of their own."""
    rest = items[~holds(items, "逾期")]
    stopped = rest[holds(rest, "停滞") | holds(rest, "进度滞后")]
    return _list(stopped, "停滞与进度滞后", "项没有逾期，但停了两周，或者进度落在时间后面", _percent, sees)


def _list(items: pd.DataFrame, name: str, words: str, last: Words, sees: Sees) -> list[Slide]:
    slide = Slide(name, f"{len(items)} {words}", columns=_columns(sees, "复查" if last is _review else "进度"), main=1)
    return paged(slide, _lines(items, last, sees), _REST)


def _new(items: pd.DataFrame, then: pd.DataFrame | None, compare_on: date | None, sees: Sees) -> list[Slide]:
    if then is None or compare_on is None:
        return []
    new = items[~items["item_id"].isin(then["item_id"])]
    return _list(new, "新查出的问题", f"项是 {month_day(compare_on)} 以后新查出的", _percent, sees)


def _columns(sees: Sees, last: str) -> tuple[str, ...]:
    return ("编号", "具体问题", "责任人" if sees.owners else "牵头领导", last)


def _lines(items: pd.DataFrame, last: Words, sees: Sees) -> Sequence[Line]:
    who = "owner_name" if sees.owners else "leader_name"
    return [
        Line(
            (row.item_id, row.problem, name_of(getattr(row, who)), last(row)),
            is_bad=last is _deadline,
            item_id=row.item_id,
        )
        for row in each_row(items)
    ]


def _deadline(item: Any) -> str:
    return f"{item.days_late:.0f} 天"


def _percent(item: Any) -> str:
    return f"{item.percent}%"


def _review(item: Any) -> str:
    return "未定" if pd.isna(item.review_on) else month_day(item.review_on)
