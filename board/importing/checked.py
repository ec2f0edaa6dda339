"""A file as it was read: what a preview shows and an import writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from board.importing.facts import NO_FACT_WORDS
from board.importing.problems import Problem

LAYOUTS: dict[str, str] = {
    "ballots": "一行一张评议表",
    "answers": "一行一个回答",
    "tally": "计票汇总表",
    "wjx": "问卷星导出",
    "txwj": "腾讯问卷导出",
    "txdoc": "腾讯文档收集表",
    "wps": "金山表单导出",
}
NO_ROWS = pa.table({})
_NUMBERS = 5_000
NO_WORDS = pd.DataFrame(columns=["criterion_id", "label", "word", "row_count", "rank", "how"])


@dataclass(frozen=True)
class Dropped:
    """A column that isn't kept because it could identify someone, and why ("能认出填写的人")."""

    column: str
    why: str


@dataclass(frozen=True)
class Checked:
    """A file of ballots, or of counted ballots, as it was read.

    encoding: a key of FORMATS. separator: a key of SEPARATORS, "" for a workbook. layout: a key of LAYOUTS. sheet: the
    one read, None for text; sheets: all that hold something. header_row: as Excel numbers it. row_count: ballots in the
    file, or for a tally its rows. shape: SHA-256 of the header, for remembering the clerk's choices about such files.
    columns: one row per column of the file, 列 ("A"), 列名, 用作 (words), role (a criterion's id, group, way, day,
    void, suggestion, or one of the file's own kind; "" where not used), sure (False: recognised only by likeness, to be
    checked). words: one row per criterion and way an answer is written, criterion_id, label, word, row_count, rank (0:
    blank; null: not understood), how (as `answers.How`). fact_words: one row per way that a group or a way in is
    written, role (group, way), word, row_count, value ("": not understood). ragged_rows: wider or narrower than the
    header, and so left out with a problem. ignored: columns that aren't used. dropped: columns that could identify
    someone. assumptions: in words. problems are the first of problem_count, errors and warnings; error_count of them
    are errors.

    ballots: one row per ballot, `group_label`, `way` (paper, online), `cast_on` (date), `is_void`, and for each
    criterion the file answers a column named by its id with the rank (0: blank; null: void ballot). suggestions: one
    row per suggestion, `content`, `given_on`, in no order of the file. keys: for ballots that an online form numbered,
    SHA-256 of platform, questions, `Choices.survey` and number, sorted, so that a ballot is recognised again but can't
    be traced; empty for other files. tally: for the layout tally, instead of ballots: one row per `group_label`, `way`,
    `cast_on`, `criterion_id`, `rank` (0: blank) with `answer_count`, of valid ballots only. tally_ballots: one row per
    `group_label`, `way`, `cast_on`, `is_void` with `ballot_count`. For each group, way and day the answers to a
    criterion add up to the valid ballots. All of these are empty (no columns) if there are errors, and if the file
    isn't of that kind.

    survey, key_of_ballot, key_of_suggestion: in memory only, for `numbers` and `without`.
    """

    file_name: str
    sha256: str
    byte_count: int
    encoding: str
    separator: str
    row_count: int
    columns: pd.DataFrame
    ignored: tuple[str, ...]
    assumptions: tuple[str, ...]
    problems: tuple[Problem, ...]
    problem_count: int
    error_count: int
    ballots: pa.Table
    suggestions: pa.Table
    layout: str = "ballots"
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    header_row: int = 1
    shape: str = ""
    words: pd.DataFrame = field(default_factory=lambda: NO_WORDS)
    fact_words: pd.DataFrame = field(default_factory=lambda: NO_FACT_WORDS)
    ragged_rows: frozenset[int] = frozenset()
    dropped: tuple[Dropped, ...] = ()
    keys: tuple[str, ...] = ()
    tally: pa.Table = field(default_factory=lambda: NO_ROWS)
    tally_ballots: pa.Table = field(default_factory=lambda: NO_ROWS)
    survey: str = field(default="", repr=False, compare=False)
    key_of_ballot: pa.Array | None = field(default=None, repr=False, compare=False)
    key_of_suggestion: pa.Array | None = field(default=None, repr=False, compare=False)

    @cached_property
    def content_sha256(self) -> str:
        """Identifies the same ballots in another file: see `fingerprint`."""
        return fingerprint(self.ballots, (self.tally, self.tally_ballots), self.suggestions)

    def numbers(self) -> list[str]:
        """The keys of the first ballots of the file's survey, its own or not."""
        return [key_of(self.survey, str(number)) for number in range(1, _NUMBERS + 1)] if self.survey else []

    def without(self, keys: frozenset[str]) -> "Checked":
        """The file without the ballots of these keys and the suggestions written on them."""
        if self.key_of_ballot is None or not keys:
            return self
        left = _not_in(self.key_of_ballot, keys)
        count = len(left) - int(np.count_nonzero(left))
        if not count:
            return self
        return replace(
            _without_suggestions(self, keys),
            ballots=self.ballots.filter(pa.array(left)),
            key_of_ballot=self.key_of_ballot.filter(pa.array(left)),
            keys=tuple(key for key in self.keys if key not in keys),
            row_count=self.row_count - count,
            assumptions=(*self.assumptions, f"有 {count} 张评议表以前导入过，这次略过"),
        )


def key_of(survey: str, number: str) -> str:
    """SHA-256 of a survey and the number that its platform gave a ballot."""
    return sha256(f"{survey}\x1f{number}".encode()).hexdigest()


def _without_suggestions(checked: Checked, keys: frozenset[str]) -> Checked:
    if checked.key_of_suggestion is None or not checked.suggestions.num_rows:
        return checked
    left = pa.array(_not_in(checked.key_of_suggestion, keys))
    key_of_suggestion = checked.key_of_suggestion.filter(left)
    return replace(checked, suggestions=checked.suggestions.filter(left), key_of_suggestion=key_of_suggestion)


def _not_in(numbered: pa.Array, keys: frozenset[str]) -> npt.NDArray[np.bool_]:
    known = pc.is_in(numbered, value_set=pa.array(sorted(keys), pa.string()))
    return np.asarray(pc.invert(known).to_numpy(zero_copy_only=False), bool)


def shape(header: Sequence[str]) -> str:
    """Identifies files of one kind: SHA-256 of their header."""
    return sha256("\x1f".join(header).encode()).hexdigest()


# The day is left out: for a file without days it is the day of the import.
_LEFT_OUT = ("cast_on",)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def fingerprint(ballots: pa.Table, tallies: tuple[pa.Table, ...], suggestions: pa.Table) -> str:
    """SHA-256 of the answers in ballots or tallies and of the suggestions, in any order; "" for an empty file."""
    if not ballots.num_rows and not any(tally.num_rows for tally in tallies):
        return ""
    mark = sha256()
    for table in (ballots, *tallies):
        mark.update(np.sort(_row_marks(table)).tobytes())
        mark.update(b"\x1e")
    texts = suggestions["content"].to_pylist() if suggestions.num_rows else []
    mark.update("\x1f".join(sorted(texts)).encode())
    return mark.hexdigest()


def _row_marks(table: pa.Table) -> npt.NDArray[np.uint64]:
    """A number per row, made of all its cells; columns are taken in the order of their names."""
    marks = np.zeros(table.num_rows, np.uint64)
    for name in sorted(table.column_names):
        if name not in _LEFT_OUT:
            marks = (marks ^ np.uint64(crc32(name.encode()))) * _FACTOR
            marks ^= marks >> np.uint64(29)
            marks += _cell_marks(table[name].combine_chunks())
    return marks * _FACTOR


def _cell_marks(column: pa.Array) -> npt.NDArray[np.uint64]:
    encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column, null_encoding="encode")
    known = [crc32(repr(value).encode()) for value in encoded.dictionary.to_pylist()]
    marks: npt.NDArray[np.uint64] = np.array(known, np.uint64)[encoded.indices.to_numpy(zero_copy_only=False)]
    return marks
