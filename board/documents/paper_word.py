"""Writes a paper (`board.papers.blocks`) as Word, on the measures of GB/T 9704-2012; the same bytes for one paper."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from io import BytesIO
from itertools import chain

from docx.document import Document as Letter
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from board.documents import measures as of
from board.documents import word_edges as edges
from board.documents.pictures import as_png
from board.documents.word import BODY, TITLE, centred, new_letter, package_of, with_body
from board.documents.word_edges import EMPTY
from board.documents.word_xml import indent, paragraph, run, spacing, table
from board.papers.asked import EXAMPLE
from board.papers.blocks import Attachment, Block, Heading, NewPage, Paper, Paragraph, Picture, Table, numbered, text_of
from board.typed import printable

# Below a table or a picture.
_SMALL = '<w:snapToGrid w:val="0"/>' + spacing(line=of.LINE / 2)
_ALIGNED = {"centred": "center", "right": "right", "body": "both"}


def paper_word(paper: Paper) -> bytes:
    """The paper as a Word file."""
    return next(alike_words([paper]))


def alike_words(papers: Iterable[Paper]) -> Iterator[bytes]:
    """Papers that differ in nothing but their blocks, of which only the first may hold pictures, as Word files: all
    else in them is made once."""
    package: bytes | None = None
    properties: list[str] = []
    for paper in papers:
        if package is None:
            letter = new_letter(paper.title, paper.letterhead.unit, datetime.combine(paper.as_of, time()))
        parts, sides = _parts(letter, paper), of.sides(paper)
        if package is None:
            properties, package = _sections(letter, sides, paper), package_of(letter)
        for part, ending in zip(parts[:-1], properties, strict=False):
            _end_section(part, ending)
        yield with_body(package, chain(*parts, properties[-1:]))


def _parts(letter: Letter, paper: Paper) -> list[list[str]]:
    """The text of each section, as XML."""
    text = [*edges.head(paper.letterhead), *_title(paper), *_blocks(letter, paper.blocks, paper.is_landscape)]
    parts = [[*text, *_ended(paper)]]
    for place, attachment in enumerate(paper.attachments, 1):
        number = str(place) if len(paper.attachments) > 1 else ""
        blocks = _blocks(letter, attachment.blocks, attachment.is_landscape)
        parts.append([*_attached(attachment, number), *blocks])
    if len(of.sides(paper)) > len(parts):
        parts.append([])
    parts[-1].append(edges.imprint(paper.letterhead))
    return parts


def _sections(letter: Letter, sides: list[bool], paper: Paper) -> list[str]:
    """The properties of each section, with page numbers, as XML."""
    body, is_letter = letter.element.body, paper.letterhead.form == "letter"
    for old in list(body):
        body.remove(old)
    for place, is_landscape in enumerate(sides, 1):
        made = edges.properties_of(is_landscape, has_first=is_letter and place == 1)
        if place == len(sides):
            body.append(made)
        else:
            letter.element.body.add_p().get_or_add_pPr().append(made)
    for section, is_landscape in zip(letter.sections, sides, strict=True):
        edges.number_pages(section, is_landscape)
    if is_letter:
        edges.letter_edges(letter.sections[0], paper.letterhead)
    return [etree.tostring(section._sectPr, encoding="unicode") for section in letter.sections]


def _end_section(part: list[str], properties: str) -> None:
    """Makes the last paragraph of a part end its section."""
    place = next(place for place in reversed(range(len(part))) if "<w:p>" in part[place])
    text = part[place]
    end = text.index("</w:pPr>", text.rindex("<w:p>"))
    part[place] = f"{text[:end]}{properties}{text[end:]}"


def _title(paper: Paper) -> Iterator[str]:
    """The title, a note below an example's, and the addressee, with the empty lines around them."""
    if paper.letterhead.form != "plain":
        yield EMPTY * 2
    yield from (paragraph(run(line), TITLE, keep=True) for line in printable(paper.title).split("\n"))
    if paper.is_example:
        yield paragraph(run(EXAMPLE, of.KAI_FACE), BODY, align="center")
    yield EMPTY
    if paper.letterhead.addressee:
        yield paragraph(run(f"{printable(paper.letterhead.addressee)}："), BODY)


def _attached(attachment: Attachment, number: str) -> Iterator[str]:
    yield paragraph(run(f"附件{number}", of.HEI_FACE), BODY, keep=True)
    yield paragraph("", BODY, keep=True)
    yield paragraph(run(printable(attachment.title)), TITLE, keep=True)
    yield EMPTY


def _ended(paper: Paper) -> Iterator[str]:
    """The note on attachments, the unit's name and the day, kept on the page of the last line of text."""
    head = paper.letterhead
    yield from _note([printable(each.title) for each in paper.attachments])
    if not paper.is_signed:
        return
    unit, dated = printable(head.unit), of.chinese(head.dated) if head.dated else of.NO_DAY
    unit_right, day_right = of.ending(unit, dated, has_seal=head.has_seal)
    yield paragraph("", BODY, keep=True) * (3 if head.has_seal else 1)
    yield paragraph(run(unit), BODY, keep=True, look=indent(right=unit_right), align="right")
    yield paragraph(run(dated), BODY, look=indent(right=day_right), align="right")


def _note(names: list[str]) -> Iterator[str]:
    if not names:
        return
    yield EMPTY
    if len(names) == 1:
        yield paragraph(run(f"附件：{names[0]}"), BODY, look=indent(first=2))
        return
    for place, name in enumerate(names, 1):
        first = place == 1
        yield paragraph(run(f"{'附件：' if first else ''}{place}．{name}"), BODY, look=indent(first=2 if first else 5))


def _blocks(letter: Letter, blocks: Iterable[Block], is_landscape: bool) -> Iterator[str]:
    width = of.LANDSCAPE_WIDTH if is_landscape else of.TYPE_WIDTH
    listed = list(numbered(tuple(blocks)))
    for place, (number, block) in enumerate(listed, 1):
        yield _block(letter, number, block, width, is_last=place == len(listed))


def _block(letter: Letter, number: str, block: Block, width: float, *, is_last: bool) -> str:
    match block:
        case Heading():
            text = run(number + printable(text_of(block.parts)))
            return paragraph(text, f"Heading{block.level}", keep=True, look=indent(first=2))
        case Paragraph():
            first = 2 if block.style in {"body", "sign"} else 0
            keep = is_last or block.style == "sign"
            text = run(number + printable(text_of(block.parts)))
            return paragraph(text, BODY, keep=keep, look=indent(first=first), align=_ALIGNED.get(block.style, ""))
        case NewPage():
            return paragraph(run(printable(block.title)), TITLE, keep=True, look="<w:pageBreakBefore/>") + EMPTY
        case Table():
            return table(block, width, BODY, keep=is_last) + paragraph("", BODY, keep=is_last, look=_SMALL)
        case Picture():
            return _picture(letter, block)


def _picture(letter: Letter, picture: Picture) -> str:
    """The paragraph of a picture, which becomes a part of the letter."""
    added = letter.add_paragraph()
    centred(added)
    added.paragraph_format.line_spacing = 1.0
    added.add_run().add_picture(BytesIO(as_png(picture)), width=Mm(picture.width))
    for described in added._p.iter(qn("wp:docPr")):
        described.set("descr", picture.alt)
    added._p.getparent().remove(added._p)
    return str(added._p.xml) + paragraph("", BODY, look=_SMALL)
