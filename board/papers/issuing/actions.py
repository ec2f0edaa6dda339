"""Papers from draft to signing, and what follows: publication, correction, 作废. Each keeps its history."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from board import clock
from board.access import Actor, require
from board.activity import activities
from board.errors import BoardError, Conflict, Invalid
from board.papers.blocks import Paper
from board.papers.issuing import rules
from board.papers.issuing.making import drafted_kinds, frozen, kind_of, require_part
from board.papers.issuing.tree import digest, to_text
from board.papers.kinds import KINDS
from board.publication.actions import PUBLICATION
from board.store import records
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed

When = datetime | None
Seq = int | None


@dataclass(frozen=True)
class Seen:
    """The paper that whoever signs has looked at: its `seq`, and the digest of its content (`tree.digest`)."""

    seq: Seq
    digest: str


@dataclass(frozen=True)
class Writers:
    """The functions that write a paper's content as bytes (`documents.paper_word`, `documents.paper_pdf`)."""

    word: Callable[[Paper], bytes]
    pdf: Callable[[Paper], bytes]


def letterhead(read: Callable[..., list[Row]], activity_id: str) -> Row | None:
    """The letterhead of an activity; None while none was kept. read: `rows` of a store or a transaction."""
    kept = read("letterheads/current", activity_id=activity_id, letterhead_id=rules.LETTERHEAD)
    return kept[0] if kept else None


def keep_letterhead(
    store: Store, actor: Actor, activity_id: str, fields: Mapping[str, Any], *, seen_seq: Seq = None
) -> None:
    """Keep the letterhead that the papers of an activity begin with; papers that were drafted keep theirs.

    Raises Refused, Conflict, and Invalid by field.
    """
    require(actor, "papers.draft")
    event = Event("edit", actor, clock.now())

    def work(transaction: Transaction) -> None:
        before = letterhead(transaction.rows, activity_id)
        if before:
            refuse_stale(before, seen_seq)
        state = before or {"seq": 0, "unit": activities.activity(store, activity_id).unit_name}
        key = {"activity_id": activity_id, "letterhead_id": rules.LETTERHEAD}
        after = {**key, "seq": state["seq"] + 1, **rules.head_of(state, fields)}
        if before is None or {**after, "seq": before["seq"]} != before:
            record(transaction, "letterheads", "letterhead_id", after, event)

    store.write(work, Deed("letterheads.keep", actor))


def draft(
    store: Store, actor: Actor, activity_id: str, kind: str, options: Mapping[str, Any], *, at: When = None
) -> str:
    """Draft a paper of a kind (`papers.kinds`) with the activity's letterhead and return its id.

    Raises Refused, and Invalid where there is no such kind.
    """
    require(actor, "papers.draft")
    if kind not in drafted_kinds():
        raise Invalid({"kind": "请选择文种"})
    event = Event("draft", actor, at or clock.now())
    unit = activities.activity(store, activity_id).unit_name
    about = {"kind": kind, "options": options}
    return store.write(
        lambda transaction: _draft_within(transaction, actor, activity_id, unit, about, event),
        Deed("papers.draft", actor),
    )


def correct(
    store: Store, actor: Actor, activity_id: str, paper_id: str, options: Mapping[str, Any], *, at: When = None
) -> str:
    """Draft a correction of a signed paper and return its id. options: what the kind of corrections takes.

    Raises Refused, and BoardError where the paper isn't signed.
    """
    require(actor, "papers.draft")
    event = Event("correct", actor, at or clock.now())
    unit = activities.activity(store, activity_id).unit_name

    def work(transaction: Transaction) -> str:
        corrected = _paper(transaction, actor, activity_id, paper_id)
        rules.refuse_unsigned(corrected)
        about = {"kind": rules.CORRECTION, "options": {**options, "paper_id": paper_id}, "corrects": paper_id}
        return _draft_within(transaction, actor, activity_id, unit, about, event)

    return store.write(work, Deed("papers.correct", actor))


def _draft_within(
    transaction: Transaction, actor: Actor, activity_id: str, unit: str, about: Mapping[str, Any], event: Event
) -> str:
    there = transaction.rows("papers/present", activity_id=activity_id)
    head = letterhead(transaction.rows, activity_id) or {"unit": unit, "form": KINDS[about["kind"]].form}
    key = {"activity_id": activity_id, "paper_id": f"Q-{len(there) + 1:03d}"}
    paper = rules.drafted(key, about["kind"], about["options"], head, about.get("corrects", ""))
    require_part(actor, transaction, paper)
    record(transaction, "papers", "paper_id", paper, event)
    return str(paper["paper_id"])


def edit(
    store: Store,
    actor: Actor,
    activity_id: str,
    paper_id: str,
    fields: Mapping[str, Any],
    texts: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Change a draft's letterhead, number and day (`rules.OWN`) and the clerk's words by part; the rest stays.

    Raises Refused, Conflict, Invalid by field (a number that another paper has), and BoardError once it is checked.
    """
    require(actor, rules.STEPS["edit"].permission)
    event = Event("edit", actor, at or clock.now())

    def work(transaction: Transaction) -> None:
        paper = _paper(transaction, actor, activity_id, paper_id)
        refuse_stale(paper, seen_seq)
        after = rules.after(paper, "edit")
        taken = transaction.rows("papers/numbers", activity_id=activity_id)
        after |= rules.own_of(paper, fields, event.happened_at.date(), taken)
        words = rules.texts_of(json.loads(paper["texts"]), texts)
        after["texts"] = json.dumps(words, ensure_ascii=False, sort_keys=True)
        if {**after, "seq": paper["seq"]} != paper:
            _record(transaction, after, event)

    store.write(work, Deed("papers.edit", actor, paper_id))


def act(
    store: Store,
    actor: Actor,
    activity_id: str,
    paper_id: str,
    action: str,
    reason: str = "",
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> None:
    """Check a paper, send it back, drop it or declare it void (`rules.STEPS`).

    Raises Refused, Conflict, Invalid without the reason that is needed, and BoardError where its state doesn't allow
    it or, to be checked, something is still missing.
    """
    require(actor, rules.STEPS[action].permission)
    event = Event(action, actor, at or clock.now(), reason or "")
    if action == "check":
        paper = present(store, activity_id, paper_id)
        rules.after(paper, action)
        rules.refuse_incomplete(frozen(store, paper, event.happened_at.date()).paper.missing)

    def work(transaction: Transaction) -> None:
        paper = _paper(transaction, actor, activity_id, paper_id)
        refuse_stale(paper, seen_seq)
        _record(transaction, rules.after(paper, action, reason or ""), event)

    store.write(work, Deed(f"papers.{action}", actor, paper_id))


def sign(
    store: Store,
    actor: Actor,
    activity_id: str,
    paper_id: str,
    seen: Seen,
    writers: Writers,
    *,
    at: When = None,
) -> None:
    """Sign a checked paper: its content is made from the records as they are, and kept with its Word and PDF.

    Raises Refused (also for whoever wrote on it), Conflict where the paper or a figure in it changed since it was
    looked at, and BoardError where its state doesn't allow it or something is missing.
    """
    require(actor, rules.STEPS["sign"].permission)
    event = Event("sign", actor, at or clock.now())
    today = event.happened_at.date()
    paper = present(store, activity_id, paper_id)
    rules.after(paper, "sign")
    made = frozen(store, paper, today)
    rules.refuse_incomplete(made.paper.missing)
    if digest(made.paper) != seen.digest:
        message = "您看过以后，有人改了台账或这份公文，里面的数字或文字变了。"
        raise Conflict("内容刚刚变了", message, "请重新看一遍再签发。")
    contents = {"content": to_text(made.paper).encode()}
    contents |= {"word": writers.word(made.paper), "pdf": writers.pdf(made.paper)}

    def work(transaction: Transaction) -> None:
        current = _paper(transaction, actor, activity_id, paper_id)
        refuse_stale(current, paper["seq"] if seen.seq is None else seen.seq)
        account_ids = transaction.rows("papers/writers", activity_id=activity_id, paper_id=paper_id)
        rules.refuse_own(actor, (row["actor_id"] for row in account_ids))
        after = rules.after(current, "sign") | rules.signed(made, contents, event.happened_at)
        kept = [{"sha256": after[f"{name}_sha256"], "content": content} for name, content in contents.items()]
        transaction.insert("papers/insert_contents", kept)
        _record(transaction, after, event)

    store.write(work, Deed("papers.sign", actor, paper_id))


def publish(
    store: Store,
    actor: Actor,
    activity_id: str,
    paper_id: str,
    where: Mapping[str, Any],
    *,
    seen_seq: Seq = None,
    at: When = None,
) -> str:
    """Enter in 通报与公开 that a signed paper was published and return the publication's id.

    where: published_on, place, audience, note. Raises Refused, Conflict, Invalid by field, and BoardError for a paper
    that isn't signed, or whose kind stays inside.
    """
    require(actor, rules.STEPS["publish"].permission)
    event = Event("publish", actor, at or clock.now())

    def work(transaction: Transaction) -> str:
        paper = _paper(transaction, actor, activity_id, paper_id)
        refuse_stale(paper, seen_seq)
        after = rules.after(paper, "publish")
        known = kind_of(paper["kind"])
        if known is None or not known.published:
            raise BoardError("这种公文不公开", "它只在单位里用。", "要公开的内容，请另起草可以公开的文种。")
        fields = {name: where.get(name) for name in ("published_on", "place", "audience", "note")}
        if fields["published_on"] is None:
            raise Invalid({"published_on": "请填写公开日期"})
        what = {"what": known.published, "title": paper["title"], "written_on": paper["dated"], "paper_id": paper_id}
        added = Event("add", actor, event.happened_at)
        publication_id = records.add_within(transaction, PUBLICATION, activity_id, {**what, **fields}, added)
        _record(transaction, after, Event("publish", actor, event.happened_at, publication_id))
        return publication_id

    return store.write(work, Deed("papers.publish", actor, paper_id))


def present(store: Store, activity_id: str, paper_id: str) -> Row:
    """A paper's present state. Raises BoardError where there is none."""
    return _one(store.rows("papers/current", activity_id=activity_id, paper_id=paper_id), paper_id)


def _paper(transaction: Transaction, actor: Actor, activity_id: str, paper_id: str) -> Row:
    row = _one(transaction.rows("papers/current", activity_id=activity_id, paper_id=paper_id), paper_id)
    require_part(actor, transaction, row)
    return row


def _one(rows: list[Row], paper_id: str) -> Row:
    if not rows:
        raise BoardError("没有这份公文", f"本活动里没有 {paper_id}。", "请刷新页面，核对编号。")
    return rows[0]


def _record(transaction: Transaction, after: Row, event: Event) -> None:
    key = {"activity_id": after["activity_id"], "paper_id": after["paper_id"]}
    wrong = wrong_moment(event.happened_at, transaction.rows("papers/last_event_at", **key))
    if wrong:
        raise Invalid(wrong)
    record(transaction, "papers", "paper_id", after, event)
