"""群众评议: opening, changing and closing a round, and how many forms were given out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from board import access, evaluation
from board.access import Actor
from board.db import Row, Store, Transaction
from board.errors import Invalid
from board.importing.facts import WAYS
from board.words import WAY

_FIELDS = {"name": "轮次名称", "evaluated": "评议对象", "opened_on": "开始日期"}
_LONGEST_NAME = 60
_MOST_FORMS = 100_000_000


def add_round(store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any]) -> str:
    """Open a round and return its id. fields: name, evaluated, opened_on (date), closed_on (date or None).

    Raises Refused without `evaluation.edit`, Invalid for a field left out or wrong, or a name already used.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> str:
        others = transaction.rows("evaluation/rounds", activity_id=activity_id, as_of=date.max)
        given = checked_round(fields, [row["name"] for row in others])
        last = transaction.rows("evaluation/last_round_number", activity_id=activity_id)[0]["last_number"]
        round_id = f"E{last + 1}"
        transaction.insert("evaluation/insert_round", [{"activity_id": activity_id, "round_id": round_id, **given}])
        return round_id

    return store.write(work)


def edit_round(store: Store, actor: Actor, activity_id: str, round_id: str, fields: Mapping[str, Any]) -> None:
    """Change a round; what `fields` leaves out stays as it is. Giving `closed_on` closes it, None opens it again.

    Raises as `add_round`; a round whose forms don't reconcile can't be closed.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> None:
        keys = {"activity_id": activity_id, "round_id": round_id}
        current = evaluation.found_round(transaction.rows("evaluation/round", **keys))
        others = transaction.rows("evaluation/rounds", activity_id=activity_id, as_of=date.max)
        given = checked_round({**current, **fields}, [row["name"] for row in others if row["round_id"] != round_id])
        if given["closed_on"] and not current["closed_on"]:
            _refuse_over(transaction, activity_id, round_id)
        transaction.run("evaluation/delete_round", **keys)
        transaction.insert("evaluation/insert_round", [{**keys, **given}])

    store.write(work)


def _refuse_over(transaction: Transaction, activity_id: str, round_id: str) -> None:
    held = transaction.rows("evaluation/forms", activity_id=activity_id, as_of=date.max)
    mine = [row for row in held if row["round_id"] == round_id]
    over = [
        f"{row['group_label']}（{WAY[row['way']]}）发出 {row['given_out'] or 0} 张，收回 {row['returned_count']} 张"
        for row in mine
        if row["returned_count"] > (row["given_out"] or 0)
    ]
    if over and any(row["given_out"] is not None for row in mine):
        raise Invalid({"closed_on": f"收回多于发出：{'；'.join(over)}"}, "这一轮还不能结束")


def checked_round(fields: Mapping[str, Any], other_names: Iterable[str]) -> Row:
    """A round's own columns, trimmed. Raises Invalid, naming every field that is wrong."""
    name, evaluated = (str(fields.get(field) or "").strip() for field in ("name", "evaluated"))
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
        wrong["closed_on"] = "结束日期不能早于开始日期"
    if wrong:
        raise Invalid(wrong)
    return {"name": name, "evaluated": evaluated, "opened_on": opened_on, "closed_on": closed_on}


def set_forms(store: Store, actor: Actor, activity_id: str, round_id: str, given: Iterable[Mapping[str, Any]]) -> None:
    """Put down how many forms of a round were given out, in place of what was put down before.

    given: one mapping per group and way, group_label, way (paper, online), given_out (whole number; None: not
    recorded). Raises Refused without `evaluation.edit`, and Invalid, by "group_label/way", for what can't be taken.
    """
    access.require(actor, "evaluation.edit")
    typed = list(given)

    def work(transaction: Transaction) -> None:
        keys = {"activity_id": activity_id, "round_id": round_id}
        evaluation.found_round(transaction.rows("evaluation/round", **keys))
        labels = {row["label"] for row in transaction.rows("evaluation/group_labels", activity_id=activity_id)}
        rows = checked_forms(typed, labels)
        transaction.run("evaluation/delete_forms", **keys)
        transaction.insert("evaluation/insert_forms", [{**keys, **row} for row in rows])

    store.write(work)


def checked_forms(typed: Iterable[Mapping[str, Any]], labels: set[str]) -> list[Row]:
    """The rows that have a number. Raises Invalid, naming every one that is wrong."""
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
        return "参评方式只能是纸质或网上"
    count = row["given_out"]
    if count is None:
        return None
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= _MOST_FORMS:
        return f"{row['group_label']}的发出数请填 0 或正整数"
    return None
