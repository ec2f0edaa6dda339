"""Whatever encoding a file comes in, its text is read right or it is refused."""

import pytest

from board.errors import BoardError
from board.importing.files.decode import decode

TEXT = "参评人员类别,认识深不深,意见和建议\n家长,较深,希望多听家长意见\n教职工,不深,减少检查评比\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_text_is_read_whatever_its_encoding(encoding: str, named: str) -> None:
    decoded = decode(TEXT.encode(encoding))
    assert decoded.utf8.decode() == TEXT
    assert decoded.encoding == named


def test_a_rare_character_of_four_bytes_is_read() -> None:
    assert "𠮷" in decode("姓,名\n𠮷,野\n".encode("gb18030")).utf8.decode()


def test_the_encoding_can_be_chosen() -> None:
    assert decode(TEXT.encode("gb18030"), "gb18030").utf8.decode() == TEXT


def test_a_wrong_choice_is_refused_with_the_byte() -> None:
    with pytest.raises(BoardError, match=r"第 1 个字节"):
        decode(TEXT.encode("gb18030"), "utf-8")


@pytest.mark.parametrize("data", [b"", b"  \r\n\r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(BoardError, match="文件是空的"):
        decode(data)


def test_a_file_too_big_is_refused_with_its_size() -> None:
    with pytest.raises(BoardError, match=r"3\.0 MB，最多 2 MB"):
        decode(b"a" * 3 * 2**20, most_bytes=2 * 2**20)


@pytest.mark.parametrize("mark", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7"])
def test_a_workbook_is_told_to_be_saved_as_csv(mark: bytes) -> None:
    with pytest.raises(BoardError, match="另存为"):
        decode(mark)


def test_a_nul_byte_is_refused_with_its_line() -> None:
    with pytest.raises(BoardError, match="第 2 行里有一个空字节"):
        decode(TEXT.encode().replace("较深".encode(), "较\0深".encode()))


def test_utf8_with_a_broken_byte_is_not_bent_into_gb18030() -> None:
    data = bytearray((TEXT * 20).encode())
    place = len(data) // 2
    while data[place] < 0xE0:
        place += 1
    data[place] = 0xFF
    with pytest.raises(BoardError, match=f"第 {place + 1} 个字节"):
        decode(bytes(data))


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BoardError, match="文字读不出来"):
        decode(b"\xff\xff\xff\x80\x80 no text at all \xff")
