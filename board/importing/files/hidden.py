"""The rows and columns that a workbook hides: its reader does not see them, but a program does.

Read from the text of the row and column tags alone: the library that reads cells doesn't report them, and a sheet of a
million rows need not be parsed twice. For xls of 2003 they can't be found out.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from posixpath import join, normpath

_TAG = re.compile(rb"<(?:\w+:)?(table-row|table-column|table|row|col)\b([^>]*)>")
_SHEET = re.compile(rb"<(?:\w+:)?(?:sheet|Relationship)\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_YES = {"1", "true"}
_UNSEEN = {"collapse", "filter"}
_MOST_COLUMNS = 16_384


@dataclass
class Hidden:
    """The hidden rows (as Excel numbers them) and hidden columns (from 0) of one sheet."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def hidden_parts(data: bytes, kind: str) -> dict[str, Hidden]:
    """The hidden parts of a workbook of a kind (`workbook.kind_of`), by sheet; sheets without any may be left out."""
    if kind == "xls":
        return {}
    with zipfile.ZipFile(BytesIO(data)) as parts:
        if kind == "ods":
            return _of_ods(parts.read("content.xml"))
        return {
            name: _of_xlsx(xml)
            for name, path in _sheet_paths(parts).items()
            if path in parts.namelist() and b"hidden=" in (xml := parts.read(path))
        }


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
    found, row = Hidden(), 0
    for tag in _TAG.finditer(xml):
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
