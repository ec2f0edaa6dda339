"""Made states of the example district's schools (示例): drawn from how well a school does, the same each time.

A later state of a school goes on from its earlier one: what was done stays done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from board.rules.verdicts import RULES
from board.store.store import Row

_TITLES = (
    ("食堂", "午餐到最后几个班已经凉了"),
    ("放学", "放学时段校门口人车混行"),
    ("作业", "作业多的日子，几科老师没有商量"),
    ("报销", "报销要跑三趟，手续说不清"),
    ("会议", "会议多，老师备课时间不够"),
    ("操场", "操场边的排水沟没有盖"),
    ("厕所", "课间厕所排队，清洁不及时"),
    ("家长", "家长反映的事没有回音"),
)
_ASPECTS = ("思想观念", "能力素质", "工作作风", "方法举措", "制度机制")
_DAYS_TO_MEND = (5, 30)
_AFTER_OWN = 31  # number of the first item that was assigned
_COMMON = 5  # the first titles are found in most schools


@dataclass(frozen=True)
class School:
    """A made school: its unit, how well it does (0 to 1), how many ballots it gets."""

    unit_id: str
    name: str
    skill: float
    size: int
    seed: int


@dataclass(frozen=True)
class Frame:
    """The ground that a state is laid over: the activity's start, its tasks and the scale of its form."""

    start_on: date
    tasks: Sequence[Row]
    scale: Sequence[Row]
    sources: Sequence[str]


@dataclass(frozen=True)
class Assigned:
    """An item that the bureau assigned to a school, and in how many days the school has done it."""

    assignment_id: str
    title: str
    assigned_on: date
    due_on: date
    days: int


def title_of(theme: str) -> str:
    """Returns the problem that opinions on a theme name."""
    return dict(_TITLES)[theme]


def state(school: School, frame: Frame, as_of: date, assigned: Sequence[Assigned] = ()) -> dict[str, list[Row]]:
    """Every section of a submission of a school as of a day."""
    draw = Random(school.seed)  # noqa: S311 - a made school, the same each time
    steps, items = _steps(school, frame, as_of, draw), _items(school, frame, as_of, draw)
    there = [each for each in assigned if each.assigned_on < as_of]
    items += [_assigned_item(each, _AFTER_OWN + place, as_of) for place, each in enumerate(there)]
    rounds, answers = _round(school, frame, as_of, draw)
    verdicts = _verdicts(school, frame, as_of, draw)
    heard = _heard(school, frame, as_of, draw)
    return {
        "figures": _figures(steps, items, verdicts, rounds, answers, heard),
        "rounds": rounds,
        "answers": answers,
        "steps": steps,
        "verdicts": verdicts,
        "items": items,
        "themes": _themes(heard),
        "papers": [],
    }


def _lag(school: School, draw: Random) -> int:
    return round(draw.gauss(10 * (1 - school.skill) - 1.5, 2.5))


def _steps(school: School, frame: Frame, as_of: date, draw: Random) -> list[Row]:
    rows = []
    for task in frame.tasks:
        done_on = max(task["start_on"], task["due_on"] + timedelta(_lag(school, draw)))
        is_done = done_on <= as_of
        status = "done" if is_done else "in_progress" if task["start_on"] <= as_of else "not_started"
        row = {"task_id": task["task_id"], "status": status, "start_on": _text(task["start_on"])}
        row |= {"due_on": _text(task["due_on"]), "done_on": _text(done_on) if is_done else None}
        rows.append(
            {
                **row,
                "is_late": not is_done and task["due_on"] < as_of,
                "done_late": is_done and done_on > task["due_on"],
            }
        )
    return rows


def _items(school: School, frame: Frame, as_of: date, draw: Random) -> list[Row]:
    rows = []
    for number in range(1, 9 + draw.randrange(14)):
        found_on = frame.start_on + timedelta(draw.randrange(14))
        kind = draw.choices(("immediate", "dated", "deferred"), (5, 4, 1))[0]
        due_on = found_on + timedelta(draw.randint(*_DAYS_TO_MEND))
        closed_on = max(found_on, due_on + timedelta(_lag(school, draw)))
        aspect, source, view = draw.choice(_ASPECTS), draw.choice(frame.sources), draw.random()
        title = _TITLES[(number - 1) % _COMMON if number <= _COMMON else draw.randrange(len(_TITLES))][1]
        if found_on <= as_of:
            facts = {"item_id": f"R-{number:03d}", "kind": kind, "aspect": aspect, "source": source, "title": title}
            rows.append({**facts, **_item(kind, found_on, due_on, closed_on, as_of, view < 0.6 + 0.3 * school.skill)})
    return rows


def _assigned_item(each: Assigned, number: int, as_of: date) -> Row:
    facts = {"item_id": f"R-{number:03d}", "kind": "dated", "aspect": "工作作风", "source": "征求意见"}
    done_on = each.assigned_on + timedelta(each.days)
    done = _item("dated", each.assigned_on, each.due_on, done_on, as_of, True)
    return {**facts, "title": each.title, **done, "assignment_id": each.assignment_id}


def _item(kind: str, found_on: date, due_on: date, closed_on: date, as_of: date, is_content: bool) -> Row:
    is_closed, waits = kind != "deferred" and closed_on <= as_of, kind == "deferred"
    handed_in = None if waits or closed_on - timedelta(2) > as_of else max(found_on, closed_on - timedelta(2))
    gone = max(0, (min(as_of, closed_on) - found_on).days)
    percent = 100 if is_closed or handed_in else min(95, round(100 * gone / max(1, (closed_on - found_on).days)))
    days = {"found_on": found_on, "start_on": found_on, "due_on": None if waits else due_on}
    days |= {"first_due_on": days["due_on"], "submitted_on": handed_in, "closed_on": closed_on if is_closed else None}
    days |= {"review_on": due_on if waits else None}
    over = 0 if waits else max(0, ((closed_on if is_closed else as_of) - due_on).days)
    return {
        **{name: None if day is None else _text(day) for name, day in days.items()},
        "status": "closed" if is_closed else "submitted" if handed_in else "in_progress",
        "is_late": not is_closed and over > 0,
        "days_late": over,
        "percent": percent,
        "people_view": ("satisfied" if is_content else "mostly_satisfied") if is_closed else None,
        "criterion_id": None,
        "assignment_id": "",
    }


def _round(school: School, frame: Frame, as_of: date, draw: Random) -> tuple[list[Row], list[Row]]:
    opened_on, closed_on = frame.start_on + timedelta(3), frame.start_on + timedelta(7)
    if closed_on > as_of:
        return [], []
    given, valid = school.size + draw.randrange(20), school.size - draw.randrange(5)
    about = {"round_id": "E1", "position": 1, "is_newest": True, "opened_on": _text(opened_on)}
    forms = {"closed_on": _text(closed_on), "given_out": given, "returned_count": school.size, "valid_count": valid}
    criteria: dict[str, list[Row]] = {}
    for row in frame.scale:
        criteria.setdefault(row["criterion_id"], []).append(row)
    answers = [each for ranks in criteria.values() for each in _answers(ranks, valid, school.skill, draw)]
    return [{**about, **forms}], answers


def _answers(ranks: Sequence[Row], valid: int, skill: float, draw: Random) -> list[Row]:
    level = min(0.97, max(0.05, skill + draw.gauss(0, 0.06)))
    weights = [0.02 if row["rank"] == 0 else _share(row["rank"], level) for row in ranks]
    chosen = draw.choices(range(len(ranks)), weights, k=valid)
    return [
        {
            **{"round_id": "E1", "criterion_id": row["criterion_id"], "criterion_label": row["criterion_label"]},
            **{"is_overall": row["is_overall"], "rank": row["rank"], "answer_label": row["answer_label"] or "弃权"},
            **{"points": row["points"], "is_good": bool(row["is_good"]), "answer_count": chosen.count(place)},
        }
        for place, row in enumerate(ranks)
    ]


def _share(rank: int, level: float) -> float:
    """The share of a rank: the best takes as much as the level, each next one less of what is left."""
    return level if rank == 1 else (1 - level) * 2.0 ** (1 - rank)


def _verdicts(school: School, frame: Frame, as_of: date, draw: Random) -> list[Row]:
    gone = (as_of - frame.start_on).days
    rows = []
    for rule in RULES:
        due, chance = draw.randrange(40), draw.random()
        verdict = "not_yet" if due > gone else "passed" if chance < 0.55 + 0.4 * school.skill else "failed"
        gaps = 1 + int(6 * chance * (1 - school.skill)) if verdict == "failed" else 0
        rows.append({"rule_id": rule.rule_id, "verdict": verdict, "gap_count": gaps})
    return rows


def _heard(school: School, frame: Frame, as_of: date, draw: Random) -> dict[str, Any]:
    count = 20 + draw.randrange(50)
    gone = min(1.0, (as_of - frame.start_on).days / 20)
    came = max(5, round(count * gone))
    handled = round(came * min(1.0, 0.5 + school.skill / 2))
    theme_counts = [max(0, round(came * share / 40) - draw.randrange(3)) for share in (11, 9, 7, 4, 3, 2, 2, 2)]
    counts = zip((theme for theme, _ in _TITLES), theme_counts, strict=True)
    themes = {theme: count for theme, count in counts if count >= 5}  # noqa: PLR2004 - no fewer may leave a school
    return {"came": came, "handled": handled, "themes": themes}


def _themes(heard: Mapping[str, Any]) -> list[Row]:
    share = heard["handled"] / heard["came"]
    return [
        {
            **{"kind": "theme", "label": theme, "opinion_count": count, "answered_count": int(count * share)},
            **{"problem_count": 0, "item_count": 0},
        }
        for theme, count in heard["themes"].items()
    ]


def _figures(
    steps: list[Row], items: list[Row], verdicts: list[Row], rounds: list[Row], answers: list[Row], heard: Row
) -> list[Row]:
    judged = [row for row in items if row["people_view"]]
    came, handled = heard["came"], heard["handled"]
    figures = {
        "tasks_done": (_count(steps, status="done"), len(steps)),
        "tasks_late": (_count(steps, is_late=True), len(steps)),
        "opinions_sorted": (handled, came),
        "opinions_fed_back": (handled * 4 // 5, came),
        "opinions_answered": (handled * 3 // 4, came),
        "items_done": (_count(items, status="closed") + _count(items, status="submitted"), len(items)),
        "items_closed": (_count(items, status="closed"), len(items)),
        "items_late": (_count(items, is_late=True), len(items)),
        "items_deferred": (_count(items, kind="deferred"), len(items)),
        "items_satisfied": (len(judged), len(judged)),
        "rules_passed": (_count(verdicts, verdict="passed"), len(verdicts)),
        "rules_failed": (_count(verdicts, verdict="failed"), len(verdicts)),
    }
    for row in rounds:
        figures["forms_returned"] = (row["returned_count"], row["given_out"])
        figures["forms_valid"] = (row["valid_count"], row["returned_count"])
    overall = [row for row in answers if row["is_overall"]] or answers
    good = sum(row["answer_count"] for row in overall if row["is_good"])
    base = sum(row["answer_count"] for row in overall if row["points"] is not None)
    figures["answers_good"] = (good, base)
    figures["is_pooled"] = (int(not any(row["is_overall"] for row in answers)), int(base > 0))
    return [{"figure": name, "numerator": part, "base": base} for name, (part, base) in figures.items() if base]


def _count(rows: list[Row], **wanted: Any) -> int:
    return sum(all(row[name] == value for name, value in wanted.items()) for row in rows)


def _text(day: date) -> str:
    return day.isoformat()
