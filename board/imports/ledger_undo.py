"""数据导入: undoing an imported ledger, on record: what it brought is taken out, and stays on the days before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from board import access, clock
from board.access import Actor
from board.errors import Refused
from board.importing.ledgers.kinds import KINDS, TASKS, LedgerKind
from board.imports.effect import Rows
from board.imports.ledger import found_import
from board.imports.orders import changed_since, take_orders_back
from board.opinions.registry import OPINION_EVENT
from board.rectification import batch as rectification_batch
from board.store.history import Event, record_more, stamped
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.words import RECORD_ACTION, TASK_ACTION

_ACTIONS = {"opinions": OPINION_EVENT, "tasks": TASK_ACTION, "talks": RECORD_ACTION, "problems": RECORD_ACTION}
_NAMED_AT_MOST = 8


@dataclass(frozen=True)
class LedgerUndo:
    """The effect of undoing an import of a ledger.

    row: the import. gone: ids of records that it registered. back: ids of those that return to their former state.
    newer: later counted imports of the same kind. blocked: why it is refused, each with what to do.
    """

    row: Row
    gone: tuple[str, ...]
    back: tuple[str, ...]
    newer: tuple[Row, ...]
    blocked: tuple[str, ...]


def preview_undo(store: Store, activity_id: str, import_id: str) -> LedgerUndo:
    """Returns the effect of undoing an import of a ledger. Raises BoardError if there is no such import."""
    return _undoing(store.rows, activity_id, import_id)


def undo(store: Store, actor: Actor, activity_id: str, import_id: str) -> LedgerUndo:
    """Undoes an import of a ledger, whole or not at all.

    From today on nothing of it is in any figure; days that are over show what they showed. Raises Refused without
    `imports.run` and the right to edit such records, if it was undone before, and if other records depend on it, which
    are named.
    """
    access.require(actor, "imports.run")

    def work(transaction: Transaction) -> LedgerUndo:
        found = _undoing(transaction.rows, activity_id, import_id)
        access.require(actor, KINDS[found.row["subject"]].permission)
        if found.blocked:
            raise Refused("没有撤销", " ".join(found.blocked), "数据没有任何改动。")
        now, key = clock.now(), {"activity_id": activity_id, "import_id": import_id}
        if found.row["batch_id"]:
            rectification_batch.undo_within(transaction, actor, activity_id, found.row["batch_id"], at=now)
        else:
            event = Event("undo", actor, now, f"撤销导入 {import_id}", import_id)
            _take_back(transaction, KINDS[found.row["subject"]], key, event)
            if found.row["subject"] == TASKS.name:
                take_orders_back(transaction, activity_id, import_id, found.gone)
        transaction.run(
            "imports/mark_undone", **key, undone_at=now, undone_by=actor.account_id, undone_by_name=actor.name
        )
        return found

    return store.write(work, Deed("imports.undo", actor, import_id))


def _take_back(transaction: Transaction, kind: LedgerKind, key: dict[str, str], event: Event) -> None:
    """Called only for histories that hold nothing newer, so each goes back to its state before the import."""
    seqs = {each["record_id"]: each["seq"] for each in transaction.rows(f"{kind.name}/of_import", **key)}
    histories = [
        [stamped({**state, "seq": seqs[state[kind.id_column]] + 1}, event)]
        for state in transaction.rows(f"{kind.name}/before_import", **key)
    ]
    record_more(transaction, kind.name, key["activity_id"], kind.id_column, histories)


def _undoing(rows: Rows, activity_id: str, import_id: str) -> LedgerUndo:
    listed = rows("imports/by_activity", activity_id=activity_id)
    row = found_import(listed, import_id)
    touched = _touched(rows, activity_id, row)
    later = [each for each in listed if each["subject"] == row["subject"] and each["status"] == "active"]
    return LedgerUndo(
        row=row,
        gone=tuple(each["record_id"] for each in touched if each["first_seq"] == 1),
        back=tuple(each["record_id"] for each in touched if each["first_seq"] > 1),
        newer=tuple(each for each in later if _number(each) > _number(row)),
        blocked=tuple(_reasons(rows, activity_id, row, touched)),
    )


def _touched(rows: Rows, activity_id: str, row: Row) -> list[Row]:
    if row["status"] == "undone":
        return []
    if row["batch_id"]:
        return [
            {**each, "record_id": each["item_id"]}
            for each in rows("batches/touched", activity_id=activity_id, batch_id=row["batch_id"])
        ]
    return rows(f"{row['subject']}/of_import", activity_id=activity_id, import_id=row["import_id"])


def _reasons(rows: Rows, activity_id: str, row: Row, touched: list[Row]) -> Iterator[str]:
    if row["status"] == "undone":
        who = f"由{row['undone_by_name']}" if row["undone_by_name"] else "在整改台账里"
        yield f"{row['import_id']} 已{who}于 {row['undone_at']:%Y-%m-%d %H:%M} 撤销，不用再撤。"
    elif row["batch_id"]:
        batches = {each["batch_id"]: each for each in rows("batches/all", activity_id=activity_id)}
        if not batches[row["batch_id"]]["can_undo"]:
            yield "其中的事项在这以后又办理过，撤销会丢掉后来的内容。请打开那些事项，逐项改回。"
    else:
        yield from _moved_on(row, touched)
        reordered = changed_since(rows, activity_id, row["import_id"])
        if reordered:
            yield f"{_some(reordered)}排在哪些任务之后，以后又改过。请先在页面上改回。"
        yield from _stood_on(rows, activity_id, row, touched)


def _moved_on(row: Row, touched: list[Row]) -> Iterator[str]:
    moved = [each for each in touched if each["later_action"]]
    imports = sorted({each["later_batch"] for each in moved if each["later_batch"]})
    if imports:
        yield f"以后的 {'、'.join(imports)} 又改过其中的记录，请先撤销它，再撤销 {row['import_id']}。"
    own = [each for each in moved if not each["later_batch"]]
    if own:
        words = _ACTIONS[row["subject"]]
        named = [f"{each['record_id']}（{each['actor_name']}{words.get(each['later_action'], '')}）" for each in own]
        yield f"{_some(named)}在这以后又办理过，撤销会丢掉后来的内容。请在页面上逐条改回或移出。"


def _stood_on(rows: Rows, activity_id: str, row: Row, touched: list[Row]) -> Iterator[str]:
    gone = {each["record_id"] for each in touched if each["first_seq"] == 1}
    standing = rows(f"{row['subject']}/standing_on", activity_id=activity_id)
    # Orders that this import itself set are undone with it.
    own = {each["task_id"] for each in rows("imports/orders", activity_id=activity_id, import_id=row["import_id"])}
    linked = [
        f"{each['record_id']}（{each['what']}）"
        for each in standing
        if each["record_id"] in gone and each.get("by_id") not in own
    ]
    if linked:
        yield f"{_some(linked)}已有别的记录连着，撤销后会落空。请先在页面上解开。"


def _some(names: list[str]) -> str:
    more = f"等 {len(names)} 条" if len(names) > _NAMED_AT_MOST else ""
    return "、".join(names[:_NAMED_AT_MOST]) + more


def _number(row: dict[str, Any]) -> int:
    return int(row["import_id"].rpartition("-")[2])
