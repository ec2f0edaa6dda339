"""Several collectors with one lake: what one takes, straight or forwarded, or freezes is in the lake first, then in its
own file; the others follow.

The lake numbers what arrives. Each collector's file holds all of it too, taken out of the lake in order: so pages read
the same tables by the same statements as those of one collector, as fast, and while the lake is away; a fall between
the two writes is made good by following; and a lake that is blank or was put back to an old state is filled again.
"""

import random
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import dropwhile
from typing import TypeVar
from weakref import WeakKeyDictionary

from board.errors import BoardError
from board.lake.lake import Away, Lake, Moved
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.document import opened
from board.submissions.filed import changed, even_out_files, held_to_cover, written_files
from board.submissions.keeping import FORWARDED, NOWHERE, Asked, Outcome, Written, keep_all, row_of, together, written
from board.submissions.known import SHARED, even_out

T = TypeVar("T")
_LAST, _ALL = "submissions/last", "lake/taken_counts"
_AT_ONCE = 200
_TRIES, _PAUSE = 60, 0.05  # seconds, at most
_TOGETHER = 40
_LAKES: WeakKeyDictionary[Store, Lake] = WeakKeyDictionary()
_WAITING: WeakKeyDictionary[Store, deque[Asked]] = WeakKeyDictionary()


def share(store: Store, lake: Lake) -> None:
    """Take submissions through a lake from now on."""
    _LAKES[store] = lake


def lake_of(store: Store) -> Lake | None:
    """The lake that a store shares submissions through; None: it is the only collector."""
    return _LAKES.get(store)


def through(store: Store, lake: Lake, asked: Asked) -> Row:
    """Keep a file in the lake and in the store and return its row. Those who ask meanwhile are served together.

    Raises Away, and why the file isn't taken."""
    waiting = _WAITING.setdefault(store, deque())
    waiting.append(asked)
    with lake.turn:
        while asked.outcome is None:
            _keep_all(store, lake, [waiting.popleft() for _ in range(min(len(waiting), _TOGETHER))])
    return asked.outcome.settled()


def _keep_all(store: Store, lake: Lake, batch: list[Asked]) -> None:
    """Keep files, again as long as another collector is faster, each time after all that it took is here; each has its
    outcome then. Who lost tries with fewer, who won gives the others as long as it took: so nobody loses for ever."""
    tries = 0
    try:
        while tries < _TRIES:
            counts, known, has_others = _caught_up(store, lake, is_covered=any(each.is_covered for each in batch))
            left = list(dropwhile(partial(_is_settled, store), (each for each in batch if each.outcome is None)))
            if not left:
                return
            some, began = left[: max(1, len(left) >> tries)], time.monotonic()
            try:
                outcomes = store.write(partial(_write_all, lake, counts, known, some), some[0].deed)
            except Moved:
                tries += 1
                time.sleep(random.uniform(0, _PAUSE))  # noqa: S311 - no secret
                continue
            for each, outcome in zip(some, outcomes, strict=True):
                each.outcome = outcome
            tries = 0
            if has_others:
                time.sleep(time.monotonic() - began)
        raise _too_busy()
    except BaseException as error:
        for each in batch:
            each.outcome = each.outcome or Outcome(error=error)
        raise


def _too_busy() -> Away:
    return Away("收件库太忙", f"试了 {_TRIES} 次，每次都有别的在写。", "没有收下，过一会儿会再送，或者请再试一次。")


def agreed(store: Store, lake: Lake, counts: str, write: Callable[[Transaction], tuple[T, Written]], deed: Deed) -> T:
    """Carry out a write and return its result; before it is committed the same is in the lake. Where another collector
    changed meanwhile what a statement counts, it is done again, after all that the other did is here.

    write: returns its result, and the rows that the lake gets. Raises Away, and what `write` raises."""
    with lake.turn:
        for _ in range(_TRIES):
            lake.prepare(store, SHARED)
            known = lake.rows(counts)
            catch_up(store, lake)
            try:
                return store.write(partial(_written_in_both, lake, counts, known, write), deed)
            except Moved:
                time.sleep(random.uniform(0, _PAUSE))  # noqa: S311 - no secret
    raise _too_busy()


def _written_in_both(
    lake: Lake,
    counts: str,
    known: list[Row],
    write: Callable[[Transaction], tuple[T, Written]],
    transaction: Transaction,
) -> T:
    result, rows = write(transaction)
    if rows:
        lake.append(counts, known, rows)
    return result


def catch_up(store: Store, lake: Lake) -> None:
    """Bring all that collectors share into the store, and into the lake what it lacks. Raises as `follow`."""
    even_out(store, lake)
    follow(store, lake)
    even_out_files(store, lake)


def _is_settled(store: Store, asked: Asked) -> bool:
    """Whether nothing is to be written for a file, which then has its outcome."""
    found = asked.judged(store)
    if found.rows is None:
        asked.outcome = found
    return found.rows is None


def _caught_up(store: Store, lake: Lake, *, is_covered: bool) -> tuple[str, list[Row], bool]:
    """Bring what goes by submissions, or all, into the store; returns the statement that counts it, what that counted
    before or at that, and whether another collector did something."""
    if not is_covered:
        has_others = follow(store, lake) > 0
        return _LAST, store.rows(_LAST), has_others
    lake.prepare(store, SHARED)
    known = lake.rows(_ALL)
    has_others = known != store.rows(_ALL)
    if has_others:
        catch_up(store, lake)
    return _ALL, known, has_others


def _write_all(lake: Lake, counts: str, known: list[Row], left: list[Asked], transaction: Transaction) -> list[Outcome]:
    """Write files into the store and, before that is committed, into the lake; returns their outcomes.

    The write's own deed is that of the first. Raises Moved, Away."""
    kept, outcomes = list[Written](), list[Outcome]()
    for each in left:
        outcomes.append(found := each.judged(transaction))
        if found.rows is not None:
            if kept:
                transaction.go_on_as(each.deed)
            keep_all(transaction, found.rows)
            kept.append(found.rows)
        elif each is left[0]:
            raise Moved
    lake.append(counts, known, together(kept))
    return outcomes


def follow(store: Store, lake: Lake) -> int:
    """Bring what the other collectors took into the store, and into the lake what it lacks; returns how many.

    Raises Away, and BoardError where the two were not filled together, or the lake was tampered with."""
    count = 0
    with lake.turn:
        lake.prepare(store, SHARED)
        while moved := _followed(store, lake):
            count += moved
    return count


def _followed(store: Store, lake: Lake) -> int:
    """One step of `follow`: how many were carried over, in either direction; 0: there are no more."""
    ours, theirs = store.rows(_LAST), lake.rows(_LAST)
    if ours == theirs:
        return 0
    here, there = (rows[0]["submission_no"] if rows else 0 for rows in (ours, theirs))
    behind, ahead = (lake, store) if here > there else (store, lake)
    known = theirs if here > there else ours
    _refuse_apart(known, ahead)
    rows = ahead.rows("submissions/after", submission_no=min(here, there), most=_AT_ONCE)
    first_no, last_no = rows[0]["submission_no"], rows[-1]["submission_no"]
    covers = ahead.rows("lake/forwards_between", first_no=first_no, last_no=last_no)
    parts = [_part(row, covers) for row in rows]
    all_of_them = together([*parts, written_files("forwards", covers, NOWHERE)])
    if behind is store:
        _pull(store, rows, all_of_them)
    else:
        with suppress(Moved):  # the next step looks again
            lake.append(_LAST, known, all_of_them)
    return len(rows)


def _refuse_apart(known: list[Row], ahead: Store | Lake) -> None:
    """Raise BoardError unless the last submission of one that is behind is in the other under the same number."""
    for row in known:
        if ahead.rows("submissions/of_number", submission_no=row["submission_no"]) != [{"sha256": row["sha256"]}]:
            message = f"收文号 {row['submission_no']} 在本机和收件库里不是同一份。"
            remedy = "本机要从第一台的备份开始，或者收件库放回了旧的。没有收下，也没有动。请管理员看安装和运行。"
            raise BoardError("本机和收件库对不上", message, remedy)


def _part(row: Row, covers: list[Row]) -> Written:
    """The rows of a submission; its file is held to its seal, to the cover that it came in, and to its row. Raises
    BoardError."""
    file, kept = opened(row["content"]), {name: value for name, value in row.items() if name != "content"}
    made = row_of(file, row["activity_id"], row["submission_no"], row["way"], row["received_at"])
    if row["way"] == FORWARDED:
        mine = [each for each in covers if each["submission_no"] == row["submission_no"]]
        paths = {held_to_cover(each, row["content"]).path for each in mine}
        made["unit_id"] = paths.pop() if len(paths) == 1 else ""
    if made != kept:
        raise changed(f"收文号 {row['submission_no']}")
    return written(file, kept)


def _pull(store: Store, rows: list[Row], parts: Written) -> None:
    first, last = (row["submission_no"] for row in (rows[0], rows[-1]))
    store.write(
        lambda transaction: keep_all(transaction, parts),
        Deed("submissions.follow", record=f"{first}" if first == last else f"{first}–{last}"),
    )
