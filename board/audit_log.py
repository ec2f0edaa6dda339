"""操作记录 of an open store: checked from its first entry to its last."""

from board.audit import Checked, verify
from board.audit_words import kind_word
from board.db import Store


def check(store: Store) -> Checked:
    """Follow the whole chain and compare its end with the head beside the store. A write meanwhile waits."""
    return store.hold(lambda: verify(store.entries(), store.trail.kept()))


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
    return [state, *(f"{finding.said}。" for finding in checked.findings), *noted, f"{last}。"]
