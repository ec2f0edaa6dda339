"""Charts of the plan's tasks."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from board.charts.template import SMALL, STATE_COLORS, day_mark, figure, grid_line, text_color
from board.numbers import month_day
from board.store.frames import each_row
from board.wording import in_chart, shortened

LABEL_LENGTH = 16
# The columns that the timeline takes; state is one of 未开始, 进行中, 已完成, 逾期.
TIMELINE = [
    *("task_id", "name", "start_on", "due_on", "state", "leader_name", "deadline"),
    *("after", "expected_on", "pushed_days", "pushed_by"),
]
_DAY = timedelta(days=1)
_STATES = ("逾期", "进行中", "未开始", "已完成")


def timeline(tasks: pd.DataFrame, as_of: date, dark: bool, *, is_past: bool) -> go.Figure:
    """Timeline of every task from start to due date, their dependencies and delays; late ones in red.

    Takes TIMELINE of tasks with flags and words.
    """
    ordered = tasks.sort_values(["start_on", "due_on", "task_id"], ascending=False)
    return figure(
        dark,
        29 * len(ordered) + 150,
        [
            *(
                _bars(ordered[ordered["state"] == state], state)
                for state in _STATES
                if (ordered["state"] == state).any()
            ),
            *_pushed(ordered[ordered["pushed_days"] > 0]),
            *_links(ordered, dark),
        ],
        [day_mark(as_of, f"{as_of:%m-%d}" if is_past else "今天", dark, text_color(dark), below=True)],
        barmode="overlay",
        bargap=0.32,
        margin={"t": 34, "b": 78},
        # Below the chart: above, a legend of several lines would cover the days.
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        xaxis={"type": "date", "tickformat": "%-m月%-d日", "side": "top", "gridwidth": 1},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": [_label(task) for task in each_row(ordered)],
            "gridcolor": "rgba(0,0,0,0)",
            "tickfont": {"size": SMALL},
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


def _pushed(tasks: pd.DataFrame) -> list[dict[str, Any]]:
    """The delay of each task beyond its due date, hatched."""
    mine = list(each_row(tasks))
    if not mine:
        return []
    color = STATE_COLORS["临期"]
    return [
        {
            "type": "bar",
            "orientation": "h",
            "name": "预计推迟",
            "y": [_label(task) for task in mine],
            "base": [f"{task.due_on + _DAY:%Y-%m-%d}" for task in mine],
            "x": [(task.expected_on - task.due_on).total_seconds() * 1000 for task in mine],
            "marker": {
                "color": "rgba(0,0,0,0)",
                "line": {"color": color, "width": 1.5},
                "pattern": {"shape": "/", "fgcolor": color, "size": 6, "solidity": 0.35},
            },
            "customdata": [[task.task_id, month_day(task.expected_on), task.pushed_by] for task in mine],
            "hovertemplate": "%{customdata[0]} 预计 %{customdata[1]} 完成<br>因 %{customdata[2]} 晚"
            "<extra>预计推迟</extra>",
        }
    ]


def _links(tasks: pd.DataFrame, dark: bool) -> list[dict[str, Any]]:
    """Lines from the end of a task to the one that waits for it; those that pass on delay are emphasised."""
    named = {task.task_id: task for task in each_row(tasks)}
    plain: list[tuple[Any, Any]] = []
    pushing: list[tuple[Any, Any]] = []
    for task in named.values():
        for before in (named[each] for each in task.after.split("、") if each in named):
            runs = task.pushed_by != "" and task.pushed_by in (before.task_id, before.pushed_by)
            (pushing if runs else plain).append((before, task))
    lines = ((plain, "先后次序", grid_line(dark)), (pushing, "推迟", STATE_COLORS["临期"]))
    return [_link_trace(pairs, name, color) for pairs, name, color in lines if pairs]


def _link_trace(pairs: list[tuple[Any, Any]], name: str, color: str) -> dict[str, Any]:
    days: list[str | None] = []
    rows: list[str | None] = []
    signs: list[str] = []
    for before, after in pairs:
        end = before.due_on + _DAY
        turned = end < after.start_on  # otherwise the line would run into the bar itself
        days += [f"{end:%Y-%m-%d}", f"{end:%Y-%m-%d}", f"{max(end, after.start_on):%Y-%m-%d}", None]
        rows += [_label(before), _label(after), _label(after), None]
        signs += ["circle", "circle", "triangle-right" if turned else "triangle-down", "circle"]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": days,
        "y": rows,
        "line": {"color": color, "width": 1.6},
        "marker": {
            "symbol": signs,
            "size": [0 if sign == "circle" else 9 for sign in signs],
            "color": color,
            "opacity": 1,
        },
        "hoverinfo": "skip",
        "showlegend": name != "推迟",  # the hatching shows it
    }


def _label(task: Any) -> str:
    return f"{task.task_id} {in_chart(shortened(task.name, LABEL_LENGTH))}"
