"""Members' papers filled in in Word → their lines, by member, mirror and aspect. Pure.

A paper is the blank that 民主生活会 hands out: a title with the member's name, and a table. Under a mirror's name its
cell may hold what is looked for there (四查找). Member, mirror and aspect
are taken only where they are certain; otherwise they stay None and the person is asked, never guessed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Letter
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from board.errors import BoardError
from board.importing.files.word import read_word
from board.typed import printable

HEADS = ("对照", "方面", "查找到的问题")
DUTY = "分工"
TITLE = "发言提纲"
LONGEST_FINDING = 4_000
_MOST_LINES, _HEAD_PARTS = 500, 3
_BLANK_PAPER = "请用本页的“空白提纲 Word”填写后再导入。"


@dataclass(frozen=True)
class Line:
    """A finding as written in a paper. member: the name on the paper; mirror_text, aspect_text, duty_text: as written
    there.

    member_id, mirror, aspect: the activity's own, where they are certain; None: the person has to be asked.
    """

    member: str
    member_id: str | None
    mirror_text: str
    mirror: str | None
    aspect_text: str
    aspect: str | None
    content: str
    duty_text: str = ""


def read_outlines(
    name: str, data: bytes, unit: str, members: dict[str, str], mirrors: Sequence[str], aspects: Sequence[str]
) -> list[Line]:
    """The filled lines of all papers in a file, in order, each once. members: id → name.

    Raises BoardError for a file that isn't a Word file, isn't such a paper, is another unit's, has altered table
    headers, contains tracked changes, is too long, or is blank.
    """
    letter = read_word(name, data)
    try:
        found = list(_lines(name, letter, unit, members, mirrors, aspects))
    except BoardError:
        raise
    except Exception as error:
        raise BoardError("文件损坏", f"{name} 里的内容读不出来。", "请在 Word 或 WPS 里另存一份再导入。") from error
    if not found:
        raise BoardError("提纲是空的", f"{name} 的表格里没有填查找到的问题。", "请填写以后再导入。")
    return list(dict.fromkeys(found))


def _lines(
    name: str, letter: Letter, unit: str, members: dict[str, str], mirrors: Sequence[str], aspects: Sequence[str]
) -> Iterator[Line]:
    if next(letter.element.body.iter(qn("w:ins"), qn("w:del")), None) is not None:
        raise BoardError("有没定下来的修订", f"{name} 里还有修订标记。", "请在 Word 里接受或拒绝所有修订，再导入。")
    papers = list(_papers(name, letter, unit))
    if not papers:
        raise BoardError("这不是发言提纲", f"{name} 里没有“某某{TITLE}”这样的标题。", _BLANK_PAPER)
    ids = {_close(name_of_member): member_id for member_id, name_of_member in members.items()}
    for member, rows in papers:
        mirror = ""
        for mirror_text, aspect_text, content, duty in _cells(name, member, rows):
            mirror = (
                mirror_text.split("\n")[0] or mirror
            )  # an empty cell: a line added under a mirror, or a merged cell
            if len(content) > LONGEST_FINDING:
                raise BoardError("一格太长", f"“{member}”有一格超过 {LONGEST_FINDING} 字。", "请分成几条再导入。")
            if content:
                matches = matching(mirror, mirrors), matching(aspect_text, aspects)
                yield Line(member, ids.get(_close(member)), mirror, matches[0], aspect_text, matches[1], content, duty)


def _papers(name: str, letter: Letter, unit: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each paper: the member's name in its title, and the rows of the table under it."""
    member: str | None = None
    for block in letter.iter_inner_content():
        if isinstance(block, Paragraph):
            text = printable(block.text)
            if text.endswith(TITLE) and _close(text) != TITLE:
                if member is not None:
                    raise _without_table(name, member)
                member = text.removesuffix(TITLE).strip()
            elif member is not None:
                _refuse_of_others(name, text, unit)
        elif member is not None:
            yield member, _rows(name, block)
            member = None
    if member is not None:
        raise _without_table(name, member)


def _without_table(name: str, member: str) -> BoardError:
    return BoardError("提纲里没有表格", f"{name} 里“{member}{TITLE}”下面没有表格。", _BLANK_PAPER)


def _refuse_of_others(name: str, head: str, unit: str) -> None:
    """Raise BoardError for another unit's paper; under its title a paper names unit, activity and stage."""
    parts = head.split("　")
    if len(parts) >= _HEAD_PARTS and _close(parts[0]) != _close(unit):
        raise BoardError("这是别的单位的提纲", f"{name} 写的单位是“{parts[0]}”，不是“{unit}”。", "请核对选的文件。")


def _rows(name: str, table: Table) -> list[list[str]]:
    """The texts of a table's cells in file order, without layout, whatever widths the table claims."""
    rows = [[_text(cell) for cell in row.tc_lst] for row in table._tbl.tr_lst[: _MOST_LINES + 2]]
    if len(rows) > _MOST_LINES + 1:
        raise BoardError("表格太大", f"{name} 里有一张表超过 {_MOST_LINES} 行。", "请核对是不是发言提纲。")
    return rows


def _text(cell: Any) -> str:
    return printable("\n".join(Paragraph(each, cell).text for each in cell.p_lst))


def _cells(name: str, member: str, rows: list[list[str]]) -> Iterator[tuple[str, str, str, str]]:
    heads = [_close(head) for head in rows[0]] if rows else []
    missing = [head for head in HEADS if heads.count(head) != 1]
    if missing:
        raise BoardError(
            "表头改过",
            f"{name} 里“{member}{TITLE}”的表头是“{'、'.join(rows[0]) if rows else ''}”，"
            f"认不出哪一列是“{'、'.join(missing)}”。",
            f"请把表头改回“{'、'.join(HEADS)}”再导入。",
        )
    mirror, aspect, content = (heads.index(head) for head in HEADS)
    duty = heads.index(DUTY) if DUTY in heads else None  # older papers have no such column
    for row in rows[1:]:
        cells = [*row, *[""] * (len(heads) - len(row))]
        yield cells[mirror], cells[aspect], cells[content], "" if duty is None else cells[duty]


def matching(text: str, words: Sequence[str]) -> str | None:
    """Returns the word that a text is, spaces aside; None where it is none of them."""
    return next((word for word in words if _close(word) == _close(text)), None)


def _close(text: str) -> str:
    return "".join(text.split())
