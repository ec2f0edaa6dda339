"""数据导入: importing a checked file, whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from board import access, clock
from board.access import Actor
from board.errors import Refused
from board.evaluation import arriving as evaluation_arriving
from board.evaluation import totals as evaluation_totals
from board.importing.checked import Checked
from board.importing.form import BallotForm, ballot_form
from board.importing.totals import count_answers, count_ballots, criterion_columns
from board.imports.effect import Mode, Preview, answer_counts, ballot_counts, effect_of, preview
from board.imports.history import history
from board.store.pasts import keep_past
from board.store.records import When
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

__all__ = ["SUBJECT", "Mode", "Preview", "Receipt", "commit", "form", "history", "preview", "record"]
SUBJECT = "ballots"
_FACTS = ["group_label", "way", "cast_on", "is_void"]


@dataclass(frozen=True)
class Receipt:
    """The result of an import.

    layout: a key of LAYOUTS. replaced: ids of the imports it replaced. Other fields as in `Preview`.
    """

    import_id: str
    round_id: str
    file_name: str
    sha256: str
    layout: str
    mode: Mode
    ballot_count: int
    void_count: int
    suggestion_count: int
    known_count: int
    replaced: tuple[str, ...]
    imported_at: datetime


def form(store: Store, activity_id: str) -> BallotForm:
    """The form of an activity, for `check_ballots`."""
    groups = [row["label"] for row in store.rows("evaluation/group_labels", activity_id=activity_id)]
    return ballot_form(store.rows("evaluation/form", activity_id=activity_id), groups)


def commit(
    store: Store,
    actor: Actor,
    activity_id: str,
    round_id: str,
    checked: Checked,
    mode: Mode = "append",
    *,
    is_other: bool = False,
    is_fresh: bool = False,
    at: When = None,
) -> Receipt:
    """Imports a checked file into a round, all of it or nothing. Days before it came in don't show what it brought.

    Ballots that came into the round before (by the number an online form gave them) are left out. `replace` puts the
    file in place of everything that files brought into the round (not what was typed in by hand): that is kept, counts
    nowhere, and comes back when this import is undone. is_other: these are other ballots, though an import that counts
    holds the same answers or nearly. is_fresh: nor are they of a file that was taken back or replaced. Raises Refused
    without `imports.run`, and BoardError if there are errors, the file or its ballots were imported before, it holds
    nothing new, or the round is closed or missing.
    """
    access.require(actor, "imports.run")

    def work(transaction: Transaction) -> Receipt:
        now = at or clock.now()
        keep_past(transaction, activity_id, "rounds", now.date())
        return record(
            transaction, actor, activity_id, round_id, checked, now, mode, is_other=is_other, is_fresh=is_fresh
        )

    return store.write(work, Deed("imports.ballots", actor, round_id))


def record(
    transaction: Transaction,
    actor: Actor,
    activity_id: str,
    round_id: str,
    checked: Checked,
    imported_at: datetime,
    mode: Mode = "append",
    *,
    is_other: bool = False,
    is_fresh: bool = False,
) -> Receipt:
    """Records the import with its ballots or tally, suggestions and totals, within a transaction. Raises as
    `commit`."""
    effect = effect_of(transaction.rows, activity_id, round_id, checked, mode, is_other=is_other)
    if effect.reasons:
        raise Refused("没有导入", " ".join(effect.reasons), "数据没有任何改动。")
    taken, keys = effect.checked, {"activity_id": activity_id, "round_id": round_id}
    ballots = ballot_counts(taken)
    receipt = Receipt(
        import_id=f"I-{_last_number(transaction, activity_id) + 1:03d}",
        round_id=round_id,
        file_name=taken.file_name,
        sha256=taken.sha256,
        layout=taken.layout,
        mode=mode,
        ballot_count=int(ballots["ballot_count"].sum()),
        void_count=int(ballots["ballot_count"].where(ballots["is_void"].astype(bool), 0).sum()),
        suggestion_count=taken.suggestions.num_rows,
        known_count=effect.known_count,
        replaced=tuple(row["import_id"] for row in effect.replaced),
        imported_at=imported_at,
    )
    row = {**_import_row(keys, receipt, taken, actor), "is_other": is_other, "is_fresh": is_fresh}
    transaction.insert("imports/insert", [{**row, "content_sha256": checked.content_sha256}])
    _write_ballots(transaction, keys, receipt.import_id, taken.ballots)
    _write_tally(transaction, keys, receipt.import_id, taken)
    _write_suggestions(transaction, keys, receipt.import_id, taken)
    _write_keys(transaction, keys, receipt.import_id, taken)
    counted = (ballots, answer_counts(taken))
    if receipt.replaced:
        evaluation_arriving.remember(transaction, keys)
        for replaced in receipt.replaced:
            marked = {"activity_id": activity_id, "import_id": replaced, "replaced_by": receipt.import_id}
            transaction.run("imports/mark_replaced", **marked)
        evaluation_totals.recount(transaction, keys)
        evaluation_arriving.arrive(transaction, keys, *counted, receipt.import_id, is_fresh=is_fresh)
    else:
        evaluation_totals.add(transaction, keys, *counted, receipt.import_id, is_fresh=is_fresh)
    return receipt


def record_unfiled(
    transaction: Transaction, keys: Row, ballots: pa.Table, new: pa.Table, suggestions: pa.Table
) -> None:
    """Records ballots that no file brought, suggestions and the totals within a transaction.

    keys: activity_id and round_id. ballots: as `Checked.ballots`, numbered in the order given. new: those of them that
    aren't in the totals yet; the others were taken out to be numbered anew. suggestions: suggestion_id, content,
    given_on.
    """
    if suggestions.num_rows:
        transaction.insert("imports/insert_suggestions", _with_same(suggestions, keys))
    _write_ballots(transaction, keys, None, ballots)
    if new.num_rows:
        evaluation_totals.add(transaction, keys, count_ballots(new), count_answers(new))


def _last_number(transaction: Transaction, activity_id: str) -> int:
    return int(transaction.rows("imports/last_number", activity_id=activity_id)[0]["last_number"])


def _import_row(keys: Row, receipt: Receipt, checked: Checked, actor: Actor) -> Row:
    return {
        **keys,
        "import_id": receipt.import_id,
        "subject": SUBJECT,
        "file_name": receipt.file_name,
        "sha256": receipt.sha256,
        "byte_count": checked.byte_count,
        "encoding": checked.encoding,
        "sheet": checked.sheet,
        "layout": receipt.layout,
        "mode": receipt.mode,
        "status": "active",
        "row_count": receipt.ballot_count,
        "known_count": receipt.known_count,
        "imported_at": receipt.imported_at,
        "actor_id": actor.account_id,
        "actor_name": actor.name,
    }


def _write_ballots(transaction: Transaction, keys: Row, import_id: str | None, ballots: pa.Table) -> None:
    """Writes ballots, each with its answers."""
    if not ballots.num_rows:
        return
    last = int(transaction.rows("imports/last_ballot", **keys)[0]["last_ballot"])
    numbers = pa.array(np.arange(last + 1, last + 1 + ballots.num_rows))
    criteria = criterion_columns(ballots)
    written = ballots.select(_FACTS).append_column("ballot_id", numbers)
    written = written.append_column("asked", _same(",".join(criteria), ballots.num_rows))
    written = written.append_column("ranks", _ranks([ballots[name] for name in criteria], ballots["is_void"]))
    transaction.insert("imports/insert_ballots", _with_same(written, keys, import_id))


def _ranks(answers: Sequence[pa.ChunkedArray], is_void: pa.ChunkedArray) -> pa.Array:
    """Each ballot's ranks of all criteria as a list; NULL for a void ballot."""
    by_ballot = np.stack([pc.fill_null(column, 0).to_numpy() for column in answers], axis=1)
    return pa.FixedSizeListArray.from_arrays(
        pa.array(by_ballot.reshape(-1), pa.int8()), len(answers), mask=is_void.combine_chunks()
    )


def _write_tally(transaction: Transaction, keys: Row, import_id: str, checked: Checked) -> None:
    for name, table in (("ballots", checked.tally_ballots), ("answers", checked.tally)):
        if table.num_rows:
            transaction.insert(f"imports/insert_tallied_{name}", _with_same(table, keys, import_id))


def _write_keys(transaction: Transaction, keys: Row, import_id: str, checked: Checked) -> None:
    if checked.keys:
        numbers = pa.table({"key_sha256": pa.array(checked.keys, pa.string())})
        transaction.insert("imports/insert_keys", _with_same(numbers, keys, import_id))


def _write_suggestions(transaction: Transaction, keys: Row, import_id: str, checked: Checked) -> None:
    count = checked.suggestions.num_rows
    if count:
        ids = pa.array([f"{import_id}-S{number:03d}" for number in range(1, count + 1)])
        suggestions = checked.suggestions.append_column("suggestion_id", ids)
        transaction.insert("imports/insert_suggestions", _with_same(suggestions, keys, import_id))


def _with_same(table: pa.Table, keys: Row, import_id: str | None = None) -> pa.Table:
    """A table with added columns that hold the same value in every row."""
    for name, value in {**keys, **({"import_id": import_id} if import_id else {})}.items():
        table = table.append_column(name, _same(value, table.num_rows))
    return table


def _same(value: str, count: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int8)), pa.array([value]))
