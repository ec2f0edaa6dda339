"""A ledger as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from board.importing.ledgers.columns import LedgerBase
from board.importing.problems import Problem


@dataclass(frozen=True)
class LedgerRow:
    """A row: its number as Excel shows it, and the text under each known column, as `as_text` writes one."""

    number: int
    texts: dict[str, str]


@dataclass(frozen=True)
class LedgerFile:
    """A ledger as it was read.

    sheet: of a workbook, or None. columns: known column → its name in the file ("D 具体问题"). base: the state it was
    exported from, if the file holds it. ignored: the headers of unknown columns. is_narrow: whether it was saved in an
    encoding that doesn't hold every character. assumed: assumptions about the file as a whole, in words. encoding: a
    key of FORMATS. separator: of text, a key of SEPARATORS. sheets: those that hold something. header: all headers;
    uses: for each the known column or "". dropped: headers of columns that could identify someone, which aren't used.
    example_count: rows of the template that were left out. blanks: required column of words or days → how many new
    records lack it. spare: unknown column, as problems name it → its first texts.
    """

    sheet: str | None
    columns: dict[str, str]
    rows: tuple[LedgerRow, ...]
    base: LedgerBase | None
    ignored: tuple[str, ...]
    problems: tuple[Problem, ...]
    is_narrow: bool = False
    assumed: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    sheets: tuple[str, ...] = ()
    header_row: int = 1
    header: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    example_count: int = 0
    blanks: Mapping[str, int] = field(default_factory=dict)
    spare: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
