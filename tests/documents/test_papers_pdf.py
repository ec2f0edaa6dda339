"""Papers as PDF: the same paper as in Word, its faces in it, on every machine."""

import re

import pytest

from board.documents import faces
from board.documents.paper_pdf import paper_pages, paper_pdf
from board.papers import face_files
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
