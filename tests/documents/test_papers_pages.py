"""Every paper as pages: what LibreOffice makes of the Word file beside the PDF, and 22 lines of 28 characters on both.

Needs Debian's libreoffice-writer-nogui and poppler-utils. LibreOffice takes the faces of the PDF for those that the
Word file names, which only Windows and WPS have.
"""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from board.documents import measures as of
from board.documents.faces import FAMILIES
from board.documents.paper_pdf import paper_pdf
from board.documents.paper_word import paper_word
from board.papers.blocks import Paper, Paragraph, Quoted
from board.papers.kinds import KINDS
from tests.example_school import Example
from tests.papers.papers import LETTER, PLAIN, RED, paper_of

pytestmark = pytest.mark.walk
_FACES = Path(of.__file__).with_name("faces")
_TOOLS = ("soffice", "pdftotext", "pdfinfo", "pdffonts")
# Points by which a glyph may be over the edge: punctuation hangs there.
_HANGING = 17.0


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Makes pages of a Word file: bytes → the path of a PDF."""
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    assert missing == [], "apt-get install libreoffice-writer-nogui poppler-utils"
    folder = tmp_path_factory.mktemp("office")
    (folder / "fonts.conf").write_text(_fontconfig(folder), "utf-8")

    def pages(data: bytes) -> Path:
        (folder / "paper.docx").write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), "paper.docx"]
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "FONTCONFIG_FILE": str(folder / "fonts.conf")}
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=120)
        return folder / "paper.pdf"

    return pages


def _fontconfig(folder: Path) -> str:
    import noto_cjk_sans_otc  # noqa: PLC0415

    folders = "".join(f"<dir>{each}</dir>" for each in (_FACES, Path(str(noto_cjk_sans_otc.FONT_PATH)).parent))
    same = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test><edit name="family" mode="assign" '
        f'binding="strong"><string>{family}</string></edit></match>'
        for name, (family, _) in FAMILIES.items()
    )
    return f'<?xml version="1.0"?><fontconfig>{folders}<cachedir>{folder}/cache</cachedir>{same}</fontconfig>'


def words_on(pdf: Path) -> list[tuple[float, float, list[tuple[float, float, float, float, str]]]]:
    """The pages of a PDF: width, height, and each word with its box (left, top, right, bottom), in points."""
    made = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    made = re.sub(r'xmlns="[^"]*"|<!DOCTYPE[^>]*>', "", "".join(each for each in made if each >= " " or each == "\n"))
    found = []
    for page in ElementTree.fromstring(made).iter("page"):  # noqa: S314 - made by our own tool
        words = [
            (*(float(word.get(name, "0")) for name in ("xMin", "yMin", "xMax", "yMax")), word.text or "")
            for word in page.iter("word")
        ]
        found.append((float(page.get("width", "0")), float(page.get("height", "0")), words))
    return found  # type: ignore[return-value]


def is_within(pdf: Path) -> bool:
    """Whether no word runs over the edge of its page's type area, page numbers and a letter's rules aside."""
    for width, height, words in words_on(pdf):
        right = (of.RIGHT if width < height else of.TOP) / 25.4 * 72
        if any(word[2] > width - right + _HANGING for word in words):
            return False
    return True


@pytest.mark.parametrize("code", [code for code, kind in KINDS.items() if not kind.is_of_units])
def test_word_and_pdf_have_as_many_pages_and_nothing_runs_over(
    example: Example, office: Any, tmp_path: Path, code: str
) -> None:
    letterhead = RED if KINDS[code].form == "red" else PLAIN
    paper = paper_of(example.store, example.activity_id, example.today, code, letterhead)
    by_office, own = office(paper_word(paper)), tmp_path / "own.pdf"
    own.write_bytes(paper_pdf(paper))
    counts = [len(words_on(pdf)) for pdf in (by_office, own)]
    # LibreOffice sets digits in whole cells of the grid, so that a long paper may take a page more.
    assert abs(counts[0] - counts[1]) <= max(1 if counts[1] > 5 else 0, counts[1] // 10)
    assert is_within(by_office)
    assert is_within(own)


@pytest.mark.parametrize("letterhead", [PLAIN, RED, LETTER], ids=["无版头", "红头", "信函"])
def test_every_form_has_as_many_pages_in_both(example: Example, office: Any, tmp_path: Path, letterhead: Any) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, "rectified", letterhead)
    (tmp_path / "own.pdf").write_bytes(paper_pdf(paper))
    counts = [len(words_on(pdf)) for pdf in (office(paper_word(paper)), tmp_path / "own.pdf")]
    assert abs(counts[0] - counts[1]) <= 1


def test_a_full_page_of_a_briefing_has_22_lines_of_28_characters(example: Example, office: Any, tmp_path: Path) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, "rectified")
    text = Paragraph((Quoted("整改工作要一项一项抓到底" * 300),))
    ending = Paragraph(("特此通报。",))
    full = Paper("rectified", paper.title, RED, (text, ending), date(2026, 12, 14), 0)
    (tmp_path / "own.pdf").write_bytes(paper_pdf(full))
    for pdf in (office(paper_word(full)), tmp_path / "own.pdf"):
        _, height, words = words_on(pdf)[1]
        lines = [word for word in words if word[1] < height - of.BOTTOM / 25.4 * 72 and len(word[4]) > 1]
        assert len(lines) == 22
        assert {len(word[4]) for word in lines} == {28}


def test_no_character_is_missing_in_any_paper(example: Example, tmp_path: Path) -> None:
    """The rare characters of names, which 仿宋 doesn't have, are taken from another face."""
    rare = Paper("", "通报", PLAIN, (Paragraph((Quoted("喆堃垚珺瑄玥镕祎燚：①②③℃“‘’”—…"),)),), date(2026, 12, 14), 0)
    (tmp_path / "own.pdf").write_bytes(paper_pdf(rare))
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "own.pdf"), "-"], check=True, capture_output=True
    ).stdout.decode()
    assert "喆堃垚珺瑄玥镕祎燚：①②③℃“‘’”—…" in text.replace("\n", "")


def test_the_head_of_the_ledger_is_on_each_of_its_pages(example: Example, tmp_path: Path) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, "ledger", PLAIN)
    (tmp_path / "own.pdf").write_bytes(paper_pdf(paper))
    pages = words_on(tmp_path / "own.pdf")
    assert len(pages) > 2
    assert all("编号" in [word[4] for word in words] for _, _, words in pages)
