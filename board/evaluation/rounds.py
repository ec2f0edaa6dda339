"""群众评议: opening and changing a round, and the number of forms given out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from board import access, clock
from board.access import Actor
from board.errors import BoardError, Invalid
from board.evaluation import results
from board.importing.facts import WAYS
from board.store.pasts import keep_past
from board.store.records import When
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.typed import printable
from board.words import WAY

_FIELDS = {"name": "轮次名称", "evaluated": "评议对象", "opened_on": "开始日期"}
_LONGEST_NAME = 60
_MOST_FORMS = 100_000_000


def add_round(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, at: When = None) -> str:
    """Opens a round and returns its id. fields: name, evaluated, opened_on (date).

    Raises Refused without `evaluation.edit`, Invalid for a field that is missing or wrong, or a name already used.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> str:
        others = transaction.rows("evaluation/rounds", activity_id=activity_id, as_of=date.max)
        given = checked_round({**fields, "closed_on": None}, [row["name"] for row in others])
        last = transaction.rows("evaluation/last_round_number", activity_id=activity_id)[0]["last_number"]
        keep_past(transaction, activity_id, "rounds", at and at.date())
        round_id = f"E{last + 1}"
        key = {"activity_id": activity_id, "round_id": round_id}
        entered_on = at.date() if at else clock.today()
        transaction.insert("evaluation/insert_round", [{**key, **given, "entered_on": entered_on}])
        return round_id

    return store.write(work, Deed("evaluation.add", actor))


def edit_round(store: Store, actor: Actor, activity_id: str, round_id: str, fields: Mapping[str, Any]) -> None:
    """Changes a round's name, evaluated or opened_on; fields left out stay unchanged. Raises as `add_round`.

    Ending a round and reopening it: `ballots.closing`.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> None:
        keys = {"activity_id": activity_id, "round_id": round_id}
        current = results.found_round(transaction.rows("evaluation/round", **keys))
        others = transaction.rows("evaluation/rounds", activity_id=activity_id, as_of=date.max)
        asked = {**current, **{name: fields[name] for name in _FIELDS if name in fields}}
        given = checked_round(asked, [row["name"] for row in others if row["round_id"] != round_id])
        _refuse_hiding(transaction, keys, given["opened_on"])
        keep_past(transaction, activity_id, "rounds")
        transaction.run("evaluation/delete_round", **keys)
        transaction.insert("evaluation/insert_round", [{**keys, **given, "entered_on": current["entered_on"]}])
        transaction.trace.changed(round_id, current, {**current, **given})

    store.write(work, Deed("evaluation.edit", actor, round_id))


def _refuse_hiding(transaction: Transaction, keys: Row, opened_on: date) -> None:
    """Raises Invalid for a first day to come if the round already has ballots.

    A day's page shows the rounds that have begun, so a postponed round would vanish from it with its ballots.
    """
    held = transaction.rows("evaluation/forms", activity_id=keys["activity_id"], as_of=date.max)
    count = sum(int(row["returned_count"]) for row in held if row["round_id"] == keys["round_id"])
    if count and opened_on > clock.today():
        raise Invalid({"opened_on": f"这一轮已经收回 {count} 张评议表，开始日期不能晚于今天"})


def checked_round(fields: Mapping[str, Any], other_names: Iterable[str]) -> Row:
    """A round's own columns, trimmed. Raises Invalid, naming every wrong field."""
    name, evaluated = (printable(str(fields.get(field) or "")) for field in ("name", "evaluated"))
    opened_on, closed_on = fields.get("opened_on"), fields.get("closed_on")
    wrong = {
        field: f"请填写{label}"
        for (field, label), value in zip(_FIELDS.items(), (name, evaluated, opened_on), strict=True)
        if not value
    }
    if name in set(other_names):
        wrong["name"] = f"已经有名为“{name}”的一轮"
    if len(name) > _LONGEST_NAME:
        wrong["name"] = f"轮次名称最多 {_LONGEST_NAME} 个字"
    if opened_on and closed_on and closed_on < opened_on:
        wrong["opened_on"] = f"这一轮已于 {closed_on} 结束，开始日期不能晚于它"
    if wrong:
        raise Invalid(wrong)
    return {"name": name, "evaluated": evaluated, "opened_on": opened_on, "closed_on": closed_on}


def set_forms(
    store: Store,
    actor: Actor,
    activity_id: str,
    round_id: str,
    given: Iterable[Mapping[str, Any]],
    *,
    at: When = None,
) -> None:
    """Records the number of a round's forms given out, replacing the earlier record.

    given: one mapping per group and way, group_label, way (words.WAY), given_out (whole number; None: not
    recorded). Raises Refused without `evaluation.edit`, Invalid, by "group_label/way", for invalid rows, and BoardError
    if the round is ended, as its record may no longer change.
    """
    access.require(actor, "evaluation.edit")
    typed = list(given)

    def work(transaction: Transaction) -> None:
        keys = {"activity_id": activity_id, "round_id": round_id}
        found = results.found_round(transaction.rows("evaluation/round", **keys))
        if found["closed_on"] is not None:
            message = f"“{found['name']}”已于 {found['closed_on']} 结束，发出数不能再改。"
            raise BoardError("这一轮已经结束", message, "要改，请先重新开放这一轮。")
        labels = {row["label"] for row in transaction.rows("evaluation/group_labels", activity_id=activity_id)}
        rows = checked_forms(typed, labels)
        held = transaction.rows("evaluation/forms", activity_id=activity_id, as_of=date.max)
        before = _by_place([row for row in held if row["round_id"] == round_id and row["given_out"] is not None])
        transaction.trace.changed(round_id, before, _by_place(rows))
        keep_past(transaction, activity_id, "rounds", at and at.date())
        transaction.run("evaluation/delete_forms", **keys)
        transaction.insert("evaluation/insert_forms", [{**keys, **row} for row in rows])

    store.write(work, Deed("evaluation.set_forms", actor, round_id))


def _by_place(forms: Iterable[Row]) -> Row:
    return {f"{row['group_label']}/{row['way']}": row["given_out"] for row in forms}


def checked_forms(typed: Iterable[Mapping[str, Any]], labels: set[str]) -> list[Row]:
    """The rows that have a number. Raises Invalid, naming every wrong one."""
    rows: list[Row] = []
    wrong: dict[str, str] = {}
    for row in typed:
        place = f"{row['group_label']}/{row['way']}"
        reason = _wrong_form(row, labels)
        if reason or any(place == f"{other['group_label']}/{other['way']}" for other in rows):
            wrong[place] = reason or f"{row['group_label']}填了两次"
        elif row["given_out"] is not None:
            rows.append({name: row[name] for name in ("group_label", "way", "given_out")})
    if wrong:
        raise Invalid(wrong)
    return rows


def _wrong_form(row: Mapping[str, Any], labels: set[str]) -> str | None:
    if row["group_label"] not in labels:
        return f"“{row['group_label']}”不是本次活动的参评群体"
    if row["way"] not in WAYS:
        return f"参评方式只能是{'、'.join(WAY.values())}"
    count = row["given_out"]
    if count is None:
        return None
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MOST_FORMS:
        return f"{row['group_label']}的发出数请填 0 或正整数"
    return None
