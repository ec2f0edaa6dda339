"""Many opinions at once: a typed or pasted list, one opinion per line, and sorting several; all or nothing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from board import clock
from board.access import Actor, require
from board.errors import BoardError, Invalid
from board.opinions import writing
from board.opinions.likeness import plain
from board.opinions.registry import apply
from board.store.history import Event
from board.store.store import Store, Transaction
from board.store.trail.chain import Deed

MOST = 300
LONGEST = 1000
_NUMBERED = re.compile(
    r"^\s*(?:[-•·*●○■]+|[（(]?\d{1,3}[）)、.．:：]|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[①-⑳])\s*"
)

When = datetime | None


def lines(text: str) -> list[str]:
    """The lines of a typed or pasted list without their numbers and bullets; blank lines are left out."""
    items = (_NUMBERED.sub("", line).strip() for line in text.splitlines())
    return [line for line in items if line]


def preview(contents: Sequence[str], known: pd.DataFrame) -> pd.DataFrame:
    """One row per line of a list: line (from 1), content, warning (what to check before registering it; "": nothing).

    known: the existing opinions (opinion_id, content).
    """
    held = {plain(content): str(name) for name, content in zip(known["opinion_id"], known["content"], strict=True)}
    seen: dict[str, int] = {}
    rows = []
    for line, content in enumerate(contents, start=1):
        text = plain(content)
        warning = f"与 {held[text]} 一字不差" if text in held else ""
        warning = f"与第 {seen[text]} 行一字不差" if text in seen else warning
        warning = f"超过 {LONGEST} 个字" if len(content) > LONGEST else warning
        seen.setdefault(text, line)
        rows.append((line, content, warning))
    return pd.DataFrame(rows, columns=["line", "content", "warning"])


def refuse_wrong(contents: Sequence[str], fields: Mapping[str, Any], on: date) -> None:
    """Raise Invalid, by field, for a list that can't be registered on a day."""
    wrong: dict[str, str] = {}
    too_long = [line for line, content in enumerate(contents, start=1) if len(content) > LONGEST]
    if not contents:
        wrong["contents"] = "请写上意见，一行一条"
    elif len(contents) > MOST:
        wrong["contents"] = f"一次最多 {MOST} 条，现在是 {len(contents)} 条，请分几次登记"
    elif too_long:
        wrong["contents"] = f"第 {too_long[0]} 行超过 {LONGEST} 个字，请分成几条"
    try:
        apply(None, "add", {**fields, "activity_id": "", "opinion_id": "", "content": "-"}, on)
    except Invalid as refusal:
        wrong |= refusal.fields
    if wrong:
        raise Invalid(wrong)


def add_many(
    store: Store,
    actor: Actor,
    activity_id: str,
    contents: Sequence[str],
    fields: Mapping[str, Any],
    *,
    at: When = None,
) -> list[str]:
    """Register one opinion per line, all with the same channel, giver, day and about (`opinions.registry.FIELDS`).

    Returns their ids.

    Raises Refused, Invalid by field (contents: the line), and registers none unless it can register all.
    """
    require(actor, "opinions.edit")
    moment = at or clock.now()
    refuse_wrong(contents, fields, moment.date())
    event = Event("add", actor, moment)

    def work(transaction: Transaction) -> list[str]:
        return [writing.add(transaction, activity_id, {**fields, "content": content}, event) for content in contents]

    return store.write(work, Deed("opinions.add", actor))


def sort_many(
    store: Store, actor: Actor, activity_id: str, piles: Sequence[Mapping[str, Any]], *, at: When = None
) -> int:
    """Sort opinions, each given as opinion_id, aspect, theme, wording and seen_seq; returns how many.

    Raises as `opinions.act`, naming the opinion, and sorts none unless it can sort all.
    """
    require(actor, "opinions.edit")
    if not piles:
        raise BoardError("没有要保存的", "还没有给任何一条意见选方面。", "请先选方面，再保存。")
    event = Event("sort", actor, at or clock.now())

    def work(transaction: Transaction) -> int:
        for pile in piles:
            given = {name: pile.get(name) for name in ("aspect", "theme", "wording")}
            try:
                seen_seq = pile.get("seen_seq")
                writing.act(transaction, activity_id, pile["opinion_id"], given, event, seen_seq=seen_seq)
            except Invalid as refusal:
                wrong = "；".join(refusal.fields.values())
                raise BoardError("没有保存", f"{pile['opinion_id']}：{wrong}。", "请改好这一条，再保存。") from refusal
        return len(piles)

    return store.write(work, Deed("opinions.sort", actor))
