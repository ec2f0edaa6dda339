"""填写码: slips in Word to cut apart and hand out, each with a code, its QR code and instructions."""

from collections.abc import Callable, Sequence
from io import BytesIO

from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from board.ballots.codes import printed
from board.documents.word import BODY, new_letter, saved
from board.typed import printable

PER_ROW = 2
_WIDTH, _HEIGHT, _QR, _TEXT = Cm(9.2), Cm(5.2), Cm(3.5), Cm(5.7)
_MONOSPACED = "Consolas"


def code_slips(
    unit: str, title: str, group: str, codes: Sequence[str], link: str, picture: Callable[[str], bytes]
) -> bytes:
    """A Word document of slips, ten on an A4 page, in the order given.

    title: what is evaluated. link: the address to type where a QR code can't be read. picture: code → its QR code as
    PNG.
    """
    letter = new_letter(f"{title}填写码（{group}）", unit, has_grid=False)
    section = letter.sections[0]
    section.top_margin = section.bottom_margin = Cm(1.5)
    section.left_margin = section.right_margin = Cm(1.2)
    rows = -(-len(codes) // PER_ROW)
    table = letter.add_table(rows=rows, cols=PER_ROW, style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        row.height, row.height_rule = _HEIGHT, WD_ROW_HEIGHT_RULE.EXACTLY
    cells = [cell for row in table.rows for cell in row.cells]
    head = (printable(unit), printable(title), printable(group))
    for cell, code in zip(cells, codes, strict=False):
        _slip(cell, head, code, link, picture(code))
    letter.add_paragraph().paragraph_format.line_spacing = Pt(1)  # Word needs a paragraph after a table
    return saved(letter)


def _slip(cell: _Cell, head: tuple[str, str, str], code: str, link: str, picture: bytes) -> None:
    cell.width = _WIDTH
    unit, title, group = head
    _say(cell.paragraphs[0], f"{unit}　{title}评议表（{group}）", Pt(10.5), bold=True)
    inner = cell.add_table(rows=1, cols=2)
    left, right = inner.rows[0].cells
    left.width, right.width = _QR, _TEXT
    left.paragraphs[0].add_run().add_picture(BytesIO(picture), width=Cm(3.2))
    _say(right.paragraphs[0], "微信扫一扫，直接填写。", Pt(10.5))
    _say(right.add_paragraph(style=BODY), f"填写码　{printed(code)}", Pt(14), bold=True, face=_MONOSPACED)
    _say(right.add_paragraph(style=BODY), "扫不了的，在浏览器里打开下面的网址，填上填写码。", Pt(9))
    _say(right.add_paragraph(style=BODY), link, Pt(8), face=_MONOSPACED)
    _say(cell.paragraphs[-1], "不记名；一个填写码填一张，用过作废。请随意抽取，不要登记谁拿了哪一张。", Pt(8.5))


def _say(paragraph: Paragraph, text: str, size: Pt, *, bold: bool = False, face: str = "") -> None:
    paragraph.paragraph_format.line_spacing = 1
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, bold
    if face:
        run.font.name = face
