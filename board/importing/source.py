"""A file's bytes → its table, whatever kind of file it is, and the assumptions made on the way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from board.errors import BoardError
from board.importing.choices import Choices
from board.importing.files import progress
from board.importing.files.decode import decode
from board.importing.files.workbook import Sheet, is_workbook, kind_of, read_workbook
from board.importing.form import BallotForm
from board.importing.header import WITHIN, Header, Record, find_header
from board.importing.headless import names_by_content
from board.importing.ledgers.columns import BASE_SHEET
from board.importing.problems import Problem, letter
from board.importing.quotes import without_quotes
from board.importing.records import SEPARATORS, WIDE, find_separator, first_records, rival_separator
from board.importing.table import Table, read_table, table_of
from board.importing.text import BLANKS, MERGED, shortened

_MOST_NAMED = 8


@dataclass(frozen=True)
class Source:
    """A file as a table.

    encoding: a key of FORMATS. sheets: the names of those that hold something. titles: the texts above the header.
    notes: assumptions in words. alike: the sheets that look like ballots, where there are several.
    """

    table: Table
    encoding: str
    sheets: tuple[str, ...]
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    alike: tuple[str, ...] = ()


def read_source(data: bytes, form: BallotForm, choices: Choices) -> Source:
    """Reads a file of any kind in FORMATS. Raises BoardError if it can't be read or holds no table."""
    if is_workbook(data):
        return _from_workbook(data, form, choices)
    decoded = decode(data, choices.encoding)
    # Old programs end a file with Ctrl-Z.
    body = decoded.utf8.rstrip(b"\r\n\x1a")
    separator = choices.separator or find_separator(body)
    header = _header(first_records(body, separator, max(WITHIN, choices.header_row or 0)), form, choices)
    table = read_table(body, separator, header)
    table, quoted = without_quotes(table)
    rival = None if choices.separator else rival_separator(body, separator)
    problems = (two_separators(header.row, separator, rival),) if rival else ()
    notes = [*separator_notes(separator), *_header_notes(header), *quoted]
    return Source(table, decoded.encoding, (), header.titles, tuple(notes), problems)


def separator_notes(separator: str) -> list[str]:
    """The assumption made about a separator typed in Chinese, in words."""
    if separator not in WIDE:
        return []
    return [f"各列是用{WIDE[separator]}“{separator}”隔开的；格子里的{WIDE[separator]}也会被当作分隔符"]


def two_separators(header_row: int, separator: str, rival: str) -> Problem:
    """The problem of a file that two separators cut into even columns."""
    return Problem(
        sheet=None,
        row=header_row,
        column="",
        value="",
        what=f"用{SEPARATORS[separator]}分和用{SEPARATORS[rival]}分都分得成列，说不清是哪一种",
        remedy="请在“分隔符”里选定",
    )


def _header(records: Sequence[Record], form: BallotForm, choices: Choices) -> Header:
    if not records:
        raise BoardError("没有表头", "文件里没有任何列名。", "请在第一行写上列名，可以先下载模板对照。")
    is_open = choices.header_row is None
    names = names_by_content([cells for _, cells in records], form, choices.cast_on) if is_open else None
    return Header(records[0][0], 0, names) if names else find_header(records, form, choices.header_row)


def _header_notes(header: Header) -> list[str]:
    notes = []
    if header.titles:
        notes.append(f"表头在第 {header.row} 行，上面的标题没有读：{shortened('；'.join(header.titles), 60)}")
    if not header.depth:
        columns = "、".join(name for name in header.names if name)
        notes.append(f"没有表头，按内容认出各列：{columns}")
    if header.depth > 1:
        rows = "、".join(str(header.row + at) for at in range(header.depth))
        notes.append(f"第 {rows} 行合起来是表头")
    return notes


@dataclass(frozen=True)
class _Opened:
    sheet: Sheet
    records: Sequence[Record]
    header: Header


def _from_workbook(data: bytes, form: BallotForm, choices: Choices) -> Source:
    encoding = kind_of(data)
    sheets, hidden_notes = seen_sheets(read_workbook(data), choices)
    opened = [_opened(sheet, form, choices) for sheet in sheets]
    if not opened:
        raise BoardError("文件是空的", "工作簿里没有一张有内容的工作表。", "请检查是否选对了文件。")
    taken = _taken(opened, choices.sheet)
    name, header = taken.sheet.name, taken.header
    notes = [*_header_notes(header), *unseen_notes(taken.sheet, choices), *hidden_notes]
    if len(opened) > 1:
        others = "、".join(each.sheet.name for each in opened if each is not taken)
        notes.insert(0, f"只读工作表“{name}”，没有读：{others}")
    alike = [each for each in opened if each is not taken and _fits(each)]
    problems = [_more_sheets(taken, alike)] if alike and _fits(taken) and not choices.sheet else []
    table = table_of(_with_merged(taken), header, name)
    names = tuple(each.sheet.name for each in opened)
    several = tuple(each.sheet.name for each in opened if each is taken or each in alike) if problems else ()
    return Source(table, encoding, names, header.titles, tuple(notes), tuple(problems), several)


def seen_sheets(sheets: Sequence[Sheet], choices: Choices) -> tuple[list[Sheet], list[str]]:
    """The sheets to read, without empty ones; and notes on those left out."""
    filled = [sheet for sheet in sheets if any(sheet.filled) and sheet.name != BASE_SHEET]
    if choices.hidden == "take":
        return filled, []
    shown = [sheet.seen() if choices.hidden == "skip" else sheet for sheet in filled if not sheet.is_hidden]
    left = "、".join(f"“{sheet.name}”" for sheet in filled if sheet.is_hidden)
    return [sheet for sheet in shown if any(sheet.filled)], [f"隐藏的工作表没有读：{left}"] if left else []


def sheet_names(data: bytes, choices: Choices) -> list[str]:
    """The sheets of a workbook to choose from; none if it can't be opened, or isn't a workbook."""
    try:
        return [sheet.name for sheet in seen_sheets(read_workbook(data), choices)[0]] if is_workbook(data) else []
    except BoardError:
        return []


def unseen_notes(sheet: Sheet, choices: Choices) -> list[str]:
    """Whether the hidden rows and columns of a sheet were read, in words."""
    rows = _some([str(number) for number in sorted(sheet.hidden_rows)])
    columns = _some([letter(place) for place in sorted(sheet.hidden_columns)])
    parts = [*([f"第 {rows} 行"] if rows else []), *([f"{columns} 列"] if columns else [])]
    if not parts:
        return []
    return [f"{'、'.join(parts)}是隐藏的，{'没有读' if choices.hidden == 'skip' else '也读了'}"]


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_MOST_NAMED]) + (f" 等 {len(names)}" if len(names) > _MOST_NAMED else "")


def _opened(sheet: Sheet, form: BallotForm, choices: Choices) -> _Opened:
    every = progress.counted("读各行", zip(sheet.rows, sheet.filled, strict=True), len(sheet.rows))
    rows = enumerate(every, start=1)
    records: list[Record] = [
        (number, [as_text(cell) for cell in row]) for number, (row, is_filled) in rows if is_filled
    ]
    return _Opened(sheet, records, _header(records, form, choices))


def _with_merged(taken: _Opened) -> list[Record]:
    """The records with a mark in cells that are merged with the one left of them, beside others in a row of the table.

    An answer merged across two criteria may be meant for both or for one. A row of nothing else is a heading.
    """
    last = taken.header.row + taken.header.depth - 1
    across: dict[int, list[tuple[int, int]]] = {}
    for row, left, right in taken.sheet.across:
        if row > last:
            across.setdefault(row, []).append((left, right))
    records: list[Record] = []
    for number, cells in taken.records:
        marked = list(cells)
        for left, right in across.get(number, ()):
            if any(text for place, text in enumerate(cells) if not left <= place <= right):
                marked[left + 1 : right + 1] = [MERGED] * (min(right + 1, len(cells)) - left - 1)
        records.append((number, marked if number in across else cells))
    return records


def _taken(opened: Sequence[_Opened], chosen: str | None) -> _Opened:
    """The clerk's choice; else the longest of the sheets that ask criteria, or of those that fit; else the one whose
    header fits best."""
    if chosen is not None:
        found = next((each for each in opened if each.sheet.name == chosen), None)
        if found is None:
            raise BoardError("没有这张工作表", f"工作簿里没有“{chosen}”。", "请另选一张工作表。")
        return found
    return max(
        opened, key=lambda each: (_fits(each), _asks(each), len(each.records) if _fits(each) else each.header.score)
    )


def _asks(opened: _Opened) -> bool:
    """Whether a sheet's header names criteria, rather than only what is beside them in a list of sums."""
    least = 9
    return opened.header.score >= least and len(opened.records) > 1


def _fits(opened: _Opened) -> bool:
    """Whether a sheet's header names several things that ballots have."""
    least = 4
    return opened.header.score >= least and len(opened.records) > 1


def _more_sheets(taken: _Opened, others: Sequence[_Opened]) -> Problem:
    """A question where other sheets of the same form hold more than the one taken; a warning where they are of another,
    such as sums, or a part of it."""
    alike = (each for each in others if each.header.names == taken.header.names or _asks(each))
    is_alike = any(_below(each) - _below(taken) for each in alike)
    again = "请在“工作表”里选定，再一张一张导入" if is_alike else "要导入它，请在“工作表”里选它，再导入一次"
    return Problem(
        sheet=taken.sheet.name,
        row=taken.header.row,
        column="",
        value="",
        what=f"另有 {len(others)} 张工作表也像评议表：{'、'.join(each.sheet.name for each in others)}，这次没有读",
        remedy=f"一次只读一张：{again}",
        severity="error" if is_alike else "warning",
    )


def _below(opened: _Opened) -> Counter[tuple[str, ...]]:
    last = opened.header.row + opened.header.depth - 1
    return Counter(tuple(cells) for number, cells in opened.records if number > last)


def as_text(cell: Any) -> str:
    """A cell as its reader sees it: 3.0 is 3, a date is 2025-12-10, a moment has its time."""
    if isinstance(cell, str):
        return cell.strip(BLANKS)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else f"{cell:.0f}"  # noqa: PLR2004 - what a float holds exactly
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
