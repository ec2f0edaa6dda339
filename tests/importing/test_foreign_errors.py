"""Whatever a file holds, its reading ends in ballots, questions or a refusal in words: never in another error."""

import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from random import Random
from typing import Any

import pytest

from board.errors import BoardError
from board.importing.ballots import check_ballots
from board.importing.choices import Choices
from board.importing.ledgers.kinds import KINDS
from board.importing.ledgers.reading import read_ledger
from board.importing.ledgers.recognising import recognised
from board.importing.source import sheet_names
from tests.ballot_files import HEADER, file_of, small_form
from tests.depth import few, walked
from tests.nasty_files import ROWS, nasty_files
from tests.nasty_workbooks import ods, xls, xlsx

_LEDGER: list[list[Any]] = [
    ["编号", "具体问题", "整改措施", "整改时限", "类别", "进度"],
    ["R-001", "慢", "快", "2026-01-05", "立行立改", 0.4],
]
_ODD = [
    "",
    "፩",
    "²",
    "9" * 5000,
    "#N/A",
    "\U0001f600",
    "\u202e",
    "\ufffe",
    "=1+1",
    "1e999",
    "-0",
    "NaN",
    "0x1",
    "%",
    "1.2.3",
]


def _bases() -> list[bytes]:
    sheet: list[list[Any]] = [HEADER, *ROWS]
    made = [xlsx({"表": sheet, "账": _LEDGER}, {"表": ["A2:B3"]}), xls("表", sheet), ods({"表": sheet}), file_of(ROWS)]
    made += [file_of(ROWS, encoding="gb18030", separator="\t"), file_of(_LEDGER[1:], header=_LEDGER[0])]
    return [*made, *(each.data for each in nasty_files()[::7])]


def _altered(data: bytes, random: Random) -> bytes:
    """Some bytes changed, left out, doubled or moved; of a packed workbook those of one of its parts."""
    if data[:2] == b"PK" and random.random() < 0.8:
        return _repacked(data, random)
    held = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        at = random.randrange(len(held) + 1)
        end = min(len(held), at + random.choice((0, 1, 2, 16, 200)))
        kinds = (bytes([random.randrange(256)]), held[at:end] * 2, random.choice(_ODD).encode("utf-8", "replace"), b"")
        held[at : random.choice((at, end))] = random.choice(kinds)
        if not held:
            break
    return bytes(held)


def _repacked(data: bytes, random: Random) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(held, "w") as new:
        names = parts.namelist()
        chosen = random.choice(names)
        for name in names:
            new.writestr(name, _altered(parts.read(name), random) if name == chosen else parts.read(name))
    return held.getvalue()


def _read_every_way(data: bytes) -> None:
    """Reads a file as ballots, as each ledger, and for its kind. A refusal says what, where and what to do."""
    form = small_form()
    ways: list[Callable[[], object]] = [
        partial(check_ballots, "a", data, form),
        partial(recognised, data, form),
        partial(sheet_names, data, Choices()),
        *(partial(read_ledger, data, kind) for kind in KINDS.values()),
    ]
    refusals = [_refusal(way) for way in ways]
    assert all(each.title and each.message and each.remedy for each in refusals if each)


def _refusal(way: Callable[[], object]) -> BoardError | None:
    try:
        way()
    except BoardError as refusal:
        return refusal
    return None


@pytest.mark.parametrize("seed", [1, *walked(*range(2, 40))])
def test_an_altered_file_is_read_or_refused(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - nothing secret
    bases = _bases()
    for _ in range(40):
        _read_every_way(_altered(random.choice(bases), random))


@pytest.mark.parametrize("odd", few(_ODD, 3))
def test_an_odd_cell_anywhere_is_read_or_refused(odd: str) -> None:
    for place in range(len(HEADER)):
        for row in (0, 1, 3):
            table = [list(HEADER), *(list(each) for each in ROWS)]
            table[row][place] = odd
            _read_every_way(file_of(table[1:], header=table[0]))
