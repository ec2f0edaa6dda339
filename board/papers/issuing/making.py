"""Makes a paper from its row: as it reads now, as it is signed, and what the records say of a signed one today.

It is read as anybody may read it: a paper goes to others than whoever made it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from board import clock
from board.access import Actor, require_whole
from board.errors import BoardError
from board.papers import correction
from board.papers.blocks import Letterhead, Paper
from board.papers.issuing.moved import Moved, moved
from board.papers.issuing.rules import CORRECTION, Frozen, number_text
from board.papers.issuing.tree import from_text
from board.papers.kinds import KINDS, PaperKind, make
from board.store.readers import read_for_readers
from board.store.store import Row, Store, Transaction
from board.units.tree import require_within


def kind_of(code: str) -> PaperKind | None:
    """A kind of paper by its code; None for one that this version doesn't know."""
    return KINDS.get(code)


def drafted_kinds(*, is_bureau: bool = True) -> dict[str, str]:
    """The kinds that may be drafted and issued → their words; those of units where there is a bureau, first.

    Not those made of all records, which whoever signs may not know yet; nor corrections, which begin with a paper.
    """
    kinds = sorted(KINDS.items(), key=lambda each: not each[1].is_of_units)
    kinds = [each for each in kinds if is_bureau or not each[1].is_of_units]
    return {code: kind.word for code, kind in kinds if code != CORRECTION and not kind.is_whole}


def top_of(read: Callable[..., list[Row]], row: Mapping[str, Any]) -> str | None:
    """The unit whose part of the tree a paper is about ('': all), of a correction what it corrects; None: no units'.

    read: `rows` of a store or a transaction."""
    if row["corrects"]:
        (row,) = read("papers/current", activity_id=row["activity_id"], paper_id=row["corrects"])
    kind = kind_of(row["kind"])
    return json.loads(row["options"]).get("top", "") if kind and kind.is_of_units else None


def require_part(actor: Actor, reader: Store | Transaction, row: Mapping[str, Any]) -> None:
    """Raise Refused where a paper is about units that the actor, who is bound to others, may not see."""
    top = top_of(reader.rows, row) if actor.unit_id else None
    if top == "":
        require_whole(actor)
    elif top is not None:
        require_within(actor, reader, [top], clock.today())


def made(store: Store, row: Mapping[str, Any], on: date) -> Paper:
    """A paper as of a day. row: of `papers`. Raises BoardError where what it is about doesn't exist."""
    if kind_of(row["kind"]) is None:
        raise BoardError("不认识这个文种", f"这一版程序没有“{row['kind']}”。", "请用建它的那一版程序打开。")
    options = json.loads(row["options"])
    if row["kind"] == CORRECTION:
        options |= _corrected(store, row["activity_id"], options)
    head, texts = letterhead_of(row, on), json.loads(row["texts"])
    with read_for_readers(True):
        return make(store, row["activity_id"], on, row["kind"], head, texts, options)


def read(store: Store, row: Mapping[str, Any], on: date) -> Paper:
    """`made`, kept until a table that it was made from is written to."""
    key = ("papers.made", row["activity_id"], row["paper_id"], int(row["seq"]), on)
    paper: Paper = store.cached(key, lambda: made(store, row, on))
    return paper


def frozen(store: Store, row: Mapping[str, Any], on: date) -> Frozen:
    """A paper made while nobody writes, with the end of the audit trail that belongs to it."""
    return store.hold(lambda: Frozen(made(store, row, on), store.trail.last))


def letterhead_of(row: Mapping[str, Any], on: date) -> Letterhead:
    """The letterhead of a paper; without a day of its own it is dated the day it is made."""
    return Letterhead(
        unit=row["unit"],
        number=number_text(row),
        signer=row["signer"],
        addressee=row["addressee"],
        copies=row["copies"],
        dated=row["dated"] or on,
        form=row["form"],
        has_seal=bool(row["has_seal"]),
    )


def signed(store: Store, row: Mapping[str, Any]) -> Paper:
    """The content that was kept when a paper was signed."""
    content = store.rows("papers/content", sha256=row["content_sha256"])
    if not content:
        raise BoardError("存下的内容不见了", f"{row['paper_id']} 签发时的内容读不到。", "请从备份恢复。")
    return from_text(bytes(content[0]["content"]).decode())


def moved_on(store: Store, row: Mapping[str, Any], on: date) -> list[Moved]:
    """The figures of a signed paper that the records put otherwise as of a day; kept until a table is written to.

    As of the paper's own day: what was wrong on it.
    """

    def compare() -> list[Moved]:
        try:
            return moved(signed(store, row), made(store, row, on))
        except BoardError:  # what it is about was taken out of the lists since
            return []

    listed: list[Moved] = store.cached(
        ("papers.moved", row["activity_id"], row["paper_id"], int(row["seq"]), on), compare
    )
    return listed


def wrong_then(store: Store, row: Mapping[str, Any], today: date) -> list[Moved]:
    """The figures of a signed paper that were wrong on its own day; none while that day isn't over, as what differs may
    have happened since."""
    return moved_on(store, row, row["as_of"]) if row["as_of"] < today else []


def _corrected(store: Store, activity_id: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the paper that a correction corrects: its title and number, and the chosen figures, as they read
    and as the records have them for its day."""
    (row,) = store.rows("papers/current", activity_id=activity_id, paper_id=options["paper_id"])
    chosen = set(options["figures"].split("\n"))
    wrong = [each for each in moved_on(store, row, row["as_of"]) if each.name in chosen]
    corrected = correction.Corrected(options["paper_id"], row["title"], number_text(row), row["dated"], tuple(wrong))
    return {correction.OPTION: corrected}
