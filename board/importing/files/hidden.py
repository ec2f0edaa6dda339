"""The parts of a workbook that the library reading cells leaves out: hidden ones, and formulas without a result.

Hidden ones are not seen by the workbook's reader, but by a program. Read from the text of the row and column tags
alone, as a sheet of a million rows need not be parsed twice; of xls of 2003 in `old_workbook`.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from posixpath import join, normpath

from board.errors import BoardError
from board.importing.files.hidden_cells import Hidden
from board.importing.files.old_workbook import parts_of_xls
from board.importing.problems import index_of

_TAG = re.compile(rb"<(?:\w+:)?(table-row|table-column|table|row|col)\b([^>]*)>")
_SHEET = re.compile(rb"<(?:\w+:)?(?:sheet|Relationship)\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<named>[^>]*?)(?<!/)>(?P<held>(?:<(?:\w+:)?f\b.*?|<(?:\w+:)?v\b.*?)?)</(?:\w+:)?c>", re.DOTALL
)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_YES = {"1", "true"}
_LOOKED_FOR = (b"hidden=", b't="e"', b"<f", b":f>", b":f ")
_UNSEEN = {"collapse", "filter"}
_MOST_COLUMNS = 16_384


def hidden_parts(data: bytes, kind: str) -> dict[str, Hidden]:
    """The hidden parts of a workbook of a kind (`workbook.kind_of`), by sheet; sheets without any may be left out."""
    if kind == "xls":
        return parts_of_xls(data)
    with zipfile.ZipFile(BytesIO(data)) as parts:
        if kind == "ods":
            content = parts.read("content.xml")
            if b'value-type="error"' in content:
                raise _uncalculated()
            return _of_ods(content)
        held = set(parts.namelist())
        read = ((name, parts.read(path)) for name, path in _sheet_paths(parts).items() if path in held)
        return {name: _of_xlsx(xml) for name, xml in read if any(mark in xml for mark in _LOOKED_FOR)}


def _uncalculated() -> BoardError:
    return BoardError(
        "有的格没有算出结果",
        "这个 ODS 表格里有公式出错的格，说不清本来是什么。",
        "请用 WPS 或 Excel 打开，把这些格改成实际的内容，另存后再导入。",
    )


def _sheet_paths(parts: zipfile.ZipFile) -> dict[str, str]:
    held = set(parts.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= held:
        return {}
    targets = {
        attributes["Id"]: attributes["Target"]
        for attributes in _sheet_tags(parts.read("xl/_rels/workbook.xml.rels"))
        if {"Id", "Target"} <= attributes.keys()
    }
    found = {}
    for attributes in _sheet_tags(parts.read("xl/workbook.xml")):
        link = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        if "name" in attributes and link in targets:
            found[attributes["name"]] = normpath(join("/xl", targets[link])).lstrip("/")
    return found


def _sheet_tags(xml: bytes) -> Iterator[dict[str, str]]:
    return (_attributes(tag[1]) for tag in _SHEET.finditer(xml))


def _attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): unescape((one or other).decode()) for name, one, other in _ATTRIBUTE.findall(text)}


def _of_xlsx(xml: bytes) -> Hidden:
    found, row = Hidden(unread=set(_without_result(xml)) if b'"e"' in xml or b"<f" in xml else set()), 0
    for tag in _TAG.finditer(xml) if b"hidden=" in xml else ():
        attributes = _attributes(tag[2])
        if tag[1] == b"row":
            row = _whole(attributes, "r", row + 1)
        if attributes.get("hidden") not in _YES:
            continue
        if tag[1] == b"row":
            found.rows.add(row)
        elif tag[1] == b"col":
            first = _whole(attributes, "min", 1)
            found.columns |= set(range(first - 1, min(_whole(attributes, "max", first), _MOST_COLUMNS)))
    return found


def _without_result(xml: bytes) -> Iterator[tuple[int, int]]:
    """The cells that hold an error, or a formula that was never calculated; one that gives no text is blank."""
    for cell in _CELL.finditer(xml):
        attributes, held = _attributes(cell["named"]), cell["held"]
        value = _VALUE.search(held)
        text = unescape(value[1].decode()) if value else ""
        place = _PLACE.fullmatch(attributes.get("r", ""))
        is_error = attributes.get("t") == "e"
        if place and (is_error or (held.find(b"f") in (1, held.find(b":") + 1) and not text and "t" not in attributes)):
            yield int(place[2]), index_of(place[1]) or 0


def _of_ods(xml: bytes) -> dict[str, Hidden]:
    found: dict[str, Hidden] = {}
    now, row, column = Hidden(), 0, 0
    for tag in _TAG.finditer(xml):
        attributes = {name.rpartition(":")[2]: value for name, value in _attributes(tag[2]).items()}
        is_unseen = attributes.get("visibility") in _UNSEEN
        if tag[1] == b"table" and "name" in attributes:
            now, row, column = found.setdefault(attributes["name"], Hidden()), 0, 0
        elif tag[1] == b"table-row":
            count = _whole(attributes, "number-rows-repeated", 1)
            now.rows |= set(range(row + 1, row + 1 + count)) if is_unseen else set()
            row += count
        elif tag[1] == b"table-column":
            count = min(_whole(attributes, "number-columns-repeated", 1), _MOST_COLUMNS)
            now.columns |= set(range(column, column + count)) if is_unseen else set()
            column += count
    return found


def _whole(attributes: Mapping[str, str], name: str, otherwise: int) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("1048576") else otherwise
