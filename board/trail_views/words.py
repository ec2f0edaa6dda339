"""The words of every deed in 操作记录: those of the store's table, and of the actions on records, from their rows."""

from collections.abc import Mapping

from board.actions import Action
from board.opinions import registry as opinions
from board.rectification import registry as rectification
from board.store.trail.words import AUDIT_KIND

# Subject → the rows of its actions, whose deeds are `<subject>.<action>`.
ACTIONS: dict[str, Mapping[str, Action]] = {
    "opinions": opinions.ACTIONS,
    "rectification": rectification.ACTIONS,
}
_ROWS = {f"{subject}.{name}": row for subject, rows in ACTIONS.items() for name, row in rows.items()}
DEED: dict[str, str] = {**AUDIT_KIND, **{kind: row.word for kind, row in _ROWS.items()}}
# 刚刚 says 被移出 of these, instead of 已移出.
PASSIVE = frozenset({"publication.remove"} | {kind for kind, row in _ROWS.items() if row.is_passive})


def deed_word(kind: str) -> str:
    """Returns a kind of deed in words, unchanged where this version doesn't know it."""
    return DEED.get(kind, kind)
