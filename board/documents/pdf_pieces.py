"""Writes a paper with a long table as PDF piece by piece: typst takes some 10 KB of memory for each cell, and keeps it.

A piece is cut where a page ends, so that its pages are those that the whole paper would have.
"""

import io
import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from board.errors import BoardError

# Rows of a piece: more than any page takes, and so few that a piece needs little memory.
ROWS = 300
_BY_ROW = ("rows", "tall")
_ROOT = Path(__file__).parents[2]


def in_pieces(content: dict[str, Any], layout: Path, folder: Path, made_at: datetime) -> bytes:
    """The PDF of a paper's content as `paper_pdf` prepares it. Raises BoardError if a piece could not be written."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - takes 15 MB, for papers that are rarely so long
    from pypdf.generic import NameObject  # noqa: PLC0415 - likewise

    shutil.copy(layout, folder / "main.typ")
    writer = PdfWriter()
    rest: dict[str, Any] | None = content
    while rest:
        whole = rest
        piece, rest = _cut(whole)
        pages = _compiled(piece, folder, made_at)
        begins = _boundary(pages, piece["blocks"][-1]["tall"]) if rest else None
        if rest and begins is None:  # of nothing but rows that may break: in one piece
            piece, rest = whole, None
            _compiled(piece, folder, made_at)
        reader = PdfReader(io.BytesIO((folder / "piece.pdf").read_bytes()))
        kept = len(reader.pages)
        if rest and begins is not None:  # more rows may fit on the last page: it begins the next piece
            kept = pages[begins] - 1
            for name in _BY_ROW:
                rest["blocks"][0][name][:0] = piece["blocks"][-1][name][begins - len(pages) :]
            rest["before"] = piece["before"] + kept
        if piece["begins"]:
            writer.metadata = reader.metadata
            writer.root_object[NameObject("/Lang")] = reader.root_object["/Lang"]
        writer.append(reader, pages=(0, kept), import_outline=False)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _cut(content: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The content up to ROWS rows of its first longer table, and what is left, which begins with the rest of them."""
    for place, block in enumerate(content["blocks"]):
        if len(block.get("rows", ())) > ROWS:
            first, more = (
                {**block, **{name: block[name][rows] for name in _BY_ROW}} for rows in (slice(ROWS), slice(ROWS, None))
            )
            piece = {**content, "blocks": [*content["blocks"][:place], first], "ends": False}
            return piece, {**content, "blocks": [more, *content["blocks"][place + 1 :]], "begins": False}
    return content, None


def _boundary(pages: list[int], tall: list[bool]) -> int | None:
    """The last row at the top of a page, among all rows by their pages: the row before it is over. tall: of the rows of
    the last table, which may break."""
    first = len(pages) - len(tall)
    for row in reversed(range(first + 1, len(pages))):
        if pages[row] > pages[row - 1] and not tall[row - 1 - first]:
            return row
    return None


def _compiled(piece: dict[str, Any], folder: Path, made_at: datetime) -> list[int]:
    """Writes a piece to piece.pdf, and returns the page (from 1) of each row of its tables."""
    (folder / "paper.json").write_text(json.dumps(piece, ensure_ascii=False), "utf-8")
    command = [sys.executable, "-m", "board.documents.pdf_piece", str(folder), made_at.isoformat()]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)  # noqa: S603 - our own Python, on our own module
    if done.returncode:
        message = f"写到第 {piece['before'] + 1} 页停下了，多半是内存不够。"
        raise BoardError("PDF 没有写成", message, "请关掉别的程序再试，或者先下载 Word 版。")
    pages: list[int] = json.loads(done.stdout)
    return pages
