"""Two people at one record: nobody overwrites what they have not seen, and nobody types anything twice."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board.access import Actor, Role
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.tasks import actions as tasks
from tests.example_school import Example
from tests.ledger_rows import by_id
from tests.pages.visitor import faults, filled, notices, opened, saved, sentences_on, sheet, typed

pytestmark = pytest.mark.walk

CHANGED = "这条记录刚刚被别人改过"
FORM = "rectification_action_R-025.edit"


@pytest.fixture
def at(school: Example) -> AppTest:
    """R-025's sheet with its form for mending open, and a remark typed into it."""
    at = opened("rectification", Role.CLERK, rectification_item="R-025")
    at.button(key="rectification_action_R-025/edit").click().run()
    return filled(at, FORM, remark="与家委会商量过")


def item(school: Example) -> dict[str, Any]:
    return by_id(rectification.items(school.store, school.activity_id, school.today), "item_id")["R-025"]


def somebody_else_changes(school: Example, clerk: Actor) -> None:
    rectification.act(school.store, clerk, school.activity_id, "R-025", "edit", {"measure": "每周设一天家长接待"})


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(
    school: Example, at: AppTest, clerk: Actor
) -> None:
    somebody_else_changes(school, clerk)
    saved(at, FORM)
    assert CHANGED in at.error[0].value
    assert notices(at) == []
    assert typed(at, FORM, "remark") == ["与家委会商量过"]
    assert (item(school)["measure"], item(school)["remark"]) == ("每周设一天家长接待", "")


def test_nor_where_the_page_was_drawn_anew_in_between(school: Example, at: AppTest, clerk: Actor) -> None:
    somebody_else_changes(school, clerk)
    saved(filled(at.run(), FORM, remark="与家委会商量过"), FORM)
    assert CHANGED in at.error[0].value
    assert item(school)["measure"] == "每周设一天家长接待"


def test_once_told_the_person_saves_and_both_changes_stand(school: Example, at: AppTest, clerk: Actor) -> None:
    somebody_else_changes(school, clerk)
    saved(at, FORM)
    assert "每周设一天家长接待" in "".join(at.html.values)
    saved(at, FORM)
    assert notices(at) == ["R-025 已修改"]
    assert (item(school)["measure"], item(school)["remark"]) == ("每周设一天家长接待", "与家委会商量过")


def test_a_change_elsewhere_disturbs_nobody(school: Example, at: AppTest, clerk: Actor) -> None:
    rectification.act(school.store, clerk, school.activity_id, "R-024", "edit", {"remark": "别的事项"})
    saved(filled(at.run(), FORM, remark="与家委会商量过"), FORM)
    assert notices(at) == ["R-025 已修改"]


def test_somebody_elses_save_leaves_what_is_being_typed(school: Example, clerk: Actor) -> None:
    """The page is drawn anew when anybody saves; in a browser what is typed stays in the form until it is sent."""
    at = opened("opinions", Role.CLERK).button(key="opinions_add").click().run()
    saved(filled(at, "opinions_new", content="写到一半的意见"), "opinions_new")
    rectification.act(school.store, clerk, school.activity_id, "R-024", "edit", {"remark": "别的事项"})
    at.run()
    assert typed(at, "opinions_new", "content") == ["写到一半的意见"]
    assert faults(at)


def test_progress_is_not_reported_over_progress_one_has_not_seen(school: Example) -> None:
    at = opened("rectification", Role.OWNER, rectification_item="R-006")
    at.button(key="rectification_action_R-006/report").click().run()
    other = Actor("A-other", "总务主任", frozenset({Role.OWNER}), "P03")
    rectification.act(
        school.store, other, school.activity_id, "R-006", "report", {"percent": 70, "progress": "又补了两个坑"}
    )
    form = "rectification_action_R-006.report"
    saved(filled(at.run(), form, percent=65, progress="补了一个坑"), form)
    assert CHANGED in at.error[0].value
    assert typed(at, form, "percent", "progress") == [65, "补了一个坑"]


def test_an_opinion_changed_meanwhile_is_not_overwritten(school: Example, clerk: Actor) -> None:
    at = opened("opinions", Role.CLERK, opinions_opinion="O-057")
    at.segmented_control(key="opinions_action_O-057").select("edit").run()
    opinions.act(school.store, clerk, school.activity_id, "O-057", "sort", {"aspect": "工作作风", "theme": "食堂"})
    form = "opinions_action_O-057.edit"
    saved(filled(at.run(), form, content="照原话再记一遍"), form)
    assert CHANGED in at.error[0].value
    saved(at, form)
    kept = by_id(opinions.opinions(school.store, school.activity_id, school.today), "opinion_id")["O-057"]
    assert (kept["content"], kept["aspect"], kept["theme"]) == ("照原话再记一遍", "工作作风", "食堂")


def test_a_task_changed_meanwhile_is_not_overwritten(school: Example, clerk: Actor) -> None:
    at = opened("tasks", Role.CLERK, tasks_task="T11")
    at.segmented_control(key="tasks_action_T11").select("edit").run()
    tasks.edit(school.store, clerk, school.activity_id, "T11", {"output": "修改稿和修改说明"})
    form = "tasks_action_T11.edit"
    saved(filled(at.run(), form, note="请各科室配合"), form)
    assert CHANGED in at.error[0].value
    saved(at, form)
    kept = by_id(tasks.tasks(school.store, school.activity_id, school.today), "task_id")["T11"]
    assert (kept["note"], kept["output"], kept["after"]) == ("请各科室配合", "修改稿和修改说明", "T08、T10")


def test_an_item_removed_meanwhile_is_told_to_be_gone(school: Example, at: AppTest, clerk: Actor) -> None:
    rectification.act(school.store, clerk, school.activity_id, "R-025", "remove", {"reason": "与 R-024 重复"})
    saved(at, FORM)
    assert not at.exception
    assert "移出台账：与 R\\-024 重复" in sentences_on(at)
    assert sheet(at) == "整改事项"
