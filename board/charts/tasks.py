"""Charts of the plan's tasks."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import ACCENT, STATE_COLORS, figure, mark_day
from board.frames import each_row
from board.wording import in_chart, shortened

LABEL_LENGTH = 16
_TOLD = ["task_id", "name", "leader_name", "deadline"]


def timeline(tasks: pd.DataFrame, as_of: date, dark: bool, *, is_past: bool) -> go.Figure:
    """Every task from start to due, by phase, with today; late ones in red.

    Takes tasks with task_id, name, start_on, due_on, state (未开始, 进行中, 已完成, 逾期), leader_name, deadline.
    """
    ordered = tasks.sort_values(["start_on", "due_on", "task_id"], ascending=False)
    labels = [_label(row) for row in each_row(ordered)]
    chart = figure(
        dark,
        29 * len(ordered) + 78,
        barmode="overlay",
        bargap=0.32,
        xaxis={"type": "date", "tickformat": "%-m月%-d日", "side": "top", "gridwidth": 1},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": labels,
            "gridcolor": "rgba(0,0,0,0)",
            "tickfont": {"size": 14},
        },
    )
    chart.update_layout(margin={"t": 46})
    for state in ("逾期", "进行中", "未开始", "已完成"):
        mine = ordered[ordered["state"] == state]
        if mine.empty:
            continue
        ends = [(row.due_on + timedelta(days=1)) for row in each_row(mine)]
        chart.add_bar(
            y=[_label(row) for row in each_row(mine)],
            base=[f"{row.start_on:%Y-%m-%d}" for row in each_row(mine)],
            x=[(end - row.start_on).total_seconds() * 1000 for end, row in zip(ends, each_row(mine), strict=True)],
            orientation="h",
            name=state,
            marker_color=STATE_COLORS[state],
            customdata=mine.assign(name=mine["name"].map(in_chart))[_TOLD].to_numpy(),
            hovertemplate="%{customdata[0]} %{customdata[1]}<br>%{customdata[2]}　%{customdata[3]}<extra>"
            + state
            + "</extra>",
        )
    mark_day(chart, as_of, f"{as_of:%m-%d}" if is_past else "今天", dark, ACCENT)
    return chart


def _label(task: Any) -> str:
    return f"{task.task_id} {in_chart(shortened(task.name, LABEL_LENGTH))}"
