"""A ledger that comes back, edited or from elsewhere: bytes → rows of texts under the columns the product knows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from board.errors import BoardError
from board.importing.decode import decode
from board.importing.facts import read_day
from board.importing.problems import Problem, column_name
from board.importing.records import read_records
from board.importing.text import clean, key
from board.importing.workbook import Sheet, is_workbook, read_workbook
from board.importing.writing import original
from board.rectification_columns import BASE_SHEET, DAYS, LABELS, PERCENT, LedgerBase, printable

MOST_BYTES = 20 * 2**20

# What other ledgers call the same columns.
_ALSO_CALLED = {
    "problem": ("存在问题", "主要问题", "问题", "问题表现"),
    "source": ("来源",),
    "aspect": ("所属方面", "问题类别"),
    "measure": ("措施", "具体措施"),
    "kind": ("整改类别", "整改类型"),
    "leader_id": ("责任领导", "分管领导"),
    "department": ("责任单位", "牵头部门"),
    "owner_id": ("整改责任人",),
    "helpers": ("配合单位", "协办部门"),
    "due_on": ("完成时限", "整改期限", "时限"),
    "progress": ("整改进展", "进展"),
    "percent": ("完成进度",),
    "proof": ("证明材料",),
    "submitted_on": ("完成时间",),
    "closed_on": ("销号时间",),
}
_BY_KEY = {key(label): column for column, label in LABELS.items()} | {
    key(label): column for column, labels in _ALSO_CALLED.items() for label in labels
}
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.0+)?\s*%?")
_HEADER_WITHIN = 30
_FEWEST_COLUMNS = 3
_TELLING = frozenset({"item_id", "problem"})


@dataclass(frozen=True)
class LedgerRow:
    """A row: its number as Excel shows it, and the text under each known column, as `as_text` writes one."""

    number: int
    texts: dict[str, str]


@dataclass(frozen=True)
class LedgerFile:
    """A ledger as it was read.

    sheet: of a workbook, or None. columns: known column → its name in the file ("D 具体问题"). base: what its reader
    started from, if the file says so. ignored: the headers of columns nobody knows. is_narrow: whether it was saved in
    an encoding that doesn't hold every character.
    """

    sheet: str | None
    columns: dict[str, str]
    rows: tuple[LedgerRow, ...]
    base: LedgerBase | None
    ignored: tuple[str, ...]
    problems: tuple[Problem, ...]
    is_narrow: bool = False


def read_ledger(data: bytes) -> LedgerFile:
    """Read a ledger from xlsx, xls or CSV. The header is found by its words, below a title or not.

    Raises BoardError where the file as a whole can't be read or holds no ledger.
    """
    if len(data) > MOST_BYTES:
        size, most = len(data) / 2**20, MOST_BYTES / 2**20
        raise BoardError("文件太大", f"文件有 {size:.1f} MB，最多 {most:.0f} MB。", "请拆成几个文件，分次导入。")
    if not is_workbook(data):
        decoded = decode(data)
        return _table(None, read_records(decoded.utf8), None, decoded.encoding == "gb18030")
    sheets = read_workbook(data)
    seen = [sheet for sheet in sheets if not sheet.is_hidden]
    chosen = max(seen, key=lambda sheet: _known_count(_records(sheet)), default=Sheet("", False, [], []))
    return _table(chosen.name, _records(chosen), _base(sheets))


def _records(sheet: Sheet) -> list[tuple[int, Sequence[Any]]]:
    numbered = enumerate(zip(sheet.rows, sheet.filled, strict=True), start=1)
    return [(number, row) for number, (row, is_filled) in numbered if is_filled]


def _known_count(records: Sequence[tuple[int, Sequence[Any]]]) -> int:
    return max((len(_known(cells)) for _, cells in records[:_HEADER_WITHIN]), default=0)


def _known(cells: Sequence[Any]) -> dict[str, int]:
    """The known columns that a row names as its header would: column → place, the first where one stands twice."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        column = _BY_KEY.get(key(cell)) if isinstance(cell, str) else None
        if column is not None:
            found.setdefault(column, place)
    return found


def _table(
    sheet: str | None, records: Sequence[tuple[int, Sequence[Any]]], base: LedgerBase | None, is_narrow: bool = False
) -> LedgerFile:
    at = max(range(min(len(records), _HEADER_WITHIN)), key=lambda i: len(_known(records[i][1])), default=-1)
    places = _known(records[at][1]) if at >= 0 else {}
    if len(places) < _FEWEST_COLUMNS or not places.keys() & _TELLING:
        raise BoardError(
            "没有找到台账的表头",
            "文件前三十行里，没有一行写着“编号”“具体问题”等栏目。",
            "请先导出一份台账，照它的表头填写，再导入。",
        )
    number, cells = records[at]
    header = [clean(cell) if isinstance(cell, str) else "" for cell in cells]
    rows = (_row(number, cells, places, is_guarded=sheet is None) for number, cells in records[at + 1 :])
    return LedgerFile(
        sheet=sheet,
        columns={column: column_name(place, header[place]) for column, place in places.items()},
        rows=tuple(row for row in rows if any(row.texts.values())),
        base=base,
        ignored=tuple(name for name in header if name and key(name) not in _BY_KEY),
        problems=tuple(_standing_twice(sheet, number, header, places)),
        is_narrow=is_narrow,
    )


def _standing_twice(sheet: str | None, number: int, header: list[str], places: dict[str, int]) -> Iterable[Problem]:
    for place, name in enumerate(header):
        column = _BY_KEY.get(key(name))
        if column is not None and places[column] != place:
            first = column_name(places[column], header[places[column]])
            what = f"“{LABELS[column]}”有两列，前面已有 {first}"
            yield Problem(sheet, number, column_name(place, name), name, what, "请只留一列，再导入")


def _row(number: int, cells: Sequence[Any], places: dict[str, int], *, is_guarded: bool) -> LedgerRow:
    texts = {}
    for column, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        texts[column] = _text(column, original(cell) if is_guarded else cell)
    return LedgerRow(number, texts)


def _text(column: str, cell: Any) -> str:
    """A cell as the ledger would write it, or as it stands where it can't be read so."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if column == PERCENT:
        return _percent_text(cell)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = printable(str(cell))
    if column == "item_id":
        return clean(text)
    day = read_day(text) if column in DAYS else None
    return text if day is None else day.isoformat()


def _percent_text(cell: Any) -> str:
    """40% of a cell that holds 0.4, as Excel's percent cells do, 40 or 40%; anything else as it stands."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = round(cell * 100 if 0 <= cell <= 1 else cell, 6)
        return f"{number:g}%"
    text = clean(str(cell))
    found = _PERCENT.fullmatch(text)
    return f"{int(found[1])}%" if found else text


def _base(sheets: Iterable[Sheet]) -> LedgerBase | None:
    """What an export wrote on its hidden sheet; None where there is none, or where somebody changed it."""
    kept = next((sheet.rows for sheet in sheets if sheet.name == BASE_SHEET), None)
    if not kept:
        return None
    try:
        seqs = {str(row[0]): int(row[1]) for row in kept[2:]}
        return LedgerBase(str(kept[0][0]), datetime.fromisoformat(kept[1][0]), seqs)
    except (ValueError, TypeError, IndexError):
        return None
