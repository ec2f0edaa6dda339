"""Every paper as Word, held to the numbers of GB/T 9704-2012, which are written here once more."""

import io
import re
import zipfile
from functools import cache
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from board.documents.measures import ending
from board.documents.paper_word import paper_word as written
from board.papers.blocks import Letterhead, Paper
from tests.example_school import Example
from tests.papers.papers import CODES, LETTER, PLAIN, RED, paper_of

MM = 36_000
MADE: dict[str, Paper] = {}


@pytest.fixture(params=CODES)
def paper(request: pytest.FixtureRequest, example: Example) -> Paper:
    if request.param not in MADE:
        MADE[request.param] = paper_of(example.store, example.activity_id, example.today, request.param)
    return MADE[request.param]


@cache
def paper_word(paper: Paper) -> bytes:
    """The paper as Word, written once for all tests."""
    return written(paper)


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def in_mm(length: Any) -> float:
    return float(round(length / MM, 1))


def test_each_page_is_a4_with_the_margins_of_the_standard_and_its_grid(paper: Paper) -> None:
    for section in opened(paper_word(paper)).sections:
        sizes = [in_mm(length) for length in (section.page_width, section.page_height)]
        margins = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
        upright = sizes == [210, 297]
        assert sizes in ([210, 297], [297, 210])
        wanted = (37, 26, 35, 28) if upright else (28, 37, 26, 35)
        assert all(abs(in_mm(margin) - each) <= 1 for margin, each in zip(margins, wanted, strict=True))
        grid = section._sectPr.find(qn("w:docGrid"))
        assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == [
            "linesAndChars",
            "579",
            "-848",
        ]


def test_text_title_and_headings_are_in_the_faces_and_sizes_of_the_standard(paper: Paper) -> None:
    styles = opened(paper_word(paper)).styles
    wanted = {
        "公文标题": ("方正小标宋简体", 22),
        "公文正文": ("仿宋", 16),
        "Heading 1": ("黑体", 16),
        "Heading 2": ("楷体", 16),
        "Heading 3": ("仿宋", 16),
        "Heading 4": ("仿宋", 16),
    }
    for name, (face, points) in wanted.items():
        fonts = styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{each}")) for each in ("ascii", "hAnsi", "eastAsia")} == {face}, name
        assert styles[name].font.size.pt == points
        assert styles[name].font.bold is False
    lines = {styles["公文正文"].paragraph_format.line_spacing.pt}
    assert 22 * lines.pop() <= (297 - 37 - 35) / 25.4 * 72


def test_page_numbers_stand_between_dashes_at_the_outer_edge(paper: Paper) -> None:
    data = paper_word(paper)
    letter = opened(data)
    assert letter.settings.odd_and_even_pages_header_footer
    for section in letter.sections:
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            (line,) = [each for each in footer._element.iter(qn("w:p")) if list(each.iter(qn("w:instrText")))]
            assert "".join(each.text for each in line.iter(qn("w:t"))) == "— 1 —"
            assert line.pPr.find(qn("w:ind")).get(qn(f"w:{side}")) == "280"  # one character of 14 pt
            assert {each.get(qn("w:val")) for each in line.iter(qn("w:sz"))} == {"28"}
            assert {each.get(qn("w:ascii")) for each in line.iter(qn("w:rFonts"))} == {"宋体"}


def test_headings_are_numbered_by_level_without_a_gap(paper: Paper) -> None:
    heads = [each for each in opened(paper_word(paper)).paragraphs if each.style and each.style.name == "Heading 1"]
    numerals = "一二三四五六七八九十"
    assert [head.text[:2] for head in heads] == [f"{numerals[place]}、" for place in range(len(heads))]


def test_the_head_is_red_and_its_rule_as_wide_as_the_text(example: Example) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, "rectified", RED)
    letter = opened(paper_word(paper))
    mark, _, _, number = letter.paragraphs[:4]
    assert mark.text == "中心小学文件"
    assert in_mm(mark.paragraph_format.space_before) == 35
    assert str(mark.runs[0].font.color.rgb) == "FF0000"
    assert number.text == "心小〔2026〕3号"
    edge = number._p.get_or_add_pPr().find(qn("w:pBdr"))[0]
    assert (edge.get(qn("w:color")), edge.get(qn("w:space"))) == ("FF0000", "11")  # 4 mm
    assert letter.paragraphs[6].text == paper.title  # below two empty lines


def test_the_imprint_stands_at_the_foot_between_rules_of_the_widths_prescribed(example: Example) -> None:
    paper = paper_of(example.store, example.activity_id, example.today, "rectified", RED)
    imprint = opened(paper_word(paper)).tables[-1]
    assert [row.cells[0].text for row in imprint.rows] == ["抄送：镇中心校。", "中心小学\t2026年12月14日印发"]
    place = imprint._tbl.tblPr.find(qn("w:tblpPr"))
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    borders = imprint._tbl.tblPr.find(qn("w:tblBorders"))
    eighths = {each.tag.rpartition("}")[2]: int(each.get(qn("w:sz"))) for each in borders}
    widths = {edge: round(size / 8 / 72 * 25.4, 2) for edge, size in eighths.items()}
    assert widths == {"top": 0.35, "bottom": 0.35, "insideH": 0.26}  # Word has no 0.25
    assert imprint.rows[0].cells[0].paragraphs[0].runs[0].font.size.pt == 14


def test_a_letter_has_its_mark_and_two_double_rules_and_no_number_on_its_first_page(example: Example) -> None:
    letter = opened(paper_word(paper_of(example.store, example.activity_id, example.today, "rectified", LETTER)))
    section = letter.sections[0]
    assert section.different_first_page_header_footer
    assert in_mm(section.header_distance) == 30
    mark, foot = section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0]
    assert mark.text == "中心小学"
    left, right = mark.paragraph_format.left_indent, mark.paragraph_format.right_indent
    assert left
    assert right
    assert in_mm(156 * MM - left - right) == 170
    assert foot._p.pPr.find(qn("w:framePr")).get(qn("w:y")) == str(round(277 * 1440 / 25.4))
    assert not list(section.first_page_footer._element.iter(qn("w:instrText")))


def test_a_signature_is_never_alone_on_a_page(paper: Paper) -> None:
    if not paper.is_signed:
        return
    paragraphs = opened(paper_word(paper)).paragraphs
    unit = next(place for place, each in enumerate(paragraphs) if each.text == "中心小学")
    assert all(each.paragraph_format.keep_with_next for each in paragraphs[unit - 2 : unit + 1])


@pytest.mark.parametrize(
    ("unit", "has_seal", "wanted"),
    [
        # The day is 7 characters wide. Short name: the day two from the edge, the name begins two before it.
        ("中心小学", False, (7, 2)),
        # Long name: two from the edge, and the day begins two after it does.
        ("嘉泽区教育局中心小学校", False, (2, 4)),
        ("中心小学", True, (5.5, 4)),
    ],
)
def test_unit_and_day_stand_apart_as_prescribed(unit: str, has_seal: bool, wanted: tuple[float, float]) -> None:
    assert ending(unit, "2026年12月14日", has_seal=has_seal) == wanted


def test_one_state_gives_one_file_to_the_letter(paper: Paper) -> None:
    assert paper_word(paper) == written(paper)


def test_a_file_holds_nothing_that_wps_stumbles_on(paper: Paper) -> None:
    """Checked: no comments, tracked changes, macros, links to templates or outside files, VML, alternate content or
    content controls; each table has a grid and a fixed layout, each cell a paragraph at its end; names of styles are
    unique; fonts are declared with substitutes; the parts are packed plainly and none twice."""
    with zipfile.ZipFile(io.BytesIO(paper_word(paper))) as parts:
        names = parts.namelist()
        assert len(names) == len(set(names))
        assert not [name for name in names if re.search(r"vba|comments|embeddings|activeX", name)]
        text = {name: parts.read(name).decode() for name in names if name.endswith((".xml", ".rels"))}
    body = text["word/document.xml"]
    assert not re.search(r"<(w:ins|w:del|w:sdt|w:pict|mc:AlternateContent|w:altChunk|w:object)[ >/]", body)
    assert 'TargetMode="External"' not in "".join(text.values())
    assert body.count("<w:tbl>") == body.count("<w:tblGrid>") == body.count('<w:tblLayout w:type="fixed"/>')
    assert not re.search(r"</w:tbl></w:tc>", body)
    styles = re.findall(r'<w:style [^>]*w:styleId="([^"]+)"', text["word/styles.xml"])
    assert len(styles) == len(set(styles))
    for name, other in (("仿宋", "仿宋_GB2312"), ("楷体", "楷体_GB2312"), ("方正小标宋简体", "宋体")):
        assert f'<w:font w:name="{name}"><w:altName w:val="{other}"/>' in text["word/fontTable.xml"]


def test_a_paper_without_day_and_number_leaves_room_for_them(example: Example) -> None:
    head = Letterhead("中心小学", form="red")
    texts = [
        each.text
        for each in opened(
            paper_word(paper_of(example.store, example.activity_id, example.today, "rectified", head))
        ).paragraphs
    ]
    assert "　　年　　月　　日" in texts
    assert PLAIN.form == "plain"


def test_the_head_of_each_table_is_on_each_of_its_pages(paper: Paper) -> None:
    for table in opened(paper_word(paper)).element.body.iter(qn("w:tbl")):
        if table.tblPr.find(qn("w:tblpPr")) is None:  # not 版记
            heads = [row.trPr.find(qn("w:tblHeader")) is not None for row in table.tr_lst]
            assert heads[0]
            assert not any(heads[1:])
