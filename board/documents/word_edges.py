"""Edges of a paper in Word: 版头, page numbers, 版记, and the sections they belong to."""

from collections.abc import Iterator
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section

from board.documents import measures as of
from board.documents.word import BODY
from board.documents.word_xml import CHARACTER, MM, indent, paragraph, run, spacing
from board.papers.blocks import Letterhead
from board.typed import printable

EMPTY = paragraph("", BODY)
RED = "FF0000"
_POINT = 72 / 25.4  # in a mm
_SMALL_CHARACTER = of.SMALL * 20
_PAGE = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def head(letterhead: Letterhead) -> Iterator[str]:
    """发文机关标志, 文号, 签发人 and the red rule; of a letter only 文号, as the rest is in the header of page 1."""
    number = printable(letterhead.number)
    if letterhead.form == "letter":
        yield paragraph(run(number), BODY, align="right")
    if letterhead.form != "red":
        return
    size = of.mark_size(letterhead)
    look = spacing(of.MARK_TOP, size)
    yield paragraph(run(of.mark_of(letterhead), of.TITLE_FACE, size, RED), BODY, look=look, align="center")
    yield EMPTY * 2
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="{of.RULE_GAP * _POINT:.0f}" w:color="{RED}"/></w:pBdr>'
    if not letterhead.signer:
        yield paragraph(run(number), BODY, look=rule, align="center")
        return
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{round(of.TYPE_WIDTH * MM - CHARACTER)}"/></w:tabs>'
    line = run(number) + "<w:r><w:tab/></w:r>" + run("签发人：") + run(printable(letterhead.signer), of.KAI_FACE)
    yield paragraph(line, BODY, look=rule + tab + indent(left=1))


def imprint(letterhead: Letterhead) -> str:
    """版记 at the foot of the last page, its rows between rules; of a letter without."""
    is_letter, rows = letterhead.form == "letter", of.imprint(letterhead)
    if not rows:
        return ""
    thick, thin = (round(width * _POINT * 8) for width in (of.THICK, of.THIN))
    rule = '<w:{} w:val="{}" w:sz="{}" w:space="0" w:color="000000"/>'.format
    kind = "nil" if is_letter else "single"
    edges = rule("top", kind, thick) + rule("bottom", kind, thick) + rule("insideH", kind, thin)
    width = round(of.TYPE_WIDTH * MM)
    look = (
        '<w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin" '
        f'w:tblpXSpec="left" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
    )
    made = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr/>{_imprinted(*row)}</w:tc></w:tr>" for row in rows
    )
    return f"<w:tbl>{look}{made}</w:tbl>{paragraph('', BODY, look=spacing(line=1))}"


def _imprinted(left: str, right: str = "") -> str:
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{round(of.TYPE_WIDTH * MM) - _SMALL_CHARACTER:.0f}"/></w:tabs>'
    ends = f'<w:ind w:left="{_SMALL_CHARACTER:.0f}" w:right="{_SMALL_CHARACTER:.0f}"/>'
    text = run(left, "", of.SMALL) + (f"<w:r><w:tab/></w:r>{run(right, '', of.SMALL)}" if right else "")
    look = (tab if right else "") + f'<w:snapToGrid w:val="0"/>{spacing(line=22)}{ends}'
    return paragraph(text, BODY, look=look)


def properties_of(is_landscape: bool, *, has_first: bool) -> Any:
    """A section's properties: its page, margins and grid. has_first: whether its first page has edges of its own."""
    width, height, top, right, bottom, left = of.PAGE_WIDTH, of.PAGE_HEIGHT, of.TOP, of.RIGHT, of.BOTTOM, of.LEFT
    if is_landscape:
        width, height, top, right, bottom, left = height, width, left, top, right, bottom
    sides = ("top", top), ("right", right), ("bottom", bottom), ("left", left)
    margins = " ".join(f'w:{name}="{round(length * MM)}"' for name, length in sides)
    orient = ' w:orient="landscape"' if is_landscape else ""
    return parse_xml(
        f'<w:sectPr {nsdecls("w")}><w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{round(width * MM)}" w:h="{round(height * MM)}"{orient}/>'
        f'<w:pgMar {margins} w:header="{round(of.LETTER_MARK_TOP * MM)}" w:footer="{round(of.NUMBER_BOTTOM * MM)}" '
        f'w:gutter="0"/><w:cols w:space="720"/>{"<w:titlePg/>" if has_first else ""}'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{round(of.LINE * 20)}" w:charSpace="{of.CHAR_SPACE}"/>'
        "</w:sectPr>"
    )


def number_pages(section: Section, is_landscape: bool) -> None:
    """Page numbers — 1 — of a section: on odd pages at the right, on even ones at the left, one character in."""
    for footer, is_odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        element = footer._element
        for old in list(element):
            element.remove(old)
        align, side = ("right", "right") if is_odd else ("left", "left")
        ends = f'<w:ind w:{side}="{_SMALL_CHARACTER:.0f}"/>'
        look = f'<w:snapToGrid w:val="0"/>{spacing(line=of.NUMBER_LINE)}{ends}'
        dash = run("— ", of.SONG_FACE, of.SMALL), run(" —", of.SONG_FACE, of.SMALL)
        field = _PAGE.replace("<w:r>", f"<w:r>{_look_of_number()}")
        line = paragraph(dash[0] + field + dash[1], BODY, look=look, align=align)
        made = f"{_at_left_edge(line)}{EMPTY}" if is_landscape else line
        for each in parse_xml(f"<w:ftr {nsdecls('w')}>{made}</w:ftr>"):
            element.append(each)


def _look_of_number() -> str:
    return run("", of.SONG_FACE, of.SMALL).partition("<w:t")[0].removeprefix("<w:r>")


def _at_left_edge(line: str) -> str:
    """A line that stands where the foot of the page upright is, turned with it: a table beside the page's text."""
    width, height = round(of.NUMBER_LINE * 20), round(of.TYPE_WIDTH * MM)
    x, y = round(of.NUMBER_BOTTOM * MM), round(of.LEFT * MM)
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" '
        f'w:tblpX="{x}" w:tblpY="{y}"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="{height}" '
        f'w:hRule="exact"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:textDirection w:val="tbRl"/></w:tcPr>{line}</w:tc></w:tr></w:tbl>'
    )


def letter_edges(section: Section, letterhead: Letterhead) -> None:
    """The first page of a letter: its mark and two double red rules, wider than the type area, and no page number."""
    size = of.mark_size(letterhead)
    out = (of.PAGE_WIDTH - of.LETTER_RULE) / 2
    ends = f'<w:ind w:left="{round((out - of.LEFT) * MM)}" w:right="{round((out - of.RIGHT) * MM)}"/>'
    rule = '<w:pBdr><w:{} w:val="{}" w:sz="12" w:space="{:.0f}" w:color="{}"/></w:pBdr>'.format
    mark = paragraph(
        run(of.mark_of(letterhead), of.TITLE_FACE, size, RED),
        BODY,
        look=rule("bottom", "thickThinSmallGap", of.RULE_GAP * _POINT, RED) + spacing(line=size) + ends,
        align="center",
    )
    room = paragraph("", BODY, look=spacing(line=of.BODY * 7 / 8))
    frame = (
        f'<w:framePr w:w="{round(of.LETTER_RULE * MM)}" w:h="20" w:hRule="exact" w:wrap="around" w:vAnchor="page" '
        f'w:hAnchor="page" w:x="{round(out * MM)}" w:y="{round((of.PAGE_HEIGHT - of.LETTER_RULE_FOOT) * MM)}"/>'
    )
    foot = paragraph("", BODY, look=frame + rule("top", "thinThickSmallGap", 0, RED) + spacing(line=1)) + EMPTY
    for part, made in ((section.first_page_header, mark + room), (section.first_page_footer, foot)):
        part.is_linked_to_previous = False
        for old in list(part._element):
            part._element.remove(old)
        for each in parse_xml(f"<w:hdr {nsdecls('w')}>{made}</w:hdr>"):
            part._element.append(each)
