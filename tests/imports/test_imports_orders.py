"""排在哪些任务之后, in a file of tasks: by id or by name, new ones too; told where it can't be; taken back whole."""

from collections.abc import Sequence

import pytest

from board.access import Actor
from board.errors import Refused
from board.imports import ledger_undo as imports_ledger_undo
from board.imports.orders import standing_orders
from board.tasks import actions as tasks
from tests.example_school import Example
from tests.imports.test_imports_ledger import TASKS, all_tasks, brought, file_with, looked_at, task_row

HEADER = [*TASKS, "排在哪些任务之后"]


def after(school: Example, name: str, order: str, **given: str) -> list[str]:
    return [*task_row(school, name, **given), order]


def orders(school: Example) -> dict[str, tuple[str, ...]]:
    return standing_orders(school.store.rows, school.activity_id)


def told(school: Example, clerk: Actor, *rows: Sequence[str]) -> list[str]:
    return [each.what for each in looked_at(school, clerk, "tasks", file_with(HEADER, *rows)).problems]


def id_of(school: Example, name: str) -> str:
    return next(key for key, row in all_tasks(school).items() if row["name"] == name)


def edited(school: Example, task_id: str, order: str) -> list[str]:
    row = dict.fromkeys(HEADER, "") | {"编号": task_id, "排在哪些任务之后": order}
    return list(row.values())


def test_a_task_is_put_after_others_by_id_and_by_name(school: Example, clerk: Actor) -> None:
    one, other = list(all_tasks(school).items())[:2]
    brought(school, clerk, "tasks", file_with(HEADER, after(school, "写小结", f"{one[0]}、{other[1]['name']}")))
    assert set(orders(school)[id_of(school, "写小结")]) == {one[0], other[0]}
    assert all_tasks(school)[id_of(school, "写小结")]["after"] != ""


def test_tasks_of_one_file_may_come_after_each_other(school: Example, clerk: Actor) -> None:
    rows = [
        after(school, "发通知，定时间", ""),
        after(school, "开座谈会", "发通知，定时间"),
        after(school, "写小结", "开座谈会"),
    ]
    brought(school, clerk, "tasks", file_with(HEADER, *rows))
    first, second, third = (id_of(school, name) for name in ("发通知，定时间", "开座谈会", "写小结"))
    assert (orders(school)[second], orders(school)[third]) == ((first,), (second,))
    assert first not in orders(school)


def test_an_order_alone_is_a_change_and_none_takes_it_away(school: Example, clerk: Actor) -> None:
    task_id, before = next((key, order) for key, order in orders(school).items() if order)
    seen = looked_at(school, clerk, "tasks", file_with(HEADER, edited(school, task_id, "无")))
    assert seen.effect["changes_text"].tolist() == [f"排在哪些任务之后：{'、'.join(before)} → 空"]
    receipt = brought(school, clerk, "tasks", file_with(HEADER, edited(school, task_id, "无")))
    assert (receipt.new_count, receipt.edited_count) == (0, 1)
    assert task_id not in orders(school)


def test_the_same_order_or_an_empty_cell_changes_nothing(school: Example, clerk: Actor) -> None:
    task_id, before = next((key, order) for key, order in orders(school).items() if order)
    for text in ("、".join(reversed(before)), ""):
        seen = looked_at(school, clerk, "tasks", file_with(HEADER, edited(school, task_id, text)))
        assert (seen.change_count, seen.counts) == (0, {"相同": 1})


def test_what_cannot_be_is_told_by_its_cell(school: Example, clerk: Actor) -> None:
    first = next(iter(all_tasks(school)))
    assert told(school, clerk, after(school, "写小结", "没有的任务")) == ["没有“没有的任务”这项任务"]
    assert told(school, clerk, edited(school, first, first)) == ["不能排在自己之后"]
    circle = told(school, clerk, after(school, "甲", "乙"), after(school, "乙", "甲"))
    assert [what.split("：")[0] for what in circle] == ["前置任务互相等待"] * 2
    twins = [
        after(school, "写小结", ""),
        after(school, "写小结", "", 环节=next(reversed(all_tasks(school).values()))["phase_name"]),
    ]
    assert told(school, clerk, *twins, after(school, "丙", "写小结")) == ["叫“写小结”的任务有 2 项，请写编号"]
    seen = looked_at(school, clerk, "tasks", file_with(HEADER, after(school, "写小结", "没有的任务")))
    assert (seen.problems[0].column, seen.problems[0].row) == ("J 排在哪些任务之后", 2)


def test_taken_back_the_order_is_what_it_was(school: Example, clerk: Actor) -> None:
    before = orders(school)
    task_id = next(key for key, order in before.items() if order)
    rows = [after(school, "甲", ""), after(school, "乙", "甲"), edited(school, task_id, "甲")]
    receipt = brought(school, clerk, "tasks", file_with(HEADER, *rows))
    assert orders(school) != before
    imports_ledger_undo.undo(school.store, clerk, school.activity_id, receipt.import_id)
    assert orders(school) == before


def test_an_order_changed_since_is_named_and_nothing_is_lost(school: Example, clerk: Actor) -> None:
    first = next(iter(all_tasks(school)))
    receipt = brought(school, clerk, "tasks", file_with(HEADER, after(school, "写小结", first)))
    mine = id_of(school, "写小结")
    tasks.edit(school.store, clerk, school.activity_id, mine, {}, after=())
    with pytest.raises(Refused, match="排在哪些任务之后，以后又改过"):
        imports_ledger_undo.undo(school.store, clerk, school.activity_id, receipt.import_id)
