"""Papers as PDF: the same paper as in Word, its faces in it, on every machine."""

import re

import pytest

from board.documents import faces
from board.documents.paper_pdf import paper_pages, paper_pdf
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
    assert set(faces.fonts().families()) >= {family for family, _ in faces.FAMILIES.values()}
