"""Writes a paper (`board.papers.blocks`) as PDF by typst, its faces embedded; the same bytes for one paper.

`paper.typ` beside this file lays it out on the measures of GB/T 9704-2012.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from board.documents import measures as of
from board.documents.faces import EVERY_CHARACTER, FAMILIES, fonts
from board.documents.pdf_pieces import ROWS, in_pieces
from board.papers.asked import EXAMPLE
from board.papers.blocks import Block, Heading, NewPage, Paper, Paragraph, Parts, Picture, Table, numbered, text_of
from board.typed import printable

_LAYOUT = Path(__file__).with_name("paper.typ")
# A place to break, which isn't seen; after so many letters in a row, in a cell and in a line.
_BREAK, _IN_CELLS, _IN_LINES = "\u200b", 5, 20
_MOST_TAGGED = 200
# Of a cell: millimetres left and right together, and a line's height in signs, as paper.typ has them. A row so near
# to a page's height may break.
_PADDING, _LEADING, _NEARLY = 2, 1.25, 0.8
_POINTS = 72 / 25.4  # in a mm
_FACES = {
    "title": of.TITLE_FACE,
    "body": of.BODY_FACE,
    "kai": of.KAI_FACE,
    "hei": of.HEI_FACE,
    "song": of.SONG_FACE,
}


def paper_pdf(paper: Paper) -> bytes:
    """The paper as a PDF file. Raises BoardError if a face is missing."""
    made_at = datetime.combine(paper.as_of, time(), UTC)
    if any(isinstance(block, Table) and len(block.rows) > ROWS for block in paper.blocks):
        with tempfile.TemporaryDirectory() as folder:
            return in_pieces(_content(paper, Path(folder)), _LAYOUT, Path(folder), made_at)
    return bytes(_compiled(paper, format="pdf", timestamp=made_at, pdf_tags=is_short(paper)))


def is_short(paper: Paper) -> bool:
    """Whether its tables have so few rows that a PDF says what is a heading and what a cell, for reading aloud, and its
    pages are drawn one by one: of a long table that takes many times as much."""
    every = (*paper.blocks, *(block for each in paper.attachments for block in each.blocks))
    return sum(len(block.rows) for block in every if isinstance(block, Table)) <= _MOST_TAGGED


def paper_pages(paper: Paper, points_per_inch: int = 96) -> list[bytes]:
    """The pages of a short paper as pictures (PNG), to look at before it is issued."""
    made = _compiled(paper, format="png", ppi=points_per_inch)
    return [made] if isinstance(made, bytes) else list(made)


def _compiled(paper: Paper, **how: Any) -> Any:
    import typst  # noqa: PLC0415 - slow to load

    with tempfile.TemporaryDirectory() as folder:
        content = _content(paper, Path(folder))
        Path(folder, "paper.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        main = Path(shutil.copy(_LAYOUT, folder))
        return typst.Compiler(str(main), root=folder, font_paths=fonts(), ignore_system_fonts=True).compile(**how)


def _content(paper: Paper, folder: Path) -> dict[str, Any]:
    """The paper as plain values; pictures become files in the folder."""
    several = len(paper.attachments) > 1
    names = [printable(each.title) for each in paper.attachments]
    return {
        "before": 0,
        "begins": True,
        "ends": True,
        "measures": _measures(),
        "head": _head(paper),
        "title": printable(paper.title),
        "author": paper.letterhead.unit,
        "note": EXAMPLE if paper.is_example else "",
        "blocks": _blocks(paper.blocks, folder, "text"),
        "names": [
            f"{'' if place > 1 else '附件：'}{f'{place}．' if several else ''}{name}"
            for place, name in enumerate(names, 1)
        ],
        "signed": _signed(paper),
        "attachments": [
            {
                "number": str(place) if several else "",
                "title": printable(each.title),
                "blocks": _blocks(each.blocks, folder, str(place)),
            }
            for place, each in enumerate(paper.attachments, 1)
        ],
        "sides": of.sides(paper),
    }


def _measures() -> dict[str, Any]:
    kept = {name.lower(): value for name, value in vars(of).items() if isinstance(value, float | int)}
    faces = {name: FAMILIES[face] for name, face in _FACES.items()}
    return {**kept, "character": of.BODY + of.SQUEEZE, "faces": faces, "every": EVERY_CHARACTER}


def _head(paper: Paper) -> dict[str, Any]:
    head = paper.letterhead
    return {
        "form": head.form,
        "mark": printable(of.mark_of(head)),
        "mark_size": of.mark_size(head),
        "number": printable(head.number),
        "signer": printable(head.signer),
        "addressee": printable(head.addressee),
        "has_seal": head.has_seal,
        "imprint": ["\t".join(row) for row in of.imprint(head)],
    }


def _signed(paper: Paper) -> list[Any]:
    """The unit, the day, and how far each stays from the right edge, in characters."""
    if not paper.is_signed:
        return []
    head = paper.letterhead
    unit, dated = printable(head.unit), of.chinese(head.dated) if head.dated else of.NO_DAY
    return [unit, dated, *of.ending(unit, dated, has_seal=head.has_seal)]


def _blocks(blocks: Iterable[Block], folder: Path, name: str) -> list[dict[str, Any]]:
    listed = list(numbered(tuple(blocks)))
    made = []
    for place, (number, block) in enumerate(listed, 1):
        made.append(_block(number, block, is_last=place == len(listed)))
        if isinstance(block, Picture):
            file = f"picture-{name}-{place}.{block.form}"
            Path(folder, file).write_bytes(block.content)
            made[-1]["file"] = file
    return made


def _breakable(text: str, longest: int) -> str:
    """A text whose long runs of Latin letters and digits may be broken, so that none runs over its edge."""

    def broken(run: re.Match[str]) -> str:
        return _BREAK.join(run[0][place : place + longest] for place in range(0, len(run[0]), longest))

    return re.sub(rf"[!-~]{{{longest + 1},}}", broken, text)


def _block(number: str, block: Block, *, is_last: bool) -> dict[str, Any]:
    match block:
        case Heading():
            return {"what": "heading", "level": block.level, "text": number + printable(text_of(block.parts))}
        case Paragraph():
            keep = is_last or block.style == "sign"
            text = number + _breakable(printable(text_of(block.parts)), _IN_LINES)
            return {"what": "paragraph", "text": text, "style": block.style, "keep": keep}
        case NewPage():
            return {"what": "page", "title": printable(block.title)}
        case Table():
            return {
                "what": "table",
                "headers": [column.header for column in block.columns],
                "widths": [column.width for column in block.columns],
                "numbers": [column.is_number for column in block.columns],
                "rows": [[_breakable(printable(text_of(cell)), _IN_CELLS) for cell in row] for row in block.rows],
                "tall": [_is_tall(row, block) for row in block.rows],
                "least": block.least,
                "points": block.points,
            }
        case Picture():
            return {"what": "picture", "width": block.width, "alt": block.alt}


def _is_tall(row: Sequence[Parts], block: Table) -> bool:
    """Whether a row may be higher than a page, by a narrow page's width and a low one's height: it may break then, as
    what doesn't fit would run off the page."""
    sign, whole = block.points / _POINTS, sum(column.width for column in block.columns)
    for cell, column in zip(row, block.columns, strict=True):
        in_line = max(1, int((of.TYPE_WIDTH * column.width / whole - _PADDING) / sign))
        line_count = sum(len(line) // in_line + 1 for line in printable(text_of(cell)).split("\n"))
        if line_count * sign * _LEADING > of.TYPE_WIDTH * _NEARLY:
            return True
    return False
