"""The draft of a meeting's minutes (会议纪要), made of what was shown and decided. Pure.

Numbered headings as an office writes them. No discussion by name (a paper says who was there and what was decided).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from board.store.frames import each_row

_TO_FILL = "（待补）"


def draft(
    sitting: Mapping[str, Any], slides: Sequence[Mapping[str, Any]], decisions: pd.DataFrame, present: str, absent: str
) -> str:
    """Takes a row of `views.shown`, the slides shown, the meeting's standing decisions, and who was there and not."""
    day = sitting["held_on"]
    lines = [
        f"时间：{day.year}年{day.month}月{day.day}日",
        f"会议：{sitting['kind']}，{sitting['topic']}",
        f"出席：{present or _TO_FILL}",
        *([f"缺席：{absent}"] if absent else []),
        "",
        f"一、听取情况（数据截至 {sitting['frozen_at']:%Y-%m-%d %H:%M}）",
        *_numbered(_titles(slides)),
        "",
        "二、议定事项",
        *(_numbered([_decided(row) for row in each_row(decisions)]) or ["这次会议没有议定事项。"]),
    ]
    return "\n".join(lines)


def _titles(slides: Sequence[Mapping[str, Any]]) -> list[str]:
    """What was looked at: the finding of each slide once, though it may take several, and no single items."""
    general = [each for each in slides if not each["item_id"]]
    return list(dict.fromkeys(f"{each['name'].split('　')[0]}：{each['title']}" for each in general))


def _decided(row: Any) -> str:
    return f"{row.words}{'（待确认）' if row.state == 'waiting' else ''}"


def _numbered(texts: Sequence[str]) -> list[str]:
    return [f"{place}. {text.rstrip('。')}。" for place, text in enumerate(texts, 1)]
