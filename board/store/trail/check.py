"""Checks 操作记录 of an open store from the first entry to the last, and the records against it."""

import json

from board.store.names import faults
from board.store.sql import HISTORIES
from board.store.store import Row, Store
from board.store.trail.chain import LAID_ANEW, Checked, verify
from board.store.trail.histories import Promised, altered
from board.store.trail.words import AUDIT_KIND

DELETION = "accounts.delete"
_NAMED_AT_MOST = 20


def check(store: Store) -> Checked:
    """Check the whole chain, compare its end with the head beside the store, and every record with its entries. Writes
    wait meanwhile.
    """
    return store.hold(lambda: _check(store))


def _check(store: Store) -> Checked:
    checked = verify(store.entries(), store.trail.kept())
    promised = Promised(store.entries())
    entries = [(entry.actor_id, entry.actor_name, entry.kind, entry.record) for entry in store.entries()]
    used = {(account_id, mark) for account_id, mark, _, _ in entries}
    for subject, (events, present, _key) in HISTORIES.items():
        happened, states = (store.rows("audit/rows_of", table=table) for table in (events, present))
        used |= {(str(row["actor_id"] or ""), str(row["actor_name"] or "")) for row in happened}
        checked.altered += altered(subject, promised, happened, states)
    deleted = {record for _, _, kind, record in entries if kind == DELETION}
    words = store.rows("names/all")
    checked.altered += faults(words, used, deleted)
    checked.laid_anew = _end_before(checked, words)
    return checked


def _end_before(checked: Checked, words: list[Row]) -> list[str]:
    """Number and hash of the end of a chain that was replaced by another, as long as no name was deleted with it."""
    marks = [json.loads(entry.detail)["laid_anew"]["head"] for entry in checked.noted if entry.kind == LAID_ANEW]
    return [str(row["word"]) for row in words if row["mark"] in marks and row["word"]]


def report_lines(checked: Checked) -> list[str]:
    """Returns the result of a check as lines of one sentence each, the state first."""
    if checked.findings:
        first = checked.findings[0].number
        state = f"记录被动过：从第 {first} 条起不能作准，共查出 {len(checked.findings)} 处。"
    else:
        state = f"链条完整，共 {checked.count} 条。"
    last = f"最后一条是第 {checked.last.number} 条，指纹 {checked.last.hash}" if checked.count else "还没有记录"
    noted = [
        f"第 {entry.number} 条（{entry.happened_at:%Y-%m-%d %H:%M}）：{AUDIT_KIND[entry.kind]}（{entry.record}）。"
        for entry in checked.noted
    ]
    noted += [f"重新编排以前的最后一条是第 {each.replace(' ', ' 条，指纹 ')}。" for each in checked.laid_anew]
    return [state, *(f"{finding.message}。" for finding in checked.findings), *_altered(checked), *noted, f"{last}。"]


def _altered(checked: Checked) -> list[str]:
    count = len(checked.altered)
    if not count:
        return []
    more = [f"……还有 {count - _NAMED_AT_MOST} 处。"] if count > _NAMED_AT_MOST else []
    shown = [f"{each}。" for each in checked.altered[:_NAMED_AT_MOST]]
    return [f"台账被从外面动过，共 {count} 处：", *shown, *more]
