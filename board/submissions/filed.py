"""Evens out, among collectors of one lake, what is kept with a signed file of its own beside submissions: the covers
that these came in, and the states that the bureau froze for its own superior.

Covers of submissions are followed with these (`board.submissions.following`); here come those of units alone, and what
a lake lacks that was blank or put back to an old state.
"""

from weakref import WeakKeyDictionary

from board.errors import BoardError
from board.lake.lake import Lake, Moved
from board.store.store import Row, Store
from board.store.trail.chain import Deed
from board.submissions.cover import Forwarded, unwrapped
from board.submissions.document import opened
from board.submissions.keeping import ELSEWHERE, NOWHERE, Written, keep_all

# Each table → the statement that adds to it, and whether its rows say who did it.
FILED = {"forwards": ("forwards/insert", False), "own_submissions": ("submissions/insert_own", True)}
_CONTENTS = "submissions/insert_contents"
_COUNTS = "lake/filed_counts"
_AT_ONCE = 200
# How many the lake and the store had when both were last alike.
_ALIKE: WeakKeyDictionary[Store, tuple[list[Row], list[Row]]] = WeakKeyDictionary()


def even_out_files(store: Store, lake: Lake) -> int:
    """Give the store and the lake what the other has more of; returns how many were carried over. Raises Away, and
    BoardError where the lake was tampered with."""
    with lake.turn:
        counts = (lake.rows(_COUNTS), store.rows(_COUNTS))
        if _ALIKE.get(store) == counts:
            return 0
        total = 0
        try:
            for table in FILED:
                while count := _evened(store, lake, table):
                    total += count
        except Moved:
            return total  # the rest the next time
        if not total:
            _ALIKE[store] = counts
        return total


def _evened(store: Store, lake: Lake, table: str) -> int:
    """One step: how many were carried over, in either direction; 0: there are no more. Raises Moved."""
    known = lake.rows(_COUNTS)
    ours, theirs = ([row["sha256"] for row in each.rows(f"lake/{table}_digests")] for each in (store, lake))
    more_there, more_here = sorted({*theirs} - {*ours}), sorted({*ours} - {*theirs})
    lots = [more_there[start : start + _AT_ONCE] for start in range(0, len(more_there), _AT_ONCE)]
    count = sum(_pull(store, table, lake.rows(f"lake/{table}_of", digests=lot)) for lot in lots)
    if count or not more_here:
        return count
    rows = store.rows(f"lake/{table}_of", digests=more_here[:_AT_ONCE])
    lake.append(_COUNTS, known, written_files(table, rows, NOWHERE))
    return len(rows)


def _pull(store: Store, table: str, rows: list[Row]) -> int:
    """Take rows over, but of covers those whose submission isn't here yet, which come with it; returns how many."""
    last = store.rows("submissions/last")
    last_no = last[0]["submission_no"] if last else 0
    rows = [row for row in rows if row.get("submission_no", 0) <= last_no]
    for row in rows:
        _refuse_changed(table, row)
    if rows:
        parts = written_files(table, rows, ELSEWHERE)
        store.write(lambda transaction: keep_all(transaction, parts), Deed("submissions.follow", record=str(len(rows))))
    return len(rows)


def written_files(table: str, rows: list[Row], who: Row) -> Written:
    """The rows that covers, or states that were frozen here, are kept as, by the statement that takes them."""
    statement, has_who = FILED[table]
    beside = {"content", "enclosed"}
    kept = [{name: row[name] for name in row.keys() - beside} | (who if has_who else {}) for row in rows]
    return {statement: kept, _CONTENTS: [{"sha256": row["sha256"], "content": row["content"]} for row in rows]}


def _refuse_changed(table: str, row: Row) -> None:
    if table == "forwards":
        held_to_cover(row, row["enclosed"] or b"")
    elif opened(row["content"]).sha256 != row["sha256"]:
        raise changed(f"本级上报的第 {row['number']} 号")


def held_to_cover(row: Row, enclosed: bytes) -> Forwarded:
    """The cover of a row, with what came in it, held to its seals and to the row. Raises BoardError."""
    file = unwrapped(row["content"] + enclosed)
    cover = file.covers[0]
    of = (cover.sha256, cover.fingerprint, cover.document["unit_id"], cover.document["number"])
    if of != (row["sha256"], row["fingerprint"], row["unit_id"], row["number"]):
        raise changed(f"{row['unit_id']} 转报的第 {row['number']} 号")
    return file


def changed(what: str) -> BoardError:
    """Say that something in the lake isn't as it was signed."""
    return BoardError(
        "收件库被改过", f"{what}的内容和签名对不上。", "没有取来，也没有动。请管理员核对是谁改的，从备份放回。"
    )
