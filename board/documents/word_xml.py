"""Runs, paragraphs and tables of a paper as Word's XML, written as text: a thousand rows take a moment so."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from board.documents import measures as of
from board.papers.blocks import Parts, Table, text_of
from board.typed import printable

_CELL_MARGIN = 57  # twentieths of a point: 1 mm
MM = 1440 / 25.4  # twentieths of a point
# One character on the grid, in twentieths of a point.
CHARACTER = (of.BODY + of.SQUEEZE) * 20


def run(text: str, face: str = "", points: float = 0, color: str = "") -> str:
    """A run; face, points, color (RRGGBB): where they differ from the paragraph's style. Line breaks are kept."""
    look = f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>' if face else ""
    look += f'<w:color w:val="{color}"/>' if color else ""
    size = round(points * 2)
    look += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if points else ""
    shown = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        shown = shown.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{shown}</w:r>"


def indent(first: float = 0, left: float = 0, right: float = 0) -> str:
    """An indent in characters: of the first line, and of both edges."""
    found = ""
    for name, characters in (("firstLine", first), ("left", left), ("right", right)):
        if characters:
            found += f' w:{name}Chars="{round(characters * 100)}" w:{name}="{round(characters * CHARACTER)}"'
    return f"<w:ind{found}/>" if found else ""


def spacing(before: float = 0, line: float = 0) -> str:
    """Room above in mm, and the height of a line in points."""
    found = f' w:before="{round(before * MM)}"' if before else ""
    found += f' w:line="{round(line * 20)}" w:lineRule="exact"' if line else ""
    return f"<w:spacing{found}/>" if found else ""


def paragraph(content: str, style: str = "", *, keep: bool = False, look: str = "", align: str = "") -> str:
    """A paragraph. look: borders, spacing and indent, in the schema's order. keep: with the next on one page."""
    found = f'<w:pStyle w:val="{style}"/>' if style else ""
    found += "<w:keepNext/>" if keep else ""
    found += look + (f'<w:jc w:val="{align}"/>' if align else "")
    return f"<w:p>{f'<w:pPr>{found}</w:pPr>' if found else ''}{content}</w:p>"


def table(block: Table, width: float, style: str, *, keep: bool) -> str:
    """A table as wide as the type area (mm), its header repeated on each page, no row broken between two.

    keep: its last row with what comes next.
    """
    whole = sum(column.width for column in block.columns)
    widths = [round(width * MM * column.width / whole) for column in block.columns]
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{edge} w:w="{_CELL_MARGIN}" w:type="dxa"/>' for edge in ("left", "right"))
    head = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    header: list[Parts] = [(column.header,) for column in block.columns]
    rows = [_row(header, block, widths, style, is_header=True)]
    rows += [_row(row, block, widths, style) for row in block.rows]
    if keep:
        rows[-1] = rows[-1].replace("<w:snapToGrid ", "<w:keepNext/><w:snapToGrid ")
    return f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(cells: Sequence[Parts], block: Table, widths: Sequence[int], style: str, *, is_header: bool = False) -> str:
    least = (
        f'<w:trHeight w:val="{round(block.least * MM)}" w:hRule="atLeast"/>' if block.least and not is_header else ""
    )
    look = f"<w:trPr><w:cantSplit/>{least}{'<w:tblHeader/>' if is_header else ''}</w:trPr>"
    made = [
        f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + _in_cell(cell, block.points, style, "center" if is_header else "right" if column.is_number else "", is_header)
        + "</w:tc>"
        for cell, column, each in zip(cells, block.columns, widths, strict=True)
    ]
    return f"<w:tr>{look}{''.join(made)}</w:tr>"


def _in_cell(cell: Parts, points: float, style: str, align: str, is_header: bool) -> str:
    face = of.HEI_FACE if is_header else ""
    look = f'<w:snapToGrid w:val="0"/>{spacing(line=points * 1.25)}'
    return paragraph(run(printable(text_of(cell)), face, points), style, look=look, align=align)
