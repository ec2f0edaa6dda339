"""初始密码: slips in Word to cut apart and hand out, one for each new account."""

from collections.abc import Sequence

from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from board.documents.word import BODY, new_letter, saved
from board.typed import printable

_PER_ROW, _WIDTH, _HEIGHT = 2, Cm(9.2), Cm(4.2)
_MONOSPACED = "Consolas"


def account_slips(unit: str, accounts: Sequence[tuple[str, str, str]]) -> bytes:
    """A Word document of slips, twelve on an A4 page, in the order given. accounts: name shown, name, password."""
    letter = new_letter("账号和初始密码", unit, has_grid=False)
    section = letter.sections[0]
    section.top_margin = section.bottom_margin = Cm(1.5)
    section.left_margin = section.right_margin = Cm(1.2)
    table = letter.add_table(rows=-(-len(accounts) // _PER_ROW), cols=_PER_ROW, style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        row.height, row.height_rule = _HEIGHT, WD_ROW_HEIGHT_RULE.EXACTLY
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, account in zip(cells, accounts, strict=False):
        _slip(cell, printable(unit), *account)
    letter.add_paragraph().paragraph_format.line_spacing = Pt(1)  # Word needs a paragraph after a table
    return saved(letter)


def _slip(cell: _Cell, unit: str, display_name: str, name: str, password: str) -> None:
    cell.width = _WIDTH
    _say(cell.paragraphs[0], f"{unit}　查改看板", Pt(9))
    _say(cell.add_paragraph(style=BODY), printable(display_name), Pt(14), bold=True)
    _say(cell.add_paragraph(style=BODY), f"登录名　　{name}", Pt(11))
    _say(cell.add_paragraph(style=BODY), f"初始密码　{password}", Pt(12), bold=True, face=_MONOSPACED)
    _say(cell.add_paragraph(style=BODY), "第一次登录，先要换成自己的密码；换好以后把这张纸条撕掉。", Pt(8.5))


def _say(paragraph: Paragraph, text: str, size: Pt, *, bold: bool = False, face: str = "") -> None:
    paragraph.paragraph_format.line_spacing = 1
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, bold
    if face:
        run.font.name = face
