"""The base of all our Word documents: the page, type and styles of GB/T 9704-2012, Chinese throughout."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.document import Document as Letter
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from board import clock
from board.documents import measures as of
from board.typed import printable

TITLE, BODY = "公文标题", "公文正文"
_HEADINGS = {level: f"Heading {level}" for level in of.HEADING_FACES}
_LONGEST_PROPERTY = 255
_TABLE_SIZE = Pt(10.5)
_FONT_TABLE, _TEXT = "word/fontTable.xml", "word/document.xml"
# The time that each part of a file says it was packed at: the earliest that a zip can hold.
PACKED_AT = (1980, 1, 1, 0, 0, 0)
_TWENTIETHS = 20


def new_letter(title: str, author: str, made_at: datetime | None = None, *, has_grid: bool = True) -> Letter:
    """A blank A4 document with the styles TITLE and BODY, and Word's headings of four levels.

    title, author: its properties. made_at: when it says that it was made (None: now). has_grid: whether its lines lie
    on the grid of official papers.
    """
    letter = Document()
    _set_page(letter, has_grid=has_grid)
    _set_normal(letter)
    _style(letter, TITLE, of.TITLE_FACE, of.TITLE, of.TITLE_LINE).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(letter, BODY, of.BODY_FACE, of.BODY, of.LINE)
    for level, face in of.HEADING_FACES.items():
        _restyle_heading(letter.styles[_HEADINGS[level]], face)
    properties = letter.core_properties
    properties.title, properties.author = printable(title)[:_LONGEST_PROPERTY], printable(author)[:_LONGEST_PROPERTY]
    properties.last_modified_by = properties.author
    properties.comments, properties.language = "", "zh-CN"
    properties.created = properties.modified = made_at or clock.now()
    return letter


def _set_page(letter: Letter, *, has_grid: bool) -> None:
    section = letter.sections[0]
    section.page_width, section.page_height = Mm(of.PAGE_WIDTH), Mm(of.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(of.TOP), Mm(of.BOTTOM)
    section.left_margin, section.right_margin = Mm(of.LEFT), Mm(of.RIGHT)
    section.footer_distance = Mm(of.NUMBER_BOTTOM)
    set_grid(section._sectPr, has_grid=has_grid)
    letter.settings.odd_and_even_pages_header_footer = True


def set_grid(properties: Any, *, has_grid: bool = True) -> None:
    """Give a section the grid of 22 lines of 28 characters, or none. Takes its `w:sectPr`."""
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    if not has_grid:
        return
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(of.LINE * _TWENTIETHS)))
    grid.set(qn("w:charSpace"), str(of.CHAR_SPACE))
    properties.append(grid)


def _set_normal(letter: Letter) -> None:
    """Set the look that every style inherits: 仿宋 of 16 pt, no space put between Chinese and Latin letters.

    Latin letters and digits are of the same face, as Word sets curly quotes, too, in that of Latin letters.
    """
    styles = letter.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for default in styles.iter(qn("w:pPrDefault")):
        styles.find(qn("w:docDefaults")).remove(default)
    normal = cast(ParagraphStyle, letter.styles["Normal"])
    _set_face(normal, of.BODY_FACE, of.BODY)
    style = normal.paragraph_format
    style.space_before = style.space_after = Pt(0)
    style.widow_control = False
    paragraph = normal.element.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        flag = parse_xml(f'<{name} {nsdecls("w")} w:val="0"/>')
        paragraph.insert_element_before(flag, *_AFTER_AUTO_SPACE)


_AFTER_AUTO_SPACE = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _set_face(style: ParagraphStyle, face: str, points: float) -> None:
    style.font.size = Pt(points)
    style.font.bold = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), face)


def _style(letter: Letter, name: str, face: str, points: float, line: float) -> ParagraphStyle:
    style = cast(ParagraphStyle, letter.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = letter.styles["Normal"]
    _set_face(style, face, points)
    style.paragraph_format.line_spacing = Pt(line)
    return style


def _restyle_heading(style: Any, face: str) -> None:
    """A heading that Word lists in its outline, as official papers have it: black, not bold, two characters in."""
    properties = style.element.get_or_add_rPr()
    for name in ("w:color", "w:i", "w:iCs", "w:bCs"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    _set_face(style, face, of.BODY)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(of.LINE)
    style.paragraph_format.keep_together = False


def repeat_on_each_page(row: _Row) -> None:
    """Repeat a table's header row where the table goes on."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def number_pages(letter: Letter) -> None:
    """Put the page number in the middle of each page's footer."""
    letter.settings.odd_and_even_pages_header_footer = False
    paragraph = letter.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def say(letter: Letter, text: str) -> None:
    """Add a paragraph with its first line indented by two characters."""
    paragraph = letter.add_paragraph(text, style=BODY)
    paragraph.paragraph_format.first_line_indent = 2 * Pt(of.BODY)


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


def saved(letter: Letter, body: Iterable[str] | None = None) -> bytes:
    """The document as bytes, with substitutes declared for its fonts; the same for the same document.

    body: its text as XML, in place of what it holds; written piece by piece, as that of a long table takes much memory.
    """
    return with_body(package_of(letter), body)


def package_of(letter: Letter) -> bytes:
    """The document as python-docx writes it, for `with_body`."""
    stream = BytesIO()
    letter.save(stream)
    return stream.getvalue()


def with_body(package: bytes, body: Iterable[str] | None) -> bytes:
    """See `saved`. package: of `package_of`."""
    mended = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as parts, zipfile.ZipFile(mended, "w", zipfile.ZIP_DEFLATED) as written:
        for name in parts.namelist():
            content = parts.read(name)
            entry = zipfile.ZipInfo(name, PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with written.open(entry, "w") as file:
                if name == _TEXT and body is not None:
                    file.writelines(_with_body(content, body))
                else:
                    file.write(_with_stand_ins(content) if name == _FONT_TABLE else content)
    return mended.getvalue()


def _with_body(document: bytes, body: Iterable[str]) -> Iterator[bytes]:
    """The document's XML, piece by piece, with the body in place of what it holds."""
    yield document[: document.index(b"<w:body>")] + b"<w:body>"
    yield from (piece.encode() for piece in body)
    yield document[document.rindex(b"</w:body>") :]


def _with_stand_ins(font_table: bytes) -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in of.INSTEAD.items()
    )
    return font_table.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())
