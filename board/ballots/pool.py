"""票箱: where ballots that came in by the form wait, sealed, until enough of them can be counted together.

What must not be found out is which ballot somebody gave. Who might try, with what, and what stands against it:

- *With the database file, or a backup of it.* A code is kept as a keyed hash and deleted when it is used: no row says
  that it was ever there. Its ballot becomes two sealed rows, answers and suggestion, each always of one length, under a
  key that is not in the file (`ballots.seal`). They leave the pool several at a time, drawn by chance, and go on as
  plain ballots without an import, with the day on which they were counted. All that the form brought into the round is
  then laid down anew in an order drawn by chance, and numbered in that order; the suggestions go at another time, mixed
  over the groups, in the order of ids drawn by chance. So no number, order or day of a ballot is the order in which
  people came, and no suggestion stands beside its answers.
- *With what a database leaves behind.* DuckDB writes every change to a log beside the file, one transaction after the
  other, and lets deleted rows lie until their place is needed. There a code's hash and the ballot that took its place
  do stand together, but the ballot is sealed. Whenever any ballots are taken out, those that stay are sealed anew under
  a new key, in another order, and the old key is overwritten: what the log says can be opened by nobody.
- *With the screens.* The figures move only when SMALLEST_GROUP ballots of one group, or suggestions of as many ballots,
  are added at once; as many stay behind, so that nobody knows which of twice that number they were, and so that as many
  are left to be added when the round ends. How many have come in is shown at once: it is no answer.
- *With the address, the clock, the phone.* Codes travel in the part of a link that browsers keep to themselves and in
  the body of a form; requests aren't logged; addresses are only used, unkept, to slow down guessing. No time is stored
  with a ballot. The store does keep the time of its last change of any kind.

What this can't stand against: whoever holds the key file and follows the database file while people fill in, reads the
ballots that wait: at most twice SMALLEST_GROUP of a group, by an open link all. That is whoever runs the server, who
could change the program as well. A disk may keep old copies of what was overwritten. Fewer than SMALLEST_GROUP ballots
of a group in all are added when the round ends, and a round that is opened again can end with a few more:
`evaluation.lumps` leaves such out of the figures. Whoever gave nearly all ballots of a round can take them from its
result. And a clerk who notes who was given which slip still can't tell what stood on the ballot, but who else knows the
code can use it first.
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
from board.evaluation.results import SMALLEST_GROUP
from board.imports import commit as imports
from board.store.store import Row, Store, Transaction

_ANSWERS, _WORDS = "answers", "words"
# Enough for every form and for the longest suggestion: all sealed rows of a kind are of one length.
_LENGTHS = {_ANSWERS: 2_048, _WORDS: 8_192}
_FACTS = ("group_label", "way", "cast_on", "is_void")
_MOST_LAID_ANEW = 2_000
_CHANCE = secrets.SystemRandom()


@dataclass(frozen=True)
class Ballot:
    """What somebody filled in. ranks: by criterion's id, 0 for one left blank. suggestion: '' for none."""

    group_label: str
    ranks: Mapping[str, int]
    suggestion: str


def drop_in(store: Store, transaction: Transaction, keys: Row, ballot: Ballot) -> None:
    """Within a transaction: put a ballot into a round's pool, and count what may be counted now: of a round that takes
    ballots by an open link, or once did, nothing.

    `keys`: activity_id and round_id.
    """
    held = keys_of(store)
    in_use = {row["seal_id"] for row in transaction.rows("ballots/pool_seals")}
    seal_id = held.current(in_use)
    halves = [(_ANSWERS, ballot.group_label, dict(ballot.ranks)), (_WORDS, "", ballot.suggestion)]
    rows = [_sealed(held, seal_id, {**keys, "kind": kind, "group_label": group}, told) for kind, group, told in halves]
    transaction.insert("ballots/insert_pool", _CHANCE.sample(rows, len(rows)))
    if not transaction.rows("ballots/link_turns", **keys)[0]["turn_count"]:
        _take_out(held, transaction, keys, clock.today(), is_last=False)


def empty(store: Store, transaction: Transaction, keys: Row, day: date) -> None:
    """Within a transaction: count all that waits in a round's pool, on a day. What can't be opened stays."""
    _take_out(keys_of(store), transaction, keys, day, is_last=True)


def unreadable_count(store: Store, activity_id: str, round_id: str) -> int:
    """How many ballots of a round wait under a key that isn't there: its file was not brought along."""
    held = keys_of(store)
    keys = {"activity_id": activity_id, "round_id": round_id, "kind": _ANSWERS}
    mine = [row for row in store.rows("ballots/pool") if keys.items() <= row.items()]
    return sum(not held.holds(row["seal_id"]) for row in mine)


def _enough(rows: list[Row]) -> list[Row]:
    """Of what waits together, what is counted now: half of it, drawn by chance, once both halves are large enough."""
    return _CHANCE.sample(rows, SMALLEST_GROUP) if len(rows) >= 2 * SMALLEST_GROUP else []


def _take_out(held: Keys, transaction: Transaction, keys: Row, day: date, *, is_last: bool) -> None:
    pool = [row for row in transaction.rows("ballots/pool") if held.holds(row["seal_id"])]
    mine = sorted((row for row in pool if keys.items() <= row.items()), key=_together)
    waiting = [list(rows) for _, rows in groupby(mine, _together)]
    taken = [row for rows in waiting for row in (rows if is_last else _enough(rows))]
    if taken:
        _count(held, transaction, keys, taken, day, is_last=is_last)
        _seal_anew(held, transaction, pool, taken)


def _together(row: Row) -> tuple[str, str]:
    return row["kind"], row["group_label"]


def _count(held: Keys, transaction: Transaction, keys: Row, taken: Sequence[Row], day: date, *, is_last: bool) -> None:
    told = [(row, _opened(held, row)) for row in taken]
    facts = {"way": "online", "cast_on": day, "is_void": False}
    new = [{"group_label": row["group_label"], **facts, **ranks} for row, ranks in told if row["kind"] == _ANSWERS]
    words = [
        {"suggestion_id": f"W-{secrets.token_hex(8)}", "content": content, "given_on": facts["cast_on"]}
        for row, content in told
        if row["kind"] == _WORDS and content
    ]
    ballots, suggestions = _taken_up(transaction, keys, is_last=is_last) if new else ([], [])
    mixed = _CHANCE.sample([*ballots, *new], len(ballots) + len(new))
    # Ids are drawn by chance, so that their order is no other order.
    rows = sorted([*suggestions, *words], key=lambda row: str(row["suggestion_id"]))
    imports.record_unfiled(transaction, keys, _table(mixed), _table(new), pa.Table.from_pylist(rows))


def _taken_up(transaction: Transaction, keys: Row, *, is_last: bool) -> tuple[list[Row], list[Row]]:
    """What the form brought into a round before, taken out to be laid among what comes now, ballots and suggestions.

    Else the first numbers would be those of the first who came. Where there are many that is left to the end.
    """
    count = transaction.rows("ballots/unfiled_count", **keys)[0]["ballot_count"]
    if not count or (count > _MOST_LAID_ANEW and not is_last):
        return [], []
    by_ballot: dict[int, Row] = {}
    for row in transaction.rows("ballots/unfiled", **keys):
        facts = {name: row[name] for name in _FACTS}
        by_ballot.setdefault(row["ballot_id"], facts)[row["criterion_id"]] = row["rank"]
    suggestions = transaction.rows("ballots/unfiled_suggestions", **keys)
    for name in ("scores", "ballots", "suggestions"):
        transaction.run(f"ballots/delete_unfiled_{name}", **keys)
    return list(by_ballot.values()), suggestions


def _table(ballots: list[Row]) -> pa.Table:
    """As `Checked.ballots`."""
    if not ballots:
        return pa.table({})
    criteria = sorted({name for each in ballots for name in each}.difference(_FACTS))
    texts = {name: pa.array([each[name] for each in ballots], pa.string()) for name in ("group_label", "way")}
    ranks = {name: pa.array([each.get(name, 0) for each in ballots], pa.int8()) for name in criteria}
    days = pa.array([each["cast_on"] for each in ballots], pa.date32())
    return pa.table({**texts, "cast_on": days, "is_void": pa.array([False] * len(ballots)), **ranks})


def _seal_anew(held: Keys, transaction: Transaction, pool: Iterable[Row], taken: Sequence[Row]) -> None:
    """Seal what stays, of all rounds, under a new key and in another order; the old ones are forgotten for good."""
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


def _sealed(held: Keys, seal_id: str, row: Row, told: Any) -> Row:
    text = json.dumps(told, ensure_ascii=False).encode().ljust(_LENGTHS[row["kind"]])
    return {**row, "seal_id": seal_id, "sealed": held.seal(seal_id, text, _bound_to(row))}


def _opened(held: Keys, row: Row) -> Any:
    text = held.opened(row["seal_id"], bytes(row["sealed"]), _bound_to(row))
    if text is None:
        raise ValueError("a sealed ballot was tampered with")
    return json.loads(text)


def _bound_to(row: Row) -> str:
    return "\x1f".join(row[name] for name in ("activity_id", "round_id", "kind", "group_label"))
