"""票箱: ballots received by the form wait here, sealed, until enough of them can be counted together.

Nobody may find out which ballot somebody gave. Who might try, with what, and what protects against it:

- *With the database file, or a backup of it.* A code is kept as a keyed hash and deleted when it is used: no row
  shows that it ever existed. Its ballot becomes two sealed rows, answers and suggestion, each always of one length,
  under a key that is not in the file (`ballots.seal`). They leave the pool several at a time, drawn at random, and
  become plain ballots without an import, with the day on which they were counted. All that the form brought into the
  round is then rewritten in a random order and numbered in that order; the suggestions leave at another time, mixed
  across groups, in the order of random ids. So no number, order or day of a ballot reflects the order in which people
  came, and no suggestion is stored beside its answers.
- *With what a database leaves behind.* DuckDB writes every change to a log beside the file, one transaction after the
  other, and leaves deleted rows in place until their space is needed. There a code's hash and the ballot that
  replaced it are found together, but the ballot is sealed. Whenever any ballots are taken out, those that stay are
  resealed under a new key, in another order, and the old key is overwritten: nobody can open what is in the log.
- *With the screens.* The figures change only when SMALLEST_GROUP ballots of one group, or suggestions of as many
  ballots, are added at once; as many stay behind, so that nobody knows which of twice that number they were, and so
  that as many are left to be added when the round ends. The number received is shown at once: it is not an answer.
- *With the address, the clock, the phone.* Codes travel in the part of a link that browsers keep to themselves and in
  the body of a form; requests aren't logged; addresses are used only to slow down guessing and aren't kept. No time
  is stored with a ballot. The store does keep the time of its last change of any kind.

What the public answers to the items of a published paper (`board.replies`) waits here too, a row for all views of a
person and one for the sentences, and leaves all at once when the asking ends.

What this can't prevent: whoever holds the key file and watches the database file while people fill in can read the
waiting ballots: at most twice SMALLEST_GROUP of a group, with an open link all. That is whoever runs the server, who
could change the program as well. A disk may keep old copies of what was overwritten. If a group has fewer than
SMALLEST_GROUP ballots in all, they are added when the round ends, and a reopened round can end with a few more:
`evaluation.lumps` leaves these out of the figures. Whoever gave nearly all ballots of a round can subtract them from
its result. And a clerk who notes who was given which slip still can't see that person's ballot, but anyone who knows
the code can use it first.
"""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

import pyarrow as pa

from board import clock
from board.ballots.seal import Keys, keys_of
from board.errors import BoardError
from board.evaluation.smallest import SMALLEST_GROUP
from board.imports import commit as imports
from board.store.pasts import keep_past
from board.store.store import Row, Store, Transaction

_ANSWERS, _WORDS = "answers", "words"
VIEWS, SENTENCES = "views", "sentences"
# Enough for every form and for the longest text: all sealed rows of a kind have one length.
LENGTHS = {_ANSWERS: 2_048, _WORDS: 8_192, VIEWS: 2_048, SENTENCES: 8_192}
_FACTS = ("group_label", "way", "cast_on", "is_void")
_MOST_LAID_ANEW = 2_000
_CHANCE = secrets.SystemRandom()


@dataclass(frozen=True)
class Ballot:
    """A ballot as filled in. ranks: by criterion's id, 0 for one left blank. suggestion: '' for none."""

    group_label: str
    ranks: Mapping[str, int]
    suggestion: str


def drop_in(store: Store, transaction: Transaction, keys: Row, ballot: Ballot) -> None:
    """Puts a ballot into a round's pool, within a transaction, and counts as many ballots as may be counted now.

    Nothing is counted in a round that takes, or ever took, ballots by an open link. `keys`: activity_id and round_id.
    """
    halves = [(_ANSWERS, ballot.group_label, dict(ballot.ranks)), (_WORDS, "", ballot.suggestion)]
    put(store, transaction, keys, halves)
    if not transaction.rows("ballots/link_turns", **keys)[0]["turn_count"]:
        _take_out(keys_of(store), transaction, keys, clock.today(), is_last=False)


def put(store: Store, transaction: Transaction, keys: Row, parts: Sequence[tuple[str, str, Any]]) -> None:
    """Seals the parts (kind, group, content) of what somebody sent into the pool, each in a row of its own."""
    held = keys_of(store)
    seal_id = held.current({row["seal_id"] for row in transaction.rows("ballots/pool_seals")})
    rows = [_sealed(held, seal_id, {**keys, "kind": kind, "group_label": group}, each) for kind, group, each in parts]
    transaction.insert("ballots/insert_pool", _CHANCE.sample(rows, len(rows)))


def take(store: Store, transaction: Transaction, keys: Row) -> list[tuple[str, Any]]:
    """Takes all that waits under these keys out of the pool: kind and content, in a random order; the rest is resealed.

    Raises BoardError if a key is missing, as its file was not copied along.
    """
    held = keys_of(store)
    pool = transaction.rows("ballots/pool")
    taken = [row for row in pool if keys.items() <= row.items()]
    if not all(held.holds(row["seal_id"]) for row in taken):
        message = "密钥文件没有和数据文件放在一起，交来的打不开。"
        raise BoardError("打不开", message, "请停下程序，把原来的密钥文件放回数据文件夹，再启动。")
    found = [(str(row["kind"]), _opened(held, row)) for row in taken]
    if taken:
        _seal_anew(held, transaction, [row for row in pool if held.holds(row["seal_id"])], taken)
    return _CHANCE.sample(found, len(found))


def empty(store: Store, transaction: Transaction, keys: Row, day: date) -> None:
    """Counts all that waits in a round's pool, on a day, within a transaction. Rows that can't be opened stay."""
    _take_out(keys_of(store), transaction, keys, day, is_last=True)


def unreadable_count(store: Store, activity_id: str, round_id: str) -> int:
    """The number of a round's ballots whose key is missing, as its file was not copied along."""
    held = keys_of(store)
    keys = {"activity_id": activity_id, "round_id": round_id, "kind": _ANSWERS}
    mine = [row for row in store.rows("ballots/pool") if keys.items() <= row.items()]
    return sum(not held.holds(row["seal_id"]) for row in mine)


def _enough(rows: list[Row]) -> list[Row]:
    """The rows to count now: half of those waiting together, drawn at random, once both halves are large enough."""
    return _CHANCE.sample(rows, SMALLEST_GROUP) if len(rows) >= 2 * SMALLEST_GROUP else []


def _take_out(held: Keys, transaction: Transaction, keys: Row, day: date, *, is_last: bool) -> None:
    pool = [row for row in transaction.rows("ballots/pool") if held.holds(row["seal_id"])]
    mine = sorted((row for row in pool if keys.items() <= row.items()), key=_together)
    waiting = [list(rows) for _, rows in groupby(mine, _together)]
    taken = [row for rows in waiting for row in (rows if is_last else _enough(rows))]
    if taken:
        keep_past(transaction, keys["activity_id"], "rounds")
        _count(held, transaction, keys, taken, day, is_last=is_last)
        _seal_anew(held, transaction, pool, taken)


def _together(row: Row) -> tuple[str, str]:
    return row["kind"], row["group_label"]


def _count(held: Keys, transaction: Transaction, keys: Row, taken: Sequence[Row], day: date, *, is_last: bool) -> None:
    opened = [(row, _opened(held, row)) for row in taken]
    facts = {"way": "online", "cast_on": day, "is_void": False}
    new = [{"group_label": row["group_label"], **facts, **ranks} for row, ranks in opened if row["kind"] == _ANSWERS]
    words = [
        {"suggestion_id": f"W-{secrets.token_hex(8)}", "content": content, "given_on": facts["cast_on"]}
        for row, content in opened
        if row["kind"] == _WORDS and content
    ]
    ballots, suggestions = _taken_up(transaction, keys, is_last=is_last) if new else ([], [])
    mixed = _CHANCE.sample([*ballots, *new], len(ballots) + len(new))
    # Ids are random, so their order reveals no other order.
    rows = sorted([*suggestions, *words], key=lambda row: str(row["suggestion_id"]))
    imports.record_unfiled(transaction, keys, _table(mixed), _table(new), pa.Table.from_pylist(rows))


def _taken_up(transaction: Transaction, keys: Row, *, is_last: bool) -> tuple[list[Row], list[Row]]:
    """Removes the ballots and suggestions that the form brought into a round before, to be mixed with the new ones.

    Otherwise the first numbers would be those of the first people. If there are many, this is left to the end.
    """
    count = transaction.rows("ballots/unfiled_count", **keys)[0]["ballot_count"]
    if not count or (count > _MOST_LAID_ANEW and not is_last):
        return [], []
    ballots = [
        {**{name: row[name] for name in _FACTS}, **dict(zip(row["asked"].split(","), row["ranks"], strict=True))}
        for row in transaction.rows("ballots/unfiled", **keys)
    ]
    suggestions = transaction.rows("ballots/unfiled_suggestions", **keys)
    for name in ("ballots", "suggestions"):
        transaction.run(f"ballots/delete_unfiled_{name}", **keys)
    return ballots, suggestions


def _table(ballots: list[Row]) -> pa.Table:
    """A table as `Checked.ballots`."""
    if not ballots:
        return pa.table({})
    criteria = sorted({name for each in ballots for name in each}.difference(_FACTS))
    texts = {name: pa.array([each[name] for each in ballots], pa.string()) for name in ("group_label", "way")}
    ranks = {name: pa.array([each.get(name, 0) for each in ballots], pa.int8()) for name in criteria}
    days = pa.array([each["cast_on"] for each in ballots], pa.date32())
    return pa.table({**texts, "cast_on": days, "is_void": pa.array([False] * len(ballots)), **ranks})


def _seal_anew(held: Keys, transaction: Transaction, pool: Iterable[Row], taken: Sequence[Row]) -> None:
    """Reseals what stays, of all rounds, under a new key and in another order, and destroys the old keys."""
    gone = {id(row) for row in taken}
    kept = [row for row in pool if id(row) not in gone]
    old = {row["seal_id"] for row in (*kept, *taken)}
    for seal_id in old:
        transaction.run("ballots/delete_pool", seal_id=seal_id)
        transaction.afterwards.append(partial(held.forget, seal_id))
    if kept:
        seal_id = held.fresh(old)
        again = [_sealed(held, seal_id, row, _opened(held, row)) for row in kept]
        transaction.insert("ballots/insert_pool", _CHANCE.sample(again, len(again)))


def _sealed(held: Keys, seal_id: str, row: Row, content: Any) -> Row:
    text = json.dumps(content, ensure_ascii=False).encode().ljust(LENGTHS[row["kind"]])
    return {**row, "seal_id": seal_id, "sealed": held.seal(seal_id, text, _bound_to(row))}


def _opened(held: Keys, row: Row) -> Any:
    text = held.opened(row["seal_id"], bytes(row["sealed"]), _bound_to(row))
    if text is None:
        raise ValueError("a sealed ballot was tampered with")
    return json.loads(text)


def _bound_to(row: Row) -> str:
    return "\x1f".join(row[name] for name in ("activity_id", "round_id", "kind", "group_label"))
