"""总览 and 整改台账 as somebody would build them with Dash: links, figures, the same kinds of charts, table, filter.

Run by the peers' own Python (see `peers`) as `dash_page.py PORT DATA.json`, on rows that `peers` took from the store.
Each page is complete when it is asked for, which is the fastest way to build one with Dash: no callback runs before a
click.
"""

import json
import logging
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html
from flask import Flask

Rows = list[dict[str, Any]]
VIEWS = {"全部": "", "整改中": "in_progress", "已销号": "closed"}
_LANES = {"逾期": "#c0392b", "未到期": "#4f74a8", "创造条件": "#75629a", "已销号": "#2e7d4f"}
_TOP = 9
_CHART = {"displayModeBar": False}


def curve(days: Rows) -> go.Figure:
    """The curves of items found and closed."""
    on = [day["day_on"] for day in days]
    lines = [
        go.Scatter(x=on, y=[day[column] for day in days], name=name, line={"shape": "hv", "width": 4})
        for column, name in (("found_count", "已查出"), ("closed_count", "已销号"))
    ]
    return go.Figure(lines, {"height": 320, "template": "none", "margin": {"l": 30, "r": 16, "t": 8, "b": 30}})


def load(rows: Rows) -> go.Figure:
    """The items of each leading member, by lane."""
    leaders = sorted({row["leader_name"] for row in rows})
    bars = []
    for lane, color in _LANES.items():
        counts = Counter(row["leader_name"] for row in rows if row["lane"] == lane)
        numbers = [counts[leader] for leader in leaders]
        bars.append(go.Bar(y=leaders, x=numbers, text=numbers, name=lane, orientation="h", marker={"color": color}))
    layout = {"height": 320, "barmode": "stack", "template": "none", "margin": {"l": 110, "r": 16, "t": 8, "b": 30}}
    return go.Figure(bars, layout)


def table(rows: Rows, names: dict[str, str]) -> list[Any]:
    """The head and the rows of a table."""
    return [
        html.Thead(html.Tr([html.Th(name) for name in names.values()])),
        html.Tbody([html.Tr([html.Td(row[column]) for column in names]) for row in rows]),
    ]


def _framed(title: str, links: dict[str, str], *parts: Any) -> Any:
    nav = html.Nav([html.Div(dcc.Link(name, href=href, refresh=True)) for name, href in links.items()])
    return html.Div([nav, html.Main([html.H1(title), *parts])], style={"display": "flex", "gap": "2rem"})


def serve(port: int, data: dict[str, Any]) -> None:
    """Both pages until the process ends."""
    server, rows, names = Flask(__name__), data["rows"], data["names"]
    late = [row for row in rows if row["lane"] == "逾期"][:_TOP]
    cards = [html.Div([html.Div(lane), html.B(sum(row["lane"] == lane for row in rows))]) for lane in _LANES]
    overview = Dash("overview", server=server, url_base_pathname="/", assets_folder="none")
    overview.layout = _framed(
        "总览",
        data["links"],
        html.Div(cards, style={"display": "flex", "gap": "3rem"}),
        html.Table(table(late, names)),
        dcc.Graph(figure=curve(data["days"]), config=_CHART),
        dcc.Graph(figure=load(rows), config=_CHART),
    )
    ledger = Dash("ledger", server=server, url_base_pathname="/rectification/", assets_folder="none")
    ledger.layout = _framed(
        "整改台账",
        data["links"],
        dcc.RadioItems(list(VIEWS), "全部", id="view", inline=True),
        html.Table(table(rows, names), id="rows"),
        dcc.Graph(figure=load(rows), config=_CHART, id="load"),
    )

    def show(view: str) -> tuple[list[Any], go.Figure]:
        shown = [row for row in rows if VIEWS[view] in {"", row["status"]}]
        return table(shown, names), load(shown)

    outputs = Output("rows", "children"), Output("load", "figure")
    ledger.callback(*outputs, Input("view", "value"), prevent_initial_call=True)(show)
    server.add_url_rule("/healthz", "healthz", lambda: "ok")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.run("127.0.0.1", port, threaded=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8")))
