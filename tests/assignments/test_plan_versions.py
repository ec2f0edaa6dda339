"""方案版本: a bureau's new plan waits in a school until somebody takes it over, and nothing done is changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from board import clock
from board.access import Role
from board.activity import activities
from board.activity.plan.reading import Criterion, Plan, Task, load_plan, shipped_plans
from board.assignments import fetching, handing_down
from board.errors import BoardError, Conflict, Invalid
from board.evaluation import rounds
from board.operating.settings import Settings
from board.plan_versions import arriving, issuing
from board.plan_versions.applying import digest_of_changes
from board.plan_versions.changes import ADD, CHANGE, FORM, KEEP, PHASE, TASK, Change
from board.store.store import Store
from board.submissions import freezing
from board.submissions.contents import plan_digest
from board.tasks import actions as tasks
from board.web import serving
from tests.pages.visitor import opened, sent
from tests.stores import blank_store
from tests.submissions.falling import activity_of
from tests.submissions.files import EVERYONE, SCHOOL, fill

TODAY = clock.today()
PLAN = load_plan(shipped_plans()["analysis-stage"])
LAST = PLAN.tasks[-1]
NEW = Task("T90", LAST.phase, "公布评议的情况", "公示照片", LAST.leader, LAST.due - 2, LAST.due, (LAST.id,))


def of(plan: Plan, task_id: str, **changed: Any) -> Plan:
    """The plan with a task changed."""
    return replace(plan, tasks=tuple(replace(each, **changed) if each.id == task_id else each for each in plan.tasks))


LATER = of(replace(PLAN, tasks=(*PLAN.tasks, NEW)), LAST.id, due=LAST.due + 5)


@pytest.fixture
def bureau() -> Iterator[Store]:
    store = blank_store()
    fill(store)
    yield store
    store.close()


@pytest.fixture
def below(bureau: Store, school: Store) -> Store:
    """The school, which gets what its bureau has by file."""
    freezing.set_superior(school, EVERYONE, activity_of(school), {"unit_id": SCHOOL, "address": ""})
    return school


def issued(bureau: Store, plan: Plan, note: str = "检查组晚到") -> bytes:
    issuing.issue(bureau, EVERYONE, activity_of(bureau), plan, note)
    return handing_down.file_for(bureau, EVERYONE, activity_of(bureau), SCHOOL)


def take(below: Store, content: bytes) -> int:
    return fetching.take_file(below, EVERYONE, activity_of(below), content)


def waiting(below: Store) -> tuple[dict[str, Any], list[Change]]:
    row = arriving.newest(below, activity_of(below))
    assert row
    return row, arriving.preview(below, activity_of(below), row, TODAY)


def take_over(below: Store) -> dict[str, Change]:
    row, changes = waiting(below)
    arriving.take_over(below, EVERYONE, activity_of(below), row["sha256"], digest_of_changes(changes))
    return {each.record_id or each.name: each for each in changes}


def task(below: Store, task_id: str) -> dict[str, Any]:
    (row,) = below.rows("tasks/current", activity_id=activity_of(below), task_id=task_id)
    return row


def test_a_version_waits_is_looked_at_and_taken_over_and_the_bureau_sees_it(
    store: Store, school: Store, door: int
) -> None:
    issuing.issue(store, EVERYONE, activity_of(store), LATER, "检查组晚到")
    before, due = task(school, LAST.id), task(store, LAST.id)["due_on"]
    assert (fetching.fetch(school), fetching.fetch(school)) == (1, 0)
    assert above(store) == (1, 0, "received", "")
    row, changes = waiting(school)
    assert (row["decision"], row["note"], row["version"]) == ("", "检查组晚到", 1)
    assert [(each.kind, each.record_id, each.effect) for each in changes] == [
        (TASK, LAST.id, CHANGE),
        (TASK, "T90", ADD),
    ]
    assert changes[0].details == (f"完成期限：{before['due_on']:%m-%d} → {due:%m-%d}",)
    assert task(school, LAST.id) == before
    take_over(school)
    assert task(school, LAST.id)["due_on"] == due
    assert task(school, "T90")["name"] == "公布评议的情况"
    history = tasks.events(school, activity_of(school), LAST.id)
    assert history.iloc[-1]["reason"] == "嘉泽中心小学方案第 1 版"
    assert waiting(school)[1] == []
    fetching.fetch(school)
    assert above(store) == (1, 1, "taken", "")


def above(bureau: Store) -> tuple[Any, ...]:
    units = bureau.read("units/on", as_of=TODAY)["unit_id"]
    rows = issuing.by_unit(bureau, activity_of(bureau), units[units == SCHOOL])
    (row,) = rows[["version", "taken", "decision", "reason"]].to_dict("records")
    return tuple(row.values())


@pytest.mark.walk
def test_a_school_that_does_not_take_it_over_says_why_and_may_still_do_it_later(
    store: Store, school: Store, door: int
) -> None:
    issuing.issue(store, EVERYONE, activity_of(store), LATER, "检查组晚到")
    fetching.fetch(school)
    row, _ = waiting(school)
    with pytest.raises(Invalid):
        arriving.decline(school, EVERYONE, activity_of(school), row["sha256"], " ")
    arriving.decline(school, EVERYONE, activity_of(school), row["sha256"], "期末考试")
    fetching.fetch(school)
    assert above(store) == (1, 0, "declined", "期末考试")
    take_over(school)
    fetching.fetch(school)
    assert above(store) == (1, 1, "taken", "")


def test_what_was_done_begun_or_is_the_schools_own_is_neither_lost_nor_changed(bureau: Store, below: Store) -> None:
    activity_id = activity_of(below)
    done, begun = PLAN.tasks[0], PLAN.tasks[1]
    for each in (done, begun):
        status = "done" if each is done else "in_progress"
        tasks.report(below, EVERYONE, activity_id, each.id, status, output_ready=True, note="办了")
    own = tasks.add(
        below,
        EVERYONE,
        activity_id,
        {"phase_id": LAST.phase, "name": "自己的", "start_on": TODAY, "due_on": TODAY + timedelta(9)},
    )
    before = {each: task(below, each) for each in (done.id, begun.id, own)}
    plan = of(of(PLAN, done.id, name="改了"), begun.id, start=begun.start + 1, due=begun.due + 3, output="另一份材料")
    plan = replace(plan, tasks=(*plan.tasks, replace(NEW, id=own)))
    take(below, issued(bureau, plan))
    changes = take_over(below)
    assert (changes[done.id].effect, changes[done.id].reasons) == (KEEP, ("已经完成",))
    assert changes[begun.id].effect == CHANGE
    assert set(changes[begun.id].reasons) == {"已经开始", "成果材料已经有了"}
    assert {each: task(below, each) for each in (done.id, own)} == {each: before[each] for each in (done.id, own)}
    after = task(below, begun.id)
    assert after["due_on"] == before[begun.id]["due_on"] + timedelta(3)
    assert all(after[name] == before[begun.id][name] for name in ("start_on", "output", "note", "status"))
    new = next(each.record_id for each in changes.values() if each.effect == ADD)
    assert new != own
    assert task(below, new)["name"] == NEW.name
    again = of(plan, own, name="公布情况，另附一份")
    take(below, issued(bureau, again))
    assert take_over(below)[new].details == ("名称：公布评议的情况 → 公布情况，另附一份",)
    assert task(below, own)["name"] == "自己的"


def test_a_form_that_nobody_has_seen_is_replaced_and_is_then_comparable(bureau: Store, below: Store) -> None:
    first, *others = PLAN.criteria
    quick = Criterion("C90", first.heading, "改得快不快", ("快", "较快", "一般", "慢"))
    plan = replace(PLAN, criteria=(*others, quick))
    take(below, issued(bureau, plan))
    (version,) = issuing.versions(bureau, activity_of(bureau))
    assert plan_digest(below, activity_of(below)) != version["form_sha256"]
    changes = take_over(below)
    assert changes["C90"].effect == ADD
    assert plan_digest(below, activity_of(below)) == version["form_sha256"] == plan_digest(bureau, activity_of(bureau))


@pytest.mark.walk
def test_a_form_that_is_in_use_stays_as_a_whole(bureau: Store, below: Store) -> None:
    activity_id = activity_of(below)
    rounds.add_round(below, EVERYONE, activity_id, {"name": "第一轮", "evaluated": "报告", "opened_on": TODAY})
    before = plan_digest(below, activity_id)
    take(below, issued(bureau, replace(LATER, criteria=PLAN.criteria[1:])))
    changes = take_over(below)
    assert (changes["整张评议表"].kind, changes["整张评议表"].effect) == (FORM, KEEP)
    assert "评议轮次" in changes["整张评议表"].reasons[0]
    assert plan_digest(below, activity_id) == before
    assert task(below, "T90")["name"] == NEW.name


def test_an_older_a_changed_or_a_strangers_file_is_refused_and_leaves_only_an_entry(
    bureau: Store, below: Store
) -> None:
    old = issued(bureau, LATER)
    take(below, issued(bureau, of(LATER, LAST.id, due=LAST.due + 7), "再晚"))
    take_over(below)
    stranger = blank_store()
    fill(stranger)
    kept = below.rows("plan_versions/arrived", activity_id=activity_of(below))
    for content, why in (
        (old, "比这里的旧"),
        (issued(bureau, PLAN, "照旧").replace("照旧".encode(), "照新".encode(), 1), "内容被改过"),
        (issued(stranger, LATER), "不是上级签的"),
    ):
        number = below.trail.last.number
        with pytest.raises(BoardError) as refused:
            take(below, content)
        assert why in str(refused.value.title)
        (entry,) = below.rows("audit/one", number=number + 1)
        assert (entry["kind"], entry["record"]) == ("assignments.refuse", refused.value.title)
    assert below.rows("plan_versions/arrived", activity_id=activity_of(below)) == kept
    stranger.close()


@pytest.mark.walk
def test_what_changed_since_it_was_looked_at_is_looked_at_again(bureau: Store, below: Store) -> None:
    take(below, issued(bureau, LATER))
    row, changes = waiting(below)
    activity_id = activity_of(below)
    tasks.edit(below, EVERYONE, activity_id, LAST.id, {"due_on": task(below, LAST.id)["due_on"] + timedelta(1)})
    with pytest.raises(Conflict):
        arriving.take_over(below, EVERYONE, activity_id, row["sha256"], digest_of_changes(changes))
    take(below, issued(bureau, of(LATER, LAST.id, due=LAST.due + 7)))
    with pytest.raises(Conflict):
        arriving.take_over(below, EVERYONE, activity_id, row["sha256"], digest_of_changes(waiting(below)[1]))


@pytest.mark.walk
def test_what_the_school_moved_itself_stays_where_the_next_version_did_not_move_it(bureau: Store, below: Store) -> None:
    take(below, issued(bureau, LATER))
    take_over(below)
    own = task(below, LAST.id)["due_on"] + timedelta(4)
    tasks.edit(below, EVERYONE, activity_of(below), LAST.id, {"due_on": own})
    take(below, issued(bureau, of(LATER, "T90", name="公布情况")))
    changes = take_over(below)
    assert (changes[LAST.id].effect, len(changes[LAST.id].reasons)) == (KEEP, 1)
    assert (task(below, LAST.id)["due_on"], task(below, "T90")["name"]) == (own, "公布情况")


@pytest.mark.walk
def test_phases_move_with_the_version_and_a_day_before_shows_them_as_they_were(bureau: Store, below: Store) -> None:
    activity_id = activity_of(below)
    last = PLAN.phases[-1]
    moved = replace(PLAN, phases=(*PLAN.phases[:-1], replace(last, end=last.end + 6)))

    def ends(as_of: date | None = None) -> date:
        rows = activities.phases(below, activity_id, as_of)
        days: dict[str, date] = dict(zip(rows["phase_id"], rows["end_on"].dt.date, strict=True))
        return days[last.id]

    before = ends()
    take(below, issued(bureau, moved))
    assert take_over(below)[last.id].kind == PHASE
    assert (ends() - before, ends(TODAY - timedelta(1))) == (timedelta(6), before)


@pytest.mark.walk
def test_nothing_new_is_not_a_version(bureau: Store) -> None:
    issued(bureau, LATER)
    with pytest.raises(BoardError, match="一样"):
        issued(bureau, LATER)
    other = replace(PLAN, phases=PLAN.phases[:-1])
    with pytest.raises(BoardError, match="环节"):
        issued(bureau, other)


def order(below: Store, task_id: str) -> set[str]:
    rows = below.rows("tasks/dependencies", activity_id=activity_of(below))
    return {row["after_task_id"] for row in rows if row["task_id"] == task_id}


@pytest.mark.walk
def test_an_order_that_is_turned_round_is_taken_over_and_one_that_would_go_in_a_circle_is_not(
    bureau: Store, below: Store
) -> None:
    activity_id = activity_of(below)
    assert order(below, "T18") == {"T06", "T16"}
    turned = of(of(PLAN, "T18", after=("T06",)), "T16", after=("T18",))
    take(below, issued(bureau, turned))
    take_over(below)
    assert (order(below, "T18"), order(below, "T16")) == ({"T06"}, {"T18"})
    fields = {"phase_id": LAST.phase, "name": "自己的", "start_on": TODAY, "due_on": TODAY + timedelta(9)}
    own = tasks.add(below, EVERYONE, activity_id, fields, after=("T16",))
    tasks.edit(below, EVERYONE, activity_id, "T17", {}, after=(own,))
    take(below, issued(bureau, of(turned, "T18", after=("T06", "T17"))))
    changes = take_over(below)
    assert (changes["T18"].effect, changes["T18"].reasons) == (KEEP, ("先后会互相等待，照旧",))
    assert (order(below, "T18"), order(below, "T17")) == ({"T06"}, {own})


@pytest.mark.walk
def test_the_page_says_what_would_change_and_the_button_takes_it_over(
    bureau: Store, below: Store, tmp_path: Path
) -> None:
    take(below, issued(bureau, LATER))
    serving.serve(below, Settings(tmp_path, demo=True))
    at = opened("tasks", Role.CLERK)
    assert "下发方案第 1 版" in sent(at)
    at = pressed(at, "看一看会改什么")
    assert "新增 1 项，改 1 项" in sent(at)
    pressed(at, "接收")
    assert task(below, "T90")["name"] == NEW.name
    assert "下发方案" not in sent(opened("tasks", Role.CLERK))
    assert "下发方案" not in sent(opened("tasks", Role.LEADER))


def pressed(at: AppTest, label: str) -> AppTest:
    """The page after its button of that label was pressed."""
    (button,) = (each for each in at.button if each.label == label)
    return button.click().run()
