"""督办单: a letter in Word to one person about their late items, to print, sign and answer on."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
from docx.document import Document as Letter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from board.activity.activities import Activity
from board.documents.measures import chinese
from board.documents.word import BODY, TITLE, add_table, centred, new_letter, number_pages, saved, say
from board.errors import BoardError
from board.typed import printable

# The days to answer, unless the person who issues the order names a day.
ANSWER_DAYS = 3

_ITEM_COLUMNS = {"编号": 1.6, "具体问题": 4.2, "整改措施": 3.6, "整改时限": 2.4, "进度和进展": 2.9, "牵头领导": 1.7}
_ANSWER_COLUMNS = {"编号": 1.6, "逾期的原因": 5.4, "下一步怎么办": 5.9, "哪天办完": 3.5}
_SIGNED = "（签字）：　　　　　　　　　　　　　　年　　月　　日"


def late_items_of(items: pd.DataFrame, owner_id: str) -> pd.DataFrame:
    """The late items of one owner, the latest first. Takes items with flags."""
    late = items[items["is_late"] & (items["owner_id"] == owner_id)]
    return late.sort_values("days_late", ascending=False, kind="stable")


def supervision_order(
    activity: Activity,
    person: str,
    rows: pd.DataFrame,
    as_of: date,
    answer_by: date | None = None,
    *,
    number: str = "",
    asked: str = "",
) -> bytes:
    """A 督办单 as a Word document: A4, one person's late items, the demands and their deadline, places to sign.

    Takes the person's name and their items as returned by `late_items_of`: item_id, problem, measure, due_on,
    days_late, percent, progress, leader_name, department. `answer_by`: None is ANSWER_DAYS after `as_of`. `number`: of
    the order, "" leaves room to write it. `asked`: additional demands. Raises BoardError if there are no items.
    """
    if rows.empty:
        message = f"截至{chinese(as_of)}，{person}没有逾期的事项。"
        raise BoardError("没有要督办的事项", message, "请另选责任人或截至日期。")
    letter = new_letter(f"整改事项督办单（{person}）", activity.unit_name)
    items: list[dict[Any, Any]] = rows.to_dict("records")
    _head(letter, activity, items, printable(person), printable(number))
    say(letter, _opening(items, as_of))
    _item_table(letter, items)
    for point in _points(answer_by or as_of + timedelta(days=ANSWER_DAYS), asked):
        say(letter, point)
    _answer_table(letter, [item["item_id"] for item in items])
    _signatures(letter, activity, as_of)
    number_pages(letter)
    return saved(letter)


def _head(letter: Letter, activity: Activity, items: Sequence[Mapping[str, Any]], person: str, number: str) -> None:
    title = letter.add_paragraph(style=TITLE)
    title.add_run("整改事项督办单")
    if activity.is_example:
        centred(letter.add_paragraph("（示例数据，不作正式文书）", style=BODY))
    centred(letter.add_paragraph(f"{activity.unit_name}　{activity.name}　{activity.stage}", style=BODY))
    order = letter.add_paragraph(f"督办编号：{number or '　　　　　　　　'}", style=BODY)
    order.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    departments = {str(item["department"]) for item in items}
    addressed = f"{departments.pop()}　{person}" if len(departments) == 1 else person
    letter.add_paragraph(f"{addressed.strip('　')}：", style=BODY)


def _opening(items: Sequence[Mapping[str, Any]], as_of: date) -> str:
    longest = max(int(item["days_late"]) for item in items)
    return (
        f"截至{chinese(as_of)}，由您负责的整改事项中，有 {len(items)} 项过了整改时限还没有销号，"
        f"{'最久的' if len(items) > 1 else ''}已逾期 {longest} 天。具体事项如下，请抓紧办理。"
    )


def _points(answer_by: date, asked: str) -> list[str]:
    points = [
        f"请在{chinese(answer_by)}前，在下面的反馈栏里逐项写明逾期的原因、下一步怎么办、哪天办完，签字后交回。",
        "已经做完的，请附上佐证材料提交验收；确需延长时限的，请写明原因，按程序办理延期。",
    ]
    points += [printable(asked)] if printable(asked) else []
    return [f"{count}、{point}" for count, point in zip("一二三", points, strict=False)]


def _item_table(letter: Letter, items: Sequence[Mapping[str, Any]]) -> None:
    rows = []
    for item in items:
        due = f"{item['due_on']:%Y-%m-%d}\n逾期 {int(item['days_late'])} 天"
        done = f"{int(item['percent'])}%\n{item['progress'] or '还没有报过进展'}"
        rows.append((item["item_id"], item["problem"], item["measure"], due, done, item["leader_name"]))
    add_table(letter, _ITEM_COLUMNS, rows)


def _answer_table(letter: Letter, item_ids: Sequence[str]) -> None:
    table = add_table(letter, _ANSWER_COLUMNS, [(item_id, "", "", "") for item_id in item_ids])
    for row in list(table.rows)[1:]:
        row.height = Cm(1.6)


def _signatures(letter: Letter, activity: Activity, as_of: date) -> None:
    for who in ("签发人", "责任人签收", "责任人反馈", "核实人"):
        signed = letter.add_paragraph(f"{who}{_SIGNED}", style=BODY)
        signed.paragraph_format.keep_with_next = True
        signed.paragraph_format.space_before = Pt(10)
    ending = letter.add_paragraph(f"{activity.unit_name}\n{chinese(as_of)}", style=BODY)
    ending.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    ending.paragraph_format.space_before = Pt(16)
