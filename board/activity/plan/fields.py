"""A plan file's tables → records, by the records' own fields: unknown keys are refused, missing ones required."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar, get_type_hints

from board.activity.plan.source import KeyPath, Source, refusal, shown
from board.typed import printable

T = TypeVar("T")

_SHAPES: dict[Any, tuple[str, Callable[[Any], bool]]] = {
    str: ("一段不空的文字", lambda value: isinstance(value, str) and bool(printable(value))),
    str | None: ("一段不空的文字", lambda value: isinstance(value, str) and bool(printable(value))),
    int: ("一个整数", lambda value: type(value) is int),
    bool: ("true 或 false", lambda value: isinstance(value, bool)),
    tuple[str, ...]: (
        '一组文字，如 ["甲", "乙"]',
        lambda value: isinstance(value, list) and all(isinstance(one, str) and printable(one) for one in value),
    ),
    tuple[int, ...]: (
        "一组整数，如 [100, 80]",
        lambda value: isinstance(value, list) and all(type(one) is int for one in value),
    ),
}


def record(source: Source, key: KeyPath, kind: type[T]) -> T:
    """One table as a record. Raises BoardError for a missing table, an unknown or missing key, or a wrong type."""
    table = _table(source, key)
    wanted: dict[str, Field[Any]] = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    refuse_unknown(source, key, table, tuple(wanted))
    types = get_type_hints(kind)
    given: dict[str, Any] = {}
    for name, each in wanted.items():
        if name in table:
            given[name] = _value(source, (*key, name), table[name], types[name])
        elif each.default is MISSING:
            raise refusal(source, key, f"缺少 {name}。")
    return kind(**given)


def records(source: Source, name: str, kind: type[T]) -> tuple[T, ...]:
    """Every table of an array, of which there must be at least one."""
    listed = source.tables.get(name)
    if listed is None:
        raise refusal(source, (), f"缺少 [[{name}]]。")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise refusal(source, (name,), f"要写成一个个 [[{name}]]。")
    if not listed:
        raise refusal(source, (name,), "至少要有一个。")
    return tuple(record(source, (name, place), kind) for place in range(len(listed)))


def refuse_unknown(source: Source, key: KeyPath, table: dict[str, Any], known: tuple[str, ...]) -> None:
    """Raises BoardError at the first key of a table that isn't among the known ones."""
    for name in table:
        if name not in known:
            raise refusal(source, (*key, name), f"不认识这个键。这里可以写：{'、'.join(known)}。")


def _table(source: Source, key: KeyPath) -> dict[str, Any]:
    found: Any = source.tables
    for part in key:
        if isinstance(found, dict) and part not in found:
            raise refusal(source, key[:-1], f"缺少 [{shown(key)}]。")
        found = found[part]
    if not isinstance(found, dict):
        raise refusal(source, key, f"要写成一个表 [{shown(key)}]。")
    return found


def _value(source: Source, key: KeyPath, value: Any, kind: Any) -> Any:
    wanted, fits = _SHAPES[kind]
    if not fits(value):
        raise refusal(source, key, f"要写{wanted}。")
    if isinstance(value, list):
        return tuple(printable(one) if isinstance(one, str) else one for one in value)
    return printable(value) if isinstance(value, str) else value
