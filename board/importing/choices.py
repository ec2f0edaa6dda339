"""The clerk's choices about a file, where the file is silent or was read wrongly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

_NOTHING: Mapping[Any, Any] = MappingProxyType({})
Numbers = Literal["best_first", "worst_first"]
NUMBERS_LABELS: dict[Numbers, str] = {"best_first": "1 是最好一档", "worst_first": "1 是最差一档"}
Zero = Literal["blank", "points"]
ZERO_LABELS: dict[Zero, str] = {"blank": "0 是没有填，按弃权", "points": "0 是 0 分，最差一档"}
Unanswered = Literal["blank", "spare"]
UNANSWERED_LABELS: dict[Unanswered, str] = {"blank": "是交回的白票，各项按弃权", "spare": "不是评议表，略过"}
Short = Literal["fill"]
SHORT_LABELS: dict[Short, str] = {"fill": "行尾的空白没有写，缺的当空白"}
Unseen = Literal["take", "skip"]
HIDDEN_AUTOMATIC = "也读，隐藏的工作表不读"
HIDDEN_LABELS: dict[Unseen, str] = {"take": "都读，隐藏的工作表也可选", "skip": "隐藏的行和列不读"}


@dataclass(frozen=True)
class Choices:
    """The clerk's choices. Every field is optional; what is left out is found in the file.

    encoding, separator: keys of ENCODINGS and SEPARATORS. sheet: the name of a workbook's sheet. header_row: the row in
    which the header begins, as Excel numbers it. layout: a key of LAYOUTS. hidden: whether what a workbook hides is
    read; by default hidden rows and columns are read and hidden sheets aren't.
    group, way (paper, online), cast_on: for ballots where the file doesn't say.
    columns: column → role (a criterion's id, `group`, `way`, `day`, `void`, `suggestion`, or "" to leave it out); a
    column is named by its header, or by letters and header as a problem names it (E 认识深不深).
    answers: word → rank (0: blank) for all criteria, or "criterion_id:word" → rank for one. groups: word → group. ways:
    word → way.
    numbers: how 1, 2, 3… are read as answers. zero: what 0 among answers is. unanswered: what rows are in which nothing
    is answered. short: how rows narrower than the header are read. survey: a word that distinguishes online forms with
    the same questions.
    ballot_counts, void_counts: (group, way) → valid and void ballots behind a tally.
    defaults: column of a ledger → the text for new records that leave it blank.
    cells: (sheet or None, row, column from 0) → the corrected text. skipped_rows: rows left out.
    voided_rows: rows kept as void ballots. fitted_rows: rows wider or narrower than the header that are read
    nevertheless: missing cells are blank, surplus cells are dropped. Rows are numbered as Excel does.
    """

    encoding: str | None = None
    separator: str | None = None
    group: str | None = None
    way: str | None = None
    cast_on: date | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    answers: Mapping[str, int] = field(default_factory=lambda: _NOTHING)
    sheet: str | None = None
    header_row: int | None = None
    layout: str | None = None
    hidden: Unseen | None = None
    groups: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    ways: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    numbers: Numbers | None = None
    zero: Zero | None = None
    unanswered: Unanswered | None = None
    short: Short | None = None
    survey: str = ""
    defaults: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    ballot_counts: Mapping[tuple[str, str], int] = field(default_factory=lambda: _NOTHING)
    void_counts: Mapping[tuple[str, str], int] = field(default_factory=lambda: _NOTHING)
    cells: Mapping[tuple[str | None, int, int], str] = field(default_factory=lambda: _NOTHING)
    skipped_rows: frozenset[int] = frozenset()
    voided_rows: frozenset[int] = frozenset()
    fitted_rows: frozenset[int] = frozenset()
