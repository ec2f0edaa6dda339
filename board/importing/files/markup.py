"""Web pages and XML that systems save under a workbook's name → the rows that Excel shows when it opens them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any
from xml.etree import ElementTree

from board.errors import BoardError
from board.importing.files.workbook_size import MOST_CELLS
from board.importing.text import UNCALCULATED

MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|meta|style|table|div|\?xml|workbook)\b", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_XML = re.compile(r"\s*<\?xml[^>]*\?>")
_SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DATA = _SPACE + "Data"
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BREAKS, _SILENT, _BREAK = {"br", "p", "div", "li"}, {"style", "script", "title", "xml"}, "\0"
_TAG = re.compile("<(/?)([a-zA-Z][a-zA-Z0-9:]*)")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_LONGEST_TAG = 10_000
_CUT_OFF = "内容是网页，没有写完，像是没有下载全"
_MOST_BYTES, _MOST_ACROSS, _MOST_DOWN, _MOST_MERGED = 20 * 2**20, 16_384, 1_048_576, 1_000_000
_FEWEST = 2
Span = tuple[int, int, int, int]


@dataclass
class Grid:
    """A sheet of cells. merged: first row, first column, last row, last column, from 0. hidden_rows, hidden_columns:
    from 0."""

    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    height: int = 0
    width: int = 0
    covered: set[tuple[int, int]] = field(default_factory=set)

    def put(self, row: int, column: int, cell: Any, across: int = 1, down: int = 1) -> None:
        """Writes a cell. Raises BoardError if it lies beyond what Excel has room for."""
        if (
            column + across > _MOST_ACROSS
            or row + down > _MOST_DOWN
            or len(self.covered) + across * down > _MOST_MERGED
        ):
            raise BoardError("表格太大", "有的格伸到了很远的地方。", "请只留下有内容的部分，另存为 xlsx 再导入。")
        if cell != "":
            self.cells[row, column] = cell
        self.width = max(self.width, column + across)
        if across * down > 1:
            self.covered |= {(row + y, column + x) for y in range(down) for x in range(across)}
            self.merged.append((row, column, row + down - 1, column + across - 1))
        self.height = max(self.height, row + 1)

    def rows(self) -> list[list[Any]]:
        """All rows from the first one on, each of the same width."""
        if self.width * self.height > MOST_CELLS:
            raise BoardError("表格太大", "有的格伸到了很远的地方。", "请只留下有内容的部分，另存为 xlsx 再导入。")
        found = [[""] * self.width for _ in range(self.height)]
        for (row, column), cell in self.cells.items():
            found[row][column] = cell
        return found


def is_markup(data: bytes) -> bool:
    """Whether bytes begin as a web page or XML does, in UTF-8, GB18030 or UTF-16."""
    return MARKUP.match(_beginning(data[:512])) is not None


def kind_of_markup(data: bytes) -> str:
    """`xml` or `html`."""
    return "xml" if b"<workbook" in _beginning(data[:4096]).lower() else "html"


def grids_of(data: bytes, text: str) -> list[Grid]:
    """The tables of a page, or the sheets of a workbook in XML, of a file and its text.

    Raises BoardError if it holds none, is cut off, or can't be laid out in one way.
    """
    if len(data) > _MOST_BYTES:
        raise _unread(f"内容是网页，有 {len(data) / 2**20:.0f} MB，太大")
    grids = _of_xml(text) if kind_of_markup(data) == "xml" else _of_page(text)
    filled = [grid for grid in grids if grid.height >= _FEWEST and len({column for _, column in grid.cells}) > 1]
    if not filled:
        raise _unread("文件名像表格，内容却是网页，里面没有表格")
    return filled


def _beginning(head: bytes) -> bytes:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head.removeprefix(mark).decode(encoding, "ignore").encode()
    return head


def _unread(what: str) -> BoardError:
    return BoardError("这不是表格文件", f"{what}。", "请用 WPS 或 Excel 打开它，另存为 xlsx，再导入。")


@dataclass
class _Page:
    """The tables of a page; what stands above a table, in rows of a single cell."""

    grids: list[Grid] = field(default_factory=list)
    is_inside: bool = False
    row: int = 0
    column: int = 0
    above: list[str] = field(default_factory=list)
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Reads what a tag begins."""
        is_unseen = _UNSEEN.search(attributes.get("style", "")) is not None
        if tag == "table":
            self._begin_table()
        elif tag == "tr" and self.is_inside:
            self._end_cell()
            self.row, self.column = self.grids[-1].height, 0
            self.grids[-1].height += 1
            self.grids[-1].hidden_rows |= {self.row} if is_unseen else set()
        elif tag in ("td", "th") and self.is_inside:
            self._end_cell()
            if is_unseen:
                raise _unread("内容是网页，有隐藏的格，说不清要不要读")
            self.spans = _whole(attributes.get("colspan", "")), _whole(attributes.get("rowspan", ""))
            self.cell = []
        elif tag in _BREAKS:
            self.write(_BREAK)

    def end(self, tag: str) -> None:
        """Reads what a tag ends."""
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table":
            self.is_inside = False
        elif tag in _BREAKS or tag == "caption":
            self.write(_BREAK)

    def write(self, text: str) -> None:
        """Adds text to the cell that is open, or to what stands above the next table."""
        (self.above if self.cell is None else self.cell).append(text)

    def _begin_table(self) -> None:
        if self.is_inside:
            raise _unread("内容是网页，表格里又套着表格，说不清怎么读")
        self.is_inside = True
        self.grids.append(Grid(f"表{len(self.grids) + 1}"))
        for line in "".join(self.above).split(_BREAK):
            if text := " ".join(line.split()):
                self.grids[-1].put(self.grids[-1].height, 0, text)
        self.above = []

    def _end_cell(self) -> None:
        if self.cell is None:
            return
        grid, lines = self.grids[-1], "".join(self.cell).split(_BREAK)
        while (self.row, self.column) in grid.covered:
            self.column += 1
        across, down = self.spans
        grid.put(self.row, self.column, "\n".join(" ".join(line.split()) for line in lines).strip(), across, down)
        self.column += across
        self.cell = None


def _of_page(text: str) -> list[Grid]:
    page, place = _Page(), 0
    while (start := text.find("<", place)) >= 0:
        page.write(unescape(text[place:start]))
        tag = _TAG.match(text, start)
        if text.startswith("<!", start) or text.startswith("<?", start):
            closing = "-->" if text.startswith("<!--", start) else ">"
            place = _after(text, closing, start)
        elif tag is None:
            page.write("<")
            place = start + 1
        else:
            end = _after(text, ">", start, _LONGEST_TAG)
            name = tag[2].lower()
            if not tag[1] and name in _SILENT:
                end = _after(text, ">", _after(text, f"</{tag[2]}", end))
            elif tag[1]:
                page.end(name)
            else:
                page.begin(
                    name, {k.lower(): unescape(a or b or c) for k, a, b, c in _ATTRIBUTE.findall(text[start:end])}
                )
            place = end
    if page.is_inside:
        raise _unread(_CUT_OFF)
    return page.grids


def _after(text: str, mark: str, start: int, most: int = _MOST_BYTES) -> int:
    end = text.find(mark, start, start + most)
    if end < 0:
        raise _unread(_CUT_OFF)
    return end + len(mark)


def _whole(text: str, least: int = 1) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len("1048576")
    return max(int(text), least) if is_number else least


def _of_xml(text: str) -> list[Grid]:
    if re.search("<!(?:doctype|entity)", text, re.IGNORECASE):
        raise _unread("内容是网页一类的，里面有这里不读的声明")
    try:
        root = ElementTree.fromstring(_XML.sub("", text, count=1))  # noqa: S314 - without any declaration of entities
    except ElementTree.ParseError as error:
        raise _unread("内容是网页一类的，没有写完或已损坏") from error
    return [_sheet(sheet) for sheet in root.iter(f"{_SPACE}Worksheet")]


def _sheet(sheet: ElementTree.Element) -> Grid:
    grid = Grid(sheet.get(f"{_SPACE}Name", ""))
    grid.is_hidden = any(
        (each.text or "").startswith("Sheet") for each in sheet.iter() if each.tag.endswith("}Visible")
    )
    row = column = 0
    for each in sheet.iter(f"{_SPACE}Column"):
        column = _whole(each.get(f"{_SPACE}Index", "") or str(column + 1)) - 1
        span = min(_whole(each.get(f"{_SPACE}Span", ""), 0), _MOST_ACROSS) + 1
        grid.hidden_columns |= set(range(column, column + span)) if each.get(f"{_SPACE}Hidden") == "1" else set()
        column += span
    for line in sheet.iter(f"{_SPACE}Row"):
        row = _whole(line.get(f"{_SPACE}Index", "") or str(row + 1)) - 1
        grid.hidden_rows |= {row} if line.get(f"{_SPACE}Hidden") == "1" else set()
        for place, cell in _placed(line):
            spans = (_whole(cell.get(f"{_SPACE}{name}", ""), 0) + 1 for name in ("MergeAcross", "MergeDown"))
            grid.put(row, place, _value(cell), *spans)
        row += 1
    return grid


def _placed(line: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    place = 0
    for cell in line.iter(f"{_SPACE}Cell"):
        place = _whole(cell.get(f"{_SPACE}Index", "") or str(place + 1)) - 1
        yield place, cell
        place += _whole(cell.get(f"{_SPACE}MergeAcross", ""), 0) + 1


def _value(cell: ElementTree.Element) -> Any:
    data = next(cell.iter(_DATA), None)
    if data is None:
        return UNCALCULATED if cell.get(f"{_SPACE}Formula") else ""
    text, kind = "".join(data.itertext()), data.get(f"{_SPACE}Type", "String")
    if kind == "Error":
        return UNCALCULATED
    if kind == "Boolean":
        return text == "1"
    try:
        return float(text) if kind == "Number" else datetime.fromisoformat(text) if kind == "DateTime" else text
    except ValueError:
        return text
