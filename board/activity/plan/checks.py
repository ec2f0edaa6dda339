"""Checks across a plan's tables: unique ids, valid references, steps in order, days within bounds."""

import re
from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

from board.activity.plan.parts import PURPOSES, Phase, Plan, Task
from board.activity.plan.source import KeyPath, Source, refusal
from board.words import TASK_RECORD

_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,11}")
_LONGEST = 3660


def check(source: Source, plan: Plan) -> None:
    """Raises BoardError at the first fault in a plan."""
    _check_activity(source, plan)
    for name, ids in (
        ("phases", [phase.id for phase in plan.phases]),
        ("people", [person.id for person in plan.people]),
        ("tasks", [task.id for task in plan.tasks]),
        ("criteria", [criterion.id for criterion in plan.criteria]),
    ):
        _check_ids(source, name, ids)
    _check_terms(source, plan)
    _check_phases(source, plan)
    _check_people(source, plan)
    _check_tasks(source, plan)
    _check_criteria(source, plan)


def _check_activity(source: Source, plan: Plan) -> None:
    if not 1 <= plan.activity.days <= _LONGEST:
        raise refusal(source, ("activity", "days"), f"要在 1 到 {_LONGEST} 之间。")


def _check_ids(source: Source, name: str, ids: Sequence[str]) -> None:
    for place, one in enumerate(ids):
        key: KeyPath = (name, place, "id")
        if not _ID.fullmatch(one):
            raise refusal(source, key, f"“{one}”不能作编号，要以字母开头，只用字母、数字和 -，最多 12 个。")
        if one in ids[:place]:
            raise refusal(source, key, f"编号“{one}”前面已经用过。")


def _check_terms(source: Source, plan: Plan) -> None:
    for kind, terms in plan.terms.items():
        if not terms.labels:
            raise refusal(source, ("terms", kind, "labels"), "至少要有一个。")
        _refuse_repeats(source, ("terms", kind, "labels"), terms.labels)
        for label in terms.required:
            _check_known(source, ("terms", kind, "required"), label, terms.labels, "labels 里")
    asked, mirrors = plan.terms.get("question"), plan.terms["mirror"].labels
    if asked is not None and len(asked.labels) != len(mirrors):
        raise refusal(source, ("terms", "question", "labels"), f"四对照有 {len(mirrors)} 面，四查找也要有这么多句。")


def _refuse_repeats(source: Source, key: KeyPath, labels: Sequence[str]) -> None:
    for place, label in enumerate(labels):
        if label in labels[:place]:
            raise refusal(source, key, f"“{label}”写了两次。")


def _check_known(source: Source, key: KeyPath, value: str, known: Iterable[str], where: str) -> None:
    if value not in known:
        raise refusal(source, key, f"{where}没有“{value}”。")


def _check_phases(source: Source, plan: Plan) -> None:
    after = 0
    for place, phase in enumerate(plan.phases):
        _check_days(source, ("phases", place), ("start", phase.start), ("end", phase.end), (0, plan.activity.days))
        if phase.start < after:
            raise refusal(source, ("phases", place, "start"), f"第 {phase.start} 天早于上一环节的开始。")
        after = phase.start
        if phase.purpose:
            _check_known(
                source,
                ("phases", place, "purpose"),
                phase.purpose,
                PURPOSES,
                "可选的只有 meeting、report、evaluation，",
            )
            _refuse_second_purpose(source, place, plan.phases)


def _refuse_second_purpose(source: Source, place: int, phases: Sequence[Phase]) -> None:
    if phases[place].purpose in [phase.purpose for phase in phases[:place]]:
        raise refusal(source, ("phases", place, "purpose"), f"“{phases[place].purpose}”前面的环节已经用过。")


def _check_days(
    source: Source, key: KeyPath, first: tuple[str, int], last: tuple[str, int], bounds: tuple[int, int]
) -> None:
    for name, day in (first, last):
        if not bounds[0] <= day <= bounds[1]:
            raise refusal(source, (*key, name), f"第 {day} 天不在第 {bounds[0]} 天到第 {bounds[1]} 天之间。")
    if last[1] < first[1]:
        raise refusal(source, (*key, last[0]), f"第 {last[1]} 天早于开始的第 {first[1]} 天。")


def _check_people(source: Source, plan: Plan) -> None:
    departments = plan.terms["department"].labels
    for place, person in enumerate(plan.people):
        _check_known(source, ("people", place, "department"), person.department, departments, "terms.department ")
        if person.principal and not person.member:
            raise refusal(source, ("people", place, "principal"), "主要领导须是班子成员（member = true）。")
    principals = [place for place, person in enumerate(plan.people) if person.principal]
    if not principals:
        raise refusal(source, ("people",), "要有一位主要领导（principal = true）。")
    if len(principals) > 1:
        raise refusal(source, ("people", principals[1], "principal"), "主要领导只能有一位。")


def _check_tasks(source: Source, plan: Plan) -> None:
    phases = {phase.id: phase for phase in plan.phases}
    tasks = {task.id: task for task in plan.tasks}
    people = {person.id for person in plan.people}
    for place, task in enumerate(plan.tasks):
        _check_known(source, ("tasks", place, "phase"), task.phase, phases, "phases ")
        _check_known(source, ("tasks", place, "leader"), task.leader, people, "people ")
        _check_task_days(source, place, task, phases[task.phase])
        _check_after(source, place, task, tasks)
        for record in task.records:
            _check_known(source, ("tasks", place, "records"), record, TASK_RECORD, "可选的记录里")
    _refuse_cycle(source, plan.tasks)


def _check_task_days(source: Source, place: int, task: Task, phase: Phase) -> None:
    _check_days(source, ("tasks", place), ("start", task.start), ("due", task.due), (phase.start, phase.end))


def _check_after(source: Source, place: int, task: Task, tasks: dict[str, Task]) -> None:
    key: KeyPath = ("tasks", place, "after")
    _refuse_repeats(source, key, task.after)
    for before in task.after:
        _check_known(source, key, before, tasks, "tasks ")
        if before == task.id:
            raise refusal(source, key, "一步不能排在自己后面。")


def _refuse_cycle(source: Source, tasks: Sequence[Task]) -> None:
    places = {task.id: place for place, task in enumerate(tasks)}
    try:
        TopologicalSorter({task.id: task.after for task in tasks}).prepare()
    except CycleError as error:
        ring = error.args[1]
        last = max(ring, key=lambda one: places[one])
        raise refusal(source, ("tasks", places[last], "after"), f"先后次序绕成了圈：{' → '.join(ring)}。") from error
    for place, task in enumerate(tasks):
        for before in task.after:
            if task.due < tasks[places[before]].due:
                raise refusal(source, ("tasks", place, "due"), f"早于排在它前面的 {before}。")


def _check_criteria(source: Source, plan: Plan) -> None:
    scale = plan.scale
    if any(better <= worse for better, worse in zip(scale.points, scale.points[1:], strict=False)):
        raise refusal(source, ("scale", "points"), "分数要从高到低，各不相同。")
    if not 1 <= scale.good < len(scale.points):
        raise refusal(source, ("scale", "good"), f"要在 1 到 {len(scale.points) - 1} 之间。")
    for place, criterion in enumerate(plan.criteria):
        key: KeyPath = ("criteria", place, "answers")
        if len(criterion.answers) != len(scale.points):
            raise refusal(source, key, f"要有 {len(scale.points)} 个答案，与 scale.points 对应。")
        _refuse_repeats(source, key, (*criterion.answers, *scale.apart))
    overall = [place for place, criterion in enumerate(plan.criteria) if criterion.overall]
    if len(overall) > 1:
        raise refusal(source, ("criteria", overall[1], "overall"), "总体评价只能有一项。")
    labels = [criterion.label for criterion in plan.criteria]
    for place, label in enumerate(labels):
        if label in labels[:place]:
            raise refusal(source, ("criteria", place, "label"), f"“{label}”前面已经有了。")
