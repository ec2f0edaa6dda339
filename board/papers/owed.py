"""上报督办单: a page to each unit that is late with a submission or still owes it, to print, sign and answer on."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from board.comparison.deadlines import deadlines
from board.comparison.reported import LATE, MISSING, Deadline, reported
from board.errors import BoardError
from board.papers.asked import EXAMPLE, Asked, count, day, seen_in
from board.papers.blocks import Block, Column, Day, Figure, NewPage, Paper, Paragraph, Parts, Quoted, Table
from board.papers.supervised import ANSWER_DAYS, signed_lines
from board.store.frames import as_options, each_row
from board.store.store import Store
from board.typed import printable
from board.units.tree import paths, units_on

KIND, TITLE = "unit_orders", "上报督办单"
TEXTS = {"asked": "另外的要求"}
# A paper of more units is too long to be looked through before it is signed; more files are too much to hand out.
MOST_UNITS, MOST_FILES = 500, 1_000
_FACTS, _ANSWERS = {"事项": 3, "情况": 13}, {"晚了的原因": 6, "下一步怎么办": 6, "哪天报到": 4}
_ROOM, _POINTS = 14.0, 10.5


def deadlines_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The deadlines, those that are over first, the last of them first."""
    rows = deadlines(store, activity_id, as_of)
    is_over = rows["due_on"] < pd.Timestamp(as_of)
    found: dict[str, str] = as_options(pd.concat([rows[is_over], rows[~is_over]]), "deadline_id", "name")
    return found


def tops_of(store: Store, _activity_id: str, as_of: date) -> Mapping[str, str]:
    """The units whose part of the tree a paper may be of: all ('') for whoever isn't bound to one, then each that has
    others below it."""
    units = units_on(store, as_of)
    above = units[units["unit_id"].isin(units["parent_id"]) | (units["unit_id"] == store.within())]
    places = paths(units)
    every = {} if store.within() else {"": "全部单位"}
    return every | {unit_id: places[unit_id] for unit_id in above["unit_id"]}


def deadline_of(asked: Asked) -> "pd.Series[Any] | None":
    """The deadline that a paper is asked for (option `deadline`), a row of `deadlines`; None if there is no such."""
    rows = deadlines(asked.store, asked.activity_id, asked.as_of)
    chosen = rows[rows["deadline_id"] == asked.options.get("deadline")]
    return chosen.iloc[0] if len(chosen) else None


def days_of(deadline: "pd.Series[Any]") -> Deadline:
    """A deadline as `comparison.reported` takes it."""
    return str(deadline["deadline_id"]), deadline["for_on"].date(), deadline["due_on"].date()


def owing(rows: pd.DataFrame) -> pd.DataFrame:
    """Those late or missing and not excused, of `comparison.reported.reported`."""
    return rows[rows["state"].isin([MISSING, LATE]) & (rows["reason"] == "")]


def orders(asked: Asked) -> Paper:
    """上报督办单 to be signed: `all_orders`. Raises BoardError also for more units than MOST_UNITS."""
    count_all = len(pages(asked))
    if count_all > MOST_UNITS:
        message = f"有 {count_all} 个单位要督办，一份公文最多 {MOST_UNITS} 个。"
        raise BoardError("单位太多", message, "请按上级分开起草，或者在“上报情况”里下载 Word。")
    return all_orders(asked)


def all_orders(asked: Asked) -> Paper:
    """上报督办单 of a deadline (option `deadline`; `units`: their ids, a line each, '' all that `top` has; `answer_by`:
    the day to answer, 2026-12-17), a page a unit. Raises BoardError if nobody is late."""
    every = pages(asked)
    blocks = [block for place, page in enumerate(every.values()) for block in _beginning(asked, place) + page]
    missing = [] if asked.letterhead.number else ["还没有督办编号。"]
    return asked.paper(KIND, TITLE, blocks, missing, is_signed=False)


def each_order(asked: Asked) -> dict[str, Paper]:
    """The same as a paper a unit, by its id and name; they differ in nothing but their blocks."""
    return {name: asked.paper(KIND, TITLE, page, is_signed=False) for name, page in pages(asked).items()}


def _beginning(asked: Asked, place: int) -> list[Block]:
    if not place:
        return []
    return [NewPage(TITLE), *([Paragraph((EXAMPLE,), style="centred")] if asked.activity.is_example else [])]


def pages(asked: Asked) -> dict[str, list[Block]]:
    """The page of each unit that owes, by its id and name, the latest first. Raises BoardError if there is none."""
    deadline = deadline_of(asked)
    if deadline is None:
        raise BoardError("没有这个期限", "没有选是哪一次上报，或者它已经撤销。", "请在“上报情况”里设报送期限。")
    rows = owing(reported(asked.store, asked.activity_id, asked.as_of, days_of(deadline)))
    if wanted := asked.options.get("units"):
        rows = rows[rows["unit_id"].isin(wanted.split("\n"))]
    if rows.empty:
        message = f"截至{Day(asked.as_of).text}，“{deadline['name']}”没有逾期未报或者晚报的单位，免报的不算。"
        raise BoardError("没有要督办的单位", message, "请另选哪一次上报、哪些单位或者截至日期。")
    until = rows["received_at"].dt.normalize().fillna(pd.Timestamp(asked.as_of))
    rows = rows.assign(late_days=(until - deadline["due_on"]).dt.days)
    rows = rows.sort_values("late_days", ascending=False, kind="stable")
    return {
        f"{row.unit_id}-{row.name}": _page(asked, deadline, row, "" if len(rows) == 1 else f"（{place}）")
        for place, row in enumerate(each_row(rows), 1)
    }


def _page(asked: Asked, deadline: "pd.Series[Any]", row: Any, place: str) -> list[Block]:
    head, by = asked.letterhead, asked.options.get("answer_by")
    answer_by = date.fromisoformat(by) if by else asked.as_of + timedelta(days=ANSWER_DAYS)
    number = f"{printable(head.number)}{place}" if head.number else "　" * 8
    facts = tuple(((word,), parts) for word, parts in _facts(deadline, row).items())
    return [
        Paragraph(("督办编号：", Quoted(number)), style="right"),
        Paragraph((Quoted(printable(row.name), row.unit_id), "："), style="flush"),
        Paragraph(_opening(asked, deadline, row)),
        Table(tuple(Column(word, width) for word, width in _FACTS.items()), facts, points=_POINTS),
        *(Paragraph(point, level=3) for point in _demands(answer_by, is_late=row.state == LATE)),
        *(Paragraph(each.parts, level=3, key="asked", is_editable=True) for each in asked.written("asked")),
        Table(tuple(Column(word, width) for word, width in _ANSWERS.items()), (((), (), ()),), _ROOM, _POINTS),
        *signed_lines("签发人", "单位负责人签收", "核实人"),
        Paragraph((Quoted(printable(head.unit)), "　", day(head.dated) if head.dated else ""), style="right"),
    ]


def _late_by(row: Any) -> Figure:
    ref = seen_in("submitted", open=row.unit_id)
    return Figure(f"{row.late_days:.0f}天", "days", ref, f"{row.unit_id}晚了几天")


def _opening(asked: Asked, deadline: "pd.Series[Any]", row: Any) -> Parts:
    due: Parts = ("“", Quoted(printable(deadline["name"])), "”应当最迟在", day(deadline["due_on"]), "报到，")
    if row.state == LATE:
        return (*due, "你单位", day(row.received_at), "才报到，晚了", _late_by(row), "。")
    return (*due, "截至", Day(asked.as_of), "还没有收到你单位的，已经晚了", _late_by(row), "。")


def _facts(deadline: "pd.Series[Any]", row: Any) -> dict[str, Parts]:
    ref = seen_in("submitted", open=row.unit_id)
    locked = "，过了这一天就锁定，不再收" if deadline["is_locked"] else ""
    reminded: Parts = ("没有催过",)
    if row.reminder_count:
        times = count(row.reminder_count, ref, f"{row.unit_id}催过几次", "次")
        reminded = (times, "，最近一次是", day(row.reminded_at))
    handed_up: Parts = ("还没有收到",)
    if row.state == LATE:
        handed_up = (day(row.received_at), "收到")
    return {
        "要报什么": (day(deadline["for_on"]), "或以后一天的情况"),
        "最迟哪天": (day(deadline["due_on"]), locked),
        "晚了多久": (_late_by(row),),
        "报到没有": handed_up,
        "催报": reminded,
        "免报": ("没有免报",),
    }


def _demands(answer_by: date, *, is_late: bool) -> list[Parts]:
    if is_late:
        return [("请在", Day(answer_by), "前写明晚报的原因、以后怎样按时，负责人签字后交回。")]
    return [
        ("请在", Day(answer_by), "前报上来，没有网络的送文件来。"),
        ("到那天还报不了的，请写明原因和哪天报到，负责人签字后交回。",),
    ]
