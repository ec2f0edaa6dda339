"""Several collectors with one lake: what one takes is in the lake first, then in its own file; the others follow.

The lake numbers what arrives. Each collector's file holds all of it too, taken out of the lake in order: so pages read
the same tables by the same statements as those of one collector, as fast, and while the lake is away; a fall between
the two writes is made good by following; and a lake that is blank or was put back to an old state is filled again.
"""

import random
import time
from collections import deque
from contextlib import suppress
from functools import partial
from itertools import dropwhile
from weakref import WeakKeyDictionary

from board.errors import BoardError
from board.lake.lake import Away, Lake, Moved
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.document import Signed, opened
from board.submissions.keeping import Asked, Outcome, Written, keep, keep_all, row_of, together, written
from board.submissions.known import SHARED

_LAST = "submissions/last"
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
            has_others = follow(store, lake) > 0
            left = list(dropwhile(partial(_is_settled, store), (each for each in batch if each.outcome is None)))
            if not left:
                return
            some, began = left[: max(1, len(left) >> tries)], time.monotonic()
            try:
                outcomes = store.write(partial(_write_all, lake, some), some[0].deed)
            except Moved:
                tries += 1
                time.sleep(random.uniform(0, _PAUSE))  # noqa: S311 - no secret
                continue
            for each, outcome in zip(some, outcomes, strict=True):
                each.outcome = outcome
            tries = 0
            if has_others:
                time.sleep(time.monotonic() - began)
        raise Away("收件库太忙", f"试了 {_TRIES} 次，每次都有别的在写。", "没有收下，单位那边会自己再送。")
    except BaseException as error:
        for each in batch:
            each.outcome = each.outcome or Outcome(error=error)
        raise


def _is_settled(store: Store, asked: Asked) -> bool:
    """Whether nothing is to be written for a file, which then has its outcome."""
    found = asked.judged(store)
    if not found.is_new:
        asked.outcome = found
    return not found.is_new


def _write_all(lake: Lake, left: list[Asked], transaction: Transaction) -> list[Outcome]:
    """Write files into the store and, before that is committed, into the lake; returns their outcomes.

    The write's own deed is that of the first. Raises Moved, Away."""
    last, kept = transaction.rows(_LAST), list[Written]()
    outcomes = []
    for each in left:
        outcomes.append(found := each.judged(transaction))
        if found.is_new:
            if kept:
                transaction.go_on_as(each.deed)
            keep(transaction, each.file, found.settled())
            kept.append(written(each.file, found.settled()))
        elif each is left[0]:
            raise Moved
    lake.append(_LAST, last, together(kept))
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
    files = [(_checked(row), {name: value for name, value in row.items() if name != "content"}) for row in rows]
    if behind is store:
        _pull(store, files)
    else:
        _push(lake, known, files)
    return len(files)


def _refuse_apart(known: list[Row], ahead: Store | Lake) -> None:
    """Raise BoardError unless the last submission of one that is behind is in the other under the same number."""
    for row in known:
        if ahead.rows("submissions/of_number", submission_no=row["submission_no"]) != [{"sha256": row["sha256"]}]:
            message = f"收文号 {row['submission_no']} 在本机和收件库里不是同一份。"
            remedy = "本机要从第一台的备份开始，或者收件库放回了旧的。没有收下，也没有动。请管理员看安装和运行。"
            raise BoardError("本机和收件库对不上", message, remedy)


def _checked(row: Row) -> Signed:
    """The file of a row, held to its seal and to the row. Raises BoardError."""
    file = opened(row["content"])
    of = (row["activity_id"], row["submission_no"], row["way"], row["received_at"])
    if {**row_of(file, *of), "content": row["content"]} != row:
        message = f"收文号 {row['submission_no']} 的内容和签名对不上。"
        raise BoardError("收件库被改过", message, "没有取来，也没有动。请管理员核对是谁改的，从备份放回。")
    return file


def _pull(store: Store, files: list[tuple[Signed, Row]]) -> None:
    first, last = (row["submission_no"] for _, row in (files[0], files[-1]))
    store.write(
        lambda transaction: keep_all(transaction, files),
        Deed("submissions.follow", record=f"{first}" if first == last else f"{first}–{last}"),
    )


def _push(lake: Lake, known: list[Row], files: list[tuple[Signed, Row]]) -> None:
    rows = together(written(*each) for each in files)
    with suppress(Moved):  # the next step looks again
        lake.append(_LAST, known, rows)
