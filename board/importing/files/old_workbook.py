"""Workbooks of Excel 97 to 2003 (xls), as far as the library reading cells leaves them out: what is hidden, and errors.

The stream Workbook of a compound file ([MS-CFB]) is a row of records ([MS-XLS]), each with its kind and length.
"""

import struct
from collections.abc import Iterator

from board.importing.files.hidden_cells import Hidden

_FREE = 0xFFFFFFF0
_NAMES = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_BOF, _EOF, _SHEET, _FORMULA, _BOOLERR, _ROW, _COLUMNS = 0x809, 0x0A, 0x85, 0x06, 0x205, 0x208, 0x7D
_BIFF8 = 0x0600
_HIDDEN_ROW = 0x20
_ENTRY = 128
_IS_ERROR, _NOT_A_NUMBER = 2, 0xFFFF
_MOST_COLUMNS = 256


def parts_of_xls(data: bytes) -> dict[str, Hidden]:
    """The hidden parts and the error cells of each sheet; none of a file that isn't built as it should be."""
    try:
        stream = _stream(data)
        return {name: _sheet(stream, place) for name, place in _sheets(stream)}
    except (struct.error, IndexError, UnicodeDecodeError, ValueError):
        return {}


def _stream(data: bytes) -> bytes:
    size = 1 << _short(data, 30)
    table = _table(data, size)
    entries = _chain(data, table, _long(data, 48), size)
    for at in range(0, len(entries), _ENTRY):
        entry = entries[at : at + _ENTRY]
        length = _long(entry, 120)
        # What is shorter lies elsewhere; programs fill a workbook up to this length.
        if entry[: max(_short(entry, 64) - 2, 0)] in _NAMES and length >= _long(data, 56):
            return _chain(data, table, _long(entry, 116), size)[:length]
    return b""


def _table(data: bytes, size: int) -> list[int]:
    """The next sector of each sector."""
    places = [place for place in _longs(data[76:512]) if place < _FREE]
    further, most = _long(data, 68), len(data) // size
    while further < _FREE and len(places) <= most:
        *more, further = _longs(data[(further + 1) * size : (further + 2) * size])
        places += [place for place in more if place < _FREE]
        most -= 1
    if len(places) > most:
        raise ValueError(places)
    return [each for place in places for each in _longs(data[(place + 1) * size : (place + 2) * size])]


def _chain(data: bytes, table: list[int], first: int, size: int) -> bytes:
    found: list[bytes] = []
    place = first
    while place < _FREE and len(found) <= len(table):
        found.append(data[(place + 1) * size : (place + 2) * size])
        place = table[place]
    return b"".join(found)


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Each sheet's name and where its records begin; none of an older format."""
    if not stream or _short(stream, 4) != _BIFF8:
        return
    for kind, record in _records(stream, 0):
        if kind == _SHEET:
            wide = record[7] & 1
            name = record[8 : 8 + record[6] * (1 + wide)]
            yield name.decode("utf-16-le" if wide else "latin-1"), _long(record, 0)


def _sheet(stream: bytes, place: int) -> Hidden:
    found = Hidden()
    for kind, record in _records(stream, place):
        if kind == _ROW and _short(record, 12) & _HIDDEN_ROW:
            found.rows.add(_short(record, 0) + 1)
        elif kind == _COLUMNS and _short(record, 8) & 1:
            found.columns |= set(range(_short(record, 0), min(_short(record, 2) + 1, _MOST_COLUMNS)))
        elif (kind == _FORMULA and record[6] == _IS_ERROR and _short(record, 12) == _NOT_A_NUMBER) or (
            kind == _BOOLERR and record[7]
        ):
            found.unread.add((_short(record, 0) + 1, _short(record, 2)))
    return found


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of the records from a place on, to the end of what begins there; not of what lies within it."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1 and kind != _BOF:
            yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
        if depth == 0:
            return


def _short(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<H", data, place)[0])


def _long(data: bytes, place: int) -> int:
    return int(struct.unpack_from("<I", data, place)[0])


def _longs(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))
