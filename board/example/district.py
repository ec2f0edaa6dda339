"""The example district (示例): a bureau above 24 made schools that have handed up week by week, one live.

What the made schools hand up is signed and shaped like any other submission; the live school is the example school, on
its own server (`manage.py demo --district`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from board.access import Actor
from board.activity.plan.reading import load_plan, shipped_plans
from board.activity.plan.rows import task_rows
from board.activity.plan.writing import write_plan, write_tasks
from board.example.district_assigned import assign_common, go_on
from board.example.district_plans import issue_plans
from board.example.district_states import Assigned, Frame, School, state
from board.example.samples import ADMIN, event_of
from board.example.school import start_for
from board.store.history import stamped
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import NOTHING_BEFORE, Deed
from board.submissions import keys
from board.submissions.contents import digest_of
from board.submissions.document import Signed, fingerprint_of, signed
from board.submissions.keeping import keep, row_of
from board.submissions.shape import FORMAT
from board.words import ROLE

DISTRICT, LIVE = "D01", "S25"
_TOWNS = ("东河镇", "西塘镇", "南山镇", "北岗镇")
_SCHOOLS = 24
_PLAN = "analysis-stage"
_DAYS_AGO = (15, 8, 1)
_MISSING, _LATE, _CORRECTED, _NEVER = {7, 19}, {4, 11}, {2}, {23}

# Schools that people really think less of; the others differ by little more than chance.
_WEAK = {5: 0.45, 17: 0.2}


def school_folder(data: Path) -> Path:
    """Where the live school keeps its data."""
    return data / "district-school"


def load_district(store: Store, today: date, data: Path | None = None) -> str:
    """Load the district into a store; returns its activity, also if it is there already.

    data: the folder beside which the live school keeps its own, whose key is registered.
    """
    there = [row["activity_id"] for row in store.rows("activities/all") if row["is_example"]]
    if there:
        return str(there[0])
    live = None
    if data:
        folder = school_folder(data)
        folder.mkdir(parents=True, exist_ok=True)
        live = keys.fingerprint_in(keys.key_path(folder / "demo.duckdb"))
    return store.write(lambda transaction: _load(transaction, today, live), Deed("activities.load_example"))


def _load(transaction: Transaction, today: date, live: str | None) -> str:
    plan = load_plan(shipped_plans()[_PLAN])
    plan = replace(plan, activity=replace(plan.activity, unit="示例区教育局"))
    start_on, names = start_for(today), {ADMIN: ROLE["admin"]}
    created = event_of("add", start_on - timedelta(days=1), 0, ADMIN, names)
    activity_id = write_plan(transaction, plan, start_on, created, is_example=True)
    tasks = task_rows(plan, activity_id, start_on)
    write_tasks(transaction, [[stamped(task, created)] for task in tasks])
    schools = list(_schools())
    signing = {each.unit_id: _key(each.unit_id) for each in schools}
    prints = {unit_id: fingerprint_of(key.public_key()) for unit_id, key in signing.items()}
    _plant(transaction, schools, prints | ({LIVE: live} if live else {}), created.happened_at - timedelta(days=30))
    scale = transaction.rows("evaluation/scale", activity_id=activity_id)
    sources = [row["label"] for row in transaction.rows("activities/terms", activity_id=activity_id) if _is_source(row)]
    frame = Frame(start_on, tasks, scale, sources)
    active = [each for each in schools if each.seed not in _NEVER]
    issue_plans(transaction, activity_id, plan, active, today)
    assigned = assign_common(transaction, activity_id, active, frame, today)
    campaign = (plan.activity.name, plan.activity.stage)
    taken = sorted(_taken(schools, signing, frame, today, campaign, assigned), key=_arrival)
    for number, (at, way, file) in enumerate(taken, 1):
        keep(transaction, file, row_of(file, activity_id, number, way, at))
    go_on(transaction, activity_id, today)
    _set_deadlines(transaction, activity_id, today, created.happened_at)
    return activity_id


def _set_deadlines(transaction: Transaction, activity_id: str, today: date, at: datetime) -> None:
    """A deadline for each state that is handed up, and the school that never does excused from the last."""
    by = {"activity_id": activity_id, "seq": 1, "happened_at": at, "actor_id": ADMIN, "actor_name": ROLE["admin"]}
    rows = [
        {
            **{"deadline_id": f"D{place:03d}", "name": f"第{word}次上报", "for_on": today - timedelta(ago)},
            **{"due_on": today - timedelta(max(ago - 2, 0)), "is_removed": False, **by},
            "is_locked": False,
        }
        for place, (word, ago) in enumerate(zip("一二三", _DAYS_AGO, strict=True), start=1)
    ]
    transaction.insert("deadlines/insert", rows)
    excused = [
        {
            "deadline_id": rows[-1]["deadline_id"],
            "unit_id": f"S{seed:02d}",
            "is_excused": True,
            "reason": "并校，下学期再报",
        }
        for seed in _NEVER
    ]
    transaction.insert("deadlines/insert_excuses", [{**each, **by} for each in excused])


def _is_source(row: Row) -> bool:
    return bool(row["kind"] == "source")


def _arrival(each: tuple[datetime, str, Signed]) -> datetime:
    return each[0]


def _schools() -> Iterator[School]:
    draw = Random(1)  # noqa: S311 - made schools, the same each time
    for number in range(1, _SCHOOLS + 1):
        skill = _WEAK.get(number) or draw.gauss(0.82, 0.015)
        name = f"{_TOWNS[number % len(_TOWNS)][:2]}{'中心' if number <= len(_TOWNS) else f'第{number}'}小学（示例）"
        yield School(f"S{number:02d}", name, skill, draw.choice((28, 60, 90, 140, 220)), number)


def _key(unit_id: str) -> Ed25519PrivateKey:
    """The key of a made school: it signs nothing that counts anywhere, and so may be known."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"示例 {unit_id}".encode()).digest())


def _plant(transaction: Transaction, schools: list[School], prints: dict[str, str], at: datetime) -> None:
    above = [
        (DISTRICT, "示例区", "district", ""),
        *((f"T{n}", town, "town", DISTRICT) for n, town in enumerate(_TOWNS)),
    ]
    units = [(*each, False) for each in above]
    units += [(each.unit_id, each.name, "school", f"T{int(each.unit_id[1:]) % len(_TOWNS)}", True) for each in schools]
    units.append((LIVE, "嘉泽中心小学（示例）", "school", "T0", True))
    columns = ("unit_id", "name", "kind", "parent_id", "is_reporting")
    who = Actor(ADMIN, ROLE["admin"], frozenset())
    by = {"happened_at": at, "actor_id": who.account_id, "actor_name": who.name}
    steps = [dict(zip(columns, each, strict=True)) for each in units]
    first = {"seq": 1, "action": "open", "on_date": at.date(), "merged_into": ""}
    transaction.insert("units/insert_steps", [{**each, **first, **by} for each in steps])
    registered = [{"unit_id": unit_id, "fingerprint": each} for unit_id, each in prints.items()]
    transaction.insert("units/insert_keys", [{**each, "seq": 1, "is_valid": True, **by} for each in registered])


def _taken(
    schools: list[School],
    signing: dict[str, Ed25519PrivateKey],
    frame: Frame,
    today: date,
    campaign: tuple[str, str],
    assigned: Mapping[str, list[Assigned]],
) -> Iterator[tuple[datetime, str, Signed]]:
    for school in schools:
        number, before = 0, None
        for place, ago in enumerate(_DAYS_AGO):
            if school.seed in _NEVER or (school.seed in _MISSING and place == len(_DAYS_AGO) - 1):
                continue
            as_of, times = today - timedelta(ago), 2 if school.seed in _CORRECTED and place == 1 else 1
            for turn in range(times):
                number += 1
                late = timedelta(days=5 if school.seed in _LATE and place == 1 else 0)
                made_at = datetime.combine(as_of, time(16, school.seed * 2 % 60)) + late + timedelta(hours=turn)
                head = {"number": number, "previous_sha256": before, "as_of": as_of.isoformat()}
                head |= {"made_at": made_at.isoformat(timespec="seconds"), "corrects": number - 1 if turn else None}
                head |= {"reason": "漏登了两项整改事项" if turn else "", "trail_number": number * 40}
                head["plan_sha256"] = digest_of(frame.scale)
                made = state(school, frame, as_of, assigned.get(school.unit_id, ()))
                file = signed(_document(school, head, made, campaign), signing[school.unit_id])
                before = file.sha256
                yield made_at + timedelta(minutes=1), "file" if school.seed % 6 == 0 else "sent", file


def _document(school: School, head: Row, sections: dict[str, list[Row]], campaign: tuple[str, str]) -> Row:
    about = {"format": FORMAT, "unit_id": school.unit_id, "campaign": campaign[0], "stage": campaign[1]}
    return {**about, "trail_hash": NOTHING_BEFORE, **head, **sections}
