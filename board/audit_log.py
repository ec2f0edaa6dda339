"""操作记录 of an open store: checked from its first entry to its last, and the records against it."""

from board.audit import Checked, verify
from board.audit_histories import HISTORIES, Promised, altered
from board.audit_words import kind_word
from board.db import Store

_NAMED_AT_MOST = 20


def check(store: Store) -> Checked:
    """Follow the whole chain, compare its end with the head beside the store, and every record with what was entered of
    it. A write meanwhile waits.
    """
    return store.hold(lambda: _check(store))


def _check(store: Store) -> Checked:
    checked = verify(store.entries(), store.trail.kept())
    promised = Promised(store.entries())
    for subject, (events, present, _key) in HISTORIES.items():
        held = (store.rows("audit/rows_of", table=table) for table in (events, present))
        checked.altered += altered(subject, promised, *held)
    return checked


def said(checked: Checked) -> list[str]:
    """What a check came to, a sentence a line: the state first."""
    if checked.findings:
        first = checked.findings[0].number
        state = f"记录被动过：从第 {first} 条起不能作准，共查出 {len(checked.findings)} 处。"
    else:
        state = f"链条完整，共 {checked.count} 条。"
    last = f"最后一条是第 {checked.last.number} 条，指纹 {checked.last.hash}" if checked.count else "还没有记录"
    noted = [
        f"第 {entry.number} 条（{entry.happened_at:%Y-%m-%d %H:%M}）：{kind_word(entry.kind)}（{entry.record}）。"
        for entry in checked.noted
    ]
    return [state, *(f"{finding.said}。" for finding in checked.findings), *_altered(checked), *noted, f"{last}。"]


def _altered(checked: Checked) -> list[str]:
    count = len(checked.altered)
    if not count:
        return []
    more = [f"……还有 {count - _NAMED_AT_MOST} 处。"] if count > _NAMED_AT_MOST else []
    told = [f"{each}。" for each in checked.altered[:_NAMED_AT_MOST]]
    return [f"台账被从外面动过，共 {count} 处：", *told, *more]
