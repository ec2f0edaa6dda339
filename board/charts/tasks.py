"""Charts of the plan's tasks."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ACCENT, STATE_COLORS, day_mark, figure
from board.frames import each_row
from board.wording import in_chart, shortened

LABEL_LENGTH = 16
_STATES = ("逾期", "进行中", "未开始", "已完成")


def timeline(tasks: pd.DataFrame, as_of: date, dark: bool, *, is_past: bool) -> go.Figure:
    """Every task from start to due, by phase, with today; late ones in red.

    Takes tasks with task_id, name, start_on, due_on, state (未开始, 进行中, 已完成, 逾期), leader_name, deadline.
    """
    ordered = tasks.sort_values(["start_on", "due_on", "task_id"], ascending=False)
    return figure(
        dark,
        29 * len(ordered) + 78,
        [_bars(ordered[ordered["state"] == state], state) for state in _STATES if (ordered["state"] == state).any()],
        [day_mark(as_of, f"{as_of:%m-%d}" if is_past else "今天", dark, ACCENT, below=True)],
        barmode="overlay",
        bargap=0.32,
        margin={"t": 46, "b": 28},
        xaxis={"type": "date", "tickformat": "%-m月%-d日", "side": "top", "gridwidth": 1},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [_label(task) for task in each_row(ordered)],
            "gridcolor": "rgba(0,0,0,0)",
            "tickfont": {"size": 14},
        },
    )


def _bars(tasks: pd.DataFrame, state: str) -> dict[str, Any]:
    mine = list(each_row(tasks))
    return {
        "type": "bar",
        "orientation": "h",
        "name": state,
        "y": [_label(task) for task in mine],
        "base": [f"{task.start_on:%Y-%m-%d}" for task in mine],
        "x": [(task.due_on + timedelta(days=1) - task.start_on).total_seconds() * 1000 for task in mine],
        "marker": {"color": STATE_COLORS[state]},
        "customdata": [[task.task_id, in_chart(task.name), task.leader_name, task.deadline] for task in mine],
        "hovertemplate": "%{customdata[0]} %{customdata[1]}<br>%{customdata[2]}　%{customdata[3]}"
        f"<extra>{state}</extra>",
    }


def _label(task: Any) -> str:
    return f"{task.task_id} {in_chart(shortened(task.name, LABEL_LENGTH))}"
