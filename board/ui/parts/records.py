"""The sheet of any record: its facts, its history, the values its forms begin with, and saving a plain record."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from board.store import records
from board.store.frames import each_row
from board.store.records import Kind
from board.ui.parts.plain import in_html
from board.ui.parts.visit import Visit
from board.words import RECORD_ACTION

SHEET_WIDTH = 860


def facts(named: Mapping[str, Any], before: Mapping[str, str] | None = None) -> str:
    """Returns a list of labels and values as HTML, without empty ones. `before`: values on a compared day."""
    was = before or {}
    rows = "".join(
        _fact(name, value, was.get(name, "")) for name, value in named.items() if value_html(value) or name in was
    )
    return f'<dl class="facts">{rows}</dl>'


def _fact(name: str, value: Any, was: str) -> str:
    old = f'<span class="was">{in_html(was)}</span>' if was else ""
    return f"<dt>{in_html(name)}</dt><dd>{value_html(value)}{old}</dd>"


def heading(record_id: str, title: str = "") -> str:
    """Returns a sheet's heading as HTML."""
    return f'<h2 class="record"><span>{in_html(record_id)}</span>{in_html(title)}</h2>'


def value_html(value: Any) -> str:
    """Returns a value as HTML: a timestamp as a day, a missing value as ""."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return "" if value is None or pd.isna(value) else in_html(value)


def history(events: pd.DataFrame, as_of: date, actions: Mapping[str, str], note: Callable[[Any], str]) -> str:
    """Returns the history up to a day, newest first, as HTML.

    events: happened_at, actor_name, action. actions: the word for each action. note: returns more HTML on an event. Of
    a record that was entered later, shown as it is known now, it is the whole history.
    """
    until = events[events["happened_at"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    shown = events if until.empty else until
    lines = [_line(event, actions, note) for event in each_row(shown.iloc[::-1])]
    return f'<h3 class="section">经过</h3><ul class="history">{"".join(lines)}</ul>'


def _line(event: Any, actions: Mapping[str, str], note: Callable[[Any], str]) -> str:
    extra = note(event).strip("　 ")
    more = f"<br>{extra}" if extra else ""
    when = f"<time>{event.happened_at:%Y-%m-%d %H:%M}</time>"
    word = actions.get(event.action, "撤销")  # of a whole import
    return f"<li>{when}<b>{word}</b>　{in_html(event.actor_name)}{more}</li>"


def initial_of(record: pd.Series) -> dict[str, Any]:
    """Returns a record's values as widgets take them: timestamps as `date`, missing values as None."""
    return {str(name): _plain(value) for name, value in record.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return value
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def save_record(visit: Visit, kind: Kind, record_id: str, action: str, given: Mapping[str, Any]) -> str:
    """Edits, removes or restores a record with its form's values; returns the message for the person."""
    fields = {name: value for name, value in given.items() if name != "seen_seq"}
    to = (visit.store, visit.actor, kind, visit.activity.activity_id, record_id)
    records.act(*to, action, fields, seen_seq=given["seen_seq"])
    return f"{record_id} 已{RECORD_ACTION[action]}"
