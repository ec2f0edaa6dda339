"""The differences between two states of a rectification item, column by column, as a reader of the ledger sees them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from board.typed import plain
from board.wording import shortened
from board.words import ITEM_KIND, ITEM_STATUS, PEOPLE_VIEW

# The columns a reader knows, in the order in which changes are listed. Columns internal to the rules (seq, was_late,
# was_accepted_late, reported_percent, progressed_on) and those that follow from another column (first_due_on) are left
# out.
LABELS: dict[str, str] = {
    "status": "状态",
    "percent": "进度",
    "due_on": "整改时限",
    "kind": "类别",
    "progress": "进展情况",
    "people_view": "群众评价",
    "proof": "佐证材料",
    "submitted_on": "完成日期",
    "closed_on": "销号日期",
    "owner_id": "责任人",
    "leader_id": "牵头领导",
    "verifier_id": "验收人",
    "department": "责任部门",
    "helpers": "配合部门",
    "source": "问题来源",
    "aspect": "方面",
    "problem": "具体问题",
    "subjective_cause": "主观原因",
    "objective_cause": "客观原因",
    "measure": "整改措施",
    "target": "目标",
    "report_section": "报告章节",
    "criterion_id": "评议项目",
    "found_on": "查出日期",
    "start_on": "开始日期",
    "explanation": "解释说明",
    "explained_to": "向谁作了说明",
    "explained_on": "说明日期",
    "explained_how": "用什么方式说明",
    "conditions": "正在创造的条件",
    "review_on": "复查日期",
    "remark": "备注",
}
# Shown for a blank cell.
BLANK = "（空）"

_WORDS: dict[str, Mapping[str, str]] = {"status": ITEM_STATUS, "kind": ITEM_KIND, "people_view": PEOPLE_VIEW}
_NAMED = frozenset({"owner_id", "leader_id", "verifier_id", "criterion_id"})
_SHOWN_AT_MOST = 24
# How many characters of the common beginning are shown before the place where the texts differ.
_LEAD = 4


@dataclass(frozen=True)
class Changed:
    """One cell that changed: its column, the column's name on the screen, and the old and new text a reader sees."""

    column: str
    label: str
    old: str
    new: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Changed, ...]:
    """The cells of `LABELS` that differ between two states, in its order; a column missing from either is skipped.

    `names`: ids of people and criteria → their names. Takes plain values and values of a frame alike.
    """
    found = (
        changed(column, before[column], after[column], names) for column in LABELS if _in_both(column, before, after)
    )
    return tuple(each for each in found if each is not None)


def changed(column: str, old: Any, new: Any, names: Mapping[str, str]) -> Changed | None:
    """The change of one cell, None if a reader would see no difference."""
    before, after = _shown(column, old, names), _shown(column, new, names)
    return None if before == after else Changed(column, LABELS[column], before, after)


def summary(found: Iterable[Changed]) -> str:
    """The changes in one line: `进度 40% → 60%；整改时限 2026-11-20 → 2026-12-01`. Long texts are shortened."""
    return "；".join(_in_words(each) for each in found)


def _in_both(column: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return column in before and column in after


def _shown(column: str, value: Any, names: Mapping[str, str]) -> str:
    kept = plain(value)
    if kept is None:
        return BLANK
    if column == "percent":
        return f"{kept:.0f}%"
    if column in _NAMED:
        return names.get(kept, str(kept))
    if isinstance(kept, date):
        return kept.isoformat()
    return _WORDS.get(column, {}).get(kept, str(kept))


def _in_words(change: Changed) -> str:
    old, new = change.old, change.new
    if max(len(old), len(new)) > _SHOWN_AT_MOST:
        skipped = _same_beginning(old, new)
        old, new = (_from(text, skipped) for text in (old, new))
    return f"{change.label} {old} → {new}"


def _from(text: str, skipped: int) -> str:
    """The text from shortly before it begins to differ, so that two long texts never look the same when shortened."""
    rest = f"…{text[skipped:]}" if skipped else text
    return shortened(rest, _SHOWN_AT_MOST)


def _same_beginning(old: str, new: str) -> int:
    """How many leading characters to skip so that the first difference is visible; 0 if it already is."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    return shared - _LEAD if shared >= _SHOWN_AT_MOST - 1 else 0
