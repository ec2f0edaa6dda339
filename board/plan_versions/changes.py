"""Differences between a unit's own plan and a version of its superior's: what would change, what stays and why. Pure.

Nothing that was done is touched: a task that is done stays as it is, one that has begun keeps its start, material that
is there keeps its name, a form that was given out is not asked otherwise. Nothing is taken away but criteria of a form
that nobody has seen. What the unit changed itself stays where the superior's plan is as it was in the version before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from board.plan_versions.shape import Content
from board.store.store import Row
from board.tasks.actions import find_circle, new_task

ADD, CHANGE, DROP, KEEP = "新增", "改", "去掉", "保留"
PHASE, TASK, FORM = "环节", "工作任务", "评议项目"
_TASK_FIELDS = {
    **{"name": "名称", "phase_id": "环节", "output": "成果材料", "records": "由什么记录证明"},
    **{"start_on": "开始", "due_on": "完成期限"},
}
_PHASE_FIELDS = {"start_on": "开始", "end_on": "结束"}
_ORDER = "排在它前面的"
_OWN = "本单位自己改过，上级这一版没有动"
_BEGUN, _HAS_OUTPUT = "已经开始", "成果材料已经有了"


@dataclass(frozen=True)
class Present:
    """A unit's own plan. of_plan: the plan's id of a task → its own; after: a task → those before it; form: criteria
    with their answers, in order; form_uses: what keeps the form from being changed."""

    activity_id: str
    phases: Mapping[str, Row]
    done_phases: frozenset[str]
    tasks: Mapping[str, Row]
    of_plan: Mapping[str, str]
    after: Mapping[str, frozenset[str]]
    form: Content
    form_uses: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One thing that would change or stays. state: of the task or phase after it; before: the tasks before it then."""

    kind: str
    record_id: str
    name: str
    effect: str
    details: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    state: Row | None = None
    before: frozenset[str] | None = None
    plan_task_id: str = ""


def changes(present: Present, plan: Content, base: Content | None) -> list[Change]:
    """Every difference between a unit's own plan and a version, in order: phases, tasks, form.

    plan, base: typed (`shape.typed`); base: the version in use here, None before the first.
    """
    tasks = _without_circles(present, [*_of_tasks(present, plan, base), *_no_longer(present, plan)])
    return [*_of_phases(present, plan, base), *tasks, *_of_form(present, plan)]


def _of_phases(present: Present, plan: Content, base: Content | None) -> Iterator[Change]:
    known = _by(base, "plan_phases", "phase_id")
    for row in plan["plan_phases"]:
        state = present.phases.get(row["phase_id"])
        differing = [name for name in _PHASE_FIELDS if state is not None and state[name] != row[name]]
        if state is None or not differing:
            continue
        if row["phase_id"] in present.done_phases:
            yield Change(PHASE, row["phase_id"], state["name"], KEEP, reasons=("已经标为完成",))
            continue
        own = _own(differing, row, known.get(row["phase_id"]))
        after = {**state, **{name: row[name] for name in differing if name not in own}}
        if after["end_on"] < after["start_on"]:
            after, own = {**state, "start_on": row["start_on"], "end_on": row["end_on"]}, {}
        yield _changed(PHASE, row["phase_id"], state, after, _PHASE_FIELDS, tuple(own.values()))


def _of_tasks(present: Present, plan: Content, base: Content | None) -> Iterator[Change]:
    ids, before = _ids(present, plan), _before(present, plan)
    known, known_before = _by(base, "plan_tasks", "task_id"), {} if base is None else _orders(base)
    position = max((row["position"] for row in present.tasks.values()), default=0)
    for row in plan["plan_tasks"]:
        plan_id, own_id = row["task_id"], ids[row["task_id"]]
        if row["phase_id"] not in present.phases:
            yield Change(TASK, "", row["name"], KEEP, reasons=("本单位没有这个环节",))
        elif own_id not in present.tasks:
            position += 1
            state = new_task(present.activity_id, own_id, position, {name: row[name] for name in _TASK_FIELDS})
            details = (f"{row['start_on']:%m-%d} 开始，{row['due_on']:%m-%d} 完成",)
            more = {"state": state, "before": before[plan_id], "plan_task_id": plan_id}
            yield Change(TASK, own_id, row["name"], ADD, details, **more)
        else:
            is_same_order = base is not None and known_before.get(plan_id) == _orders(plan).get(plan_id)
            order = None if is_same_order else before[plan_id]
            yield from _of_task(present, present.tasks[own_id], row, known.get(plan_id), order)


def _of_task(
    present: Present, state: Row, row: Row, base: Row | None, order: frozenset[str] | None
) -> Iterator[Change]:
    differing = [name for name in _TASK_FIELDS if state[name] != row[name]]
    is_ordered = order is not None and order != present.after.get(state["task_id"], frozenset())
    if not differing and not is_ordered:
        return
    if state["is_removed"] or state["status"] == "done":
        why = "本单位已经移出" if state["is_removed"] else "已经完成"
        yield Change(TASK, state["task_id"], state["name"], KEEP, reasons=(why,))
        return
    kept = _own(differing, row, base)
    if state["status"] != "not_started" and "start_on" in differing:
        kept["start_on"] = _BEGUN
    if state["output_ready"] and "output" in differing:
        kept["output"] = _HAS_OUTPUT
    after = {**state, **{name: row[name] for name in differing if name not in kept}}
    if after["due_on"] < after["start_on"]:
        after |= {"start_on": state["start_on"], "due_on": state["due_on"]}
        kept["due_on"] = f"期限 {row['due_on']:%m-%d} 早于开始"
    change = _changed(TASK, state["task_id"], state, after, _TASK_FIELDS, tuple(dict.fromkeys(kept.values())))
    if is_ordered and order is not None:
        words = f"{_ORDER}：{'、'.join(sorted(order)) or '没有'}"
        change = replace(change, effect=CHANGE, details=(*change.details, words), before=order)
    yield change


def _changed(kind: str, record_id: str, state: Row, after: Row, fields: Mapping[str, str], kept: Any) -> Change:
    details = tuple(
        f"{word}：{_text(state[name])} → {_text(after[name])}"
        for name, word in fields.items()
        if state[name] != after[name]
    )
    effect = CHANGE if details else KEEP
    return Change(kind, record_id, str(state["name"]), effect, details, kept, after if details else None)


def _text(value: Any) -> str:
    return f"{value:%m-%d}" if hasattr(value, "strftime") else str(value) or "（空）"


def _own(differing: Iterable[str], row: Row, base: Row | None) -> dict[str, str]:
    """The fields that the unit changed itself: the plan has them as it had them in the version in use."""
    return {name: _OWN for name in differing if base is not None and base[name] == row[name]}


def _by(content: Content | None, section: str, key: str) -> dict[str, Row]:
    return {} if content is None else {row[key]: row for row in content[section]}


def _ids(present: Present, plan: Content) -> dict[str, str]:
    """The plan's ids → the unit's own: those known as of the plan, else the same if it is free, else the next free."""
    ids, used = dict[str, str](), set(present.tasks)
    numbers = [int(each[1:]) for each in used | {row["task_id"] for row in plan["plan_tasks"]} if each[1:].isdecimal()]
    last = max(numbers, default=0)
    for row in plan["plan_tasks"]:
        plan_id = row["task_id"]
        own_id = present.of_plan.get(plan_id, plan_id if plan_id not in used else "")
        if not own_id:
            last += 1
            own_id = f"T{last:02d}"
        ids[plan_id] = own_id
        used.add(own_id)
    return ids


def _orders(content: Content) -> dict[str, frozenset[str]]:
    orders: dict[str, set[str]] = {}
    for row in content["plan_orders"]:
        orders.setdefault(row["task_id"], set()).add(row["after_task_id"])
    return {each: frozenset(before) for each, before in orders.items()}


def _before(present: Present, plan: Content) -> dict[str, frozenset[str]]:
    """The plan's ids → the own tasks that come before each: the plan's, and those that only the unit has."""
    ids, orders = _ids(present, plan), _orders(plan)
    there = {own for each, own in ids.items() if own in present.tasks or _has_phase(present, plan, each)}
    of_plan = set(ids.values())
    return {
        each: frozenset({ids[before] for before in orders.get(each, ()) if ids[before] in there})
        | frozenset(present.after.get(own, frozenset()) - of_plan)
        for each, own in ids.items()
    }


def _has_phase(present: Present, plan: Content, plan_id: str) -> bool:
    return any(row["task_id"] == plan_id and row["phase_id"] in present.phases for row in plan["plan_tasks"])


def _no_longer(present: Present, plan: Content) -> Iterator[Change]:
    """The unfinished tasks that came from a plan and that this version doesn't have."""
    ids = {row["task_id"] for row in plan["plan_tasks"]}
    for plan_id, own_id in present.of_plan.items():
        state = present.tasks.get(own_id)
        if plan_id not in ids and state and not state["is_removed"] and state["status"] != "done":
            yield Change(TASK, own_id, state["name"], KEEP, reasons=("这一版没有它了；不办了的，请自己移出",))


def _without_circles(present: Present, rows: list[Change]) -> list[Change]:
    """The changes without those of the order of known tasks, if tasks would wait for each other in a circle."""
    after = {**present.after, **{each.record_id: each.before for each in rows if each.before is not None}}
    if not find_circle(after):
        return rows
    why: Callable[[Change], Change] = lambda each: replace(  # noqa: E731
        each,
        before=None if each.effect == CHANGE else frozenset(),
        details=tuple(words for words in each.details if not words.startswith(_ORDER)),
        reasons=(*each.reasons, "先后会互相等待，照旧"),
    )
    mended = [why(each) if each.before else each for each in rows]
    return [
        replace(each, effect=KEEP) if each.effect == CHANGE and each.state is None and each.before is None else each
        for each in mended
    ]


def _of_form(present: Present, plan: Content) -> Iterator[Change]:
    now, then = (_asked(content) for content in (present.form, plan))
    if now == then:
        return
    if present.form_uses:
        uses = "、".join(present.form_uses[:3]) + ("等" if len(present.form_uses) > 3 else "")  # noqa: PLR2004
        yield Change(FORM, "", "整张评议表", KEEP, reasons=(f"已经用着（{uses}），不再改",))
        return
    for each in dict.fromkeys([*then, *now]):
        if each not in now:
            yield Change(FORM, each, then[each][1], ADD, ("、".join(answer[1] for answer in then[each][4:]),))
        elif each not in then:
            yield Change(FORM, each, now[each][1], DROP)
        elif now[each] != then[each]:
            yield Change(FORM, each, now[each][1], CHANGE, (_form_words(now[each], then[each]),))


def _asked(content: Content) -> dict[str, tuple[Any, ...]]:
    """Each criterion: heading, label, position, whether it is the overall grade, and its answers in order."""
    answers: dict[str, list[tuple[Any, ...]]] = {}
    for row in sorted(content["plan_answers"], key=lambda row: int(row["rank"])):
        answers.setdefault(row["criterion_id"], []).append((row["rank"], row["label"], row["points"], row["is_good"]))
    names = ("heading", "label", "position", "is_overall")
    return {
        row["criterion_id"]: (*(row[name] for name in names), *answers.get(row["criterion_id"], []))
        for row in content["plan_criteria"]
    }


def _form_words(now: tuple[Any, ...], then: tuple[Any, ...]) -> str:
    if now[1] != then[1]:
        return f"{now[1]} → {then[1]}"
    words = [" · ".join(answer[1] for answer in each[4:]) for each in (now, then)]
    if words[0] != words[1]:
        return f"答案：{words[0]} → {words[1]}"
    return "分值" if now[4:] != then[4:] else "次序、标题"
