"""Frames: cached until their tables change, filtered by what a reader asked for, marked, read row by row."""

import hashlib
import marshal
from collections import namedtuple
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from board.store.sql import HISTORIES, OWN_DAYS
from board.store.store import Store
from board.store.transaction import own, share_memory
from board.wording import late_words

P = ParamSpec("P")
_LAST_DAY = date(9999, 12, 30)
Read = Callable[Concatenate[Store, P], pd.DataFrame]
ReadSome = Callable[..., pd.DataFrame]
# More changed records than this are read with all others, and any where there are fewer than that.
_MANY, _FEW = 500, 1_000
_TEXT = pd.Series(dtype="str").dtype


def kept(make: Read[P]) -> Read[P]:
    """Decorates a function of a store and plain values: its frame is made again only when its tables change.

    Every caller gets a frame of its own on the same data: pandas copies it when a caller changes theirs.
    """

    @wraps(make)
    def read(store: Store, /, *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame:
        key = (make.__module__, make.__qualname__, args, tuple(sorted(kwargs.items())))
        frame: pd.DataFrame = store.cached(key, lambda given: make(given, *args, **kwargs), is_part=True)
        return own(frame)

    return read


def kept_by_record(subject: str) -> Callable[[ReadSome], ReadSome]:
    """Decorates a function that reads a row for each record of a history, in the order of their ids: `make(store,
    *asked, ids=…)`, where ids are of the records to read (None: all).

    After writes that changed a few records only these are read again, if nothing else changed that it reads.
    """
    events, records, held = HISTORIES[subject]

    def decorate(make: ReadSome) -> ReadSome:
        @wraps(make)
        def read(store: Store, /, *args: Hashable) -> pd.DataFrame:
            key = (make.__module__, make.__qualname__, args)

            def mended(given: Store) -> pd.DataFrame:
                before, ids = given.former(key, events, records)
                if before is None or ids is None or len(ids) > _MANY or len(before) < _FEW:
                    return make(given, *args)
                rows = _typed_as(before, make(given, *args, ids=sorted(ids)))
                return make(given, *args) if rows is None else with_records(before, held, ids, rows)

            frame: pd.DataFrame = store.cached(key, mended, is_part=True)
            return own(frame)

        return read

    return decorate


def _typed_as(before: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame | None:
    """Rows with the types of another frame's columns: texts of which none is there come without one. None where others
    differ."""
    kinds = zip(before.columns, before.dtypes, rows.dtypes, strict=True)
    others = [name for name, was, now in kinds if was is not now and was != now]
    if not others:
        return rows
    if any(rows[name].notna().any() or before[name].dtype != _TEXT for name in others):
        return None
    return rows.astype(dict.fromkeys(others, _TEXT))


def with_records(before: pd.DataFrame, held: str, ids: Collection[str], rows: pd.DataFrame) -> pd.DataFrame:
    """A frame with other rows for some records, those in `rows`; itself where they are as they were.

    Both are in the order of the ids in the column `held`, by length and then by letter. Columns in which nothing
    changed keep their memory, by which `are_equal` knows them.
    """
    places = _places(before[held], ids)
    if before[held].array[places].tolist() == rows[held].tolist():
        return _with_cells(before, places, rows)
    both = pd.concat([before, rows], ignore_index=True)
    order = np.concatenate([np.delete(np.arange(len(before)), places), np.arange(len(before), len(both))])
    names = both[held].to_numpy()
    order = np.array(sorted(order, key=lambda at: (len(names[at]), names[at])), dtype=np.int64)
    return both.take(order).reset_index(drop=True)


def _with_cells(before: pd.DataFrame, places: NDArray[np.int64], rows: pd.DataFrame) -> pd.DataFrame:
    """A frame with the cells of other rows at some places, in their order."""
    after = own(before)
    differ = _differ_in_one if len(places) == 1 else _differ
    for at, (were, are) in enumerate(zip(_columns(before), _columns(rows), strict=True)):
        if differ(were, are, places):
            cells = were.copy()
            cells[places] = are
            after.isetitem(at, cells)
    return after


def _differ(were: Any, are: Any, places: NDArray[np.int64]) -> bool:
    """Whether the cells of a column at some places differ from others."""
    return bool(len(_differing(were[places], are)))


def _differ_in_one(were: Any, are: Any, places: NDArray[np.int64]) -> bool:
    """The same of one place, as most writes change one record, without what arrays take to be compared."""
    old, new = were[places[0]], are[0]
    is_plain = isinstance(old, str | np.generic | pd.Timestamp) and type(old) is type(new)
    return not (old is new or (is_plain and old == new)) and _differ(were, are, places)


def _places(held: "pd.Series[str]", ids: Collection[str]) -> NDArray[np.int64]:
    """The places of some ids in a column of them. Of one, as most writes change one record, without a table of all."""
    if len(ids) == 1:
        return np.flatnonzero(held.to_numpy() == next(iter(ids)))
    return np.flatnonzero(held.isin(ids))


def of_ids(frame: pd.DataFrame, held: str, ids: Collection[str] | None) -> pd.DataFrame:
    """The rows of a frame that have one of the ids in the column `held`; all of them for None."""
    if ids is None:
        return frame
    places = _places(frame[held], ids)
    if len(places) == 1:  # most writes change one record: a slice takes a tenth of what taking rows does
        return frame.iloc[places[0] : places[0] + 1]
    return frame.take(places)


@dataclass(frozen=True)
class Taken:
    """Some rows of a frame, by their places and in their order. Only those that are looked at are taken out of it: to
    take all of ten thousand costs more than to find them."""

    frame: pd.DataFrame
    places: NDArray[np.int64]
    _parts: dict[tuple[int, int], pd.DataFrame] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return len(self.places)

    def part(self, begin: int, end: int) -> pd.DataFrame:
        """The rows from one place among them to before another; kept, since pages are looked at again and again."""
        if (begin, end) not in self._parts:
            self._parts[begin, end] = self.frame.take(self.places[begin:end])
        return self._parts[begin, end]

    def whole(self) -> pd.DataFrame:
        """All of them."""
        return self.frame.take(self.places)


def having(
    frame: pd.DataFrame, columns: Mapping[str, Sequence[str]], text: str, searched: Sequence[str]
) -> pd.DataFrame:
    """Returns the rows whose columns hold one of the given values (none given: any) and that contain the text.

    It is found by any part of a searched column, upper or lower case, and never read as a pattern.
    """
    for column, values in columns.items():
        if values:
            frame = frame[frame[column].isin(values)]
    if not text:
        return frame
    hit = pd.Series(False, index=frame.index)
    for column in searched:
        hit |= frame[column].fillna("").str.contains(text, case=False, regex=False)
    return frame[hit]


def with_late_word(store: Store, activity_id: str, subject: str, as_of: date, rows: pd.DataFrame) -> pd.DataFrame:
    """A subject's records (`OWN_DAYS`) on a day, with late_word: when their own day was entered, if that was later."""
    key, on = HISTORIES[subject][2], _LAST_DAY if store.is_known_now() else as_of
    entered = store.read(f"{subject}/entered", activity_id=activity_id, as_of=on)
    moments = dict(zip(entered[key], entered["entered_at"], strict=True))
    return rows.assign(late_word=late_words(rows[OWN_DAYS[subject]], (moments.get(each, pd.NaT) for each in rows[key])))


def differing(before: pd.DataFrame, after: pd.DataFrame) -> NDArray[np.int64] | None:
    """The places of the rows in which two frames of the same columns differ; None where one has more rows."""
    if len(before) != len(after):
        return None
    are = np.zeros(len(after), dtype=bool)
    for was, now in zip(_columns(before), _columns(after), strict=True):
        if not share_memory(was, now):
            are[_differing(was, now)] = True
    return np.flatnonzero(are)


def _differing(was: Any, now: Any) -> NDArray[np.int64]:
    """The places at which two columns differ; what is missing in both is no difference."""
    was, now = np.asarray(was), np.asarray(now)
    places: NDArray[np.int64] = np.flatnonzero(was != now)
    are_missing: NDArray[np.bool_] = pd.isna(was[places]) & pd.isna(now[places])
    return places[~are_missing]


def each_row(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows one by one, each column an attribute: as `itertuples`, which takes four times as long for few rows."""
    return map(_row_of(tuple(frame.columns))._make, zip(*(cells.tolist() for cells in _columns(frame)), strict=True))


def _columns(frame: pd.DataFrame) -> Iterator[Any]:
    """The cells of each column, without a Series around them, which takes longer than reading a few rows."""
    arrays: Iterator[Any] = frame._iter_column_arrays()  # type: ignore[operator]
    return arrays


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    """The kind of each column's cells, by numpy's letter ("i" whole numbers, "M" moments, "O" objects)."""
    return dict(zip(frame.columns.tolist(), (cells.dtype.kind for cells in _columns(frame)), strict=True))


def some_cells(frame: pd.DataFrame, column: str, places: NDArray[np.int64]) -> NDArray[Any]:
    """The cells of a column at some places."""
    cells: Any = frame._get_column_array(frame.columns.get_loc(column))[places]  # type: ignore[operator]
    return cells if isinstance(cells, np.ndarray) else cells.to_numpy()


@cache
def _row_of(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)


def fingerprint(frame: pd.DataFrame, only: Collection[str] | None = None) -> str:
    """Returns a text that is the same for equal frames, and another wherever a cell, a column or a row's label differs.

    Cells are plain values or lists of these. only: columns without which frames count as equal, as do rows' labels.
    """
    named = zip(frame.columns.tolist(), _columns(frame), strict=True)
    held = {name: cells for name, cells in named if only is None or name in only}
    columns = repr([(name, _kind(cells)) for name, cells in held.items()])
    cells = [frame.index.tolist() if only is None else [], *map(_plain, held.values())]
    try:
        # In the second version equal values are written alike, however many places hold the same object.
        rows = marshal.dumps(cells, 2)
    except ValueError:  # single days and decimals among them, as rows that are no frame's have
        rows = repr(cells).encode()
    return hashlib.blake2b(columns.encode() + rows, digest_size=16).hexdigest()


def _kind(cells: Any) -> str:
    """The type of a column's cells in short, which takes a tenth of the time of writing it out."""
    kind: str = cells.dtype.str if isinstance(cells.dtype, np.dtype) else cells.dtype.name
    return kind


def _plain(cells: Any) -> list[Any]:
    """The cells as values that marshal writes: days and moments as numbers, what is missing as None, or NaN in texts
    and figures."""
    if cells.dtype.kind in "mM":
        return list(np.asarray(cells).view("int64").tolist())
    if cells.dtype.kind != "O" or isinstance(cells.dtype, pd.StringDtype):
        return list(cells.tolist())
    return [None if missing else cell for cell, missing in zip(cells.tolist(), pd.isna(cells), strict=True)]


def as_options(frame: pd.DataFrame, stored: str, shown: str) -> dict[Any, str]:
    """Two columns as a dict of the stored value → the words shown, in the frame's order."""
    return dict(zip(frame[stored].tolist(), frame[shown].tolist(), strict=True))
