"""An imported ledger is taken back, and days that are over show it still; what stands in the way is named."""

from datetime import date, timedelta
from typing import Any

import pytest

from board import clock
from board.access import Actor
from board.errors import BoardError, Refused
from board.imports import ledger_undo as imports_ledger_undo
from board.opinions import actions as opinions
from board.opinions.figures import funnel
from board.rectification import actions as rectification
from board.rectification import batch as rectification_batch
from board.store.trail import check as audit_log
from board.tasks import actions as tasks
from board.tasks.flags import by_phase
from tests.example_school import Example
from tests.imports.test_imports_ledger import (
    OPINIONS,
    TASKS,
    brought,
    file_with,
    known,
    opinion_row,
    task_row,
)

_OF_EVENTS = ["event_id", "seq", "happened_at", "actor_id", "actor_name", "action", "reason", "batch_id"]


def everything(school: Example, day: date | None = None) -> dict[str, Any]:
    """All that a page shows of opinions and tasks, and what it counts of them, but for who changed them last."""
    frame = opinions.opinions(school.store, school.activity_id, day or school.today)
    steps = tasks.tasks(school.store, school.activity_id, day or school.today)
    return {
        "opinions": frame.drop(columns=_OF_EVENTS).astype(str).to_dict("list"),
        "tasks": steps.drop(columns=_OF_EVENTS).astype(str).to_dict("list"),
        "funnel": funnel(frame).to_dict("list"),
        "phases": by_phase(steps).to_dict("list"),
    }


def undo(school: Example, actor: Actor, import_id: str) -> imports_ledger_undo.LedgerUndo:
    return imports_ledger_undo.undo(school.store, actor, school.activity_id, import_id)


def blocked(school: Example, import_id: str) -> str:
    return " ".join(imports_ledger_undo.preview_undo(school.store, school.activity_id, import_id).blocked)


def test_nothing_of_new_and_changed_opinions_is_left(school: Example, clerk: Actor) -> None:
    before = everything(school)
    changed = next(key for key, row in known(school).items() if row["status"] == "received")
    edit = opinion_row(school, "改过的内容", 编号=changed, 关于谁="")
    receipt = brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school), edit))
    assert everything(school) != before
    shown = imports_ledger_undo.preview_undo(school.store, school.activity_id, receipt.import_id)
    assert (len(shown.gone), shown.back, shown.blocked) == (1, (changed,), ())
    undo(school, clerk, receipt.import_id)
    assert everything(school) == before


def test_nothing_of_tasks_is_left(school: Example, clerk: Actor) -> None:
    before = everything(school)
    first = brought(school, clerk, "tasks", file_with(TASKS, task_row(school)))
    then = everything(school)
    second = brought(school, clerk, "tasks", file_with(TASKS, task_row(school, 状态="进行中")))
    assert f"以后的 {second.import_id} 又改过其中的记录" in blocked(school, first.import_id)
    with pytest.raises(Refused, match=f"请先撤销它，再撤销 {first.import_id}"):
        undo(school, clerk, first.import_id)
    undo(school, clerk, second.import_id)
    assert everything(school) == then
    undo(school, clerk, first.import_id)
    assert everything(school) == before


def test_days_that_are_over_show_what_was_imported_then_and_undone_since(
    school: Example, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = next(key for key, row in known(school).items() if row["status"] == "received")
    edit = opinion_row(school, "改过的内容", 编号=changed, 关于谁="")
    receipts = [
        brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school), edit)),
        brought(school, clerk, "tasks", file_with(TASKS, task_row(school))),
    ]
    shown, right = everything(school), clock.now
    monkeypatch.setattr(clock, "now", lambda: right() + timedelta(days=1))
    for receipt in receipts:
        undo(school, clerk, receipt.import_id)
    assert everything(school) == shown
    assert everything(school, clock.today()) != shown
    assert audit_log.check(school.store).is_sound


def test_a_newer_import_that_stands_by_itself_stays(school: Example, clerk: Actor) -> None:
    first = brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school)))
    second = brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school, "食堂少油")))
    shown = imports_ledger_undo.preview_undo(school.store, school.activity_id, first.import_id)
    assert [row["import_id"] for row in shown.newer] == [second.import_id]
    undo(school, clerk, first.import_id)
    assert "食堂少油" in {row["content"] for row in known(school).values()}
    assert "操场多开放" not in {row["content"] for row in known(school).values()}


def test_what_was_handled_since_is_named_and_nothing_is_lost(school: Example, clerk: Actor) -> None:
    receipt = brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school)))
    new = imports_ledger_undo.preview_undo(school.store, school.activity_id, receipt.import_id).gone[0]
    aspect = next(row["aspect"] for row in known(school).values() if row["aspect"])
    opinions.act(school.store, clerk, school.activity_id, new, "sort", {"aspect": aspect})
    before = everything(school)
    assert f"{new}（工作人员梳理）在这以后又办理过" in blocked(school, receipt.import_id)
    with pytest.raises(Refused):
        undo(school, clerk, receipt.import_id)
    assert everything(school) == before


def test_what_others_rest_on_is_named(school: Example, clerk: Actor) -> None:
    rows = [opinion_row(school), opinion_row(school, "食堂少油")]
    receipts = [brought(school, clerk, "opinions", file_with(OPINIONS, row)) for row in rows]
    main, other = (
        imports_ledger_undo.preview_undo(school.store, school.activity_id, each.import_id).gone[0] for each in receipts
    )
    opinions.act(school.store, clerk, school.activity_id, other, "merge", {"merged_into": main})
    assert f"{main}（并入它的 {other}）已有别的记录连着" in blocked(school, receipts[0].import_id)


def test_twice_is_refused_and_says_who_did_it(school: Example, clerk: Actor) -> None:
    receipt = brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school)))
    undo(school, clerk, receipt.import_id)
    version = school.store.version()
    with pytest.raises(Refused, match=f"已由{clerk.name}于 .* 撤销，不用再撤"):
        undo(school, clerk, receipt.import_id)
    assert school.store.version() == version


def test_it_refuses_the_wrong_role_and_what_was_never_imported(school: Example, clerk: Actor, leader: Actor) -> None:
    receipt = brought(school, clerk, "opinions", file_with(OPINIONS, opinion_row(school)))
    with pytest.raises(Refused, match="没有权限"):
        undo(school, leader, receipt.import_id)
    with pytest.raises(BoardError, match="没有这次导入"):
        undo(school, clerk, "I-999")


def test_an_undone_file_can_come_in_again(school: Example, clerk: Actor) -> None:
    data = file_with(OPINIONS, opinion_row(school))
    undo(school, clerk, brought(school, clerk, "opinions", data).import_id)
    assert brought(school, clerk, "opinions", data).new_count == 1


def test_items_go_as_a_batch_from_either_page(school: Example, clerk: Actor) -> None:
    items = rectification.items(school.store, school.activity_id, clock.today())
    open_item = items[items["status"] == "in_progress"].iloc[0]
    header = ["编号", "具体问题", "备注"]
    data = [file_with(header, [open_item["item_id"], open_item["problem"], text]) for text in ("一", "二")]
    first = brought(school, clerk, "rectification", data[0])
    assert undo(school, clerk, first.import_id).back == (open_item["item_id"],)
    items = rectification.items(school.store, school.activity_id, clock.today()).set_index("item_id")
    assert items.loc[open_item["item_id"], "remark"] == open_item["remark"]
    second = brought(school, clerk, "rectification", data[1])
    row = imports_ledger_undo.preview_undo(school.store, school.activity_id, second.import_id).row
    rectification_batch.undo(school.store, clerk, school.activity_id, row["batch_id"])
    assert "已在整改台账里于" in blocked(school, second.import_id)
