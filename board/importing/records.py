"""Delimited text → records, each with its number as Excel counts."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from board.errors import BoardError
from board.importing.header import Record
from board.importing.text import BLANKS

_NARROW = {",": "逗号", ";": "分号", "\t": "制表符", "|": "竖线"}
# As typed in Chinese. They also occur in sentences, so they separate columns only if nothing else does.
WIDE = {"，": "全角逗号", "；": "全角分号", "、": "顿号"}
SEPARATORS: dict[str, str] = _NARROW | WIDE
HEAD_BYTES = 1 << 16
_HEAD_ROWS = 20
# Two parts to a line are a sentence with a comma in it.
_FEWEST_WIDE = 3
_OPTION = r"(?m)((?:^|{})\"?\s*)(?:\d{{1,3}}|[A-Ha-h]|[一二三四五六七八九十]{{1,3}})、"
_LEADING_TABS = re.compile(r"([,;|][\"']?)\t+")
_LONGEST_CELL = 1 << 20


def read_records(utf8: bytes, separator: str | None = None) -> list[Record]:
    """The records of delimited text that are not blank, unchanged, each with its row as Excel numbers it.

    For a file whose header isn't its first row. `separator` is found from the first rows unless given. Raises
    BoardError for an unclosed quote.
    """
    body = utf8.rstrip(b"\r\n")
    return list(records(body.decode(), separator or find_separator(body)))


def first_records(utf8: bytes, separator: str, most: int) -> list[Record]:
    """The first records that are not blank, as `read_records` gives them, of a file that may be broken further down."""
    head = utf8[:HEAD_BYTES].decode("utf-8", "ignore")
    found = list(islice(records(head, separator, is_cut=True), most + 1))
    # The last one may have been cut.
    whole = found if len(utf8) <= HEAD_BYTES or len(found) == 1 else found[:-1]
    return whole[:most]


def find_separator(body: bytes) -> str:
    """The separator that cuts the first rows into the most columns, preferably most of them of equal width.

    A separator typed in Chinese only if no other cuts them.
    """
    head = body[:HEAD_BYTES].decode("utf-8", "ignore")
    narrow = max(_NARROW, key=lambda separator: _evenness(head, separator))
    return narrow if _evenness(head, narrow)[0] else _wide(head) or narrow


def rival_separator(body: bytes, separator: str) -> str | None:
    """A separator typed in Chinese that cuts the first rows into columns as even as `separator` does; or None.

    It has to cut the very first row too. Such a file could be meant either way; but not where it only follows the
    number of a question or the letter of an answer (1、…, A、…) at the beginning of cells.
    """
    if separator in WIDE:
        return None
    head = re.sub(_OPTION.format(re.escape(separator)), r"\1", body[:HEAD_BYTES].decode("utf-8", "ignore"))
    wide = _wide(head)
    return wide if wide and len(next(records(head, wide, True))[1]) > 1 else None


def _wide(head: str) -> str | None:
    best = max(WIDE, key=lambda separator: _evenness(head, separator))
    is_even, width = _evenness(head, best)
    return best if is_even and width >= _FEWEST_WIDE else None


def _evenness(head: str, separator: str) -> tuple[bool, int]:
    """Whether most of the first rows have the same number of columns, more than one; and that number.

    The most frequent width counts, as a title above the table has its own. A tab at the beginning of a cell keeps Excel
    from reading it as a number, and separates nothing.
    """
    plain = _LEADING_TABS.sub(r"\1", head) if separator == "\t" else head
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=separator)
    widths = [len(row) for row, _ in zip(reader, range(_HEAD_ROWS), strict=False) if any(row)]
    width = max(set(widths), key=lambda each: (widths.count(each), each), default=0)
    return width > 1 and widths.count(width) * 2 > len(widths), width


def records(text: str, separator: str, is_cut: bool = False) -> Iterator[Record]:
    """The records that are not blank, each with its number as Excel counts: a line break inside quotes is no row."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=not is_cut)
    number = 0
    try:
        for cells in reader:
            number += 1
            if any(cell.strip(BLANKS) for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise _broken(number + 1, str(error)) from error


def _broken(number: int, reason: str) -> BoardError:
    if "field larger" in reason:
        return BoardError(
            "单元格太长", f"第 {number} 行有一格超过一百万字。", "请检查这一行的引号是否配对，改好再导入。"
        )
    return BoardError(
        "引号没有配对",
        f"从第 {number} 行起，有一格的双引号没有配对，后面的内容分不清属于哪一格。",
        "请用 WPS 或 Excel 打开文件核对这一行，另存为 CSV 后再导入。",
    )
