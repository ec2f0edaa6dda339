"""数据导入: the order in a ledger of tasks (排在哪些任务之后): read, compared with the present one, undone.

A task is named by its id or its name, including tasks that come in with the same file. An unknown name, a name that
several tasks have, and tasks that would wait for each other are problems of their cell.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from board.importing.ledgers.file import LedgerRow
from board.importing.problems import Problem
from board.imports.effect import Rows
from board.store.pasts import keep_past
from board.store.store import Transaction
from board.tasks.actions import find_circle

COLUMN = "after"
_NONE = {"无", "没有", "-", "—"}
_BETWEEN = re.compile(r"[、,，;；\n]+")
Order = tuple[str, ...]


@dataclass(frozen=True)
class OrderRow:
    """A row that gives a task's order."""

    row: LedgerRow
    task_id: str


def read_orders(
    rows: Iterable[OrderRow],
    names: Mapping[str, str],
    problem: Callable[[LedgerRow, str], Problem],
) -> tuple[dict[int, Order], dict[int, Problem]]:
    """The tasks that each row's task comes after, and the problems, by row number.

    names: id → name of all tasks, new ones too.
    """
    by_name: dict[str, list[str]] = defaultdict(list)
    for task_id, name in names.items():
        by_name[_compact(name)].append(task_id)
    orders: dict[int, Order] = {}
    wrong: dict[int, Problem] = {}
    for each in rows:
        found = list(_ids(each.row.texts[COLUMN], names, by_name))
        unread = next((what for what in found if isinstance(what, _Unread)), None)
        order = tuple(dict.fromkeys(str(each) for each in found))
        if unread is not None:
            wrong[each.row.number] = problem(each.row, unread.why)
        elif each.task_id in order:
            wrong[each.row.number] = problem(each.row, "不能排在自己之后")
        else:
            orders[each.row.number] = order
    return orders, wrong


@dataclass(frozen=True)
class _Unread:
    why: str


def _ids(text: str, names: Mapping[str, str], by_name: Mapping[str, list[str]]) -> Iterator[str | _Unread]:
    whole = _compact(text)
    if whole in _NONE:
        return
    for part in [text] if whole in by_name else _BETWEEN.split(text):
        called = by_name.get(_compact(part), [])
        if part.strip() in names:
            yield part.strip()
        elif len(called) == 1:
            yield called[0]
        elif called:
            yield _Unread(f"叫“{part.strip()}”的任务有 {len(called)} 项，请写编号")
        elif part.strip():
            yield _Unread(f"没有“{part.strip()}”这项任务")


def _compact(text: str) -> str:
    return "".join(text.split())


def circle_of(standing: Mapping[str, Order], orders: Mapping[str, Order]) -> Order:
    """Tasks that would wait for each other if a file's orders replaced the present ones; empty if none would."""
    return find_circle({**standing, **orders})


def standing_orders(rows: Rows, activity_id: str) -> dict[str, Order]:
    """The tasks that each task comes after now, by task."""
    orders: dict[str, Order] = {}
    for row in rows("tasks/dependencies", activity_id=activity_id):
        orders[row["task_id"]] = (*orders.get(row["task_id"], ()), row["after_task_id"])
    return orders


def write_orders(transaction: Transaction, activity_id: str, import_id: str, orders: Mapping[str, Order]) -> None:
    """Writes the order that an import sets, within a transaction, and keeps the order before it."""
    standing = standing_orders(transaction.rows, activity_id)
    keep_past(transaction, activity_id, "orders")
    for task_id, order in orders.items():
        _put(transaction, activity_id, task_id, order)
    kept = [
        {
            "activity_id": activity_id,
            "import_id": import_id,
            "task_id": task_id,
            "before_ids": ",".join(standing.get(task_id, ())),
            "after_ids": ",".join(order),
        }
        for task_id, order in orders.items()
    ]
    transaction.insert("imports/insert_orders", kept)


def take_orders_back(transaction: Transaction, activity_id: str, import_id: str, gone: Iterable[str]) -> None:
    """Restores the order before an import, within a transaction; tasks in `gone` lose theirs."""
    key = {"activity_id": activity_id, "import_id": import_id}
    keep_past(transaction, activity_id, "orders")
    for row in transaction.rows("imports/orders", **key):
        _put(transaction, activity_id, row["task_id"], _split(row["before_ids"]))
    for task_id in gone:
        _put(transaction, activity_id, task_id, ())
    transaction.run("imports/delete_orders", **key)


def changed_since(rows: Rows, activity_id: str, import_id: str) -> list[str]:
    """The tasks whose order an import set and somebody has changed since."""
    standing = standing_orders(rows, activity_id)
    kept = rows("imports/orders", activity_id=activity_id, import_id=import_id)
    return [row["task_id"] for row in kept if set(standing.get(row["task_id"], ())) != set(_split(row["after_ids"]))]


def _put(transaction: Transaction, activity_id: str, task_id: str, order: Order) -> None:
    key = {"activity_id": activity_id, "task_id": task_id}
    transaction.run("tasks/delete_dependencies", **key)
    transaction.insert("tasks/insert_dependencies", [{**key, "after_task_id": before} for before in order])


def _split(ids: str) -> Order:
    return tuple(ids.split(",")) if ids else ()
