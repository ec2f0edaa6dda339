"""Steps of units of the tree, each from a day on and never changed; and their keys."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from board import clock, words
from board.access import Actor, require
from board.errors import BoardError, Invalid
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import plain
from board.units.tree import is_below_another, require_within

# The state of a unit, beside its id.
STATE = ("name", "kind", "parent_id", "merged_into", "is_reporting")
LONGEST_NAME = 60
_CODE = re.compile(r"[0-9A-Za-z_-]{1,32}")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def open_units(store: Store, actor: Actor, given: Iterable[Mapping[str, Any]], on: date) -> int:
    """Enter new units, or a known unit's other name or place, from a day on; returns how many steps were written.

    given: unit_id, name, kind, parent_id ('' at the top), is_reporting. A unit that is so already stays.
    Raises Refused, and Invalid with the first fault of each kind.
    """
    require(actor, "units.edit")
    rows = [_typed(each) for each in given]

    def work(transaction: Transaction) -> int:
        known = _known(transaction, on)
        own = {row["unit_id"] for row in rows} - known.keys()
        asked = {each for row in rows for each in (row["unit_id"], row["parent_id"])} - own
        require_within(actor, transaction, asked, on, clock.today())
        steps = [step for row in rows for step in _steps(row, known.get(row["unit_id"]))]
        after = known | {row["unit_id"]: row for row in rows}
        _refuse_wrong(rows, after)
        _write(transaction, steps, on, actor)
        return len(steps)

    return store.write(work, Deed("units.open", actor))


def change(store: Store, actor: Actor, unit_id: str, action: str, given: Mapping[str, Any], on: date) -> None:
    """Rename, move, merge or close a unit from a day on. given: name, parent_id or merged_into.

    Raises Refused, Invalid by field, and BoardError where there is no such unit on that day.
    """
    require(actor, "units.edit")

    def work(transaction: Transaction) -> None:
        known = _known(transaction, on)
        if unit_id not in known:
            raise BoardError("没有这个单位", f"{on:%Y-%m-%d} 没有编号为 {unit_id} 的单位。", "请核对编号和日期。")
        others = [plain(given.get(name)) or unit_id for name in ("parent_id", "merged_into")]
        require_within(actor, transaction, [unit_id, *others], on, clock.today())
        if is_below_another(unit_id):
            raise BoardError("下级管的单位", f"{unit_id} 是下级转报来的。", "请下级改，改了会转报上来。")
        after = {**known[unit_id], **{name: plain(given[name]) or "" for name in STATE if name in given}}
        _refuse_wrong([after], known | {unit_id: after})
        if action == "merge" and (after["merged_into"] not in known or after["merged_into"] == unit_id):
            raise Invalid({"merged_into": "并到哪个单位，请从列表里选另一个"})
        _write(transaction, [{**after, "action": action}], on, actor)

    store.write(work, Deed("units.change", actor, record=unit_id))


def register_key(store: Store, actor: Actor, unit_id: str, fingerprint: str, *, is_valid: bool = True) -> None:
    """Register the fingerprint of a unit's key, or strike it off. Raises Refused, Invalid."""
    require(actor, "units.edit")
    shown = "".join(fingerprint.split()).lower()
    if not _FINGERPRINT.fullmatch(shown):
        raise Invalid({"fingerprint": "指纹是 64 个数字和字母 a–f，在单位的“上报”页上抄"})

    def work(transaction: Transaction) -> None:
        require_within(actor, transaction, [unit_id], clock.today())
        if unit_id not in _known(transaction, clock.today()):
            raise Invalid({"unit_id": "没有这个单位"})
        before = transaction.rows("units/keys_of", unit_id=unit_id)
        state = {row["fingerprint"]: row["is_valid"] for row in before}
        if state.get(shown, False) != is_valid:
            row = {"unit_id": unit_id, "seq": len(before) + 1, "fingerprint": shown, "is_valid": is_valid}
            transaction.insert("units/insert_keys", [{**row, **_by(actor, clock.now())}])

    store.write(work, Deed("units.register" if is_valid else "units.strike", actor, record=unit_id))


def _typed(given: Mapping[str, Any]) -> Row:
    row: Row = {name: plain(given.get(name)) or "" for name in ("unit_id", *STATE)}
    return {**row, "is_reporting": bool(given.get("is_reporting", True))}


def _steps(row: Row, before: Row | None) -> list[Row]:
    if before is None:
        return [{**row, "action": "open"}]
    if all(row[name] == before[name] for name in STATE):
        return []
    return [{**row, "action": "move" if row["parent_id"] != before["parent_id"] else "rename"}]


def _known(transaction: Transaction, on: date) -> dict[str, Row]:
    rows = transaction.rows("units/every_step")
    latest = {row["unit_id"]: row for row in rows if row["on_date"] <= on}
    return {
        unit_id: {name: row[name] for name in ("unit_id", *STATE)}
        for unit_id, row in latest.items()
        if row["action"] not in {"merge", "close"}
    }


def _refuse_wrong(rows: Iterable[Row], after: Mapping[str, Row]) -> None:
    for row in rows:
        wrong = {}
        if not _CODE.fullmatch(row["unit_id"]):
            wrong["unit_id"] = f"编号只用数字、字母和短横线，最多 32 个：{row['unit_id'][:40]}"
        if not row["name"] or len(row["name"]) > LONGEST_NAME:
            wrong["name"] = f"{row['unit_id']} 的名称要有，最多 {LONGEST_NAME} 个字"
        if row["kind"] not in words.UNIT_KIND:
            wrong["kind"] = f"{row['unit_id']} 的类别只能是{'、'.join(words.UNIT_KIND.values())}"
        if row["parent_id"] and row["parent_id"] not in after:
            wrong["parent_id"] = f"{row['unit_id']} 的上级 {row['parent_id']} 不在单位里"
        elif _is_in_a_circle(row["unit_id"], after):
            wrong["parent_id"] = f"{row['unit_id']} 成了自己的上级"
        if wrong:
            raise Invalid(wrong)


def _is_in_a_circle(unit_id: str, after: Mapping[str, Row]) -> bool:
    met, above = set[str](), after[unit_id]["parent_id"]
    while above and above in after and above not in met:
        if above == unit_id:
            return True
        met.add(above)
        above = after[above]["parent_id"]
    return False


def _write(transaction: Transaction, steps: Iterable[Row], on: date, actor: Actor) -> None:
    rows = transaction.rows("units/every_step")
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["unit_id"]] = max(counts.get(row["unit_id"], 0), row["seq"])
    made, now = [], clock.now()
    for step in steps:
        seq = counts[step["unit_id"]] = counts.get(step["unit_id"], 0) + 1
        made.append({**step, "seq": seq, "on_date": on, **_by(actor, now)})
    transaction.insert("units/insert_steps", made)


def _by(actor: Actor, now: datetime) -> Row:
    return {"happened_at": now, "actor_id": actor.account_id, "actor_name": actor.name}
