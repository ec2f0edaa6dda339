"""A process that writes of everything a little for as long as it lives, and what must be there after it fell.

What is acknowledged is noted in a file outside, one line each, only once the store has said yes.
"""

import json
import os
import random
import signal
from collections.abc import Callable
from hashlib import sha256
from itertools import repeat
from pathlib import Path
from typing import Any

from board import clock
from board.access import Actor, Role
from board.evaluation import entry_drafts
from board.evaluation import totals as evaluation_totals
from board.imports import commit as imports
from board.opinions import actions as opinions
from board.papers.issuing import actions as papers
from board.papers.issuing import files, making
from board.papers.issuing.tree import digest, to_text
from board.rectification import actions as rectification
from board.rectification import proofs
from board.store.disk import DiskFull
from board.store.store import Store, open_store
from board.store.trail import check as audit_log
from tests import ballot_files, ledger_rows
from tests.killed_imports import CRITERIA, ROUND, numbered

CLERK = Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
LEADER = Actor("A-leader", "领导", frozenset({Role.LEADER}))
# Word and PDF themselves take long; here it is about what is kept of them.
_WRITERS = papers.Writers(lambda paper: to_text(paper).encode()[1:], lambda paper: to_text(paper).encode()[::-1])
_SCHOOL = ledger_rows.ACTIVITY
_PROOF = 30_000
_BROUGHT_IN = 16  # after so many writes, about, the log is brought into the file
Ack = list[Any]


def prepare(path: Path) -> None:
    """A store to write on: a small activity with an item, and one with a round."""
    store = open_store(path)
    unit = [{"unit_id": "test-unit", "name": "嘉泽中心小学"}]
    store.write(lambda transaction: transaction.insert("activities/insert_units", unit))
    ledger_rows.add_activity(store)
    ballot_files.add_activity(store)
    ballot_files.open_round(store, CLERK)
    item_id = rectification.add(store, CLERK, _SCHOOL, ledger_rows.item_fields())
    rectification.act(store, CLERK, _SCHOOL, item_id, "start", {})
    store.close()


def write_on(path: Path, noted: Path, room: int | None) -> None:
    """Write without end; where `room` is given, until a file would have to grow beyond so many bytes."""
    store = open_store(path)
    place = os.open(noted, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(place, b"\n")
    if room is not None:
        _bound(room)
    for turn in map(random.getrandbits, repeat(40)):
        kind = random.choice(list(KINDS))  # noqa: S311 - no secret
        try:
            if room is None and turn % _BROUGHT_IN == 0:
                store.flush()
            told = [kind, *KINDS[kind](store, turn)]
        except DiskFull:
            os._exit(3)
        os.write(place, (json.dumps(told) + "\n").encode())


def _bound(room: int) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))


def _item(store: Store, turn: int) -> Ack:
    problem = f"第 {turn} 个问题"
    return [rectification.add(store, CLERK, _SCHOOL, ledger_rows.item_fields(problem=problem)), problem]


def _progress(store: Store, turn: int) -> Ack:
    note = f"第 {turn} 次进展"
    seq, percent = len(rectification.events(store, _SCHOOL, "R-001")), turn % 99
    rectification.act(store, CLERK, _SCHOOL, "R-001", "report", {"percent": percent, "progress": note})
    return [seq + 1, note]


def _opinion(store: Store, turn: int) -> Ack:
    content = f"第 {turn} 条意见"
    return [opinions.add(store, CLERK, _SCHOOL, ledger_rows.opinion_fields(content=content)), content]


def _import(store: Store, turn: int) -> Ack:
    file = numbered(turn)
    imports.commit(store, CLERK, ballot_files.ACTIVITY, ROUND, file, "append", is_other=True)  # answered alike
    return [file.sha256]


def _draft(store: Store, _turn: int) -> Ack:
    turn = entry_drafts.draft(store, CLERK, _SCHOOL).get("turn", 0) + 1
    entry_drafts.keep(store, CLERK, _SCHOOL, {"turn": turn})
    return [turn]


def _proof(store: Store, turn: int) -> Ack:
    name = f"{turn}-{os.getpid()}.bin"
    proofs.attach(store, CLERK, _SCHOOL, "R-001", name, os.urandom(_PROOF))
    return [name]


def _paper(store: Store, turn: int) -> Ack:
    paper_id = papers.draft(store, CLERK, _SCHOOL, "ledger", {})
    papers.edit(store, CLERK, _SCHOOL, paper_id, {"copies": f"第 {turn} 个处室"}, {})
    papers.act(store, CLERK, _SCHOOL, paper_id, "check")
    row = papers.present(store, _SCHOOL, paper_id)
    seen = papers.Seen(row["seq"], digest(making.made(store, row, clock.today())))
    papers.sign(store, LEADER, _SCHOOL, paper_id, seen, _WRITERS)
    return [paper_id, papers.present(store, _SCHOOL, paper_id)["pdf_sha256"]]


KINDS: dict[str, Callable[[Store, int], Ack]] = {
    "item": _item,
    "progress": _progress,
    "opinion": _opinion,
    "import": _import,
    "draft": _draft,
    "proof": _proof,
    "paper": _paper,
}


def acknowledged(noted: Path) -> list[Ack]:
    """What was acknowledged, without a line that the fall cut off: its write may stand or not."""
    whole = noted.read_text("utf-8").rpartition("\n")[0] if noted.exists() else ""
    return [json.loads(line) for line in whole.splitlines() if line]


def wrong(store: Store, acks: list[Ack]) -> list[str]:
    """What is not as it must be: acknowledged and not there, or figures that don't add up."""
    there = _there(store)
    lost = [f"lost: {ack}" for ack in acks if ack[0] != "draft" and tuple(ack) not in there]
    drafts = [ack[1] for ack in acks if ack[0] == "draft"]
    kept = entry_drafts.draft(store, CLERK, _SCHOOL).get("turn", -1)
    lost += [f"lost: draft {drafts[-1]}, {kept} is there"] if drafts and kept < drafts[-1] else []
    return lost + _unsound(store)


def _there(store: Store) -> set[tuple[Any, ...]]:
    items = store.read("rectification/items", activity_id=_SCHOOL, as_of=clock.today(), ids=None)
    events = rectification.events(store, _SCHOOL, "R-001")
    opinion_rows = store.read("opinions/present", activity_id=_SCHOOL)
    files = store.rows("imports/by_activity", activity_id=ballot_files.ACTIVITY)
    held = proofs.proofs(store, _SCHOOL, "R-001", None)
    signed = [row for row in store.rows("papers/present", activity_id=_SCHOOL) if row["state"] == "signed"]
    return {
        *(("item", row.item_id, row.problem) for row in items.itertuples()),
        *(("progress", seq, told) for seq, told in zip(events["seq"].tolist(), events["progress"], strict=True)),
        *(("opinion", row.opinion_id, row.content) for row in opinion_rows.itertuples()),
        *(("import", row["sha256"]) for row in files),
        *(("proof", name) for name in held["name"]),
        *(("paper", row["paper_id"], _kept(store, row["paper_id"])) for row in signed),
    }


def _kept(store: Store, paper_id: str) -> str:
    """The digest of a signed paper's bytes, as they are handed out."""
    return sha256(files.content(store, LEADER, _SCHOOL, paper_id, "pdf")).hexdigest()


def _unsound(store: Store) -> list[str]:
    """Totals against the ballots, each item's state against the last of its events, events without a gap, the audit
    trail against itself and against every record."""
    checked = audit_log.check(store)
    found = [] if checked.is_sound else audit_log.report_lines(checked)
    found += [] if evaluation_totals.wrong_totals(store, ballot_files.ACTIVITY).empty else ["totals"]
    answers = store.rows("evaluation/kept_answers", activity_id=ballot_files.ACTIVITY)
    if sum(row["answer_count"] for row in answers) % CRITERIA:
        found.append("half an import")
    items = store.read("rectification/items", activity_id=_SCHOOL, as_of=clock.today(), ids=None)
    for item_id, seq, percent in zip(items["item_id"], items["seq"].tolist(), items["percent"], strict=True):
        events = rectification.events(store, _SCHOOL, item_id)
        if events["seq"].tolist() != list(range(1, seq + 1)) or events.iloc[-1]["percent"] != percent:
            found.append(f"history of {item_id}")
    return found
