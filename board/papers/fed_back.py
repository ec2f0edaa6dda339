"""反馈单: the opinions about the leading group or one member, by aspect, never with their givers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board.errors import BoardError
from board.opinions import feedback
from board.papers.asked import Asked, count
from board.papers.blocks import Block, Heading, Paper, Paragraph, Quoted
from board.store.frames import each_row
from board.store.store import Store
from board.typed import printable
from board.words import ABOUT

_SIGNED = "签收人（签字）：　　　　　　　　年　　月　　日"
_TO_DO = "，按所属方面整理反馈如下，请对照检查，认真研究。"


def sheets_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The sheets made by a day, the newest first."""
    rows = feedback.sheets(store, activity_id, as_of).iloc[::-1]
    return {row.sheet_id: f"{row.sheet_id}　给{_to(row)}" for row in each_row(rows)}


def _to(sheet: Any) -> str:
    return str(sheet.member_name) if sheet.to_kind == "member" else ABOUT["group"]


def sheet(asked: Asked) -> Paper:
    """反馈单 (option `sheet`): of an opinion only its aspect and how it is handed on. Raises BoardError for a sheet
    without opinions."""
    sheet_id = asked.options.get("sheet", "")
    every = feedback.sheets(asked.store, asked.activity_id, asked.as_of)
    chosen = every[every["sheet_id"] == sheet_id]
    rows = feedback.sheet_opinions(asked.store, asked.activity_id, asked.as_of)
    rows = rows[rows["sheet_id"] == sheet_id][["position", "aspect", "wording"]]
    if rows.empty or chosen.empty:
        raise BoardError("反馈单上没有意见", f"{sheet_id} 是空的。", "请作废后重新出单。")
    return asked.paper("feedback", "征求意见反馈单", text(sheet_id, _to(next(each_row(chosen))), rows))


def text(sheet_id: str, to: str, rows: pd.DataFrame) -> list[Block]:
    """A sheet's text. Takes its id, whom it is for, and its opinions (aspect, wording) in order; nothing else of an
    opinion, so that nothing else can appear on it."""
    number = count(len(rows), f"opinions?sheet={sheet_id}", "意见", "条")
    blocks: list[Block] = [
        Paragraph(("编号：", Quoted(sheet_id, sheet_id)), style="right"),
        Paragraph((Quoted(printable(to), sheet_id), "："), style="flush"),
        Paragraph(("现将征求到的意见和建议", number, _TO_DO)),
    ]
    for aspect, opinions in rows.groupby("aspect", sort=False):
        blocks.append(Heading(1, (Quoted(printable(str(aspect)), sheet_id),)))
        blocks += [Paragraph((Quoted(printable(str(each)), sheet_id),), level=3) for each in opinions["wording"]]
    return [*blocks, Paragraph((_SIGNED,), style="sign")]
