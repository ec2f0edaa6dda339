"""督办单: to one person about their late items, to print, sign and answer on."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from board.errors import BoardError
from board.papers.asked import Asked, count, seen_in
from board.papers.blocks import Block, Column, Day, Figure, Paper, Paragraph, Part, Parts, Quoted, Table
from board.rectification.views import shown
from board.store.frames import as_options, each_row
from board.store.store import Store
from board.typed import printable

# The days to answer, unless the person who issues the order names a day.
ANSWER_DAYS = 3

TEXTS = {"asked": "另外的要求"}
_ITEMS = {"编号": 1.6, "具体问题": 4.2, "整改措施": 3.6, "整改时限": 2.4, "进度和进展": 2.9, "牵头领导": 1.7}
_ANSWERS = {"编号": 1.6, "逾期的原因": 5.4, "下一步怎么办": 5.9, "哪天办完": 3.5}
_SIGNED = "（签字）：　　　　　　　　年　　月　　日"
_ROOM, _POINTS = 16.0, 10.5


def owners_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """Those who have late items, by who has most."""
    items = shown(store, activity_id, as_of)
    late = items[items["is_late"] & items["owner_id"].notna()]
    order = late["owner_id"].map(late["owner_id"].value_counts())
    found: dict[str, str] = as_options(
        late.loc[order.sort_values(ascending=False, kind="stable").index], "owner_id", "owner_name"
    )
    return found


def late_items_of(items: pd.DataFrame, owner_id: str) -> pd.DataFrame:
    """The late items of one owner, the latest first. Takes items with flags."""
    late = items[items["is_late"] & (items["owner_id"] == owner_id)]
    return late.sort_values("days_late", ascending=False, kind="stable")


def order(asked: Asked) -> Paper:
    """督办单 (option `owner`; `answer_by`: the day to answer, 2026-12-17). Raises BoardError if nothing is late."""
    rows = late_items_of(shown(asked.store, asked.activity_id, asked.as_of), asked.options.get("owner", ""))
    if rows.empty:
        message = f"截至{Day(asked.as_of).text}，这位责任人没有逾期的事项。"
        raise BoardError("没有要督办的事项", message, "请另选责任人或截至日期。")
    by = asked.options.get("answer_by")
    answer_by = date.fromisoformat(by) if by else asked.as_of + timedelta(days=ANSWER_DAYS)
    person = printable(str(rows["owner_name"].iloc[0]))
    blocks: list[Block] = [
        Paragraph(("督办编号：", Quoted(printable(asked.letterhead.number) or "　" * 8)), style="right"),
        Paragraph((Quoted(_addressed(rows, person)), "："), style="flush"),
        Paragraph(_opening(rows, asked.as_of)),
        _item_table(rows),
        *(Paragraph(point, level=3) for point in _demands(answer_by)),
        *(Paragraph(each.parts, level=3, key="asked", is_editable=True) for each in asked.written("asked")),
        _answer_table(rows),
        *signed_lines("签发人", "责任人签收", "责任人反馈", "核实人"),
    ]
    missing = [] if asked.letterhead.number else ["还没有督办编号。"]
    return asked.paper("supervision", "整改事项督办单", blocks, missing)


def signed_lines(*who: str) -> list[Paragraph]:
    """The lines at the foot of an order, on which each of these signs with the day."""
    return [Paragraph((f"{each}{_SIGNED}",), style="sign") for each in who]


def _addressed(rows: pd.DataFrame, person: str) -> str:
    departments = {str(department) for department in rows["department"]}
    return f"{departments.pop()}　{person}".strip("　") if len(departments) == 1 else person


def _opening(rows: pd.DataFrame, as_of: date) -> Parts:
    longest = rows.iloc[0]
    days = Figure(f"{longest['days_late']:.0f}天", "days", str(longest["item_id"]), "最久逾期")
    number = count(len(rows), seen_in("rectification", view="逾期", owner=longest["owner_id"]), "逾期", "项")
    most = "最久的已逾期" if len(rows) > 1 else "已逾期"
    return (
        "截至", Day(as_of), "，由您负责的整改事项中，有", number, f"过了整改时限还没有销号，{most}", days,
        "。具体事项如下，请抓紧办理。",
    )  # fmt: skip


def _demands(answer_by: date) -> list[Parts]:
    return [
        ("请在", Day(answer_by), "前，在下面的反馈栏里逐项写明逾期的原因、下一步怎么办、哪天办完，签字后交回。"),
        ("已经做完的，请附上佐证材料提交验收；确需延长时限的，请写明原因，按程序办理延期。",),
    ]


def _item_table(rows: pd.DataFrame) -> Table:
    made: list[tuple[Parts, ...]] = []
    for item in each_row(rows):
        made.append(tuple(map(_cell(item), _ITEMS)))
    return Table(tuple(Column(word, width) for word, width in _ITEMS.items()), tuple(made), points=_POINTS)


def _cell(item: Any) -> Any:
    ref = item.item_id
    late = Figure(f"逾期{item.days_late:.0f}天", "days", ref, f"{ref}逾期天数")
    done = Figure(f"{item.percent}%", "percent", ref, f"{ref}的进度")
    progress: Part = Quoted(printable(item.progress), ref) if item.progress else "还没有报过进展"
    cells: dict[str, Parts] = {
        "编号": (Quoted(ref, ref),),
        "具体问题": (Quoted(printable(item.problem), ref),),
        "整改措施": (Quoted(printable(item.measure), ref),),
        "整改时限": (Quoted(f"{item.due_on:%Y-%m-%d}", ref), "\n", late),
        "进度和进展": (done, "\n", progress),
        "牵头领导": (Quoted(printable(item.leader_name), ref),),
    }
    return cells.__getitem__


def _answer_table(rows: pd.DataFrame) -> Table:
    made = tuple(((Quoted(item_id, item_id),), (), (), ()) for item_id in rows["item_id"])
    return Table(tuple(Column(word, width) for word, width in _ANSWERS.items()), made, least=_ROOM, points=_POINTS)
