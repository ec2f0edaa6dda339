"""The ledger as it leaves the product and comes back: its 栏目 in their order, and the content of a cell.

An export writes these cells and an import compares with them, so a file that nobody touched never holds a change.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from board.typed import plain, printable
from board.words import ITEM_KIND, PEOPLE_VIEW

Cell = str | date | int | None

# Column of an item's state → 栏目, in the order such ledgers have them.
COLUMNS: dict[str, str] = {
    "item_id": "编号",
    "source": "问题来源",
    "aspect": "方面",
    "problem": "具体问题",
    "subjective_cause": "主观原因",
    "objective_cause": "客观原因",
    "measure": "整改措施",
    "kind": "类别",
    "leader_id": "牵头领导",
    "department": "责任部门",
    "owner_id": "责任人",
    "helpers": "配合部门",
    "due_on": "整改时限",
    "first_due_on": "原时限",
    "progress": "进展情况",
    "percent": "进度",
    "proof": "佐证材料",
    "submitted_on": "完成日期",
    "verifier_id": "验收人",
    "people_view": "群众评价",
    "closed_on": "销号日期",
    "explanation": "解释说明",
    "remark": "备注",
}
# Columns a file may have besides, so that an item of any kind can be registered from one.
EXTRA_COLUMNS: dict[str, str] = {
    "target": "目标",
    "found_on": "查出日期",
    "start_on": "开始日期",
    "explained_to": "向谁作了说明",
    "explained_on": "说明日期",
    "explained_how": "用什么方式说明",
    "conditions": "正在创造的条件",
    "review_on": "复查日期",
}
LABELS = {**COLUMNS, **EXTRA_COLUMNS}
PEOPLE = {"leader_id": "leader_name", "owner_id": "owner_name", "verifier_id": "verifier_name"}
DAYS = frozenset(name for name in LABELS if name.endswith("_on"))
CODES: dict[str, Mapping[str, str]] = {"kind": ITEM_KIND, "people_view": PEOPLE_VIEW}
PERCENT = "percent"

# The hidden sheet of an exported workbook; see `LedgerBase`.
BASE_SHEET = "导出记录"
# Excel takes 32,767 units of UTF-16 in a cell, and repairs a file that has more.
LONGEST_CELL = 32_000
CUT_MARK = "……（太长，后面的请在系统里看）"


@dataclass(frozen=True)
class LedgerBase:
    """The state an exported ledger started from: the activity, the moment, and each item's `seq` by its id."""

    activity_id: str
    exported_at: datetime
    seqs: Mapping[str, int]


def ledger_base(items: pd.DataFrame, activity_id: str, exported_at: datetime) -> LedgerBase:
    """The base of an export of these items (item_id, seq)."""
    seqs = zip(items["item_id"].tolist(), items["seq"].tolist(), strict=True)
    return LedgerBase(activity_id, exported_at, {str(item_id): int(seq) for item_id, seq in seqs})


def names_in(items: pd.DataFrame) -> dict[str, str]:
    """The people named in a frame of items: id → name."""
    named = (items[[column, name]].dropna().drop_duplicates() for column, name in PEOPLE.items())
    return {str(person_id): str(name) for each in named for person_id, name in each.itertuples(index=False)}


def cells(state: Mapping[str, Any], names: Mapping[str, str], columns: Iterable[str] = COLUMNS) -> dict[str, Cell]:
    """The content of an item's cells, by column: texts ("" for none), days, and the percent as a whole number.

    Takes a state as the store or a frame holds it, and people's names by their ids.
    """
    return {column: _cell(column, state[column], names) for column in columns}


def as_text(column: str, cell: Cell) -> str:
    """A cell as text, as a CSV holds it: 2026-12-01, 40%."""
    if cell is None:
        return ""
    return f"{cell}%" if column == PERCENT else str(cell)


def _cell(column: str, value: Any, names: Mapping[str, str]) -> Cell:
    kept = plain(value)
    if column in DAYS:
        day: date | None = kept
        return day
    if column == PERCENT:
        return 0 if kept is None else int(kept)
    if kept is None:
        return ""
    known = CODES.get(column, names if column in PEOPLE else {})
    return _cut(printable(str(known.get(kept, kept))))


def _cut(text: str) -> str:
    """The text, cut if it is too long for a cell."""
    if len(text) <= LONGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    room = 2 * (LONGEST_CELL - len(CUT_MARK))
    return units[:room].decode("utf-16-le", "ignore") + CUT_MARK
