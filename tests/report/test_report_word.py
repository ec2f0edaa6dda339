"""The report as a Word file: out with its sections under headings, in again, asking where a heading is ambiguous."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from board.errors import BoardError
from board.papers.analysed import text as text_of_report
from board.report.word_import import Part, gathered, read_report
from tests.papers.papers import word_of

SECTIONS = ["突出问题", "原因分析", "主要思路", "重点任务"]
TEXTS = {"突出问题": "会议多。\n材料多。", "原因分析": "图省事。", "主要思路": "", "重点任务": "轮流培训。"}


def written(*paragraphs: str, headings: tuple[str, ...] = ()) -> bytes:
    letter = Document()
    for text in paragraphs:
        if text in headings:
            letter.add_heading(text, 2)
        else:
            letter.add_paragraph(text)
    stream = BytesIO()
    letter.save(stream)
    return stream.getvalue()


def read(*paragraphs: str, headings: tuple[str, ...] = ()) -> list[Part]:
    return read_report("报告.docx", written(*paragraphs, headings=headings), SECTIONS)


def test_what_goes_out_comes_in_again_unasked() -> None:
    data = word_of("嘉泽中心小学", "领导班子分析检查报告", text_of_report("征求意见稿", TEXTS))
    parts = read_report("报告.docx", data, SECTIONS)
    assert gathered(parts, {}) == {**{name: text for name, text in TEXTS.items() if text}, "重点任务": parts[-1].text}
    assert parts[-1].text.startswith("轮流培训。")
    assert [part.section for part in parts if part.is_sure and part.heading] == SECTIONS


def test_the_document_is_clean_chinese_word() -> None:
    data = word_of("嘉泽中心小学", "领导班子分析检查报告", text_of_report("征求意见稿", TEXTS))
    letter = Document(BytesIO(data))
    texts = [paragraph.text for paragraph in letter.paragraphs]
    assert [text for text in texts if text][:2] == ["领导班子分析检查报告", "（征求意见稿）"]
    assert [each.text for each in letter.paragraphs if each.style and each.style.name == "Heading 1"] == [
        "一、突出问题",
        "二、原因分析",
        "三、主要思路",
        "四、重点任务",
    ]
    assert texts[-2:] == ["嘉泽中心小学", "2026年12月11日"]
    with zipfile.ZipFile(BytesIO(data)) as parts:
        faces = parts.read("word/document.xml").decode() + parts.read("word/styles.xml").decode()
    assert "黑体" in faces
    assert "仿宋" in faces


def test_a_final_version_doesnt_call_itself_a_draft() -> None:
    letter = Document(
        BytesIO(word_of("嘉泽中心小学", "领导班子分析检查报告", text_of_report("定稿", TEXTS), date(2026, 12, 20)))
    )
    assert "（定稿）" not in [paragraph.text for paragraph in letter.paragraphs]


def test_headings_are_told_by_style_by_number_and_by_label() -> None:
    parts = read("一、突出问题", "会议多。", "原因分析", "图省事。", "重点任务", "培训。", headings=("重点任务",))
    assert [(part.section, part.text, part.is_sure) for part in parts] == [
        ("突出问题", "会议多。", True),
        ("原因分析", "图省事。", True),
        ("重点任务", "培训。", True),
    ]


def test_a_heading_that_says_a_little_more_is_known_and_one_that_says_something_else_is_asked() -> None:
    parts = read("一、存在的突出问题", "会议多。", "二、今后的思路", "还时间。", "三、附带的几句话", "谢谢。")
    assert [(part.section, part.is_sure) for part in parts] == [
        ("突出问题", True),
        ("主要思路", False),
        (None, False),
    ]


def test_what_stands_before_the_first_heading_is_asked() -> None:
    parts = read("领导班子分析检查报告", "一、突出问题", "会议多。")
    assert (parts[0].heading, parts[0].section, parts[0].is_sure) == ("", None, False)


def test_a_numbered_sentence_is_no_heading() -> None:
    parts = read("一、突出问题", "一、会议多，材料多，检查也多，班子成员下不去。", "二、材料多；")
    assert [part.heading for part in parts] == ["一、突出问题"]


def test_parts_go_where_they_are_sent() -> None:
    parts = read("开头的话", "一、突出问题", "会议多。", "二、别的", "材料多。")
    assert gathered(parts, {0: None, 2: "突出问题"}) == {"突出问题": "会议多。\n材料多。"}
    assert gathered(parts, {0: "主要思路", 2: None}) == {"主要思路": "开头的话", "突出问题": "会议多。"}


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"", "这不是 Word 文件"),
        (b"\xd0\xcf\x11\xe0 an old one", "这不是 Word 文件"),
        (b"PK\x03\x04 broken", "这不是 Word 文件"),
        (b"0" * (20 * 1024 * 1024 + 1), "文件太大"),
        (written(), "文件里没有文字"),
        (written("一、突出问题", "二、原因分析"), "文件里没有文字"),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, title: str) -> None:
    with pytest.raises(BoardError) as caught:
        read_report("报告.docx", data, SECTIONS)
    assert caught.value.title == title
    assert caught.value.remedy


def test_another_zip_is_no_word_file() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("hello.txt", "hello")
    with pytest.raises(BoardError, match="这不是 Word 文件"):
        read_report("报告.docx", stream.getvalue(), SECTIONS)
