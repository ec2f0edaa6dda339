"""数据导入: the imports there were, and undoing them.

Undoing an import leaves a round as if that import had never been: nothing of it remains in any figure, what it replaced
counts again, and what came after it stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from board import access, clock
from board.access import Actor
from board.errors import BoardError, Refused
from board.evaluation import arriving as evaluation_arriving
from board.evaluation import results as evaluation
from board.evaluation import totals as evaluation_totals
from board.imports.effect import Rows, forms_after, held_by, over_words
from board.store.pasts import keep_past
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

_HOLDING = ("ballots", "suggestions", "tallied_ballots", "tallied_answers", "keys")


@dataclass(frozen=True)
class UndoPreview:
    """The effect of undoing an import.

    row: the import (of `history`). forms: one row per group and way, given_out, returned_before, returned_gone,
    returned_new (coming back), returned_after, void_new, is_over. ballot_count, suggestion_count: what it brought.
    back: imports that would count again. newer: later imports into the round, not undone. opinions: ids of opinions
    made from its suggestions, which stay. blocked: why it is refused, in words; empty if it isn't. warnings: to be
    known first.
    """

    row: Row
    forms: pd.DataFrame
    ballot_count: int
    suggestion_count: int
    back: tuple[Row, ...]
    newer: tuple[Row, ...]
    opinions: tuple[str, ...]
    blocked: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Undone:
    """The result of undoing an import.

    back: ids of the imports that count again. opinions: ids of opinions that stay.
    """

    import_id: str
    round_id: str
    file_name: str
    ballot_count: int
    suggestion_count: int
    back: tuple[str, ...]
    opinions: tuple[str, ...]
    undone_at: datetime


@dataclass(frozen=True)
class _Undoing:
    row: Row
    held: pd.DataFrame
    suggestion_count: int
    back: tuple[Row, ...]
    newer: tuple[Row, ...]
    opinions: tuple[str, ...]
    reasons: tuple[str, ...]


def history(store: Store, activity_id: str) -> pd.DataFrame:
    """One row per import, newest first.

    Columns: import_id, subject, round_id, round_name, file_name, sha256, byte_count, encoding (a key of FORMATS), sheet
    (of a workbook, or None), row_count (ballots brought), known_count (ballots left out as known from before), layout
    (a key of LAYOUTS), mode (append, replace), status (active: counted; replaced: kept and counted nowhere; undone:
    nothing of it is left), replaced_by (import_id), imported_at, actor_id, actor_name, undone_at, undone_by,
    undone_by_name, cast_until (the last day on which its ballots were filled in; NaT: none).
    """
    return store.read("imports/by_activity", activity_id=activity_id)


def preview_undo(store: Store, activity_id: str, import_id: str) -> UndoPreview:
    """Returns the effect of undoing an import. Raises BoardError if there is no such import."""
    undoing = _undoing(store.rows, activity_id, import_id)
    row = undoing.row
    is_counted = row["status"] == "active"
    coming = held_by(store.rows, activity_id, row["round_id"], undoing.back if is_counted else ())
    gone = undoing.held if is_counted else undoing.held.head(0)
    forms = forms_after(evaluation.forms(store, activity_id, row["round_id"]), coming, gone)
    return UndoPreview(
        row=row,
        forms=forms,
        ballot_count=int(undoing.held["ballot_count"].sum()),
        suggestion_count=undoing.suggestion_count,
        back=undoing.back if is_counted else (),
        newer=undoing.newer,
        opinions=undoing.opinions,
        blocked=undoing.reasons,
        warnings=tuple(() if undoing.reasons else [*over_words(forms), *_warnings(undoing)]),
    )


def undo(store: Store, actor: Actor, activity_id: str, import_id: str) -> Undone:
    """Undoes an import: its ballots, scores, suggestions, tallies and numbers, and its part in every total.

    What it replaced counts again, or is replaced by what replaced it. Raises Refused without `imports.run`, if it was
    undone before, if the round is closed, and if ballots that come back have been imported again since; BoardError if
    there is no such import.
    """
    access.require(actor, "imports.run")

    def work(transaction: Transaction) -> Undone:
        undoing = _undoing(transaction.rows, activity_id, import_id)
        if undoing.reasons:
            raise Refused("没有撤销", " ".join(undoing.reasons), "数据没有任何改动。")
        return _take_back(transaction, actor, activity_id, undoing)

    return store.write(work, Deed("imports.undo", actor, import_id))


def _take_back(transaction: Transaction, actor: Actor, activity_id: str, undoing: _Undoing) -> Undone:
    row, undone_at = undoing.row, clock.now()
    keep_past(transaction, activity_id, "rounds")
    keys = {"activity_id": activity_id, "import_id": row["import_id"]}
    if row["status"] == "active":
        evaluation_arriving.remember(transaction, {"activity_id": activity_id, "round_id": row["round_id"]})
    for name in _HOLDING:
        transaction.run(f"imports/delete_{name}", **keys)
    transaction.run("imports/hand_on", **keys, status=row["status"], replaced_by=row["replaced_by"])
    transaction.run(
        "imports/mark_undone", **keys, undone_at=undone_at, undone_by=actor.account_id, undone_by_name=actor.name
    )
    evaluation_totals.recount(transaction, {"activity_id": activity_id, "round_id": row["round_id"]})
    return Undone(
        import_id=row["import_id"],
        round_id=row["round_id"],
        file_name=row["file_name"],
        ballot_count=int(undoing.held["ballot_count"].sum()),
        suggestion_count=undoing.suggestion_count,
        back=tuple(each["import_id"] for each in undoing.back) if row["status"] == "active" else (),
        opinions=undoing.opinions,
        undone_at=undone_at,
    )


def _undoing(rows: Rows, activity_id: str, import_id: str) -> _Undoing:
    listed = rows("imports/by_activity", activity_id=activity_id)
    row = next((row for row in listed if row["import_id"] == import_id), None)
    if row is None:
        raise BoardError("没有这次导入", f"导入记录里没有 {import_id}。", "请从导入记录里重新选一次。")
    standing = [each for each in listed if each["status"] != "undone" and each["round_id"] == row["round_id"]]
    back = [each for each in standing if each["status"] == "replaced" and each["replaced_by"] == import_id]
    newer = [each for each in standing if number(each) > number(row)]
    keys = {"activity_id": activity_id, "import_id": import_id}
    return _Undoing(
        row=row,
        held=held_by(rows, activity_id, row["round_id"], [row]),
        suggestion_count=int(rows("imports/suggestion_count", **keys)[0]["suggestion_count"]),
        back=tuple(sorted(back, key=number)),
        newer=tuple(sorted(newer, key=number)),
        opinions=tuple(each["opinion_id"] for each in rows("imports/opinions", **keys)),
        reasons=tuple(_reasons(rows, activity_id, row, back, listed)),
    )


def number(row: Row) -> int:
    """The number of an import within its activity, in order of time."""
    return int(row["import_id"].rpartition("-")[2])


def _reasons(rows: Rows, activity_id: str, row: Row, back: list[Row], listed: list[Row]) -> list[str]:
    if row["status"] == "undone":
        who, when = row["undone_by_name"], f"{row['undone_at']:%Y-%m-%d %H:%M}"
        return [f"{_named(row)}已由{who}于 {when} 撤销，不用再撤。"]
    found = evaluation.found_round(rows("evaluation/round", activity_id=activity_id, round_id=row["round_id"]))
    if found["closed_on"] is not None:
        return [f"“{found['name']}”已于 {found['closed_on']:%Y-%m-%d} 结束。要撤销，请先重新打开这一轮。"]
    return _twice(rows, activity_id, row, back, listed) if row["status"] == "active" else []


def _twice(rows: Rows, activity_id: str, row: Row, back: list[Row], listed: list[Row]) -> list[str]:
    """Reasons against an undo: ballots that come back and have been imported again since would count twice."""
    files = {(each["sha256"], each["sheet"]) for each in back}
    contents = {each["content_sha256"] for each in back if each["content_sha256"]}
    others = [each for each in listed if each["status"] == "active" and each is not row]
    again = {each["import_id"] for each in others if (each["sha256"], each["sheet"]) in files}
    again |= {each["import_id"] for each in others if each["content_sha256"] in contents}
    if back:
        shared = rows("imports/shared_keys", activity_id=activity_id, import_id=row["import_id"])
        again |= {each["import_id"] for each in shared}
    if not again:
        return []
    named = _listed(each for each in others if each["import_id"] in again)
    return [f"撤销后，{_listed(back)}会重新计入，而其中的评议表后来又由{named}导入过，会算成两次。请先撤销{named}。"]


def _warnings(undoing: _Undoing) -> list[str]:
    row = undoing.row
    if row["status"] == "replaced":
        return [f"它已被 {row['replaced_by']} 替换，不在任何数字里。撤销后数字不变，以后撤销那一次时，它也不再回来。"]
    return [
        f"{_named(each)}导入时，略过了 {each['known_count']} 张以前导入过的评议表。其中属于 {row['import_id']} 的，"
        f"撤销后就不再计入；要补回来，请把 {each['import_id']} 也撤销，再重新导入那个文件。"
        for each in undoing.newer
        if each["status"] == "active" and each["known_count"]
    ]


def _named(row: Row) -> str:
    return f"{row['import_id']}（{row['file_name']}）"


def _listed(rows: Iterable[Row]) -> str:
    return "、".join(map(_named, rows))
