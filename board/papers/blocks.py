"""The content of a paper (公文) as plain values, before it is written as Word or PDF.

A digit stands only in a `Figure`, a `Day`, a record's own words (`Quoted`), the clerk's text (`Written`), the
letterhead, or the numbering that `numbered` adds. What a writer needs to know of the standard beyond a paper's content
is in `board.documents.measures`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Figure:
    """A number in a sentence.

    kind: "count", "rate", "mean", "days", "id" …: what is counted, for lists of figures. ref: the record, or a view's
    address (`rectification?view=逾期`), that the number can be looked up in. name: what the number is called in its
    paper, the same in every version of it; base: what a rate is of.
    """

    text: str
    kind: str
    ref: str
    name: str = ""
    base: str = ""


@dataclass(frozen=True)
class Day:
    """A day, written 2026年12月4日."""

    on: date

    @property
    def text(self) -> str:
        return f"{self.on.year}年{self.on.month}月{self.on.day}日"


@dataclass(frozen=True)
class Quoted:
    """A record's own words; ref: the record."""

    text: str
    ref: str = ""


@dataclass(frozen=True)
class Written:
    """The clerk's words; key: of the text in the draft."""

    text: str
    key: str


Part = str | Figure | Day | Quoted | Written
Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, its first line two characters in.

    level: 3 (`1.`) or 4 (`（1）`) numbers it; 0 doesn't. key: of the text the clerk may write in its place or beside
    it; is_editable: whether it is that text. style: "body", "flush" (no indent), "centred", "right", or "sign" (a line
    to sign on, kept with the next).
    """

    parts: Parts
    key: str = ""
    is_editable: bool = False
    level: int = 0
    style: Literal["body", "flush", "centred", "right", "sign"] = "body"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) or 2 (（一）), 3 (1.) or 4 (（1）); its number is not in its parts."""

    level: int
    parts: Parts


@dataclass(frozen=True)
class NewPage:
    """A part of a paper that begins on a page of its own, with a title; numbering begins again in it."""

    title: str


@dataclass(frozen=True)
class Column:
    """A column of a table; width: its share of the table's width. is_number: set flush right."""

    header: str
    width: float
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table; its header is repeated on each page. least: the height of a row in mm, to write in by hand.

    points: the size of its type.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Parts, ...], ...]
    least: float = 0
    points: float = 12


@dataclass(frozen=True)
class Picture:
    """A picture (`form` "svg" or "png"); alt: what it shows, in words. width in mm."""

    content: bytes
    alt: str
    width: float
    form: Literal["svg", "png"] = "svg"


Block = Paragraph | Heading | NewPage | Table | Picture


@dataclass(frozen=True)
class Attachment:
    """An attachment (附件), on pages of its own."""

    title: str
    blocks: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True)
class Letterhead:
    """The edges of a paper, as data of the activity.

    form: "plain" (no head), "red" (文件 with a red head), "letter" (信函). signer: 签发人, only on papers that go up.
    addressee: 主送机关; copies: 抄送; dated: 成文日期 (None: not yet). has_seal: room for a seal. issuer: 印发机关, the
    unit itself if empty; issued_on: 印发日期 (None: `dated`).
    """

    unit: str
    number: str = ""
    signer: str = ""
    addressee: str = ""
    copies: str = ""
    dated: date | None = None
    form: Literal["plain", "red", "letter"] = "plain"
    has_seal: bool = False
    issuer: str = ""
    issued_on: date | None = None


@dataclass(frozen=True)
class Paper:
    """A paper of a kind (`papers.kinds`), as of a day and a data version.

    missing: what is still missing before it may be issued, in sentences. is_signed: whether unit and day stand below
    the text. is_landscape: the whole paper, as of a wide table.
    """

    kind: str
    title: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    as_of: date
    data_version: int
    attachments: tuple[Attachment, ...] = ()
    is_example: bool = False
    missing: tuple[str, ...] = ()
    is_signed: bool = True
    is_landscape: bool = False


def text_of(parts: Sequence[Part]) -> str:
    """The parts as one text."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)


def numeral(number: int) -> str:
    """A number as headings have it: 一, 十, 十二, 三十, 一百零二; from 1,000 in digits."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if hundreds > 9:  # noqa: PLR2004 - one digit
        return str(number)
    head = f"{_NUMERALS[hundreds]}百" if hundreds else ""
    middle = f"{_NUMERALS[tens]}十" if tens else "零" if hundreds and ones else ""
    if tens == 1 and not hundreds:
        middle = "十"
    return head + middle + (_NUMERALS[ones] if ones else "")


def numbered(blocks: Sequence[Block]) -> Iterator[tuple[str, Block]]:
    """The blocks in order with their numbers: 一、, （一）, 1．, （1）; "" for a block without one.

    A level's count begins again below each block of a higher level.
    """
    counts = [0, 0, 0, 0]
    for block in blocks:
        if isinstance(block, NewPage):
            counts = [0, 0, 0, 0]
        level = block.level if isinstance(block, Heading | Paragraph) else 0
        if not level:
            yield "", block
            continue
        counts[level - 1] += 1
        counts[level:] = [0] * (4 - level)
        count = counts[level - 1]
        yield (f"{numeral(count)}、", f"（{numeral(count)}）", f"{count}．", f"（{count}）")[level - 1], block


def every_part(paper: Paper) -> Iterator[Part]:
    """All parts of a paper's text and tables, its attachments' too."""
    for block in (*paper.blocks, *(block for each in paper.attachments for block in each.blocks)):
        if isinstance(block, Heading | Paragraph):
            yield from block.parts
        elif isinstance(block, Table):
            yield from (part for row in block.rows for cell in row for part in cell)


def figures(paper: Paper) -> list[Figure]:
    """The figures of a paper in their order."""
    return [part for part in every_part(paper) if isinstance(part, Figure)]
