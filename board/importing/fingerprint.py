"""A file's ballots as one number: the same however the file was saved, named, encoded or sorted."""

from hashlib import sha256
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

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
