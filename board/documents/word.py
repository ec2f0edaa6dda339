"""The base of all our Word documents: A4, the margins and fonts of official letters, Chinese throughout."""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.document import Document as Letter
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from board import clock
from board.typed import printable

TITLE, BODY = "公文标题", "公文正文"

_LATIN = "Times New Roman"
_TITLE_FACE, _BODY_FACE = "方正小标宋简体", "仿宋"
# Font → its substitute, which every Windows and WPS has.
_INSTEAD = {_TITLE_FACE: "宋体", _BODY_FACE: "仿宋_GB2312"}
_LONGEST_PROPERTY = 255
_BODY_SIZE, _TABLE_SIZE = Pt(14), Pt(10.5)
_FONT_TABLE = "word/fontTable.xml"


def new_letter(title: str, author: str) -> Letter:
    """A blank A4 document with the paragraph styles TITLE and BODY; `title` and `author` are its properties."""
    letter = Document()
    section = letter.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.8)
    section.left_margin = section.right_margin = Cm(2.3)
    _style(letter, TITLE, _TITLE_FACE, 22).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(letter, BODY, _BODY_FACE, 14)
    properties = letter.core_properties
    properties.title, properties.author = printable(title)[:_LONGEST_PROPERTY], printable(author)[:_LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.comments, properties.language = "", "zh-CN"
    properties.created = properties.modified = clock.now()
    return letter


def chinese(day: date) -> str:
    """A day as written in letters: 2026年12月4日."""
    return f"{day.year}年{day.month}月{day.day}日"


def repeat_on_each_page(row: _Row) -> None:
    """Repeat a table's header row where the table goes on."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def number_pages(letter: Letter) -> None:
    """Put the page number in the middle of each page's footer."""
    paragraph = letter.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def say(letter: Letter, text: str) -> None:
    """Add a paragraph with its first line indented by two characters."""
    paragraph = letter.add_paragraph(text, style=BODY)
    paragraph.paragraph_format.first_line_indent = 2 * _BODY_SIZE


def add_table(letter: Letter, columns: Mapping[str, float], rows: Sequence[Sequence[Any]]) -> Table:
    """Add a table with a header repeated on each page, and a little space below. `columns`: header → width in cm."""
    table: Table = letter.add_table(rows=1 + len(rows), cols=len(columns), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row, texts in zip(table.rows, [tuple(columns), *rows], strict=True):
        for cell, centimetres, text in zip(row.cells, columns.values(), texts, strict=True):
            _fill(cell, centimetres, printable(str(text or "")))
    repeat_on_each_page(table.rows[0])
    for cell in table.rows[0].cells:
        centred(cell.paragraphs[0])
        cell.paragraphs[0].runs[0].bold = True
    letter.add_paragraph(style=BODY).paragraph_format.line_spacing = 0.5
    return table


def _fill(cell: _Cell, centimetres: float, text: str) -> None:
    cell.width = Cm(centimetres)
    paragraph = cell.paragraphs[0]
    paragraph.style = BODY
    paragraph.paragraph_format.line_spacing = 1
    paragraph.add_run(text).font.size = _TABLE_SIZE


def centred(paragraph: Paragraph) -> None:
    """Centre a paragraph."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def saved(letter: Letter) -> bytes:
    """The document as bytes, with substitutes declared for its fonts."""
    stream = BytesIO()
    letter.save(stream)
    mended = BytesIO()
    with zipfile.ZipFile(stream) as parts, zipfile.ZipFile(mended, "w", zipfile.ZIP_DEFLATED) as written:
        for part in parts.namelist():
            content = parts.read(part)
            written.writestr(part, _with_stand_ins(content) if part == _FONT_TABLE else content)
    return mended.getvalue()


def _with_stand_ins(font_table: bytes) -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _INSTEAD.items()
    )
    return font_table.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def _style(letter: Letter, name: str, face: str, points: int) -> ParagraphStyle:
    style = cast(ParagraphStyle, letter.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.font.name, style.font.size = _LATIN, Pt(points)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.5
    return style
