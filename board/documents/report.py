"""分析检查报告 as a Word document: title, the sections under headings, Chinese fonts, numbered pages."""

from collections.abc import Mapping
from datetime import date

from docx.document import Document as Letter
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from board.activity.activities import Activity
from board.documents.measures import chinese
from board.documents.word import BODY, TITLE, new_letter, number_pages, saved
from board.typed import printable

_HEADING_FACE = "黑体"
_NUMERALS = "一二三四五六七八九十"
_BODY_SIZE = Pt(14)


def report_document(activity: Activity, stage: str, made_on: date, sections: Mapping[str, str]) -> bytes:
    """A version of the report: `stage` in words (初稿 …), the day it was made, section → content. Empty sections are
    headings with room below."""
    letter = new_letter(f"分析检查报告（{stage}）", activity.unit_name)
    letter.add_paragraph("领导班子分析检查报告", style=TITLE)
    under = "（示例数据，不作正式文书）" if activity.is_example else ""
    for line in (f"（{stage}）" if stage != "定稿" else "", under, f"{activity.unit_name}　{activity.name}"):
        if line:
            letter.add_paragraph(line, style=BODY).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for place, (section, content) in enumerate(sections.items()):
        number = f"{_NUMERALS[place]}、" if place < len(_NUMERALS) else ""
        _head(letter, f"{number}{section}")
        for paragraph in content.split("\n"):
            if paragraph.strip():
                body = letter.add_paragraph(printable(paragraph.strip()), style=BODY)
                body.paragraph_format.first_line_indent = 2 * _BODY_SIZE
    ending = letter.add_paragraph(f"{activity.unit_name}\n{chinese(made_on)}", style=BODY)
    ending.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    ending.paragraph_format.space_before = Pt(16)
    number_pages(letter)
    return saved(letter)


def _head(letter: Letter, text: str) -> None:
    """A heading that Word lists in its outline, in the font of official letters instead of Word's own."""
    paragraph = letter.add_heading(level=1)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.font.color.rgb = _BODY_SIZE, False, RGBColor(0, 0, 0)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _HEADING_FACE)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.first_line_indent = 2 * _BODY_SIZE
