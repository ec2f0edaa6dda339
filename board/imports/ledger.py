"""数据导入: importing a ledger of opinions, tasks or items: previewed first, then whole or not at all."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import pandas as pd

from board import access, clock
from board.access import Actor
from board.errors import BoardError, Conflict, Refused
from board.importing.choices import Choices
from board.importing.ledgers.file import LedgerFile
from board.importing.ledgers.kinds import KINDS
from board.importing.outcomes import EDITED, KNOWN, NEW, SAME, WRONG
from board.importing.problems import Problem
from board.imports import items as rectification_import
from board.imports.blanks import asked_once
from board.imports.items import LedgerImport
from board.imports.orders import write_orders
from board.imports.records import Examined, examine_rows
from board.imports.registry import registry
from board.imports.wording import read_worded
from board.rectification import batch as rectification_batch
from board.store.history import Event, record_more, stamped, wrong_moment
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.wording import shortened

WHAT = tuple(dict.fromkeys((NEW, EDITED, WRONG, KNOWN, SAME, *rectification_import.WHAT)))
_NAMED_AT_MOST = 5
_COLUMNS = ["row", "record_id", "what", "text", "changes_text", "note"]


@dataclass(frozen=True)
class LedgerPreview:
    """The effect of importing a ledger.

    effect: one row per row of the file (and per item that is missing from it): row, record_id ("" for a new one), what
    (of WHAT), text (the record's content), changes_text, note. counts: what → rows. change_count: records that would be
    new or changed. needs_reason: changes need a reason and none was given. already: a counted import of the very same
    file, or None. notes: assumptions. items: for a ledger of items, the result of its own import. asked: blank columns
    to be chosen once, as `blanks.asked_once`.
    """

    kind: str
    file: LedgerFile
    file_name: str
    sha256: str
    byte_count: int
    problems: tuple[Problem, ...]
    effect: pd.DataFrame
    counts: Mapping[str, int]
    change_count: int
    needs_reason: bool
    already: Row | None
    notes: tuple[str, ...]
    items: LedgerImport | None = None
    asked: Mapping[str, int] = field(default_factory=dict)

    @property
    def error_count(self) -> int:
        """The number of problems that stop the import."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def words(self) -> str:
        """The records of the file and the cells left to mend: 24 条 · 3 处要改."""
        left = f"{self.error_count:,} 处要改" if self.error_count else "没有要改的"
        return f"{len(self.file.rows):,} {KINDS[self.kind].unit} · {left}"


@dataclass(frozen=True)
class LedgerReceipt:
    """The result of importing a ledger. known_count: rows that were already recorded."""

    import_id: str
    kind: str
    file_name: str
    sha256: str
    new_count: int
    edited_count: int
    known_count: int
    imported_at: datetime


def preview(
    store: Store,
    actor: Actor,
    activity_id: str,
    kind: str,
    file_name: str,
    data: bytes,
    choices: Choices,
    *,
    reason: str = "",
) -> LedgerPreview:
    """Returns the effect of importing a ledger (a key of KINDS); nothing is written.

    reason: why due dates or kinds of items are changed. Raises Refused without the right to edit such records, and
    BoardError if the file can't be read as such a ledger.
    """
    access.require(actor, KINDS[kind].permission)
    mark = sha256(data).hexdigest()
    listed = store.rows("imports/by_activity", activity_id=activity_id)
    already = next((row for row in listed if row["sha256"] == mark and row["status"] == "active"), None)
    if kind == "rectification":
        found = rectification_import.examine(store, actor, activity_id, file_name, data, reason, choices)
        shown = _of_items(found, mark, len(data), already)
    else:
        file = read_worded(store, activity_id, KINDS[kind], data, choices)
        rows = examine_rows(file, registry(store.rows, activity_id, KINDS[kind]), clock.today())
        shown = _of_rows(kind, file, file_name, rows, already)
        shown = replace(shown, sha256=mark, byte_count=len(data))
    asked, problems = asked_once(KINDS[kind], shown.file, shown.problems, choices.defaults)
    return replace(shown, asked=asked, problems=problems, notes=(*_file_notes(shown), *shown.notes))


def commit(store: Store, actor: Actor, activity_id: str, seen: LedgerPreview, *, title: str = "") -> LedgerReceipt:
    """Imports what was previewed, in one transaction, and only if the effect is still the same.

    Raises Refused without `imports.run` and the right to edit such records, Conflict if the records have changed since,
    BoardError if there are problems or nothing would change.
    """
    access.require(actor, "imports.run")
    access.require(actor, KINDS[seen.kind].permission)
    if seen.error_count or seen.needs_reason or not seen.change_count:
        why = "文件里还有要改的地方。" if seen.error_count else "没有可以导入的变化。"
        raise Refused("没有导入", "改时限、改类别要先写明原因。" if seen.needs_reason else why, "数据没有任何改动。")

    def work(transaction: Transaction) -> LedgerReceipt:
        number = transaction.rows("imports/last_number", activity_id=activity_id)[0]["last_number"]
        receipt = LedgerReceipt(
            import_id=f"I-{number + 1:03d}",
            kind=seen.kind,
            file_name=seen.file_name,
            sha256=seen.sha256,
            new_count=seen.counts.get(NEW, 0),
            edited_count=seen.change_count - seen.counts.get(NEW, 0),
            known_count=seen.counts.get(KNOWN, 0) + seen.counts.get(SAME, 0),
            imported_at=clock.now(),
        )
        batch_id = None
        if seen.items is not None:
            at, changes = receipt.imported_at, seen.items.changes
            batch_id = rectification_batch.carry_out_within(
                transaction, actor, activity_id, changes, title or seen.items.title, at=at
            )
        else:
            _write_records(transaction, actor, activity_id, seen, receipt)
        transaction.insert("imports/insert", [_import_row(activity_id, actor, seen, receipt, batch_id)])
        return receipt

    return store.write(work, Deed(f"imports.{seen.kind}", actor))


def _write_records(
    transaction: Transaction, actor: Actor, activity_id: str, seen: LedgerPreview, receipt: LedgerReceipt
) -> None:
    kind = KINDS[seen.kind]
    rows = examine_rows(seen.file, registry(transaction.rows, activity_id, kind), receipt.imported_at.date())
    if not _effect(rows).equals(seen.effect):
        raise Conflict("没有导入", "您看过以后，别人改过其中的记录。", "请看一看新的结果，再确认一次。")
    _refuse_wrong_moments(transaction, activity_id, kind.name, rows, receipt.imported_at)
    histories = []
    for each in rows:
        if each.after is not None:
            made = {"import_id": receipt.import_id} if "import_id" in each.after and each.before is None else {}
            action = "edit" if each.before else "add"
            event = Event(action, actor, receipt.imported_at, f"导入 {seen.file_name}", receipt.import_id)
            histories.append([stamped({**each.after, **made}, event)])
    record_more(transaction, seen.kind, activity_id, kind.id_column, histories)
    orders = {str(each.after[kind.id_column]): each.order for each in rows if each.after and each.order is not None}
    write_orders(transaction, activity_id, receipt.import_id, orders)


def _refuse_wrong_moments(
    transaction: Transaction, activity_id: str, subject: str, rows: list[Examined], at: datetime
) -> None:
    ids = [each.record_id for each in rows if each.after is not None and each.before is not None]
    last = transaction.rows(f"{subject}/last_events_at", activity_id=activity_id, ids=ids)
    reasons = [f"{row['record_id']}：{why}" for row in last for why in wrong_moment(at, [row]).values()]
    if reasons:
        raise Refused(
            "没有导入", "；".join(reasons[:_NAMED_AT_MOST]) + "。", "请核对运行程序的电脑的时钟，再导入一次。"
        )


def _import_row(
    activity_id: str, actor: Actor, seen: LedgerPreview, receipt: LedgerReceipt, batch_id: str | None
) -> Row:
    return {
        "activity_id": activity_id,
        "import_id": receipt.import_id,
        "subject": seen.kind,
        "round_id": None,
        "file_name": seen.file_name,
        "sha256": seen.sha256,
        "content_sha256": "",
        "byte_count": seen.byte_count,
        "encoding": seen.file.encoding,
        "sheet": seen.file.sheet,
        "layout": seen.kind,
        "mode": "append",
        "status": "active",
        "row_count": seen.change_count,
        "known_count": receipt.known_count,
        "imported_at": receipt.imported_at,
        "actor_id": actor.account_id,
        "actor_name": actor.name,
        "batch_id": batch_id,
    }


def _of_items(found: LedgerImport, mark: str, byte_count: int, already: Row | None) -> LedgerPreview:
    changed = {change.item_id or place for place, change in enumerate(found.changes)}
    return LedgerPreview(
        kind="rectification",
        file=found.file,
        file_name=found.file_name,
        sha256=mark,
        byte_count=byte_count,
        problems=found.problems,
        effect=found.effect.rename(columns={"item_id": "record_id", "problem": "text"}),
        counts=found.counts,
        change_count=len(changed),
        needs_reason=found.needs_reason,
        already=already,
        notes=found.notes,
        items=found,
    )


def _of_rows(kind: str, file: LedgerFile, file_name: str, rows: list[Examined], already: Row | None) -> LedgerPreview:
    problems = (*file.problems, *(problem for row in rows for problem in row.problems))
    stops = any(problem.severity == "error" for problem in problems)
    counts = Counter(row.what for row in rows)
    return LedgerPreview(
        kind=kind,
        file=file,
        file_name=file_name,
        sha256="",
        byte_count=0,
        problems=problems,
        effect=_effect(rows),
        counts={what: counts.get(what, 0) for what in WHAT if counts.get(what)},
        change_count=0 if stops else counts.get(NEW, 0) + counts.get(EDITED, 0),
        needs_reason=False,
        already=already,
        notes=("空着的格子不算修改；表里没有的，登记簿里照旧",),
    )


def _effect(rows: list[Examined]) -> pd.DataFrame:
    lines = [(each.row.number, each.record_id, each.what, each.text, each.changes_text, each.note) for each in rows]
    return pd.DataFrame(lines, columns=_COLUMNS)


def _file_notes(shown: LedgerPreview) -> list[str]:
    file, notes = shown.file, []
    if shown.already is not None:
        row = shown.already
        notes.append(
            f"这个文件由{row['actor_name']}于 {row['imported_at']:%Y-%m-%d %H:%M} 导入过（{row['import_id']}）"
        )
    notes += file.assumed
    if file.example_count:
        notes.append("模板的示例行已略过")
    if file.dropped:
        names = "、".join(shortened(name, 12) for name in file.dropped)
        notes.append(f"下列各列能认出是谁提的，不用也不保存：{names}")
    if shown.items is None and file.ignored:
        names = "、".join(shortened(name, 12) for name in file.ignored)
        notes.append(f"下列各列不认识，不用也不保存：{names}")
    return notes


def found_import(listed: list[Row], import_id: str) -> Row:
    """The import with this id. Raises BoardError if there is none."""
    row: dict[str, Any] | None = next((row for row in listed if row["import_id"] == import_id), None)
    if row is None:
        raise BoardError("没有这次导入", f"导入记录里没有 {import_id}。", "请从导入记录里重新选一次。")
    return row
