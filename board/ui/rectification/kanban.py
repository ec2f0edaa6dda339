"""看板: the ledger's rows as cards, a column for each status."""

from pathlib import Path
from typing import Any

import pandas as pd

from board.charts.template import STATE_COLORS
from board.numbers import change_text, is_missing
from board.store.frames import each_row
from board.ui.parts.news import just_saved
from board.web.browser.modules import Element
from board.wording import shortened
from board.words import ITEM_STATUS

CARDS_A_COLUMN = 50
MARK_COLORS = {
    "新增": "#4f74a8",
    "恢复": "#75629a",
    "退回": "#96610f",
    "重启": "#96610f",
    "延期": "#96610f",
    "销号": "#2e7d4f",
    "变化": "#667085",
    "移出": "#344054",
}
DEFERRED = "创造条件"
# A card shows two lines of the problem; more isn't sent.
_PROBLEM_LENGTH = 120
_HERE = Path(__file__)
_BOARD = Element(
    "board_kanban",
    html='<div class="board"></div>\n<p class="hint"></p>',
    css=_HERE.with_name("kanban.css").read_text("utf-8"),
    js=_HERE.with_name("kanban.js").read_text("utf-8"),
)


def show_board(rows: pd.DataFrame, then: pd.DataFrame | None, key: str) -> str | None:
    """Draws items in the order of `rectification.filters.chosen`. Returns the id of the one opened in this run.

    then: the items in this view on the compared day, None if nothing is compared. Cards that others have just saved
    light up for some seconds.
    """
    opened: str | None = _BOARD(
        {
            "columns": board_columns(rows, then),
            "name": "整改事项看板",
            "hint": "方向键移动，回车打开",
            "lit": sorted(just_saved()),
        },
        key=key,
        on_opened_change=lambda: None,
    ).opened
    return opened if opened is not None and (rows["item_id"] == opened).any() else None


def board_columns(rows: pd.DataFrame, then: pd.DataFrame | None = None) -> list[dict[str, Any]]:
    """Returns the board's columns, left to right, as the browser takes them.

    word, color, count (all items), change (of the count since `then`, "" for none), label (the count in words),
    cards (at most CARDS_A_COLUMN, each with item_id, problem, owner, deadline, state: late, soon or "", percent, marks:
    创造条件 if it waits for conditions and those of the comparison, each with word and color, changed: the changes in
    words), rest (in words, "" if all are shown). Every item is in the column of its status, so a column counts the same
    items as the ledger's view of that name.
    """
    was = {} if then is None else _parted(then)
    return [_column(word, part, len(was[word]) if was else None) for word, part in _parted(rows).items()]


def _parted(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {word: rows[rows["status"] == code] for code, word in ITEM_STATUS.items()}


def _column(word: str, rows: pd.DataFrame, before: int | None) -> dict[str, Any]:
    rest = len(rows) - CARDS_A_COLUMN
    return {
        "word": word,
        "color": STATE_COLORS[word],
        "count": len(rows),
        "change": change_text(len(rows), before),
        "label": f"{word} {len(rows)} 项",
        "cards": [_card(row) for row in each_row(rows.head(CARDS_A_COLUMN))],
        "rest": f"还有 {rest} 项，可用筛选缩小范围" if rest > 0 else "",
    }


def _card(row: Any) -> dict[str, Any]:
    waiting = [{"word": DEFERRED, "color": STATE_COLORS[DEFERRED]}] if row.is_deferred and not row.is_closed else []
    return {
        "item_id": row.item_id,
        "problem": shortened(row.problem, _PROBLEM_LENGTH),
        "owner": "" if is_missing(row.owner_name) else row.owner_name,
        "deadline": row.deadline,
        "state": "late" if row.is_late else "soon" if row.is_due_soon else "",
        "percent": int(row.percent),
        "marks": [*waiting, *({"word": mark, "color": MARK_COLORS[mark]} for mark in getattr(row, "marks", ()))],
        "changed": getattr(row, "changes_text", ""),
    }
