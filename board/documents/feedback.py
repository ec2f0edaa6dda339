"""反馈单 in Word: the opinions about the leading group or one member, by aspect, never with their givers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from docx.document import Document as Letter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from board.activity.activities import Activity
from board.documents.measures import chinese
from board.documents.word import BODY, TITLE, new_letter, number_pages, saved
from board.errors import BoardError
from board.typed import printable

_SIGNED = "签收人（签字）：　　　　　　　　　　　　　　年　　月　　日"
_INDENT = 2 * Pt(14)  # two characters


def feedback_sheet(activity: Activity, sheet: Mapping[str, Any], rows: pd.DataFrame) -> bytes:
    """A feedback sheet as a Word document, to be handed over and signed for.

    Takes the sheet (sheet_id, to_name, made_on) and its opinions (position, aspect, wording) in order. It takes nothing
    else of an opinion, so that nothing else can appear on it. Raises BoardError for a sheet without opinions.
    """
    if rows.empty:
        raise BoardError("反馈单上没有意见", f"{sheet['sheet_id']} 是空的。", "请作废后重新出单。")
    letter = new_letter(f"征求意见反馈单（{sheet['to_name']}）", activity.unit_name)
    letter.add_paragraph("征求意见反馈单", style=TITLE)
    if activity.is_example:
        _centred(letter, "（示例数据，不作正式文书）")
    _centred(letter, f"{activity.unit_name}　{activity.name}　{activity.stage}")
    number = letter.add_paragraph(f"编号：{sheet['sheet_id']}", style=BODY)
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    letter.add_paragraph(f"{printable(str(sheet['to_name']))}：", style=BODY)
    _say(letter, f"现将征求到的意见和建议 {len(rows)} 条，按所属方面整理反馈如下，请对照检查，认真研究。")
    for count, (aspect, opinions) in enumerate(rows.groupby("aspect", sort=False), start=1):
        _say(letter, f"{_number(count)}、{printable(str(aspect))}", bold=True)
        for position, wording in zip(opinions["position"], opinions["wording"], strict=True):
            _say(letter, f"{int(position)}．{printable(str(wording))}")
    _sign(letter, activity, pd.Timestamp(sheet["made_on"]).date())
    number_pages(letter)
    return saved(letter)


def _number(count: int) -> str:
    numbers = "〇一二三四五六七八九十"
    return numbers[count] if count < len(numbers) else str(count)


def _centred(letter: Letter, text: str) -> None:
    letter.add_paragraph(text, style=BODY).alignment = WD_ALIGN_PARAGRAPH.CENTER


def _say(letter: Letter, text: str, *, bold: bool = False) -> None:
    paragraph = letter.add_paragraph(style=BODY)
    paragraph.add_run(text).bold = bold
    paragraph.paragraph_format.first_line_indent = _INDENT


def _sign(letter: Letter, activity: Activity, made_on: date) -> None:
    signed = letter.add_paragraph(_SIGNED, style=BODY)
    signed.paragraph_format.space_before = Pt(18)
    signed.paragraph_format.keep_with_next = True
    ending = letter.add_paragraph(f"{activity.unit_name}\n{chinese(made_on)}", style=BODY)
    ending.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    ending.paragraph_format.space_before = Pt(12)
