"""整改台账 as an official table: 23 columns on pages on their side, its filters, day and data version above it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from board.importing.ledgers.columns import COLUMNS, PERCENT, as_text, cells, names_in
from board.papers.asked import Asked, count, day
from board.papers.blocks import Block, Column, Figure, Paper, Paragraph, Part, Parts, Quoted, Table
from board.rectification.views import holds, shown, view_counts
from board.store.store import Store

EVERYBODY = "all"
_POINTS = 6.5
_WIDE = {
    **dict.fromkeys(("problem", "measure", "progress"), 2.1),
    **dict.fromkeys(("subjective_cause", "objective_cause", "proof", "explanation"), 1.7),
    **dict.fromkeys(("item_id", "percent", "aspect", "kind", "people_view"), 0.85),
}


def views_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """The views of the ledger with how many items each holds."""
    counts = view_counts(shown(store, activity_id, as_of))
    return {view: f"{view}（{number} 项）" for view, number in counts.items()}


def leaders_of(store: Store, activity_id: str, as_of: date) -> Mapping[str, str]:
    """Everybody, and the leading members who have items."""
    items = shown(store, activity_id, as_of)
    items = items[items["leader_id"].notna()]
    return {EVERYBODY: "全部", **dict(sorted(zip(items["leader_id"], items["leader_name"], strict=True)))}


def ledger(asked: Asked) -> Paper:
    """整改台账 (options `view`, `leader`)."""
    view, leader = asked.options.get("view", "全部"), asked.options.get("leader", EVERYBODY)
    items = shown(asked.store, asked.activity_id, asked.as_of)
    items = items[holds(items, view)]
    led = "" if leader == EVERYBODY else leaders_of(asked.store, asked.activity_id, asked.as_of).get(leader, leader)
    items = items[items["leader_id"] == leader] if led else items
    version = Figure(str(asked.store.version("data")), "version", "admin", "数据版本")
    parts: list[Part] = ["筛选：", view, *_of(led, leader), "，共"]
    parts += [
        count(len(items), f"rectification?view={view}", "事项", "项"),
        "；截至",
        day(asked.as_of),
        "；数据版本",
        version,
    ]
    blocks: list[Block] = [Paragraph(tuple(parts), style="flush"), _table(items.sort_values("number", kind="stable"))]
    missing = [] if len(items) else ["没有符合筛选的事项。"]
    return asked.paper("ledger", "整改台账", blocks, missing, is_landscape=True)


def _of(led: str, leader: str) -> Parts:
    return ("，牵头领导：", Quoted(led, leader)) if led else ()


def _table(items: pd.DataFrame) -> Table:
    names = names_in(items)
    states: list[dict[Any, Any]] = items[list(COLUMNS)].to_dict("records")
    rows: list[tuple[Parts, ...]] = []
    for state in states:
        ref = str(state["item_id"])
        rows.append(tuple((Quoted(_text(name, cell), ref),) for name, cell in cells(state, names).items()))
    columns = (Column(word, _WIDE.get(name, 1.0), is_number=name == PERCENT) for name, word in COLUMNS.items())
    return Table(tuple(columns), tuple(rows), points=_POINTS)


def _text(name: str, cell: Any) -> str:
    """A cell's text; days on two lines, which is as wide as their columns are."""
    text = as_text(name, cell)
    return text.replace("-", "\n", 1) if isinstance(cell, date) else text
