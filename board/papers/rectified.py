"""整改情况通报 and 公示: what was promised, what is done, what is going on, and what has to wait, item by item."""

from datetime import date
from typing import Any

import pandas as pd

from board.papers.asked import Asked, count, day, named, quoted, unnamed, without
from board.papers.blocks import Block, Figure, Heading, Paper, Paragraph, Part
from board.rectification.actions import some_of_items
from board.rectification.flags import FLAGS, tally
from board.rectification.views import holds
from board.store.frames import each_row
from board.words import PEOPLE_VIEW

TEXTS = {"opening": "开头的话", "next": "下一步工作", "contact": "反映问题的渠道"}
_LEDGER = "rectification?view="
_TEXT_COLUMNS = (
    *("problem", "measure", "target", "progress", "proof", "explanation", "explained_to", "explained_how"),
    *("conditions", "department", "helpers"),
)
_OF_ITEMS = (
    *("item_id", *_TEXT_COLUMNS, "leader_name", "owner_name", "kind", "status", "percent", "people_view"),
    *("due_on", "submitted_on", "closed_on", "explained_on", "review_on", "days_late", *FLAGS),
)
_NO_CONTACT = "还没有写反映问题的渠道（电话、信箱、地点）：看到通报的人要知道到哪里去说。"


def briefing(asked: Asked) -> Paper:
    """整改情况通报, for the staff: with those responsible."""
    return _paper(asked, "rectified", "整改落实情况的通报", _items(asked, asked.as_of))


def notice(asked: Asked) -> Paper:
    """整改情况公示, for the public: without owners, nor names below the leading posts."""
    names = unnamed(asked.store, asked.activity_id)
    items = without(names, _items(asked, asked.as_of), _TEXT_COLUMNS).assign(owner_name="")
    return _paper(asked, "rectified_public", "整改落实情况公示", items)


def _items(asked: Asked, day: date) -> pd.DataFrame:
    """The items of a day by number, with what a paper says of them."""
    return some_of_items(asked.store, asked.activity_id, day, _OF_ITEMS)


def _paper(asked: Asked, kind: str, title: str, items: pd.DataFrame) -> Paper:
    done = items[items["is_done"] & ~items["is_deferred"]]
    waiting = items[holds(items, "创造条件")]
    going_on = items.drop(index=[*done.index, *waiting.index])
    closed = items[items["is_closed"] & items["is_deferred"]]
    blocks: list[Block] = [
        *asked.written("opening"),
        Heading(1, ("总体情况",)),
        Paragraph(_in_all(asked, items)),
        *_part("已经整改到位的事项", pd.concat([done, closed]), _done),
        *_part("正在整改的事项", going_on, _going_on),
        *_part("需要创造条件的事项", waiting, _waiting),
        *asked.headed("下一步工作", "next"),
        *asked.headed("反映问题的渠道", "contact"),
    ]
    return asked.paper(kind, f"关于{title}" if kind == "rectified" else title, blocks, _missing(asked, items))


def _in_all(asked: Asked, items: pd.DataFrame) -> tuple[Part, ...]:
    now = tally(items)
    parts: list[Part] = [
        "截至",
        day(asked.as_of),
        "，共梳理整改事项",
        count(now["item_count"], f"{_LEDGER}全部", "整改事项", "项"),
    ]
    for word, number in (
        ("已销号", now["closed_count"]),
        ("待验收", now["submitted_count"]),
        ("整改中", now["in_progress_count"]),
        ("未启动", now["not_started_count"]),
    ):
        parts += [f"，{word}", count(number, f"{_LEDGER}{word}", word, "项")]
    waiting = int(holds(items, "创造条件").sum())
    parts += ["。其中需要创造条件的", count(waiting, f"{_LEDGER}创造条件", "创造条件", "项"), "，"]
    parts += ["逾期", count(now["late_count"], f"{_LEDGER}逾期", "逾期", "项"), "。", *_since(asked, now)]
    return tuple(parts)


def _since(asked: Asked, now: dict[str, int]) -> list[Part]:
    """The changes since the last meeting."""
    before: date | None = asked.compare_on
    if before is None:
        return []
    then = tally(_items(asked, before))
    found: list[Part] = ["与", day(before), "相比，"]
    for word, name in (("已销号", "closed_count"), ("逾期", "late_count")):
        change = now[name] - then[name]
        ref = f"{_LEDGER}{word}&compare={before.isoformat()}"
        turn = "没有变化" if not change else "增加" if change > 0 else "减少"
        found += [f"{word}{turn}", *([count(abs(change), ref, f"{word}的变化", "项")] if change else []), "，"]
    return [*found[:-1], "。"]


def _part(title: str, items: pd.DataFrame, sentence: Any) -> list[Block]:
    if items.empty:
        return []
    blocks: list[Block] = [Heading(1, (title,))]
    for item in each_row(items):
        blocks += [Paragraph((quoted(item.problem, item.item_id), "。", *sentence(item)), level=3)]
    return blocks


def _whose(item: Any) -> list[Part]:
    found: list[Part] = ["（", named(item.item_id), "，牵头领导：", quoted(item.leader_name)]
    owner: list[Part] = ["，责任人：", quoted(item.owner_name)] if item.owner_name else []
    return [*found, *owner, "）"]


def _done(item: Any) -> list[Part]:
    found: list[Part] = ["整改措施：", quoted(item.measure, item.item_id), "。"]
    if item.progress:
        found += ["结果：", quoted(item.progress, item.item_id), "。"]
    if item.proof:
        found += ["佐证材料：", quoted(item.proof, item.item_id), "。"]
    if item.is_closed:
        view = PEOPLE_VIEW.get(str(item.people_view), "")
        late = "，超过了原定时限" if item.submitted_late or item.accepted_late else ""
        found += [day(item.closed_on), f"验收销号{late}", *([f"，群众评价：{view}"] if view else []), "。"]
    else:
        found += [day(item.submitted_on), "提交验收，正在等待验收。"]
    return [*found, *_whose(item)]


def _going_on(item: Any) -> list[Part]:
    found: list[Part] = ["整改措施：", quoted(item.measure, item.item_id), "。时限：", day(item.due_on), "，"]
    found += ["已完成", Figure(f"{item.percent}%", "percent", item.item_id, f"{item.item_id}的进度"), "。"]
    if item.progress:
        found += ["进展：", quoted(item.progress, item.item_id), "。"]
    if item.is_late:
        days = Figure(f"{item.days_late:.0f}天", "days", item.item_id, f"{item.item_id}逾期天数")
        found += ["已逾期", days, "。"]
    return [*found, *_whose(item)]


def _waiting(item: Any) -> list[Part]:
    found: list[Part] = ["暂时不能解决的原因：", quoted(item.explanation, item.item_id), "。"]
    found += [day(item.explained_on), "向", quoted(item.explained_to, item.item_id), "作了解释说明"]
    found += ["（", quoted(item.explained_how, item.item_id), "）。正在创造的条件："]
    return [*found, quoted(item.conditions, item.item_id), "。复查日期：", day(item.review_on), "。", *_whose(item)]


def _missing(asked: Asked, items: pd.DataFrame) -> list[str]:
    found = [] if len(items) else ["台账里还没有整改事项。"]
    for item in each_row(items[items["is_late"] & (items["progress"] == "")]):
        found.append(f"{item.item_id} 逾期了，还没有写进展和原因。")
    return found + asked.unwritten("contact", _NO_CONTACT)
