"""Text → table: a header and columns of strings, with each row's number as Excel shows it.

A regular file (every row as wide as the header, quotes where they belong) is read by Arrow, a hundred thousand rows in
the time Python's csv module takes for five; any other file is read by the csv module, row by row. Both give the same
table.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from board.errors import BoardError
from board.importing.files import progress
from board.importing.header import Header, Record
from board.importing.problems import MOST_PROBLEMS, Problem, column_name, letter
from board.importing.records import HEAD_BYTES, find_separator, records
from board.importing.text import BLANKS, shortened

MOST_COLUMNS = 500
_BLOCK_BYTES = 1 << 23
_QUOTE, _LINE_ENDS = ord('"'), (ord("\r"), ord("\n"))


@dataclass(frozen=True)
class Table:
    """A file as a table.

    `columns[i]` is a dictionary-encoded Arrow array of strings, one value per row, under `header[i]`; `row_numbers` are
    Excel's; blank rows are left out. sheet: of a workbook, or None. header_row: the last row of the header. origins:
    for columns put together from cells elsewhere, the row of each cell and its column's name. loose: rows of a single
    cell, which are problems too but may be headings or footers. ragged: the cells of rows that are problems because
    they are wider (the first of these) or narrower than the header.
    """

    header: tuple[str, ...]
    columns: tuple[pa.DictionaryArray, ...]
    row_numbers: npt.NDArray[np.int64]
    separator: str
    problems: tuple[Problem, ...]
    sheet: str | None = None
    header_row: int = 1
    origins: Mapping[int, tuple[npt.NDArray[np.int64], str]] = field(default_factory=dict)
    loose: Mapping[int, str] = field(default_factory=dict)
    ragged: Mapping[int, Sequence[str]] = field(default_factory=dict)


def read_table(utf8: bytes, separator: str | None = None, header: Header | None = None) -> Table:
    """Reads delimited text. `separator` (a key of `records.SEPARATORS`) is found from the first rows unless given.

    header: its position and names; the first record unless given. A row wider or narrower than the header becomes a
    problem and no row. Raises BoardError for a file without rows below its header, with an unclosed quote, or without
    any column.
    """
    body = utf8.rstrip(b"\r\n")
    chosen = separator or find_separator(body)
    if header is None:
        row, cells = next(records(body.decode(), chosen))[:2]
        header = Header(row, 1, tuple(cell.strip(BLANKS) for cell in cells))
    _refuse_too_wide(header.names)
    table = _read_regular(body, chosen, header) or _table_of(records(body.decode(), chosen), chosen, header)
    return _usable(table)


def table_of(records: Iterable[Record], header: Header, sheet: str) -> Table:
    """A sheet as a table; rows shorter than the header are filled with blanks."""
    _refuse_too_wide(header.names)
    width = len(header.names)
    padded = ((number, [*cells, *[""] * (width - len(cells))]) for number, cells in records)
    return _usable(replace(_table_of(padded, "", header), sheet=sheet))


def _usable(table: Table) -> Table:
    if not len(table.row_numbers) and not table.problems:
        raise BoardError("文件里只有表头", "表头下面一行数据也没有。", "请确认导出时选了全部数据，再导入。")
    return _without_empty_columns(table)


def _read_regular(body: bytes, separator: str, header: Header) -> Table | None:
    """The fast way; None if a file is not regular enough for it."""
    start = _below_header(body, separator, header)
    width = len(header.names)
    if start is None or width < 2 or len(separator.encode()) > 1:  # noqa: PLR2004 - one column is like blank rows
        return None
    rows = pa.py_buffer(body).slice(start)
    if not _quotes_belong(rows, separator):
        return None
    read = _read_with_arrow(rows, separator, width)
    if read is None:
        return None
    columns = tuple(column.combine_chunks() for column in read.unify_dictionaries().columns)
    last = header.row + header.depth - 1
    numbers = np.arange(last + 1, last + 1 + read.num_rows)
    return _without_blank_rows(Table(header.names, columns, numbers, separator, (), header_row=last))


def _below_header(body: bytes, separator: str, header: Header) -> int | None:
    """The byte at which the rows begin; None if it can't be found by counting line ends."""
    head = body[:HEAD_BYTES]
    if b"\r" in head.replace(b"\r\n", b"\n"):
        return None
    reader = csv.reader(io.StringIO(head.decode("utf-8", "ignore"), newline=""), delimiter=separator, strict=True)
    try:
        for _ in range(header.row + header.depth - 1):
            next(reader)
    except (csv.Error, StopIteration):
        return None
    start = 0
    for _ in range(reader.line_num):
        start = head.find(b"\n", start) + 1
        if not start:
            return None
    return start


def _read_with_arrow(rows: pa.Buffer, separator: str, width: int) -> pa.Table | None:
    names = [str(index) for index in range(width)]
    try:
        return pyarrow.csv.read_csv(
            pa.BufferReader(rows),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=_BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )
    except pa.ArrowInvalid:
        return None


def _quotes_belong(rows: pa.Buffer, separator: str) -> bool:
    """Whether every quote opens a cell, closes one, or is doubled inside one, so that no two readers differ."""
    text = np.frombuffer(rows, np.uint8)
    quotes = np.flatnonzero(text == _QUOTE)
    if not len(quotes):
        return True
    if len(quotes) % 2:
        return False
    around = np.array([ord(separator), *_LINE_ENDS], np.uint8)
    opening, closing = quotes[::2], quotes[1::2]
    opens = (opening == 0) | np.isin(text[np.maximum(opening - 1, 0)], around)
    closes = (closing == len(text) - 1) | np.isin(text[np.minimum(closing + 1, len(text) - 1)], around)
    doubled = opening[1:] == closing[:-1] + 1
    opens[1:] |= doubled
    closes[:-1] |= doubled
    return bool(opens.all() and closes.all())


def _table_of(records: Iterable[Record], separator: str, header: Header) -> Table:
    """The slow way: record by record, each with its number."""
    last, width = header.row + header.depth - 1, len(header.names)
    below = [(number, cells) for number, cells in progress.counted("读各行", records, 0) if number > last]
    usual = _usual_width(below, width)
    rows: list[Sequence[str]] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    loose: dict[int, str] = {}
    ragged: dict[int, Sequence[str]] = {}
    for number, cells in progress.counted("对齐各行", below, len(below)):
        if len(cells) == usual and not any(cell.strip(BLANKS) for cell in cells[width:]):
            rows.append(cells if len(cells) == width else cells[:width])
            numbers.append(number)
        else:
            problems.append(_ragged(number, cells, header.names, usual))
            loose |= {number: cells[0].strip(BLANKS)} if not any(cells[1:]) else {}
            if len(ragged) < MOST_PROBLEMS or len(cells) < width:
                ragged[number] = cells
    columns = tuple(_encoded([row[index] for row in rows]) for index in range(width))
    row_numbers = np.array(numbers, np.int64)
    table = Table(header.names, columns, row_numbers, separator, tuple(problems), header_row=last)
    return replace(table, loose=loose, ragged=ragged)


def _usual_width(rows: Sequence[Record], width: int) -> int:
    """The number of cells that rows have: the header's, or that of nearly all rows if all end in a separator more.

    A single row that is wider than the others is none that ends in blanks, but one that is cut wrongly.
    """
    wider = [len(cells) for _, cells in rows if len(cells) > width and not any(c.strip(BLANKS) for c in cells[width:])]
    usual = max(set(wider), key=wider.count, default=width)
    return usual if wider.count(usual) * 2 > len(rows) else width


def _ragged(number: int, cells: Sequence[str], header: Sequence[str], usual: int) -> Problem:
    index = min(len(cells), len(header)) - (len(cells) < len(header))
    others = f"表头有 {len(header)} 格" if usual == len(header) or len(cells) != len(header) else f"别的行有 {usual} 格"
    return Problem(
        sheet=None,
        row=number,
        column=column_name(index, header[index]) if index < len(header) else letter(index),
        value=shortened(cells[index]) if index < len(cells) else "",
        what=f"这一行有 {len(cells)} 格，{others}，对不上",
        remedy="请核对这一行是否多了或少了分隔符；格子里有逗号或换行的，要用双引号括起来",
    )


def _refuse_too_wide(header: Sequence[str]) -> None:
    if len(header) > MOST_COLUMNS:
        raise BoardError("列太多", f"表头有 {len(header)} 列，最多 {MOST_COLUMNS} 列。", "请检查文件是否选对。")


def _encoded(values: list[str]) -> pa.DictionaryArray:
    return pa.array(values, pa.string()).dictionary_encode()


def is_blank(column: pa.DictionaryArray) -> npt.NDArray[np.bool_]:
    """For each row of a column, whether the cell is blank."""
    values = pc.equal(pc.utf8_trim(column.dictionary, BLANKS), "").to_numpy(zero_copy_only=False)
    if not values.any():
        return np.zeros(len(column), bool)
    return np.asarray(values[column.indices.to_numpy()], bool)


def distinct(column: pa.DictionaryArray, most: int = 200) -> list[str] | None:
    """A column's distinct values; None if there are more than `most`."""
    return column.dictionary.to_pylist() if len(column.dictionary) <= most else None


def kept(table: Table, keep: npt.NDArray[np.bool_]) -> Table:
    """The table with only the marked rows."""
    if keep.all():
        return table
    mask = pa.array(keep)
    columns = tuple(column.filter(mask) for column in table.columns)
    origins = {index: (rows[keep], name) for index, (rows, name) in table.origins.items()}
    return replace(table, columns=columns, row_numbers=table.row_numbers[keep], origins=origins)


def with_rows(table: Table, rows: Mapping[int, Sequence[str]]) -> Table:
    """The table with rows that were problems back in their places, cut or filled with blanks to its width."""
    if not rows:
        return table
    width = len(table.header)
    fitted = [[*cells, *[""] * width][:width] for cells in rows.values()]
    numbers = np.array([*table.row_numbers.tolist(), *rows])
    order = np.argsort(numbers, kind="stable")
    columns = []
    for index, column in enumerate(table.columns):
        values = [*column.to_pylist(), *(cells[index] for cells in fitted)]
        columns.append(_encoded([values[place] for place in order]))
    return replace(
        table,
        columns=tuple(columns),
        row_numbers=numbers[order],
        problems=tuple(problem for problem in table.problems if problem.row not in rows),
        loose={row: text for row, text in table.loose.items() if row not in rows},
        ragged={row: cells for row, cells in table.ragged.items() if row not in rows},
    )


def _without_blank_rows(table: Table) -> Table:
    blank = np.ones(len(table.row_numbers), bool)
    for column in table.columns:
        if blank.any():
            blank &= is_blank(column)
    return kept(table, ~blank)


def _without_empty_columns(table: Table) -> Table:
    """The table without empty, unnamed columns at its end, as from a comma at the end of every line."""
    used = [i for i, name in enumerate(table.header) if name or not is_blank(table.columns[i]).all()]
    if not any(table.header):
        raise BoardError("没有表头", "第一行没有任何列名。", "请在第一行写上列名，可以先下载模板对照。")
    last = max(used) + 1
    return replace(table, header=table.header[:last], columns=table.columns[:last])
