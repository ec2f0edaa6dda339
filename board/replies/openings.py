"""异议, the clerk's part: asking for answers to a published paper, its one-time codes, and the end, when they count.

Nothing that somebody answered is counted or shown before the end: `ballots.pool` says against whom this protects. Then
an item's counts are kept if at least SMALLEST_GROUP answered to it; the sentences become opinions in a random order.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.ballots import codes as ballots_codes
from board.ballots import pool
from board.ballots.actions import MOST_CODES, MOST_PER_DEVICE, is_address
from board.ballots.seal import keys_of
from board.errors import BoardError, Invalid, Refused
from board.evaluation.smallest import SMALLEST_GROUP
from board.opinions import writing
from board.papers.issuing import making
from board.public.items import Item, items
from board.rectification.links import link_all
from board.store.history import Event
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.words import BALLOT_ENTRY, PEOPLE_VIEW

VIEWS = tuple(PEOPLE_VIEW)


def openings(store: Store, activity_id: str, paper_id: str) -> pd.DataFrame:
    """One row per time that answers to a paper were asked for, the newest first: the columns of `reply_openings`."""
    return store.read("replies/openings", activity_id=activity_id, paper_id=paper_id)


def counts(store: Store, opening_id: str) -> pd.DataFrame:
    """One row per item that enough answered to, once the opening is ended: item_id, satisfied_count,
    mostly_satisfied_count, dissatisfied_count."""
    return store.read("replies/counts", opening_id=opening_id)


def waiting(store: Store, activity_id: str, opening_id: str) -> Row:
    """unused_count (codes) and waiting_count (forms that came in) of an opening."""
    return store.rows("replies/waiting", activity_id=activity_id, opening_id=opening_id)[0]


def items_of(store: Store, activity_id: str, paper_id: str) -> tuple[Item, ...]:
    """The items that a signed paper for the public names; none of another paper."""
    found = store.rows("papers/current", activity_id=activity_id, paper_id=paper_id)
    kind = making.kind_of(found[0]["kind"]) if found else None
    if kind is None or kind.audience != "public" or not found[0]["content_sha256"]:
        return ()
    return tuple({each.item_id: each for each in items(making.signed(store, found[0]))}.values())


def open_for(store: Store, actor: Actor, activity_id: str, paper_id: str, fields: Mapping[str, Any]) -> str:
    """Ask for answers to the items of a published paper; returns the opening's id, which is part of its link.

    fields: entry (codes, link), device_limit, closes_on, address. Raises Refused, Invalid by field, and BoardError
    where the paper isn't published, names no items, or is being asked about already.
    """
    require(actor, "papers.publish")
    chosen = _checked(fields)
    if not items_of(store, activity_id, paper_id):
        raise BoardError("这份公文没有整改事项", "它没有逐项列出整改事项。", "请对已经公开的整改情况公示征求评价。")

    def work(transaction: Transaction) -> str:
        key = {"activity_id": activity_id, "paper_id": paper_id}
        if not transaction.rows("replies/published", **key, today=clock.today()):
            raise BoardError("还没有公开", f"{paper_id} 没有公开，或已经作废。", "请先公开，再征求评价。")
        if any(row["ended_at"] is None for row in transaction.rows("replies/openings", **key)):
            raise BoardError("正在征求评价", f"{paper_id} 的评价还没有结束。", "请先结束，再重新开始。")
        row = {**key, "opening_id": secrets.token_hex(6), **chosen, "ended_at": None, "received_count": None}
        transaction.insert("replies/insert_opening", [row])
        return str(row["opening_id"])

    return store.write(work, Deed("replies.open", actor, paper_id))


def _checked(fields: Mapping[str, Any]) -> Row:
    limit, closes_on = fields.get("device_limit") or 1, fields.get("closes_on")
    address = str(fields.get("address") or "").strip().rstrip("/")
    wrong = {}
    if fields.get("entry") not in BALLOT_ENTRY:
        wrong["entry"] = "请选填写方式"
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_PER_DEVICE:
        wrong["device_limit"] = f"每台手机可填 1 到 {MOST_PER_DEVICE} 份"
    if closes_on and closes_on < clock.today():
        wrong["closes_on"] = "截止日期不能早于今天"
    if not is_address(address):
        wrong["address"] = "网址要写成“协议://主机名:端口”的样子，不带后面的路径"
    if wrong:
        raise Invalid(wrong)
    return {"entry": fields["entry"], "device_limit": limit, "closes_on": closes_on, "address": address}


def make_codes(store: Store, actor: Actor, opening_id: str, count: int) -> tuple[str, ...]:
    """Make one-time codes, to be printed now: only their hashes are kept.

    Raises Refused, Invalid for a wrong number, and BoardError where the opening is ended or asks for none.
    """
    require(actor, "papers.publish")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_CODES:
        raise Invalid({"count": f"一次可制 1 到 {MOST_CODES} 个"}, "还没有制码")
    hashed = keys_of(store).hashed

    def work(transaction: Transaction) -> tuple[str, ...]:
        opening = _unended(transaction, opening_id)
        if opening["entry"] != "codes":
            raise BoardError("这次不用填写码", "它是按公开链接填写的。", "要用填写码，请结束以后重新开始。")
        made: dict[str, str] = {}
        while len(made) < count:
            code = ballots_codes.new_code()
            made[hashed("code", opening_id, code)] = code
        key = {"activity_id": opening["activity_id"], "opening_id": opening_id}
        # In the order of the hashes, which is unrelated to the order of the slips.
        transaction.insert("replies/insert_codes", [{**key, "code_hash": each} for each in sorted(made)])
        return tuple(made.values())

    return store.write(work, Deed("replies.make_codes", actor, opening_id))


def end(store: Store, actor: Actor, opening_id: str, fields: Mapping[str, Any]) -> list[str]:
    """End an opening: count what came in, register the sentences as opinions, and return the ids of these.

    fields: channel and giver of the opinions. Raises Refused, Invalid by field, and BoardError where it is ended.
    """
    require(actor, "papers.publish")
    require(actor, "opinions.edit")
    event = Event("add", actor, clock.now())
    about = {"channel": fields.get("channel"), "giver": fields.get("giver"), "about": "group"}
    about["received_on"] = event.happened_at.date()
    asked = {"channel": "请选征求渠道", "giver": "请选来自哪一类人"}
    wrong = {name: message for name, message in asked.items() if not about[name]}
    if wrong:
        raise Invalid(wrong)

    def work(transaction: Transaction) -> list[str]:
        opening = _unended(transaction, opening_id)
        keys = {"activity_id": opening["activity_id"], "opening_id": opening_id}
        named = [each.item_id for each in items_of(store, keys["activity_id"], opening["paper_id"])]
        came = pool.take(store, transaction, {"activity_id": keys["activity_id"], "round_id": opening_id})
        views = [content for kind, content in came if kind == pool.VIEWS]
        transaction.insert("replies/insert_counts", [{**keys, **row} for row in _counted(named, views)])
        sentences = [pair for kind, content in came if kind == pool.SENTENCES for pair in content.items()]
        mixed = secrets.SystemRandom().sample(sentences, len(sentences))
        made = _registered(transaction, keys["activity_id"], mixed, about, event)
        transaction.run("replies/delete_codes", opening_id=opening_id)
        transaction.run("replies/delete_turns", opening_id=opening_id)
        transaction.run("replies/delete_opening", opening_id=opening_id)
        ended = {**opening, "ended_at": event.happened_at, "received_count": len(views)}
        transaction.insert("replies/insert_opening", [ended])
        return made

    return store.write(work, Deed("replies.end", actor, opening_id))


def _counted(named: list[str], views: Iterable[str]) -> Iterable[Row]:
    """The counts of each item that enough answered to. views: one digit per item, 0 for none, as `answering` seals."""
    by_item = zip(named, zip(*views, strict=True), strict=True) if views else ()
    for item_id, digits in by_item:
        found = Counter(digit for digit in digits if digit != "0")
        if found.total() >= SMALLEST_GROUP:
            for place, view in enumerate(VIEWS, 1):
                yield {"item_id": item_id, "view": view, "answer_count": found[str(place)]}


def _registered(
    transaction: Transaction, activity_id: str, sentences: list[tuple[str, str]], about: Row, event: Event
) -> list[str]:
    """Registers each sentence as an opinion, linked to its item where that is still in the ledger."""
    rows = transaction.rows("rectification/linkable", activity_id=activity_id)
    present = {row["linked_id"] for row in rows if row["kind"] == "item"}
    made = []
    for item_id, sentence in sentences:
        content = f"{sentence}（对公示的整改事项 {item_id}）"
        made.append(writing.add(transaction, activity_id, {**about, "content": content}, event))
        if item_id in present:
            link_all(transaction, activity_id, item_id, made[-1:], event.happened_at)
    return made


def _unended(transaction: Transaction, opening_id: str) -> Row:
    found = transaction.rows("replies/opening_of", opening_id=opening_id)
    if not found:
        raise BoardError("没有这次征求评价", "它不在本单位的数据里。", "请刷新页面。")
    if found[0]["ended_at"] is not None:
        raise Refused("已经结束了", f"已于 {found[0]['ended_at']:%Y-%m-%d} 结束。", "要再征求，请重新开始。")
    return found[0]
