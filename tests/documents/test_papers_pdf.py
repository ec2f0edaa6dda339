"""Papers as PDF: the same paper as in Word, its faces in it, on every machine."""

import io
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from board.documents import faces, pdf_pieces
from board.documents import paper_pdf as writer
from board.documents.paper_pdf import paper_pages, paper_pdf
from board.errors import BoardError
from board.papers import face_files
from board.papers.blocks import Quoted, Table, text_of
from tests.depth import walked
from tests.documents.long_papers import long_paper
from tests.example_school import Example
from tests.papers.papers import CODES, LETTER, PLAIN, RED, paper_of


@pytest.mark.parametrize("code", CODES)
def test_one_state_gives_one_file_with_its_faces_in_it(example: Example, code: str) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, code)
    made = paper_pdf(paper)
    assert made == paper_pdf(paper)
    assert made.startswith(b"%PDF")
    named = set(re.findall(rb"/FontName\s*/[A-Z]{6}\+([\w-]+)", made))
    embedded = len(re.findall(rb"/FontFile3", made))
    assert embedded >= len(named) > 0


@pytest.mark.parametrize("letterhead", [PLAIN, RED, LETTER], ids=["无版头", "红头", "信函"])
def test_its_pages_can_be_looked_at_before_it_is_issued(example: Example, letterhead: object) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, "rectified", letterhead)  # type: ignore[arg-type]
    pages = paper_pages(paper, 30)
    assert len(pages) > 1
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_every_face_of_the_standard_is_there() -> None:
    assert face_files.lacking() == ""
    assert set(faces.fonts().families()) >= {family for family, _ in faces.FAMILIES.values()}


def test_the_start_says_which_face_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(face_files, "_FILES", ("FandolFang-Regular.otf", "某种字体.otf"))
    assert face_files.lacking() == "缺少写 PDF 的字体：某种字体.otf。公文暂时只有 Word 版；请重新安装本程序。"


def pages_of(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def test_a_long_table_has_the_pages_it_would_have_as_a_whole_each_with_its_header(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paper = long_paper(pdf_pieces.ROWS * 2 + 40, 3)
    made = paper_pdf(paper)
    assert made == paper_pdf(paper)
    monkeypatch.setattr(writer, "ROWS", 10_000)
    assert pages_of(made) == pages_of(paper_pdf(paper))
    assert all("第0栏" in page for page in pages_of(made)[:-1])
    assert PdfReader(io.BytesIO(made)).metadata.title == "整改台账"  # type: ignore[union-attr]


@pytest.mark.parametrize("row_count", [8, *walked(pdf_pieces.ROWS + 20)])
def test_a_row_higher_than_a_page_goes_on_on_the_next(row_count: int) -> None:
    paper = long_paper(row_count, 23)
    before, table, after = paper.blocks
    assert isinstance(table, Table)
    rows, long_text = list(table.rows), "很长的话" * 150
    for place in (4, pdf_pieces.ROWS - 4):
        if place < row_count:
            rows[place] = (*rows[place][:-1], (Quoted(long_text, "R-1"),))
    made = paper_pdf(replace(paper, blocks=(before, replace(table, rows=tuple(rows)), after)))
    heights: list[float] = []
    text = ""
    for page in PdfReader(io.BytesIO(made)).pages:
        text += page.extract_text(visitor_text=lambda part, cm, tm, *_: heights.append(cm[3] * tm[5] + cm[5]))
    assert min(heights) >= 0
    signs = Counter(part for row in rows for cell in row for part in text_of(cell))
    assert text.count("话") >= signs["话"]


def test_where_memory_is_short_the_person_reads_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(BoardError, match="第 1 页停下了"):
        paper_pdf(long_paper(pdf_pieces.ROWS + 1, 1))


# ru_maxrss of the process itself counts what its parent had when it began.
_PEAK = """
import re, resource
from pathlib import Path
from board.documents.paper_pdf import paper_pdf
from board.documents.paper_word import paper_word
from tests.documents.long_papers import long_paper
paper_word(long_paper(2_000, 23))
paper_pdf(long_paper(2_000, 23))
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1_024)
"""


@pytest.mark.walk
def test_two_thousand_rows_take_less_than_300_megabytes() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", _PEAK], cwd=Path(__file__).parents[2], capture_output=True, check=True
    )
    assert int(asked.stdout) < 300
