"""Files made to do harm: refused in words, quickly, and without more memory than a clerk's computer has."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

import pandas as pd
import pytest
import xlsxwriter
from docx import Document

from board.errors import BoardError
from board.importing.files.decode import decode
from board.importing.files.workbook import read_workbook
from board.meeting.outlines_reading import Line, read_outlines
from board.papers.outlined import pages
from board.report.word_import import Part, read_report
from tests.depth import examples
from tests.papers.papers import word_of

Read = TypeVar("Read")

SHEET = "xl/worksheets/sheet1.xml"
DOCUMENT = "word/document.xml"
ENTITIES = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))
LAUGHS = f'<!DOCTYPE d [<!ENTITY e0 "ha">{ENTITIES}]>'
SECRET = '<!DOCTYPE d [<!ENTITY e9 SYSTEM "file:///etc/passwd">]>'


def a_workbook() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("登记")
    sheet.write_row(0, 0, ["编号", "内容"])
    sheet.write_row(1, 0, [1, "一条"])
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    return stream.getvalue()


def a_letter() -> bytes:
    letter, stream = Document(), io.BytesIO()
    letter.add_heading("突出问题", 1)
    letter.add_paragraph("深入课堂不够。")
    letter.save(stream)
    return stream.getvalue()


def read_letter(data: bytes) -> list[Part]:
    return read_report("报告.docx", data, ["突出问题"])


def a_paper() -> bytes:
    found = [
        {"member_name": "校长", "mirror": "上级的部署", "aspect": "工作作风", "duty": "", "content": "深入课堂不够。"}
    ]
    head = "嘉泽中心小学　活动　阶段"
    mine = pages(head, {"校长": "全面工作"}, {"上级的部署": "哪些不合"}, pd.DataFrame(found))
    return word_of("嘉泽中心小学", "校长发言提纲", mine)


def read_paper(data: bytes) -> list[Line]:
    return read_outlines("提纲.docx", data, "嘉泽中心小学", {"M01": "校长"}, ["上级的部署"], ["工作作风"])


def refused_or(read: Callable[[bytes], Read], data: bytes) -> Read | None:
    """What is read of a file, or None where it is refused with a word what to do; any other error is a failure."""
    try:
        return read(data)
    except BoardError as refusal:
        return None if refusal.remedy else pytest.fail(f"no word what to do: {refusal}")


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A packed file with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == part else old.read(each))
    return stream.getvalue()


def with_cell(cell: str) -> bytes:
    return changed(a_workbook(), SHEET, lambda xml: xml.replace(b"</sheetData>", f"{cell}</sheetData>".encode()))


def with_prolog(data: bytes, part: str, prolog: str, where: str) -> bytes:
    def put(xml: bytes) -> bytes:
        root = f"<{where}".encode()
        return xml.replace(root, prolog.encode() + root, 1)

    return changed(data, part, put)


@pytest.mark.parametrize("cell", ["XFD1048576", "A4294967290", "ZZZ9999"])
def test_one_cell_far_away_does_not_lay_out_all_cells_between(cell: str) -> None:
    row = "".join(sign for sign in cell if sign.isdigit())
    with pytest.raises(BoardError, match="表格太大"):
        read_workbook(with_cell(f'<row r="{row}"><c r="{cell}"><v>1</v></c></row>'))


def test_a_row_of_all_columns_is_read() -> None:
    sheet = read_workbook(with_cell('<row r="9"><c r="XFD9"><v>1</v></c></row>'))[0]
    assert (len(sheet.rows), sheet.rows[8][-1], len(sheet.rows[0])) == (9, 1.0, 16_384)


@pytest.mark.parametrize("prolog", [LAUGHS, SECRET], ids=["a billion laughs", "a file of the server"])
def test_entities_are_never_followed(prolog: str) -> None:
    said = b'<row r="9"><c r="A9" t="inlineStr"><is><t>&e9;</t></is></c></row></sheetData>'
    sheet = with_prolog(a_workbook(), SHEET, prolog, "worksheet")
    with pytest.raises(BoardError, match="文件打不开"):
        read_workbook(changed(sheet, SHEET, lambda xml: xml.replace(b"</sheetData>", said)))
    letter = with_prolog(a_letter(), DOCUMENT, prolog, "w:document")
    letter = changed(letter, DOCUMENT, lambda xml: xml.replace("深入".encode(), "深入&e9;".encode()))
    assert refused_or(read_letter, letter) in (None, [Part("突出问题", "深入", "突出问题", True)])
    paper = with_prolog(a_paper(), DOCUMENT, prolog, "w:document")
    paper = changed(paper, DOCUMENT, lambda xml: xml.replace("深入".encode(), "深入&e9;".encode()))
    assert [line.content for line in refused_or(read_paper, paper) or []] in ([], ["深入"], ["深入课堂不够。"])


@pytest.mark.walk
@pytest.mark.parametrize("read", [read_workbook, read_letter, read_paper])
def test_a_packed_file_that_unpacks_to_a_gigabyte_is_refused(read: Callable[[bytes], object]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            with packed.open(f"xl/{number}.xml", "w") as part:
                for _ in range(100):
                    part.write(b" " * 2**20)
    with pytest.raises(BoardError, match="文件太大"):
        read(stream.getvalue())


@pytest.mark.parametrize(
    ("read", "data", "part"),
    [(read_workbook, a_workbook(), SHEET), (read_letter, a_letter(), DOCUMENT), (read_paper, a_paper(), DOCUMENT)],
)
def test_a_part_that_lies_about_its_size_is_refused(read: Callable[[bytes], object], data: bytes, part: str) -> None:
    """The list of a packed file may say that a part has ten bytes; what is unpacked would have many more."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        size = packed.getinfo(part).file_size
    lying = data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(BoardError):
        read(lying)


def test_what_stands_around_a_workbook_in_its_file_is_not_read() -> None:
    for data in (b"%PDF-1.7\n" + a_workbook(), a_workbook() + b"\n<script>window.hit=1</script>"):
        assert [row for row in read_workbook(data)[0].rows if any(row)] == [["编号", "内容"], [1.0, "一条"]]


def test_a_cell_of_ten_megabytes_is_read_whole_or_refused() -> None:
    long = "长" * 3_500_000
    cell = f'<row r="9"><c r="A9" t="inlineStr"><is><t>{long}</t></is></c></row>'
    assert read_workbook(with_cell(cell))[0].rows[8][0] == long
    assert decode(f"编号,内容\n1,{long}\n".encode()).utf8.decode().count("长") == len(long)


@pytest.mark.parametrize("seed", range(examples(4, 40)))
def test_a_damaged_workbook_is_read_or_refused_in_words(seed: int) -> None:
    refused_or(read_workbook, damaged(a_workbook(), seed))


@pytest.mark.parametrize("seed", range(examples(4, 40)))
def test_a_damaged_workbook_of_2003_is_read_or_refused_in_words(seed: int) -> None:
    refused_or(read_workbook, damaged((Path(__file__).parent.parent / "importing/ledger_2003.xls").read_bytes(), seed))


@pytest.mark.parametrize("seed", range(examples(12, 120)))
def test_a_damaged_letter_is_read_or_refused_in_words(seed: int) -> None:
    refused_or(read_letter, damaged(a_letter(), seed))


@pytest.mark.parametrize("seed", range(examples(12, 120)))
def test_a_damaged_paper_is_read_or_refused_in_words(seed: int) -> None:
    refused_or(read_paper, damaged(a_paper(), seed))


def test_a_cell_that_claims_a_billion_columns_lays_out_none_of_them() -> None:
    wide = b'<w:tcPr><w:gridSpan w:val="999999999"/>'
    paper = changed(a_paper(), DOCUMENT, lambda xml: xml.replace(b"<w:tcPr>", wide))
    assert [line.content for line in refused_or(read_paper, paper) or []] == ["深入课堂不够。"]


def damaged(data: bytes, seed: int) -> bytes:
    """A file with bytes changed, lost, put in and repeated; of packed ones half in a part and half in the packing."""
    random = Random(seed)  # noqa: S311 - the same damage in every run
    if data[:2] != b"PK" or seed % 2:
        return _damaged(data, random)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        part = random.choice(packed.namelist())
    return changed(data, part, lambda xml: _damaged(xml, random))


def _damaged(data: bytes, random: Random) -> bytes:
    left = bytearray(data)
    for _ in range(random.choice([1, 2, 8, 40])):
        place, count = random.randrange(len(left) or 1), random.randrange(1, 50)
        way = random.randrange(4)
        if way == 0:
            left[place : place + 1] = random.randbytes(1)
        elif way == 1:
            del left[place : place + count]
        else:
            left[place:place] = random.randbytes(count) if way == 2 else left[count : 2 * count]
    return bytes(left)
