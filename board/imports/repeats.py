"""数据导入: the counted import that a file repeats, and the reason to refuse it, in words."""

from collections.abc import Callable

import pandas as pd

from board.evaluation.lumps import BALLOTS
from board.importing.checked import Checked
from board.imports.doubles import Double, Rows, doubled
from board.imports.in_order import Run
from board.imports.small_overlaps import exported_again
from board.imports.texts import Texts, speak_against, texts_beside
from board.store.store import Row

# The encoding of ballots typed in, which no file replaces.
BY_HAND = "typed"
# What a later export holds of an earlier one at least.
_MOST = 0.8
_TWICE = (
    "加进去会算两次：如果是同一批，请先撤销 {} 再导入，或者不导入这一份；这一轮只导入过那一份的，也可以选"
    "“换掉这一轮以前导入的”。"
)


def repeated(
    rows: Rows, keys: Row, counting: list[Row], checked: Checked, known_count: int, cells: Callable[[], pd.DataFrame]
) -> tuple[Row | None, str]:
    """The counted import whose ballots a file seems to hold again, and the reason to refuse it, in words.

    keys: activity_id and round_id. counting: rows of `imports/by_activity`. checked: without the ballots that came in
    before by their numbers, known_count of them: numbers then say which are the same. cells: what is left, as
    `evaluation.lumps.cells_of`, counted when needed.
    """
    if checked.keys and counting:
        alike = rows("imports/keyed", **keys) if known_count else _of_the_survey(rows, keys, checked)
        numbered = {row["import_id"] for row in alike}
        counting = [row for row in counting if row["import_id"] not in numbered]
    is_file = checked.encoding != BY_HAND
    came = cells() if counting else pd.DataFrame()
    valid_count = int(came[came["criterion_id"] == BALLOTS]["answer_count"].sum()) if len(came) else 0
    double = doubled(rows, keys, counting, checked, came) if counting and is_file else None
    if double:
        return double.row, _double_words(double, valid_count)
    likely = _not_others(rows, keys, counting, checked, valid_count) if valid_count else []
    again = exported_again(rows, keys, likely, cells, valid_count) if likely else None
    return again, _again_words(again) if again else ""


def _of_the_survey(rows: Rows, keys: Row, checked: Checked) -> list[Row]:
    """The imports with other ballots of the same survey: the numbers tell them apart, however alike their answers."""
    numbers = checked.numbers()
    return rows("imports/numbered_alike", **keys, numbers=numbers) if numbers else []


def _not_others(rows: Rows, keys: Row, counting: list[Row], checked: Checked, count: int) -> list[Row]:
    """The imports that a file may be a later export of, as far as the suggestions of both tell."""
    mine, texts = texts_beside(rows, keys, checked)
    both = ((row, texts.get(row["import_id"], Texts())) for row in counting)
    return [
        row
        for row, theirs in both
        if not (speak_against(mine, theirs, _MOST) if count <= row["row_count"] else speak_against(theirs, mine, _MOST))
    ]


def already_words(already: Row) -> str:
    """The reason to refuse the very same file, in words."""
    return f"这个文件已由{_brought_words(already)}，不会重复导入。"


def same_words(same: Row) -> str:
    """The reason to refuse the same ballots in another file, in words."""
    return (
        f"内容和“{same['file_name']}”完全一样（改名、换编码、换格式、换次序都算一样），"
        f"那一份已由{_brought_words(same)}。"
    )


def _double_words(double: Double, came_count: int) -> str:
    if double.text_count:
        alike = f"有 {double.text_count} 条意见和“{double.row['file_name']}”里的一字不差"
        return f"{alike}，那一份已由{_brought_words(double.row)}。{_TWICE.format(double.row['import_id'])}"
    parts = [f"{group}{count} 张" if group else f"{count} 张" for group, count in double.counts.items()]
    new_count = max(came_count - sum(double.counts.values()), 0)
    return (
        f"和“{double.row['file_name']}”里的评议表答得一样：{'、'.join(parts)}{_run_words(double.run)}；那一份已由{_brought_words(double.row)}。"
        f"是同一批，这里新的只有 {new_count} 张；是另外的，{came_count} 张全是新的。"
        f"{_TWICE.format(double.row['import_id'])}"
    )


def _run_words(run: Run | None) -> str:
    if run is None:
        return ""
    of = f"{run.group}里" if run.group else ""
    here, there = (f"第 {first}–{last} 张" for first, last in (run.came, run.held))
    return f"，次序也一样（{of}按有效票数，这里{here}，那一份{there}）"


def _again_words(row: Row) -> str:
    return (
        f"“{row['file_name']}”的回答这里几乎全有，像是同一份改过、补过又导出的，那一份已由{_brought_words(row)}。"
        f"{_TWICE.format(row['import_id'])}"
    )


def _brought_words(row: Row) -> str:
    where = f"“{row['round_name']}”" if row["round_name"] else ""
    return f"{row['actor_name']}于 {row['imported_at']:%Y-%m-%d %H:%M} 导入{where}（{row['import_id']}）"
