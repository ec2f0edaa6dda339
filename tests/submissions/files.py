"""Submissions made for tests: a bureau that knows one school, and files of that school, right and wrong."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from board import clock
from board.access import Actor, Role
from board.activity.creating import create_activity
from board.activity.plan.reading import load_plan, shipped_plans
from board.example.district_states import Frame, School, state
from board.store.store import Store
from board.submissions.document import canonical, digest, fingerprint_of
from board.submissions.shape import FORMAT
from board.units import actions as units
from tests.stores import blank_store

EVERYONE = Actor("A-1", "工作人员", frozenset(Role))
SCHOOL, OTHER, DISTRICT, GONE = "S01", "S02", "D1", "S09"
KEY, OTHER_KEY, STRANGERS_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([each]) * 32) for each in (1, 2, 3))
_PLAN = load_plan(shipped_plans()["analysis-stage"])


def filled() -> Iterator[Store]:
    """Yields a blank store with the campaign in it, as a school has it."""
    store = blank_store()
    fill(store)
    yield store
    store.close()


def fill(store: Store) -> str:
    """Makes a store that of a bureau: its activity, a district with two schools and one that was merged, their keys."""
    begun = clock.today() - timedelta(days=30)
    activity_id = create_activity(store, EVERYONE, _PLAN, begun)
    tree = [("D1", "示例区", "district", ""), (SCHOOL, "一小", "school", "D1"), (OTHER, "二小", "school", "D1")]
    tree.append((GONE, "并掉的", "school", "D1"))
    columns = ("unit_id", "name", "kind", "parent_id", "is_reporting")
    given = [dict(zip(columns, (*each, each[2] == "school"), strict=True)) for each in tree]
    units.open_units(store, EVERYONE, given, begun)
    units.register_key(store, EVERYONE, SCHOOL, fingerprint_of(KEY.public_key()))
    units.register_key(store, EVERYONE, OTHER, fingerprint_of(OTHER_KEY.public_key()))
    units.change(store, EVERYONE, GONE, "merge", {"merged_into": SCHOOL}, clock.today())
    return activity_id


def document(number: int = 1, before: str | None = None, as_of: date | None = None, **changed: Any) -> dict[str, Any]:
    """A sound document of the school; changed: fields put in the place of others."""
    day = as_of or clock.today() - timedelta(days=1)
    frame = Frame(day - timedelta(days=20), [], [], ["征求意见"])
    head: dict[str, Any] = {
        "format": FORMAT,
        "unit_id": SCHOOL,
        "campaign": _PLAN.activity.name,
        "stage": _PLAN.activity.stage,
    }
    head |= {"number": number, "previous_sha256": before, "as_of": day.isoformat(), "corrects": None, "reason": ""}
    made_at = (clock.now() - timedelta(minutes=1)).isoformat(timespec="seconds")
    more = {"made_at": made_at, "trail_number": 10 * number, "trail_hash": "a" * 64, "plan_sha256": "b" * 64}
    return {**head, **more, **state(School(SCHOOL, "一小", 0.8, 60, 1), frame, day), **changed}


def sealed(text: bytes, key: Ed25519PrivateKey = KEY, **changed: str) -> bytes:
    """A file of any text, with the seal that a key sets under it; changed: parts of the seal."""
    seal = {"public_key": key.public_key().public_bytes_raw().hex(), "sha256": digest(text)}
    seal["signature"] = key.sign(b"chagai-submission-1\n" + seal["sha256"].encode()).hex()
    return text + b"\n" + canonical({**seal, **changed}) + b"\n"


def file(made: Mapping[str, Any], key: Ed25519PrivateKey = KEY) -> bytes:
    """A document as a file, whether it is sound or not."""
    return sealed(json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(), key)


def sha256_of(content: bytes) -> str:
    """The digest of a file's document."""
    return digest(content.partition(b"\n")[0])
