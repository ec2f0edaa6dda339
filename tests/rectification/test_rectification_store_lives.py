"""Whatever anybody does to a ledger, item by item or to many at once: what stands is lawful, follows from its events,
and every day stays as it was shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pandas as pd
import pytest

from board.access import Actor, Role
from board.errors import BoardError
from board.rectification import actions as rectification
from board.rectification import batch as rectification_batch
from board.rectification import proofs
from board.rectification.batch import Change
from board.rectification.rules import allowed_actions, apply, is_permitted
from board.store.store import Row, Store, open_store
from tests.item_lives import ACTIONS, PEOPLE, WHO, assert_allowed, assert_lawful_actor, sensible
from tests.ledger_rows import NINE, add_activity, deferred_fields, item_fields

OF_AN_EVENT = frozenset({"event_id", "happened_at", "actor_id", "actor_name", "action", "reason", "batch_id"})
NAMES = frozenset({"leader_name", "owner_name", "verifier_name"})
LEDGERS = count(1)
KEEPER = Actor("A-keeper", "工作人员", frozenset({Role.CLERK}))
STEPS_A_LIFE = 40
# What brings an item on is tried more often, so that long lives come about; and whoever may do most.
STEPS_ON = frozenset({"start", "submit", "close", "reopen", "restore"})
LIKELY = (*WHO, KEEPER.roles, KEEPER.roles)
CARELESS: tuple[dict[str, Any], ...] = (
    {},
    {"percent": 120, "people_view": "dissatisfied", "reason": "记录", "proof": " ", "due_on": date(2025, 11, 1)},
    {"kind": "deferred", "owner_id": "M02", "verifier_id": "M02", "people_view": "satisfied", "reason": "记录"},
    {"kind": "immediate", "due_on": date(2025, 12, 1), "reason": "记录", "percent": 0, "file_name": "/"},
    {"owner_id": "M01", "percent": 30, "progress": "核减", "people_view": "mostly_satisfied", "file_name": "甲；乙"},
)


@dataclass
class World:
    """A ledger that is lived in: where it is, what time it is, what was shown, and what the events don't tell."""

    store: Store
    activity_id: str
    now: datetime = NINE
    shown: dict[date, pd.DataFrame] = field(default_factory=dict)
    batches: list[str] = field(default_factory=list)
    # (item, seq) → what an event was given besides what its row tells.
    unrecorded: dict[tuple[str, int], Row] = field(default_factory=dict)

    def items(self) -> dict[str, Row]:
        known = [f"R-{number:03d}" for number in range(1, 30)]
        rows = self.store.rows("rectification/present", activity_id=self.activity_id, item_ids=known)
        return {row["item_id"]: row for row in rows}

    def events(self, item_id: str) -> list[Row]:
        rows = self.store.rows("rectification/events", activity_id=self.activity_id, item_id=item_id)
        return [{name: value for name, value in row.items() if name not in NAMES} for row in rows]


def _attach(world: World, actor: Actor, item: str, fields: dict[str, Any]) -> None:
    where = (world.store, actor, world.activity_id, item)
    proofs.attach(*where, fields.get("file_name") or "", str(world.now).encode(), at=world.now)
    world.unrecorded[item, world.items()[item]["seq"]] = {"file_name": fields["file_name"]}


def _withdraw(world: World, actor: Actor, item: str, fields: dict[str, Any]) -> None:
    files = proofs.proofs(world.store, world.activity_id, item)
    left = files[files["withdrawn_at"].isna()]["proof_id"].tolist() or ["F-404"]
    where = (world.store, actor, world.activity_id, item)
    proofs.withdraw(*where, left[0], fields.get("reason") or "", at=world.now)
    name = files.loc[files["proof_id"] == left[0], "name"].iloc[0]
    world.unrecorded[item, world.items()[item]["seq"]] = {"file_name": name}


def _alone(world: World, actor: Actor, item: str, action: str, fields: dict[str, Any]) -> None:
    if action == "attach":
        _attach(world, actor, item, fields)
    elif action == "withdraw":
        _withdraw(world, actor, item, fields)
    else:
        rectification.act(world.store, actor, world.activity_id, item, action, fields, at=world.now)


def _together(world: World, actor: Actor, items: list[str], action: str, fields: dict[str, Any]) -> None:
    """One action on several items, a second one on the first of them, and sometimes a new item, as one batch."""
    on = world.now.date()
    changes = [Change(item, action, fields) for item in items]
    changes += [Change(items[0], "edit", {"remark": str(world.now)})] if action != "edit" else []
    changes += [Change(None, "add", item_fields(found_on=on, start_on=on, due_on=on))] if on.day % 3 == 0 else []
    where = (world.store, actor, world.activity_id)
    foreseen = rectification_batch.preview(*where, changes, at=world.now)
    batch_id = rectification_batch.carry_out(*where, changes, "一起办", at=world.now)
    world.batches.append(batch_id)
    assert all(outcome.problem is None for outcome in foreseen)
    last = {outcome.after["item_id"]: outcome.after for outcome in foreseen if outcome.after}
    present = world.items()
    assert {item: present[item] for item in last} == last


def _undo(world: World, actor: Actor) -> None:
    batch_id = world.batches[-1] if world.batches else "B-404"
    was = {item: world.events(item) for item in world.items()}
    rectification_batch.undo(world.store, actor, world.activity_id, batch_id, at=world.now)
    for item, rows in was.items():
        of_batch = [row["seq"] for row in rows if row["batch_id"] == batch_id]
        if of_batch:
            before = [_state(row) for row in rows if row["seq"] == min(of_batch) - 1]
            world.unrecorded[item, world.items()[item]["seq"]] = {"before": before[0] if before else None}


def _state(event: Row) -> Row:
    return {name: value for name, value in event.items() if name not in OF_AN_EVENT}


def _look(world: World) -> None:
    """What the ledger of the day shows at its end."""
    on = world.now.date()
    world.shown[on] = rectification.items(world.store, world.activity_id, on)


def assert_follows_from_events(world: World) -> None:
    """Each item is what the rules make of its events, one after the other, and its last event says the same."""
    for item, present in world.items().items():
        state: Row | None = None
        for event in world.events(item):
            before, on = state, event["happened_at"].date()
            fields = {**event, **world.unrecorded.get((item, event["seq"]), {})}
            state = apply(before, event["action"], fields, on)
            assert state == _state(event), event["action"]
            assert_allowed(state)
            assert before is None or state["was_late"] >= before["was_late"]
        assert state == present


def assert_days_stay_as_shown(world: World) -> None:
    for on, frame in world.shown.items():
        pd.testing.assert_frame_equal(rectification.items(world.store, world.activity_id, on), frame)
    curve = rectification.counts_by_day(world.store, world.activity_id, world.now.date())
    counted = dict(zip(curve["day_on"].dt.date, curve["found_count"], strict=True))
    assert {on: counted[on] for on in world.shown} == {on: len(frame) for on, frame in world.shown.items()}


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    """One store for all lives, each in an activity of its own."""
    opened = open_store(None)
    yield opened
    opened.close()


@pytest.mark.parametrize("seed", range(3))
def test_no_life_of_a_ledger_breaks_the_rules_or_its_own_record(shared: Store, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - made lives, the same again for the same seed
    world = World(shared, add_activity(shared, f"life-{next(LEDGERS)}"))
    for fields in (item_fields(), item_fields(owner_id="P02", kind="immediate", due_on=None), deferred_fields()):
        rectification.add(shared, KEEPER, world.activity_id, fields, at=world.now)
    done = sum(live(world, chance) for _ in range(STEPS_A_LIFE))
    assert done > STEPS_A_LIFE / 4
    _look(world)
    assert_follows_from_events(world)
    assert_days_stay_as_shown(world)


def live(world: World, chance: Random) -> bool:
    """One thing somebody tries, mostly what they may. Whether it was done; if it was refused, nothing has changed."""
    if chance.random() < 1 / 5:
        _look(world)
        world.now += timedelta(days=chance.randint(1, 6))
    world.now += timedelta(minutes=1)
    before, version = world.items(), world.store.version()
    roles, person_id = chance.choice(LIKELY), chance.choice(PEOPLE)
    try:
        _try(world, chance, Actor("A-1", "某人", roles, person_id), before)
    except BoardError:
        assert world.store.version() == version
        assert world.items() == before
        return False
    for item, after in world.items().items():
        if item in before and before[item]["seq"] != after["seq"]:
            _assert_lawful(world, item, before[item], roles, person_id)
    return True


def _try(world: World, chance: Random, actor: Actor, before: dict[str, Row]) -> None:
    may = {item: allowed_actions(row, actor.roles, actor.person_id) for item, row in before.items()}
    item = chance.choice([item for item in may if may[item]] or list(may))
    onwards = [action for action in may[item] if action in STEPS_ON]
    likely = (*may[item], *onwards, *onwards) or ACTIONS
    action = chance.choice(ACTIONS if chance.random() < 1 / 10 else likely)
    fields = chance.choice(CARELESS) if chance.random() < 1 / 10 else _careful(action, world.now.date(), chance)
    how = chance.random()
    if how < 1 / 10:
        _undo(world, actor)
    elif how < 4 / 10:
        _together(world, actor, [each for each in may if action in may[each]][:3] or [item], action, fields)
        if Role.CLERK in actor.roles and chance.random() < 1 / 3:
            _undo(world, actor)
    else:
        _alone(world, actor, item, action, fields)


def _careful(action: str, on: date, chance: Random) -> dict[str, Any]:
    if action != "edit":
        return {**sensible(action, on), "progress": f"{on} 的进展"}
    due = {"kind": "dated", "due_on": on + timedelta(days=9), "reason": "条件具备"}
    return chance.choice([sensible(action, on), due, due, {"remark": str(on)}, {"verifier_id": "M01"}])


def _assert_lawful(world: World, item: str, before: Row, roles: Any, person_id: str | None) -> None:
    """Everything that was done to the item was this person's to do."""
    state = before
    for event in world.events(item)[before["seq"] :]:
        assert is_permitted(state, event["action"], roles, person_id)
        assert_lawful_actor(state, event["action"], roles, person_id)
        state = event
