"""Importing an edited ledger: the changes in each row, for `rectification.batch.carry_out`.

A file that nobody touched changes nothing, whatever happened to the ledger since; a missing row removes nothing; a cell
that somebody else changed in the meantime is reported and not written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.activity.activities import called, people
from board.errors import BoardError, Invalid
from board.importing.choices import Choices
from board.importing.ledgers.columns import COLUMNS, LABELS, as_text, cells
from board.importing.ledgers.file import LedgerFile, LedgerRow
from board.importing.ledgers.kinds import ITEMS
from board.importing.problems import Problem
from board.imports.item_edits import (
    NOT_OF_A_NEW_ITEM,
    Unread,
    actions,
    compact,
    read_value,
    refused,
    registration,
    takes_reason,
)
from board.imports.item_merge import merge
from board.imports.wording import read_worded
from board.rectification import batch as rectification_batch
from board.rectification.batch import Change, Outcome
from board.rectification.changes import changes as changes_between
from board.rectification.changes import summary
from board.store.store import Row, Store
from board.wording import shortened

NEW, EDITED, SAME, CLASHING, WRONG, KNOWN, MISSING = "新增", "修改", "相同", "冲突", "有误", "已登记", "不在表里"
WHAT = (NEW, EDITED, CLASHING, WRONG, KNOWN, SAME, MISSING)

_PENDING_REASON = "导入台账"
_SHOWN = 40
_NO_CHOICES = Choices()


@dataclass(frozen=True)
class LedgerImport:
    """The effect of importing an edited ledger.

    changes: for `rectification.batch.carry_out`, with `title`; empty if there is an error. effect: one row per row of
    the file, then one per exported item that is missing from it: row (0: missing), item_id ("" for a new one), what (of
    WHAT), problem (the item's 具体问题), changes_text, note (why, or what to check). counts: what → rows. needs_reason:
    whether the changes need a reason and none was given. notes: assumptions.
    """

    file: LedgerFile
    file_name: str
    title: str
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    effect: pd.DataFrame
    counts: Mapping[str, int]
    needs_reason: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """The state that rows are compared with: items now and as exported, by id; people by name and names by id."""

    now: Mapping[str, Row]
    then: Mapping[str, Row]
    people: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    reason: str
    today: date


@dataclass(frozen=True)
class _Examined:
    """A row with its changes, its problems, the columns that clash, and a note."""

    row: LedgerRow
    item_id: str
    what: str
    problem: str
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    changes_text: str = ""
    note: str = ""


def examine(
    store: Store,
    actor: Actor,
    activity_id: str,
    file_name: str,
    data: bytes,
    reason: str = "",
    choices: Choices = _NO_CHOICES,
) -> LedgerImport:
    """Reads an edited ledger and returns what it would change. Nothing is written.

    `reason`: why due dates or kinds are changed. Raises Refused without `rectification.edit`, and BoardError if the
    file can't be read, holds no ledger, or was exported from another activity.
    """
    require(actor, "rectification.edit")
    file = read_worded(store, activity_id, ITEMS, data, choices)
    known = _known(store, activity_id, file, reason)
    rows = _previewed(store, actor, activity_id, file, known, list(_rows(file, known)))
    changes = tuple(change for row in rows for change in row.changes)
    needs_reason = not reason.strip() and takes_reason(changes)
    problems = (*file.problems, *(problem for row in rows for problem in row.problems))
    stops = needs_reason or any(problem.severity == "error" for problem in problems)
    effect = _effect(rows, _missing(file, known))
    return LedgerImport(
        file=file,
        file_name=file_name,
        title=f"导入台账 {shortened(file_name, _SHOWN)}",
        problems=problems,
        changes=() if stops else changes,
        effect=effect,
        counts={what: int(count) for what, count in Counter(effect["what"]).items()},
        needs_reason=needs_reason,
        notes=tuple(_notes(file, effect)),
    )


def _known(store: Store, activity_id: str, file: LedgerFile, reason: str) -> _Known:
    now = {row["item_id"]: row for row in store.rows("ledger/states", activity_id=activity_id)}
    then: dict[str, Row] = {}
    if file.base is not None:
        if file.base.activity_id != activity_id:
            raise BoardError("这是另一项活动的台账", "这份台账是从另一项活动导出的。", "请先切换到那项活动，再导入。")
        moved = {item_id: seq for item_id, seq in file.base.seqs.items() if now.get(item_id, {}).get("seq") != seq}
        asked = {"activity_id": activity_id, "item_ids": list(moved), "seqs": list(moved.values())}
        then = {row["item_id"]: row for row in store.rows("ledger/states_at", **asked)}
    by_name: dict[str, tuple[str, ...]] = {}
    everyone = people(store, activity_id)
    for person_id, name in zip(everyone["person_id"], everyone["name"], strict=True):
        by_name[compact(name)] = (*by_name.get(compact(name), ()), person_id)
    return _Known(
        now, {**now, **then}, by_name, called(store, activity_id), reason.strip() or _PENDING_REASON, clock.today()
    )


def _rows(file: LedgerFile, known: _Known) -> Iterator[_Examined]:
    first_rows: dict[str, int] = {}
    described = {compact(state["problem"]): item_id for item_id, state in known.now.items() if not state["is_removed"]}
    for row in file.rows:
        item_id = row.texts.get("item_id", "")
        if not item_id:
            yield _new(file, row, known, described)
            described.setdefault(compact(row.texts.get("problem", "")), f"第 {row.number} 行")
        elif item_id not in known.now:
            what = "台账里没有这个编号"
            yield _wrong(row, item_id, _problem(file, row, "item_id", what, "请核对编号；新登记的事项，编号留空"))
        elif item_id in first_rows:
            what = f"第 {first_rows[item_id]} 行已是这个编号"
            yield _wrong(row, item_id, _problem(file, row, "item_id", what, "一个编号只留一行"))
        else:
            first_rows[item_id] = row.number
            yield _existing(file, row, known, item_id)


def _existing(file: LedgerFile, row: LedgerRow, known: _Known, item_id: str) -> _Examined:
    now, then = known.now[item_id], known.then[item_id]
    # No export has the extra columns, so a blank there was never filled in.
    given = {column: text for column, text in row.texts.items() if text or column in COLUMNS}
    present = _texts(now, known, given)
    base = present if then is now else _texts(then, known, given)
    merged = merge(given, base, present, is_narrow=file.is_narrow)
    notes = [_clash(column, present[column]) for column in merged.clashing]
    if now["is_removed"] and (merged.edited or notes):
        return _Examined(row, item_id, CLASHING, now["problem"], note="已移出台账，表里的改动没有写入")
    values, problems = _values(file, row, known, merged.edited)
    for column, value in values.items():
        why = refused(column, value, now, values, known.today)
        problems += [_problem(file, row, column, why.what, why.remedy)] if why else []
    if problems:
        return _Examined(row, item_id, WRONG, now["problem"], (), tuple(problems), note="；".join(notes))
    asked = tuple(actions(item_id, now, values, known.reason))
    notes += [
        _recorded_today(column, values[column], known.today)
        for column in ("submitted_on", "closed_on")
        if values.get(column, known.today) != known.today
    ]
    what = CLASHING if merged.clashing else EDITED if asked else SAME
    return _Examined(row, item_id, what, now["problem"], asked, note="；".join(notes))


def _new(file: LedgerFile, row: LedgerRow, known: _Known, described: Mapping[str, str]) -> _Examined:
    given = {column: text for column, text in row.texts.items() if text and column not in NOT_OF_A_NEW_ITEM}
    problem = given.get("problem", "")
    same = described.get(compact(problem)) if problem else None
    if same is not None:
        note = f"具体问题与{same}相同，没有重复登记；要改它，请填上编号；确是另一个问题，请写清区别"
        return _Examined(row, "", KNOWN, problem, note=note)
    values, unread = _values(file, row, known, given)
    if unread:
        return _Examined(row, "", WRONG, problem, (registration(values),), tuple(unread))
    left = [column for column in NOT_OF_A_NEW_ITEM if row.texts.get(column, "") not in {"", "0%"}]
    note = f"{'、'.join(LABELS[column] for column in left)}没有写入，登记以后再办理" if left else ""
    return _Examined(row, "", NEW, problem, (registration(values),), note=note)


def _values(
    file: LedgerFile, row: LedgerRow, known: _Known, texts: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    read = {column: read_value(column, text, known.people) for column, text in texts.items()}
    unread = {column: value for column, value in read.items() if isinstance(value, Unread)}
    problems = [_problem(file, row, column, why.what, why.remedy) for column, why in unread.items()]
    return {column: value for column, value in read.items() if column not in unread}, problems


def _previewed(
    store: Store, actor: Actor, activity_id: str, file: LedgerFile, known: _Known, rows: list[_Examined]
) -> list[_Examined]:
    """The rows with the outcomes of their changes, or with the problems that the rules raise."""
    outcomes = iter(
        rectification_batch.preview(store, actor, activity_id, (change for row in rows for change in row.changes))
    )
    return [_seen(file, known, row, [next(outcomes) for _ in row.changes]) for row in rows]


def _seen(file: LedgerFile, known: _Known, row: _Examined, outcomes: list[Outcome]) -> _Examined:
    problems = [p for found in outcomes if found.problem for p in _refusal_problems(file, row.row, found.problem)]
    if row.what == WRONG:  # of a row with unread cells only the missing cells are certain problems
        problems = [*row.problems, *(p for p in problems if not p.value and p.column != file.columns.get("item_id"))]
    if problems:
        return _Examined(row.row, row.item_id, WRONG, row.problem, (), tuple(dict.fromkeys(problems)), note=row.note)
    if not outcomes:
        return row
    before, after = outcomes[0].before, outcomes[-1].after
    if before == after and row.what == EDITED:
        return _Examined(row.row, row.item_id, SAME, row.problem)
    text = summary(changes_between(before, after, known.names)) if before and after else ""
    return _Examined(row.row, row.item_id, row.what, row.problem, row.changes, (), text, row.note)


def _refusal_problems(file: LedgerFile, row: LedgerRow, refusal: BoardError) -> list[Problem]:
    if isinstance(refusal, Invalid):
        return [_problem(file, row, field, what, _remedy(file, field)) for field, what in refusal.fields.items()]
    return [_problem(file, row, "item_id", f"{refusal.title}：{refusal.message}", refusal.remedy)]


def _remedy(file: LedgerFile, field: str) -> str:
    if field in LABELS and field not in file.columns:
        return f"请在表里加上“{LABELS[field]}”这一栏填好，或者在系统里办理"
    return "请改好这一格，再导入"


def _missing(file: LedgerFile, known: _Known) -> list[Row]:
    """The exported items that the file leaves out; of the whole ledger if the export is unknown."""
    left = (file.base.seqs if file.base else known.now).keys() - {row.texts.get("item_id") for row in file.rows}
    return [state for item_id, state in known.now.items() if item_id in left and not state["is_removed"]]


def _effect(rows: Iterable[_Examined], missing: Iterable[Row]) -> pd.DataFrame:
    columns = ["row", "item_id", "what", "problem", "changes_text", "note"]
    found = [(each.row.number, each.item_id, each.what, each.problem, each.changes_text, each.note) for each in rows]
    left = [(0, state["item_id"], MISSING, state["problem"], "", "表里没有这一项，台账里照旧") for state in missing]
    return pd.DataFrame([*found, *left], columns=columns)


def _notes(file: LedgerFile, effect: pd.DataFrame) -> Iterator[str]:
    if file.base is not None:
        yield f"与 {file.base.exported_at:%Y-%m-%d %H:%M} 导出的台账比对，没有动过的格子不算修改"
    else:
        yield "文件里没有导出记录，只能与现在的台账比对；导出以后别人改过的地方，也会显示成修改，请逐项核对"
    if file.ignored:
        yield f"下列各列不认识，不用也不保存：{'、'.join(shortened(name, 12) for name in file.ignored)}"
    if (effect["what"] == MISSING).any():
        yield "从表里删掉一行，不会把事项移出台账；要移出，请在系统里办理并写明原因"


def _texts(state: Row, known: _Known, columns: Iterable[str]) -> dict[str, str]:
    return {column: as_text(column, cell) for column, cell in cells(state, known.names, columns).items()}


def _clash(column: str, now: str) -> str:
    return f"{LABELS[column]}别人已改成“{shortened(now, _SHOWN)}”，您的改动没有写入"


def _recorded_today(column: str, given: date, today: date) -> str:
    return f"{LABELS[column]}填的是 {given}，按办理当天记为 {today}"


def _wrong(row: LedgerRow, item_id: str, problem: Problem) -> _Examined:
    return _Examined(row, item_id, WRONG, row.texts.get("problem", ""), (), (problem,))


def _problem(file: LedgerFile, row: LedgerRow, column: str, what: str, remedy: str) -> Problem:
    name = file.columns.get(column) or LABELS.get(column) or file.columns.get("item_id", "")
    return Problem(file.sheet, row.number, name, shortened(row.texts.get(column, ""), _SHOWN), what, remedy)
