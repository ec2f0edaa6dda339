"""A table on paper: all its rows as plain HTML, its heads on every sheet, no row split across sheets."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

_SHORT = 10  # characters that stay on one line: ids, days, numbers


def show_printed(table: Mapping[str, Any]) -> None:
    """Draws a table from the `payload` of `table.element`; a row's detail is below its main text."""
    columns, rows = table["columns"], table["rows"]
    heads = "".join(f'<th scope="col">{escape(column["label"])}</th>' for column in columns)
    texts = [[_text(cell) for cell in row["cells"]] for row in rows]
    is_short = [max((len(row[at]) for row in texts), default=0) <= _SHORT for at in range(len(columns))]
    main = next((at for at, column in enumerate(columns) if column["grows"]), 0)
    for row, cells in zip(rows, texts, strict=True):
        cells[main] += f"\n{row['detail']}" if row["detail"] else ""
    body = "".join(_row(cells, is_short) for cells in texts)
    st.html(
        f'<table class="printed" translate="no"><caption>{escape(table["name"])}　{len(rows)} 行</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(texts: Sequence[str], is_short: Sequence[bool]) -> str:
    opened = ('<td class="short">' if short else "<td>" for short in is_short)
    return f"<tr>{''.join(f'{start}{escape(text)}</td>' for start, text in zip(opened, texts, strict=True))}</tr>"


def _text(cell: Any) -> str:
    return "、".join(cell) if isinstance(cell, list) else str(cell)
