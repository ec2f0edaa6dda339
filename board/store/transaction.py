"""The transaction that `Store.write` hands to `work`, and how rows come out of the store."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from board import clock
from board.store.names import Marking, Names, comes_with_names
from board.store.once import KEPT_FOR, AlreadyDone, Press
from board.store.sql import HISTORIES, statements
from board.store.trail.chain import Deed, Entry, Origin
from board.store.trail.tip import Trail
from board.store.trail.trace import Trace
from board.store.writers import Ids

Row = dict[str, Any]
# Up to this size rows are passed as parameters, which costs less than registering a table and removing it again.
_FEW_CELLS, _FEW_BYTES = 500, 100_000
# Rows that DuckDB stores together; it writes as many such batches at once as it has threads, and one long one with one.
_BATCH = 122_880
_LONG = 200  # rows from which comparing cells takes longer than asking whether columns are the same in memory
_OF_RECORDS = frozenset({"insert_events", "insert", "delete", "delete_many"})


class Transaction:
    """One transaction, handed to `work` by `Store.write`: its writes are committed all together or not at all."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, names: Names) -> None:
        self._cursor = cursor
        self._names = names
        self.marking = Marking(names, self._keep_words)
        self.carried_out: set[str] = set()
        # Each statement that only added events, or what a collector took → the moment of the earliest.
        self._added: dict[str, datetime] = {}
        # Each subject → the actions whose events were added to its history, those with a reason also as such.
        self._taken: dict[str, set[str]] = {}
        # Each statement that writes single records of a history → their ids.
        self._changed: dict[str, set[str]] = {}
        self.trace = Trace()
        self._first, self._more = self.trace, list[tuple[Deed, Trace]]()
        # Called after the commit and before the next transaction: to update files beside the store.
        self.afterwards: list[Callable[[], None]] = []

    def run(self, name: str, /, **parameters: Any) -> None:
        """Carry out a statement."""
        self.carried_out.add(name)
        if (held := _of_records(name)) and (ids := parameters.get("ids") or [parameters.get(held)]) != [None]:
            self._changed.setdefault(name, set()).update(ids)
        self.trace.ran(name, parameters)
        self._cursor.execute(statements()[name].text, self.marking.mark_parameters(parameters))

    def read(self, name: str, /, **parameters: Any) -> pd.DataFrame:
        """A query's rows as this transaction sees them."""
        return self._names.frame_with_names(self._cursor.execute(statements()[name].text, parameters).df())

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """A query's rows as plain values (dates as `date`, NULL as None)."""
        return with_names(self._names, name, as_rows(self._cursor.execute(statements()[name].text, parameters)))

    def insert(self, name: str, rows: Iterable[Mapping[str, Any]] | pa.Table) -> None:
        """Carry out a statement that takes its rows from the view `given`."""
        table = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist([dict(row) for row in rows])
        if table.num_rows == 0:
            return
        table = self.marking.mark_table(table)
        self.carried_out.add(name)
        if moment := "received_at" if name == "submissions/insert" else "happened_at" if _is_of_events(name) else "":
            first = pc.min(table[moment]).as_py()
            self._added[name] = min(first, self._added.get(name, first))
        if _is_of_events(name):
            self._taken.setdefault(name.partition("/")[0], set()).update(_actions_of(table))
        if held := _of_records(name):
            self._changed.setdefault(name, set()).update(table[held].to_pylist())
        self.trace.inserted(name, table)
        self._put(name, table)

    def reaching_back(self, day: date) -> set[str]:
        """The statements carried out that may have changed histories up to a day."""
        return {name for name in self.carried_out if name not in self._added or self._added[name].date() <= day}

    def ids(self, tables_of: Callable[..., set[str]]) -> dict[str, Ids]:
        """Table → the ids of the records that were written in it, where only single records were."""
        found: dict[str, Ids] = {}
        for name, ids in self._changed.items():
            for table in tables_of(name):
                found[table] = found.get(table, frozenset()) | ids
        others = tables_of(*(self.carried_out - self._changed.keys()))
        return {table: ids for table, ids in found.items() if table not in others}

    def taken(self, tables_of: Callable[..., set[str]]) -> dict[str, Ids]:
        """Table → the actions whose events led to what was written in it, where all that was written is such."""
        known = self.ids(tables_of)
        found = [(table, taken) for subject, taken in self._taken.items() for table in HISTORIES[subject][:2]]
        return {table: frozenset(taken) for table, taken in found if table in known}

    def go_on_as(self, deed: Deed) -> None:
        """Begin another deed within the same transaction: what follows gets an entry of its own."""
        self.trace = Trace()
        self._more.append((deed, self.trace))

    def deeds(self, first: Deed) -> list[tuple[Deed, Trace]]:
        """All deeds of the transaction, each with its trace: first the one it began with, then those it went on as."""
        return [(self.signed(deed), trace) for deed, trace in ((first, self._first), *self._more)]

    def enter(self, deed: Deed, topic: str | None, trail: Trail, origin: Callable[[], Origin]) -> list[Entry]:
        """Write an entry for each deed before the commit and raise the topic's version; returns the entries."""
        entries: list[Entry] = []  # stays empty where the write found nothing to do
        is_entered = deed.is_kept and (topic is None or self.carried_out)
        for each, trace in self.deeds(deed) if is_entered else ():
            entries.append(trail.next(each, trace, origin(), clock.now(), *entries[-1:]))
        for entry in entries:
            self.run("audit/add", **vars(entry))
        if topic == "data":
            self.run("store/raise_data_version", at=clock.now())
        elif topic:
            self.run("store/raise_access_version")
        return entries

    def enter_press(self, press: Press) -> None:
        """Record that a press is carried out; this is no deed of its own. Raises AlreadyDone if it was before."""
        if self.rows("presses/of_key", press=press.key):
            raise AlreadyDone
        now = clock.now()
        self._cursor.execute(statements()["presses/delete_before"].text, {"before": now - KEPT_FOR})
        self._cursor.execute(statements()["presses/insert"].text, {"press": press.key, "pressed_at": now})

    def _keep_words(self, rows: list[Row]) -> None:
        """Write new names; this is no deed of its own, and the trail must not show it."""
        self.carried_out.add("names/insert")
        self._put("names/insert", pa.Table.from_pylist(rows))

    def signed(self, deed: Deed) -> Deed:
        """A deed as the trail keeps it: with the mark of the actor's name instead of the name."""
        if deed.actor is None:
            return deed
        mark = self.marking.mark(deed.actor.account_id, deed.actor.name)
        return replace(deed, actor=replace(deed.actor, name=mark))

    def _put(self, name: str, table: pa.Table) -> None:
        if table.num_rows * table.num_columns <= _FEW_CELLS and table.nbytes <= _FEW_BYTES:
            values = [value for row in zip(*table.to_pydict().values(), strict=True) for value in row]
            self._cursor.execute(_with_rows(statements()[name].text, table), values)
            return
        batches = table.to_batches(max_chunksize=_BATCH)
        self._cursor.register("given", pa.Table.from_batches(batches, table.schema))
        try:
            self._cursor.execute(statements()[name].text)
        finally:
            self._cursor.unregister("given")


def _is_of_events(name: str) -> bool:
    """Whether a statement adds events to a history."""
    return name.endswith("/insert_events")


def _actions_of(events: pa.Table) -> set[str]:
    rows = zip(events["action"].to_pylist(), events["reason"].to_pylist(), strict=True)
    return {word for action, reason in rows for word in (action, f"{action} with a reason" if reason else action)}


def _of_records(name: str) -> str:
    """The column of the ids by which a statement writes single records of a history; "" for any other."""
    subject, _, what = name.partition("/")
    return HISTORIES[subject][2] if subject in HISTORIES and what in _OF_RECORDS else ""


def _with_rows(text: str, table: pa.Table) -> str:
    """A statement that takes its rows from `given`, with a placeholder for each value instead of the view."""
    names = ", ".join('"{}"'.format(name.replace('"', '""')) for name in table.column_names)
    row = f"({', '.join('?' * table.num_columns)})"
    return f"WITH given ({names}) AS (VALUES {', '.join([row] * table.num_rows)}) {text}"


def with_names(names: Names, statement: str, rows: list[Row]) -> list[Row]:
    """The rows of a statement with names in the place of marks, except rows that are to be hashed or carried over."""
    return names.rows_with_names(rows) if comes_with_names(statement) else rows


def as_rows(result: duckdb.DuckDBPyConnection) -> list[Row]:
    """A result as plain values."""
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def are_equal(value: Any, other: Any) -> bool:
    """Whether two values are the same: frames cell by cell, any other as it compares itself."""
    if not isinstance(value, pd.DataFrame) or not isinstance(other, pd.DataFrame):
        return bool(value is other or value == other)
    if not len(value) == len(other) >= _LONG or not value.columns.equals(other.columns):
        return value.equals(other)
    pairs = zip(value._iter_column_arrays(), other._iter_column_arrays(), strict=True)  # type: ignore[operator]
    apart = [at for at, pair in enumerate(pairs) if not share_memory(*pair)]
    # One by one, as taking several out copies them, and the first often tells.
    return all(value.iloc[:, at].equals(other.iloc[:, at]) for at in apart) and bool(value.index.equals(other.index))


def own(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of its own on the same cells, which pandas copies where either is changed: as `frame.copy(deep=False)`,
    in half the time, since the columns aren't wrapped anew."""
    manager: Any = frame._mgr
    blocks = (type(each)(each.values, placement=each._mgr_locs, ndim=2, refs=each.refs) for each in manager.blocks)
    copy = type(manager)(tuple(blocks), list(manager.axes), verify_integrity=False)
    # Which block has which column: pandas changes these in place where a column is put in.
    copy._blknos, copy._blklocs = manager.blknos.copy(), manager.blklocs.copy()
    made: pd.DataFrame = pd.DataFrame._from_mgr(copy, copy.axes)  # type: ignore[attr-defined]
    return made


def share_memory(cells: Any, others: Any) -> bool:
    """Whether two columns are the same cells in the same place, as those are in which `with_records` changed none."""
    cells, others = (getattr(each, "_ndarray", each) for each in (cells, others))
    return (
        isinstance(cells, np.ndarray)
        and isinstance(others, np.ndarray)
        and cells.dtype == others.dtype
        and cells.strides == others.strides
        and cells.ctypes.data == others.ctypes.data
    )


def forget_copies(values: Iterable[Any]) -> None:
    """Let frames forget the copies of them that nobody holds any more.

    pandas notes each copy that shares a column, and looks for gone ones only when there are 500; in hundreds of kept
    frames that would be more than their cells.
    """
    for frame in (each for value in values for each in (value if isinstance(value, tuple) else (value,))):
        if isinstance(frame, pd.DataFrame):
            labels = (axis._references for axis in frame.axes)  # type: ignore[attr-defined]
            for refs in filter(None, (*(block.refs for block in frame._mgr.blocks), *labels)):
                refs.has_reference()
