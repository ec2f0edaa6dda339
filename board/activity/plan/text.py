"""A plan's tables as the text of a plan file: a plan edited in a form is stored like any other. Pure."""

from collections.abc import Mapping
from typing import Any

from board.typed import printable

_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def written(tables: Mapping[str, Any]) -> str:
    """The text of a plan file with these tables: `activity`, `scale`, `terms` by kind, and the lists of tables."""
    parts = []
    for name, table in tables.items():
        if isinstance(table, list):
            parts += [_table(f"[[{name}]]", row) for row in table]
        elif name == "terms":
            parts += [_table(f"[{name}.{kind}]", row) for kind, row in table.items()]
        else:
            parts.append(_table(f"[{name}]", table))
    return "\n".join(parts)


def _table(header: str, row: Mapping[str, Any]) -> str:
    return "\n".join([header, *(f"{name} = {_value(value)}" for name, value in row.items()), ""])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, int):
        return str(value)
    return '"' + "".join(_ESCAPED.get(sign, sign) for sign in printable(str(value))) + '"'
