"""方案版本 in words: what a version would change; on the bureau's side, who has taken over which."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from board.plan_versions.changes import ADD, CHANGE, DROP, KEEP, Change
from board.plan_versions.issuing import by_unit, versions
from board.plan_versions.shape import PLAN_DECISION
from board.store.store import Store

EFFECTS = (ADD, CHANGE, DROP, KEEP)
NOT_RECEIVED = "还没收到"


def shown(changes: Iterable[Change]) -> pd.DataFrame:
    """One row per change: kind, record_id, name, tags (EFFECTS), details, reasons."""
    rows = [
        (each.kind, each.record_id, each.name, [each.effect], "；".join(each.details), "；".join(each.reasons))
        for each in changes
    ]
    return pd.DataFrame(rows, columns=["kind", "record_id", "name", "tags", "details", "reasons"])


def counted(changes: Iterable[Change]) -> str:
    """How many things would be added, changed, and stay, in words; '' for none."""
    effects = [each.effect for each in changes]
    return "，".join(f"{effect} {effects.count(effect)} 项" for effect in EFFECTS if effect in effects)


def of_units(store: Store, activity_id: str, units: pd.DataFrame) -> pd.DataFrame:
    """One row per unit that hands up, those first that haven't taken over the newest version: unit_id, name,
    tags (state), taken_word (the version in use), reason. units: of `comparison.figures.reporting`."""
    newest = len(versions(store, activity_id))
    rows = by_unit(store, activity_id, units["unit_id"]).assign(name=units["name"].to_numpy())
    states = [_state(row, newest) for row in rows.to_dict("records")]
    shown_rows = rows.assign(
        tags=pd.Series([[each] for each in states], rows.index, dtype=object),
        taken_word=[f"第 {each} 版" if each else "—" for each in rows["taken"]],
        reason=rows["reason"].where(rows["decision"] == "declined", "").fillna(""),
        place=[(*PLAN_DECISION.values(), NOT_RECEIVED).index(each) for each in states],
    )
    is_done = shown_rows["place"] == list(PLAN_DECISION).index("taken")
    return shown_rows.assign(is_done=is_done).sort_values(["is_done", "unit_id"], ignore_index=True)


def counted_units(rows: pd.DataFrame) -> str:
    """How many units are how far, in words. rows: of `of_units`."""
    states = [tags[0] for tags in rows["tags"]]
    words = ("taken", "declined", "received")
    ordered = [*(PLAN_DECISION[each] for each in words), NOT_RECEIVED]
    return "，".join(f"{state} {states.count(state)} 个" for state in ordered if state in states)


def _state(row: Mapping[Any, Any], newest: int) -> str:
    return PLAN_DECISION[row["decision"]] if row["version"] == newest else NOT_RECEIVED
