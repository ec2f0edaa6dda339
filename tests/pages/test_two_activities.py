"""Two activities side by side: switched in the header, and nothing of one shows in the other, on any page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from board import clock
from board.access import Actor, Role
from board.activity import activities, creating
from board.activity.plan.reading import load_plan, shipped_plans
from board.meeting import talks
from board.operating.settings import Settings
from board.rectification import carrying
from board.store import records
from board.store.store import Store
from board.ui.parts.visit import activity_names
from board.web import serving
from tests.example_school import Example
from tests.pages.test_every_page import A_RECORD
from tests.pages.visitor import (
    SUBJECTS,
    buttons,
    filled,
    ids,
    notices,
    offered,
    once_button,
    opened,
    saved,
    sent,
    sentences_on,
    title,
    typed,
)
from tests.stores import Copies

pytestmark = pytest.mark.walk

# Pages that the plan of the next stage has no use for.
WITHOUT_USE = {"talks": "谈心谈话", "meeting": "民主生活会", "report": "分析检查报告"}


@pytest.fixture
def mending(school: Example) -> str:
    """The next stage of the example's unit, with nothing written in it yet; its name in the header."""
    return _name(_begun(school.store))


def _begun(store: Store) -> str:
    keeper = Actor("A-admin", "管理员", frozenset({Role.ADMIN}))
    plan = load_plan(shipped_plans()["mending-stage"])
    return creating.create_activity(store, keeper, plan, clock.today() - timedelta(3), is_example=True)


def _name(made: str) -> str:
    return next(name for name, activity_id in activity_names().items() if activity_id == made)


@pytest.fixture(scope="module")
def _held_two(schools: Copies, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Example, str]]:
    with schools.opened(tmp_path_factory.mktemp("two") / "school.duckdb") as store:
        first = Example(store, str(store.rows("activities/all")[0]["activity_id"]), clock.today())
        yield first, _begun(store)


@pytest.fixture
def read_two(_held_two: tuple[Example, str], tmp_path: Path) -> tuple[Example, str]:
    """The example and the next stage's name, for tests that write nothing."""
    first, made = _held_two
    serving.serve(first.store, Settings(tmp_path, demo=True))
    return first, _name(made)


def named(school: Example) -> str:
    return next(name for name, activity_id in activity_names().items() if activity_id == school.activity_id)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_of_the_first_shows_in_the_other(read_two: tuple[Example, str], subject: str) -> None:
    school, mending = read_two
    role = Role.ADMIN if subject == "admin" else Role.CLERK
    at = opened(subject, role, activity=mending)
    assert not at.exception
    assert "整改落实阶段" in " ".join(at.html.values)
    problems = [row["problem"] for row in carrying.open_items(school.store, school.activity_id)]
    shown = sent(at)
    assert [text for text in problems if text in shown] == []
    tasks = {task.name for task in load_plan(shipped_plans()["analysis-stage"]).tasks}
    if subject != "admin":
        assert [name for name in tasks if name in shown] == []
    if subject not in ("tasks", "overview", "admin"):
        assert [found for found in A_RECORD.findall(sentences_on(at)) if not found.startswith("T")] == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_nothing_of_the_other_shows_in_the_first(read_two: tuple[Example, str], subject: str) -> None:
    school, _ = read_two
    role = Role.ADMIN if subject == "admin" else Role.CLERK
    at = opened(subject, role, activity=named(school))
    assert not at.exception
    if subject != "admin":
        own = {task.name for task in load_plan(shipped_plans()["mending-stage"]).tasks}
        assert [name for name in own if name in sent(at)] == []


def test_the_header_switches_and_leaves_filters_and_days_behind(school: Example, mending: str) -> None:
    day = clock.today() - timedelta(5)
    at = opened("tasks", Role.CLERK, activity=named(school), tasks_text="报告", as_of=day.isoformat())
    assert at.text_input(key="tasks_text").value == "报告"
    at.selectbox(key="activity").select(mending).run()
    assert not at.exception
    assert title(at) == "工作任务"
    assert at.text_input(key="tasks_text").value == ""
    assert at.session_state["as_of"] is None
    assert "tasks_text" not in at.query_params
    assert ids(at, "tasks_table")[0] == "T01"
    assert "接过上一阶段" in sent(at)


def test_with_one_activity_there_is_nothing_to_switch(school: Example) -> None:
    assert [each.key for each in opened("tasks", Role.CLERK).selectbox if each.key == "activity"] == []


def test_unfinished_items_are_carried_over_from_an_empty_ledger(school: Example, mending: str) -> None:
    open_before = len(carrying.open_items(school.store, school.activity_id))
    at = opened("rectification", Role.CLERK, activity=mending)
    at.button(key="rectification_carry").click().run()
    assert f"会登记 **{open_before}** 项" in sentences_on(at)
    saved(at, "carrying_form")
    assert notices(at)[0].startswith(f"已转入 {open_before} 项")
    again = opened("rectification", Role.CLERK, activity=mending)
    assert len(ids(again, "rectification_table")) == min(open_before, 50)
    item = opened("rectification", Role.CLERK, activity=mending, rectification_item="R-001")
    assert "转来" in sentences_on(item)


def test_a_page_that_the_plan_has_no_use_for_is_not_listed_and_says_so(school: Example, mending: str) -> None:
    everywhere = set(offered(opened("overview", Role.CLERK, activity=named(school))))
    assert everywhere - set(offered(opened("overview", Role.CLERK, activity=mending))) == set(WITHOUT_USE.values())
    for subject, said_of in WITHOUT_USE.items():
        at = opened(subject, Role.CLERK, activity=mending)
        assert not at.exception
        assert f"本活动用不着{said_of}" in sentences_on(at)
        assert "本活动用不着" not in sentences_on(opened(subject, Role.CLERK, activity=named(school)))


def test_what_is_written_on_such_a_page_lists_it(school: Example, mending: str, clerk: Actor) -> None:
    made = activity_names()[mending]
    pair = talks.matrix(school.store, made, school.today).iloc[0]
    sides = {name: pair[name] for name in ("member_id", "with_kind", "with_id")}
    records.add(school.store, clerk, talks.TALK, made, sides | {"held_on": school.today, "views_exchanged": True})
    at = opened("talks", Role.CLERK, activity=mending)
    assert "谈心谈话" in offered(at)
    assert "本活动用不着" not in sentences_on(at)


def test_only_the_clerk_is_offered_to_carry(school: Example, mending: str) -> None:
    for role in (Role.LEADER, Role.ADMIN):
        assert "转入未办结事项" not in buttons(opened("rectification", role, activity=mending))


def test_a_plan_is_copied_edited_and_made_an_activity_of(school: Example) -> None:
    at = opened("admin", Role.ADMIN, admin_part="方案")
    at.selectbox(key="plans_name").select("整改落实阶段（程序自带）").run()
    saved(filled(at, "plans_copy", name="下学期整改"), "plans_copy")
    assert notices(at) == ["已保存方案 下学期整改，可以在“方案”里选它来改"]
    at = opened("admin", Role.ADMIN, admin_part="方案")
    at.selectbox(key="plans_name").select("下学期整改").run()
    at.text_input(key="plans_theme_下学期整改").set_value("说到做到").run()
    once_button(at, "plans_save").click().run()
    assert notices(at) == ["方案 下学期整改 已检查并保存"]
    at = opened("admin", Role.ADMIN, admin_part="活动")
    assert "下学期整改" in str(at.selectbox(key="start_activity.plan").options)
    saved(filled(at, "start_activity", plan="下学期整改"), "start_activity")
    assert activities.activities(school.store)["theme"].tolist()[0] == "说到做到"


def test_a_plan_that_does_not_hold_is_told_by_place_and_not_kept(school: Example) -> None:
    at = opened("admin", Role.ADMIN, admin_part="方案")
    saved(filled(at, "plans_copy", name="乙"), "plans_copy")
    at = opened("admin", Role.ADMIN, admin_part="方案")
    at.selectbox(key="plans_name").select("乙").run()
    at.number_input(key="plans_days_乙").set_value(20).run()
    once_button(at, "plans_save").click().run()
    assert any("环节" in error.value and "行" in error.value for error in at.error)
    assert typed(at, "plans_copy", "name") == [""]
    fresh = opened("admin", Role.ADMIN, admin_part="方案")
    fresh.selectbox(key="plans_name").select("乙").run()
    assert fresh.number_input(key="plans_days_乙").value == 40
