"""An incoming ledger, edited or from elsewhere: bytes → rows of texts under the columns of its kind."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from board.errors import BoardError
from board.importing.choices import Choices
from board.importing.facts import read_day
from board.importing.files import progress
from board.importing.files.decode import decode
from board.importing.files.workbook import Sheet, is_workbook, kind_of, read_workbook
from board.importing.files.writing import original
from board.importing.ledgers.apart import FEWEST_COLUMNS, below_all, is_apart, is_example
from board.importing.ledgers.columns import BASE_SHEET, LedgerBase
from board.importing.ledgers.file import LedgerFile, LedgerRow
from board.importing.ledgers.kinds import ITEMS, LedgerKind, Type
from board.importing.problems import Problem, column_name
from board.importing.records import find_separator, read_records, rival_separator
from board.importing.roles import identifying
from board.importing.rows import are_hints
from board.importing.source import seen_sheets, separator_notes, two_separators, unseen_notes
from board.importing.text import UNCALCULATED, clean, key
from board.typed import printable

MOST_BYTES = 20 * 2**20

_PERCENT = re.compile(r"([0-9]{1,3})(?:\.0+)?\s*%?")
HEADER_WITHIN = 30
_LOOKED_AT = 500
# The person who gave an opinion, whatever a form calls them.
_GIVER = re.compile("提出人|反映人|意见人|来信人|来访人|发言人|^(?:家长|教师|学生|党员)(?:姓名)?$|年级|处室|教研组")
# How a header says to fill it in, at its end.
_EXPLAINED = re.compile(r"[(（【\[][^()（）【】\[\]]*[)）】\]]\s*$|\*+$")
NO_CHOICES = Choices()
Record = tuple[int, Sequence[Any]]


@dataclass(frozen=True)
class Reader:
    """How to read a file: as which kind, with which choices."""

    kind: LedgerKind
    choices: Choices

    def known(self, cells: Sequence[Any]) -> dict[str, int]:
        """The known columns that a row names if it is the header: column → place, the first if it occurs twice."""
        found: dict[str, int] = {}
        for place, column in enumerate(self.uses(cells)):
            if column:
                found.setdefault(column, place)
        return found

    def uses(self, cells: Sequence[Any]) -> list[str]:
        """For each header the known column, as the clerk chose or as it is called; "" for none."""
        return [self._use(place, clean(cell)) if isinstance(cell, str) else "" for place, cell in enumerate(cells)]

    def _use(self, place: int, header: str) -> str:
        for name in (column_name(place, header), header):
            if header and name in self.choices.columns:
                return self.choices.columns[name]
        if self.hides(header):
            return ""
        return self.kind.by_key.get(key(header)) or self.kind.by_key.get(key(_EXPLAINED.sub("", header)), "")

    def hides(self, header: str) -> bool:
        """Whether a column could identify who gave an opinion, and isn't one of the ledger's own."""
        if not self.kind.hides_people or key(header) in self.kind.by_key:
            return False
        return bool(identifying(header)) or _GIVER.search(header) is not None


def read_ledger(data: bytes, kind: LedgerKind = ITEMS, choices: Choices = NO_CHOICES) -> LedgerFile:
    """Reads a ledger from xlsx, xls, ods or CSV. The header is found by its words, below a title or not.

    choices: sheet, header_row, columns, cells, skipped_rows, encoding and separator apply to ledgers too. Raises
    BoardError if the file as a whole can't be read or holds no ledger of the kind.
    """
    reader = Reader(kind, choices)
    if len(data) > MOST_BYTES:
        size, most = len(data) / 2**20, MOST_BYTES / 2**20
        raise BoardError("文件太大", f"文件有 {size:.1f} MB，最多 {most:.0f} MB。", "请拆成几个文件，分次导入。")
    if not is_workbook(data):
        return _of_text(reader, data)
    sheets = read_workbook(data)
    seen, notes = seen_sheets(sheets, choices)
    wanted = next((sheet for sheet in seen if sheet.name == choices.sheet), None)
    best = max(seen, key=lambda sheet: _known_count(reader, sheet_records(sheet)), default=Sheet("", False, [], []))
    chosen = wanted or best
    found = _table(reader, chosen.name, sheet_records(chosen), _base(sheets))
    others = "、".join(sheet.name for sheet in seen if sheet is not chosen)
    left = [f"只读工作表“{chosen.name}”，没有读：{others}"] if others else []
    assumed = (*found.assumed, *left, *unseen_notes(chosen, choices), *notes)
    return replace(found, encoding=kind_of(data), sheets=tuple(sheet.name for sheet in seen), assumed=assumed)


def _of_text(reader: Reader, data: bytes) -> LedgerFile:
    decoded = decode(data, reader.choices.encoding)
    chosen = reader.choices.separator
    separator = chosen or find_separator(decoded.utf8)
    found = _table(reader, None, read_records(decoded.utf8, separator), None)
    rival = None if chosen else rival_separator(decoded.utf8, separator)
    problems = (*found.problems, *([two_separators(found.header_row, separator, rival)] if rival else []))
    is_narrow, assumed = decoded.encoding == "gb18030", (*found.assumed, *separator_notes(separator))
    read = replace(found, encoding=decoded.encoding, separator=separator, is_narrow=is_narrow)
    return replace(read, problems=problems, assumed=assumed)


def sheet_records(sheet: Sheet) -> list[Record]:
    """The rows of a sheet that hold something, each with its number."""
    numbered = enumerate(zip(sheet.rows, sheet.filled, strict=True), start=1)
    return [(number, row) for number, (row, is_filled) in numbered if is_filled]


def _known_count(reader: Reader, records: Sequence[Record]) -> int:
    return max((len(reader.known(cells)) for _, cells in records[:HEADER_WITHIN]), default=0)


def _table(reader: Reader, sheet: str | None, records: Sequence[Record], base: LedgerBase | None) -> LedgerFile:
    at = _header_at(reader, records)
    places = reader.known(records[at][1]) if at >= 0 else {}
    if len(places) < FEWEST_COLUMNS or not places.keys() & reader.kind.telling:
        raise _no_header(reader)
    number, named = records[at]
    header = tuple(clean(cell) if isinstance(cell, str) else "" for cell in named)
    uses = reader.uses(named)
    rest = progress.counted("读各行", records[at + 1 :], len(records) - at - 1)
    below = [record for record in rest if record[0] not in reader.choices.skipped_rows]
    examples = {number for number, cells in below if is_example(cells)}
    telling = {places[name] for name in reader.kind.telling if name in places}
    apart = {number for number, cells in below if is_apart(cells, header, telling)}
    apart |= below_all([record for record in below if record[0] not in apart])
    apart |= {number for number, cells in below[:1] if are_hints([str(cell) for cell in cells])}
    rows = tuple(_row(reader, sheet, record, places) for record in below if record[0] not in examples | apart)
    dropped = tuple(name for name in header if name and reader.hides(name))
    names = {column: column_name(at, header[at]) for column, at in places.items()}
    kept = [row for row in rows if any(row.texts.values())]
    return LedgerFile(
        sheet=sheet,
        columns=names,
        rows=tuple(_filled(reader, row) for row in kept),
        blanks=_blanks(reader.kind, kept),
        spare=_spare(reader, header, [cells for number, cells in below if number not in examples | apart]),
        base=base,
        ignored=tuple(name for name, use in zip(header, uses, strict=True) if name and not use and name not in dropped),
        problems=(
            *_standing_twice(reader, sheet, number, header, places),
            *_without_result(
                sheet, rows, {column: column_name(place, header[place]) for column, place in places.items()}
            ),
        ),
        header_row=number,
        header=header,
        uses=tuple(uses),
        dropped=dropped,
        example_count=len(examples),
        assumed=(f"第 {'、'.join(map(str, sorted(apart)))} 行是表头、合计或表下的说明，已略过",) if apart else (),
    )


def _header_at(reader: Reader, records: Sequence[Record]) -> int:
    """The index of the header: the chosen row, or the row that names the most columns; -1 for none."""
    chosen_row = reader.choices.header_row
    if chosen_row is not None:
        return next((place for place, (number, _) in enumerate(records) if number == chosen_row), -1)
    return max(range(min(len(records), HEADER_WITHIN)), key=lambda i: len(reader.known(records[i][1])), default=-1)


def _no_header(reader: Reader) -> BoardError:
    kind, chosen_row = reader.kind, reader.choices.header_row
    wanted = "”“".join(each.label for each in kind.columns if each.name in kind.telling or each.type == "id")
    where = "前三十行里，" if chosen_row is None else f"第 {chosen_row} 行里，"
    return BoardError(
        f"没有找到{kind.table}的表头",
        f"文件{where}没有一行写着“{wanted}”等栏目。",
        f"请先导出一份{kind.table}或下载模板，照它的表头填写，再导入。",
    )


def _spare(reader: Reader, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, tuple[str, ...]]:
    """The distinct texts of the columns that nobody knows and that could identify no one."""
    found = {}
    for place, name in enumerate(header):
        if name and not reader.uses(header)[place] and not reader.hides(name) and not _is_chosen(reader, place, name):
            cells = (row[place] for row in rows[:_LOOKED_AT] if place < len(row))
            found[column_name(place, name)] = tuple(
                dict.fromkeys(text for cell in cells if (text := _text("day", cell)))
            )
    return found


def _is_chosen(reader: Reader, place: int, name: str) -> bool:
    return bool({column_name(place, name), name} & reader.choices.columns.keys())


def _standing_twice(
    reader: Reader, sheet: str | None, number: int, header: Sequence[str], places: dict[str, int]
) -> Iterable[Problem]:
    for place, column in enumerate(reader.uses(header)):
        if column and places[column] != place:
            name = header[place]
            first = column_name(places[column], header[places[column]])
            what = f"“{reader.kind.by_name[column].label}”有两列，前面已有 {first}"
            yield Problem(sheet, number, column_name(place, name), name, what, "请只留一列，再导入")


def _without_result(sheet: str | None, rows: Iterable[LedgerRow], names: dict[str, str]) -> Iterable[Problem]:
    what, remedy = "这一格的公式没有算出结果，说不清本来是什么", "请写上实际的内容；没有的清空这一格"
    for row in rows:
        unread = ((column, text) for column, text in row.texts.items() if text == UNCALCULATED)
        yield from (Problem(sheet, row.number, names[column], text, what, remedy) for column, text in unread)


def _row(reader: Reader, sheet: str | None, record: Record, places: dict[str, int]) -> LedgerRow:
    number, cells = record
    texts = {}
    for column, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        cell = reader.choices.cells.get((sheet, number, place), original(cell) if sheet is None else cell)
        texts[column] = _text(reader.kind.by_name[column].type, cell)
    return LedgerRow(number, texts)


def _blanks(kind: LedgerKind, rows: Sequence[LedgerRow]) -> dict[str, int]:
    new = [row.texts for row in rows if _is_new(kind, row)]
    wanted = [each.name for each in kind.columns if each.is_required and each.type in {"choice", "day"}]
    counts = {name: sum(not texts.get(name) for texts in new) for name in wanted}
    return {name: count for name, count in counts.items() if count}


def _is_new(kind: LedgerKind, row: LedgerRow) -> bool:
    return not any(row.texts.get(column.name) for column in kind.columns if column.type == "id")


def _filled(reader: Reader, row: LedgerRow) -> LedgerRow:
    """The row of a new record with what was chosen for blank cells; of a known one a blank cell changes nothing."""
    if not reader.choices.defaults or not _is_new(reader.kind, row):
        return row
    missing = {name: text for name, text in reader.choices.defaults.items() if not row.texts.get(name)}
    return LedgerRow(row.number, {**row.texts, **missing})


def _text(kind: Type, cell: Any) -> str:
    """A cell as the ledger would write it; unchanged if it can't be read so."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if kind == "percent":
        return _percent_text(cell)
    if kind == "flag" and isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = printable(str(cell))
    if kind == "id":
        return clean(text)
    day = read_day(text) if kind == "day" else None
    return text if day is None else day.isoformat()


def _percent_text(cell: Any) -> str:
    """40% for a cell that holds 0.4, as Excel's percent cells do, 40 or 40%; anything else unchanged."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = round(cell * 100 if 0 <= cell <= 1 else cell, 6)
        return f"{number:g}%"
    text = clean(str(cell))
    found = _PERCENT.fullmatch(text)
    return f"{int(found[1])}%" if found else text


def _base(sheets: Iterable[Sheet]) -> LedgerBase | None:
    """The base that an export wrote on its hidden sheet; None if there is none, or if somebody changed it."""
    kept = next((sheet.rows for sheet in sheets if sheet.name == BASE_SHEET), None)
    if not kept:
        return None
    try:
        seqs = {str(row[0]): int(row[1]) for row in kept[2:]}
        return LedgerBase(str(kept[0][0]), datetime.fromisoformat(kept[1][0]), seqs)
    except (ValueError, TypeError, IndexError):
        return None
