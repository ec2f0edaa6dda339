"""填写评议表, the clerk's part: how a round is filled in on phones, its one-time codes, and how many ballots arrived.

Who gave which ballot can't be found out: `ballots.pool` explains against whom this is protected, and how.
"""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from board import access, clock
from board.access import Actor
from board.ballots import codes as ballots_codes
from board.ballots.seal import keys_of
from board.errors import BoardError, Invalid, Refused
from board.evaluation import results as evaluation
from board.store.pasts import keep_past
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.words import BALLOT_ENTRY

MOST_CODES = 500
MOST_PER_DEVICE = 5


def opening(store: Store, activity_id: str, round_id: str) -> Row | None:
    """How a round is filled in online; None if it was never opened.

    Keys: opening_id, entry (codes, link), device_limit, link_group ('': the form asks), closes_on (date or None),
    address ('': as the clerk sees it), is_open.
    """
    keys = {"activity_id": activity_id, "round_id": round_id}
    found: list[Row] = store.cached(("ballots.opening", *keys.values()), lambda: store.rows("ballots/opening", **keys))
    return dict(found[0]) if found else None


def intake(store: Store, activity_id: str, round_id: str) -> pd.DataFrame:
    """One row per group with codes made or ballots received by the form, in the plan's order.

    Columns: group_label, made_count (codes made and not withdrawn), received_count (ballots received by the form),
    waiting_count (of these, not in any figure yet).
    """
    keys = {"activity_id": activity_id, "round_id": round_id}
    came = store.read("ballots/intake", **keys).merge(store.read("ballots/waiting", **keys), how="left")
    labels = [row["label"] for row in store.rows("evaluation/group_labels", activity_id=activity_id)]
    came = came.assign(waiting_count=came["waiting_count"].fillna(0).astype("int64"))
    return came.sort_values("group_label", key=lambda column: column.map(labels.index), ignore_index=True)


def received(store: Store, activity_id: str, round_id: str) -> Row:
    """The live figures of a round's form: received_count, waiting_count, given_out.

    given_out: the number of codes, or with an open link of forms recorded as given out online; None if there are none.
    For the room's screen; the figures change with every ballot.
    """
    keys = {"activity_id": activity_id, "round_id": round_id}
    came, found = intake(store, **keys), opening(store, **keys)
    if found and found["entry"] == "codes":
        given_out = int(came["made_count"].sum())
    else:
        forms = evaluation.forms(store, activity_id, round_id)
        given_out = int(forms.loc[forms["way"] == "online", "given_out"].fillna(0).sum())
    return {
        "received_count": int(came["received_count"].sum()),
        "waiting_count": int(came["waiting_count"].sum()),
        "given_out": given_out or None,
    }


def open_online(store: Store, actor: Actor, activity_id: str, round_id: str, fields: Mapping[str, Any]) -> str:
    """Opens a round for filling in online, or changes how; returns the opening's id, which is part of its link.

    fields: entry, device_limit, link_group, closes_on, address. Raises Refused without `evaluation.edit` and for a
    closed round, Invalid for wrong fields.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> str:
        keys = {"activity_id": activity_id, "round_id": round_id}
        _require_unclosed(transaction, keys)
        labels = [row["label"] for row in transaction.rows("evaluation/group_labels", activity_id=activity_id)]
        given = checked_opening(fields, labels, clock.today())
        held = transaction.rows("ballots/opening", **keys)
        opening_id = held[0]["opening_id"] if held else secrets.token_hex(5)
        transaction.trace.changed(round_id, {name: held[0][name] for name in given} if held else {}, given)
        _put(transaction, {**keys, "opening_id": opening_id, **given, "is_open": True})
        return opening_id

    return store.write(work, Deed("ballots.open", actor, round_id))


def checked_opening(fields: Mapping[str, Any], labels: list[str], today: date) -> Row:
    """An opening's own columns. Raises Invalid, naming every wrong field."""
    entry, group, closes_on = fields.get("entry"), fields.get("link_group") or "", fields.get("closes_on")
    limit, address = fields.get("device_limit") or 1, str(fields.get("address") or "").strip().rstrip("/")
    wrong = {}
    if entry not in BALLOT_ENTRY:
        wrong["entry"] = "请选填写方式"
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_PER_DEVICE:
        wrong["device_limit"] = f"每台手机可填 1 到 {MOST_PER_DEVICE} 张"
    if group and group not in labels:
        wrong["link_group"] = f"“{group}”不是本次活动的参评群体"
    if closes_on and closes_on < today:
        wrong["closes_on"] = "截止日期不能早于今天"
    if address and not is_address(address):
        wrong["address"] = "网址要写成“协议://主机名:端口”的样子，不带后面的路径"
    if wrong:
        raise Invalid(wrong)
    return {
        "entry": entry,
        "device_limit": limit,
        "link_group": group if entry == "link" else "",
        "closes_on": closes_on,
        "address": address,
    }


def is_address(address: str) -> bool:
    """Whether an address is a scheme and a host, without a path."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    whole = f"{parts.scheme}://{parts.netloc}" == address and address.isprintable() and " " not in address
    return whole and parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def set_open(store: Store, actor: Actor, activity_id: str, round_id: str, *, is_open: bool) -> None:
    """Pauses or resumes filling in.

    Raises Refused without `evaluation.edit` and for a closed round, BoardError if it was never opened.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> None:
        keys = {"activity_id": activity_id, "round_id": round_id}
        if is_open:
            _require_unclosed(transaction, keys)
        _put(transaction, {**_found(transaction, keys), "is_open": is_open})

    store.write(work, Deed("ballots.go_on" if is_open else "ballots.stop", actor, round_id))


def make_codes(
    store: Store, actor: Actor, activity_id: str, round_id: str, group_label: str, count: int
) -> tuple[str, ...]:
    """Makes one-time codes for a group, to be printed now: only their hashes are kept, so nobody can read them again.

    They count as forms given out online. Raises Refused without `evaluation.edit` and for a closed round, BoardError if
    the round isn't filled in by codes, Invalid for a wrong group or number.
    """
    access.require(actor, "evaluation.edit")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_CODES:
        raise Invalid({"count": f"一次可制 1 到 {MOST_CODES} 个"}, "还没有制码")
    hashed = keys_of(store).hashed

    def work(transaction: Transaction) -> tuple[str, ...]:
        keys = {"activity_id": activity_id, "round_id": round_id}
        _require_unclosed(transaction, keys)
        found = _found(transaction, keys)
        if found["entry"] != "codes":
            raise BoardError("这一轮不用填写码", "它是按公开链接填写的。", "要用填写码，请先改填写方式。")
        labels = {row["label"] for row in transaction.rows("evaluation/group_labels", activity_id=activity_id)}
        if group_label not in labels:
            raise Invalid({"group_label": "请选参评人员"}, "还没有制码")
        codes: dict[str, str] = {}
        while len(codes) < count:
            code = ballots_codes.new_code()
            codes[hashed("code", found["opening_id"], code)] = code
        # In the order of the hashes, which is unrelated to the order of the slips.
        rows = [{**keys, "group_label": group_label, "code_hash": code_hash} for code_hash in sorted(codes)]
        transaction.insert("ballots/insert_codes", rows)
        _count_codes(transaction, keys, group_label, made=count)
        return tuple(codes.values())

    return store.write(work, Deed("ballots.make_codes", actor, round_id))


def withdraw_codes(store: Store, actor: Actor, activity_id: str, round_id: str, group_label: str) -> int:
    """Invalidates a group's unused codes and returns their number.

    Raises Refused without `evaluation.edit`, BoardError if none is left.
    """
    access.require(actor, "evaluation.edit")

    def work(transaction: Transaction) -> int:
        keys = {"activity_id": activity_id, "round_id": round_id}
        chosen = {**keys, "group_label": group_label}
        unused = int(transaction.rows("ballots/unused", **chosen)[0]["unused_count"])
        if not unused:
            raise BoardError("没有可作废的填写码", f"{group_label}没有还没用过的填写码。", "不用再作废。")
        transaction.run("ballots/delete_codes", **chosen)
        _count_codes(transaction, keys, group_label, made=-unused)
        return unused

    return store.write(work, Deed("ballots.withdraw_codes", actor, round_id))


def add_to_intake(transaction: Transaction, keys: Row, group_label: str, *, made: int = 0, came: int = 0) -> None:
    """Adds codes made for a group, or ballots received from it, to its counts, within a transaction."""
    held = {row["group_label"]: row for row in transaction.rows("ballots/intake", **keys)}
    before = held.get(group_label, {"made_count": 0, "received_count": 0})
    counts = {"made_count": before["made_count"] + made, "received_count": before["received_count"] + came}
    transaction.run("ballots/delete_intake", **keys, group_label=group_label)
    transaction.insert("ballots/insert_intake", [{**keys, "group_label": group_label, **counts}])


def _count_codes(transaction: Transaction, keys: Row, group_label: str, made: int) -> None:
    """Counts codes as forms given out online, in addition to those recorded by hand."""
    add_to_intake(transaction, keys, group_label, made=made)
    chosen = {**keys, "group_label": group_label}
    held = transaction.rows("ballots/given_out", **chosen)
    given_out = max(0, (held[0]["given_out"] if held else 0) + made)
    keep_past(transaction, keys["activity_id"], "rounds")
    transaction.run("ballots/delete_given_out", **chosen)
    transaction.insert("evaluation/insert_forms", [{**chosen, "way": "online", "given_out": given_out}])


def _require_unclosed(transaction: Transaction, keys: Row) -> None:
    found = evaluation.found_round(transaction.rows("evaluation/round", **keys))
    if found["closed_on"] is not None:
        message = f"“{found['name']}”已于 {found['closed_on']:%Y-%m-%d} 结束，不再收评议表。"
        raise Refused("这一轮已经结束", message, "要补收，请先按“重新开放”。")


def _found(transaction: Transaction, keys: Row) -> Row:
    held = transaction.rows("ballots/opening", **keys)
    if not held:
        raise BoardError("还没有开放网上填写", "这一轮没有设过填写方式。", "请先选填写方式，再按“开放填写”。")
    return held[0]


def _put(transaction: Transaction, row: Row) -> None:
    transaction.run("ballots/delete_opening", activity_id=row["activity_id"], round_id=row["round_id"])
    transaction.insert("ballots/insert_opening", [row])
