"""A plan's tables as rows of a form and back: a list of words is one cell, an empty cell is a key left out. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, get_type_hints

import pandas as pd

from board.activity.plan.parts import Criterion, Person, Phase, Task
from board.activity.plan.source import KeyPath

# The tables of a plan that are lists of records, with the type of the records.
LISTS: dict[str, type] = {"phases": Phase, "tasks": Task, "people": Person, "criteria": Criterion}
TITLES = {
    "activity": "活动",
    "phases": "环节",
    "tasks": "工作任务",
    "people": "人员",
    "criteria": "评议项目",
    "terms": "选项",
    "scale": "分值",
}
LABELS = {
    "id": "编号",
    "name": "名称",
    "start": "开始（第几天）",
    "end": "结束（第几天）",
    "purpose": "用处",
    "phase": "环节编号",
    "output": "成果材料",
    "leader": "负责人编号",
    "due": "期限（第几天）",
    "after": "排在哪些任务之后",
    "records": "以什么记录为证",
    "post": "职务",
    "field": "分工",
    "department": "部门",
    "member": "班子成员",
    "principal": "主要领导",
    "heading": "大类",
    "label": "评议项目",
    "answers": "评议词",
    "overall": "总体评价",
    "labels": "可选的",
    "required": "方案要求的",
    "unit": "单位",
    "stage": "阶段",
    "theme": "实践主题",
    "days": "一共几天",
    "points": "分值",
    "good": "前几档算优良",
    "apart": "单列的回答",
}
_BETWEEN = "、"


def rows_of(tables: Mapping[str, Any], name: str) -> pd.DataFrame:
    """One row per record of a list of tables, its keys as columns."""
    kinds = get_type_hints(LISTS[name])
    rows = [{key: _cell(row.get(key), kind) for key, kind in kinds.items()} for row in tables.get(name, [])]
    return pd.DataFrame(rows, columns=list(kinds)).astype(
        {key: "Int64" if kind is int else "boolean" if kind is bool else "str" for key, kind in kinds.items()}
    )


def terms_of(tables: Mapping[str, Any]) -> pd.DataFrame:
    """One row per kind of word: kind, labels, required."""
    rows = [
        {"kind": kind, **{key: _BETWEEN.join(map(str, row.get(key, []))) for key in ("labels", "required")}}
        for kind, row in tables.get("terms", {}).items()
    ]
    return pd.DataFrame(rows, columns=["kind", "labels", "required"])


def records_from(name: str, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The list of tables in the rows of a form; empty rows are skipped."""
    kinds = get_type_hints(LISTS[name])
    records = [
        {key: _from_cell(row[key], kind) for key, kind in kinds.items() if not _is_blank(row.get(key), kind)}
        for row in rows.to_dict("records")
    ]
    return [record for record in records if record]


def terms_from(rows: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """The words by kind in the rows of a form."""
    return {
        str(row["kind"]): {key: words_of(row[key]) for key in ("labels", "required")}
        for row in rows.to_dict("records")
        if not _is_blank(row["kind"], str)
    }


def words_of(cell: Any) -> list[str]:
    """The words in a cell, one after another."""
    return [] if cell is None or pd.isna(cell) else [each.strip() for each in str(cell).split(_BETWEEN) if each.strip()]


def place_of(key: KeyPath) -> str:
    """A key path as the form shows it: the table, the row from 1, the column."""
    parts = [TITLES.get(str(key[0]), str(key[0]))] if key else []
    for part in key[1:]:
        parts.append(f"第 {part + 1} 行" if isinstance(part, int) else LABELS.get(part, part))
    return " ".join(parts)


def _cell(value: Any, kind: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _BETWEEN.join(map(str, value))
    if value is None:
        return False if kind is bool else None if kind is int else ""
    return value


def _is_blank(value: Any, kind: Any) -> bool:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124  (NaN differs from itself)
        return True
    return value is False or value == "" if kind is not int else False


def _from_cell(value: Any, kind: Any) -> Any:
    if kind is int:
        return int(value)
    if kind is bool:
        return bool(value)
    return words_of(value) if kind == tuple[str, ...] else str(value).strip()
