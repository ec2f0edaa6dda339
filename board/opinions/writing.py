"""Writing opinions within a transaction, shared by single actions, lists, sheets and files.

The caller checks permissions. Everything raises as the actions in `opinions` do.
"""

from collections.abc import Mapping
from typing import Any

from board import words
from board.errors import Invalid
from board.opinions.ids import draw
from board.opinions.registry import FIELDS, TEXT_FIELDS, apply
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.store import Row, Transaction
from board.typed import plain_fields

_MUST_BE = {
    "channel": ("channel", "征求渠道不在本活动的选项里"),
    "giver": ("giver", "意见来自哪一类人，不在本活动的选项里；这里不填姓名"),
    "aspect": ("aspect", "所属方面不在本活动的选项里"),
    "member_id": ("member", "只能选班子成员"),
}


def add(transaction: Transaction, activity_id: str, fields: Mapping[str, Any], event: Event) -> str:
    """Register an opinion (`opinions.registry.FIELDS`) and return its id."""
    taken = {row["opinion_id"] for row in transaction.rows("opinions/ids", activity_id=activity_id)}
    key = {"activity_id": activity_id, "opinion_id": draw(taken)}
    _write(transaction, None, {**plain_fields(fields, FIELDS, TEXT_FIELDS), **key}, event)
    return key["opinion_id"]


def act(
    transaction: Transaction,
    activity_id: str,
    opinion_id: str,
    given: Mapping[str, Any],
    event: Event,
    *,
    seen_seq: int | None = None,
) -> None:
    """Carry out an action (`event.action`) on an opinion; nothing is written if nothing differs."""
    current = _current(transaction, activity_id, opinion_id)
    if current is not None:
        refuse_stale(current, seen_seq)
    _write(transaction, current, {**given, "activity_id": activity_id, "opinion_id": opinion_id}, event)


def _write(transaction: Transaction, current: Row | None, given: Row, event: Event) -> None:
    key = {"activity_id": given["activity_id"], "opinion_id": given["opinion_id"]}
    choices = _choices(transaction, given["activity_id"])
    wrong = wrong_moment(event.happened_at, transaction.rows("opinions/last_event_at", **key))
    wrong |= _unknown(choices, given)
    known = _known(transaction, current, choices, given, event.action)
    try:
        after = apply(current, event.action, known, event.happened_at.date())
    except Invalid as refusal:
        raise Invalid(wrong | refusal.fields) from refusal
    if wrong:
        raise Invalid(wrong)
    if current is None or {**after, "seq": current["seq"]} != current:
        record(transaction, "opinions", "opinion_id", after, event)


def _known(
    transaction: Transaction, current: Row | None, choices: dict[str, dict[str, str]], given: Row, action: str
) -> Row:
    """The input plus what else the rules need: the main opinion, or to whom feedback goes by default."""
    if current is not None and action == "feed_back" and not given.get("fed_back_to"):
        name = choices["member"].get(current["member_id"] or "", words.ABOUT["group"])
        return {**given, "fed_back_to": name}
    if action not in {"merge", "remove"}:
        return given
    key = {"activity_id": given["activity_id"], "opinion_id": given["opinion_id"]}
    given = {**given, "merged_count": transaction.rows("opinions/merged_count", **key)[0]["merged_count"]}
    if action == "merge":
        return {**given, "main": _current(transaction, given["activity_id"], given.get("merged_into"))}
    return given


def _current(transaction: Transaction, activity_id: str, opinion_id: str | None) -> Row | None:
    found = transaction.rows("opinions/current", activity_id=activity_id, opinion_id=opinion_id)
    return found[0] if found else None


def _choices(transaction: Transaction, activity_id: str) -> dict[str, dict[str, str]]:
    choices: dict[str, dict[str, str]] = {kind: {} for kind, _ in _MUST_BE.values()}
    for row in transaction.rows("opinions/choices", activity_id=activity_id):
        choices[row["kind"]][row["choice"]] = row["words"]
    return choices


def _unknown(choices: dict[str, dict[str, str]], given: Row) -> dict[str, str]:
    named = {name: given[name] for name in _MUST_BE if given.get(name)}
    return {name: _MUST_BE[name][1] for name, value in named.items() if value not in choices[_MUST_BE[name][0]]}
