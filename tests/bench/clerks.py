"""Twenty clerks at work in the product's own process: everybody's saves are counted, and held against what is there."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from board import clock
from board.access import Actor, Role
from board.backup import copies as backup
from board.backup.rules import Reason
from board.errors import Conflict
from board.evaluation import entry_drafts
from board.imports import commit as imports
from board.opinions import actions as opinions
from board.rectification import actions as rectification
from board.store.store import Store
from board.store.trail import check as audit_log
from tests import ballot_files, ledger_rows
from tests.killed_imports import ROUND, numbered

COUNT = 20
_THINK = 6.0  # seconds at most between two saves of one clerk: 3 in the middle
_SCHOOL = ledger_rows.ACTIVITY
_ADMIN = Actor("A-bench", "管理员", frozenset({Role.ADMIN}))


@dataclass
class Clerk:
    """One of them: whose item it is, what was saved, how long each save took, and what went wrong."""

    store: Store
    number: int
    contested: str
    own: str = ""
    taken: list[float] = field(default_factory=list)
    items: set[str] = field(default_factory=set)
    opinions: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    reports: int = 0
    edits: int = 0
    refused: int = 0
    draft: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def actor(self) -> Actor:
        """Who saves."""
        return Actor(f"A-clerk-{self.number}", f"工作人员{self.number}", frozenset({Role.CLERK}))

    def begin(self) -> None:
        """Register the item that only this clerk reports on."""
        self.own = rectification.add(
            self.store, self.actor, _SCHOOL, ledger_rows.item_fields(problem=f"第 {self.number} 人")
        )
        rectification.act(self.store, self.actor, _SCHOOL, self.own, "start", {})

    def work(self, stop: threading.Event) -> None:
        """Save something, think, save the next, until told to stop."""
        kinds: tuple[Callable[[], None], ...] = (
            self._add,
            self._report,
            self._hear,
            self._bring,
            self._keep,
            self._edit,
        )
        while not stop.wait(random.uniform(0, _THINK)):  # noqa: S311 - when somebody saves
            began = time.perf_counter()
            try:
                random.choice(kinds)()  # noqa: S311 - what somebody saves
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
                self.faults.append(repr(error))
            self.taken.append((time.perf_counter() - began) * 1_000)

    def _add(self) -> None:
        fields = ledger_rows.item_fields(problem=f"{self.number}-{len(self.items)}")
        self.items.add(rectification.add(self.store, self.actor, _SCHOOL, fields))

    def _report(self) -> None:
        rectification.act(
            self.store,
            self.actor,
            _SCHOOL,
            self.own,
            "report",
            {"percent": self.reports % 99, "progress": f"第 {self.reports} 次"},
        )
        self.reports += 1

    def _hear(self) -> None:
        fields = ledger_rows.opinion_fields(content=f"{self.number}-{len(self.opinions)}")
        self.opinions.add(opinions.add(self.store, self.actor, _SCHOOL, fields))

    def _bring(self) -> None:
        file = numbered(self.number * 100_000 + len(self.files))
        imports.commit(self.store, self.actor, ballot_files.ACTIVITY, ROUND, file, "append")
        self.files.add(file.sha256)

    def _keep(self) -> None:
        self.draft += 1
        entry_drafts.keep(self.store, self.actor, _SCHOOL, {"turn": self.draft})

    def _edit(self) -> None:
        """Change what others change too, from the state that was read: somebody was faster, or it stands."""
        seen = len(rectification.events(self.store, _SCHOOL, self.contested))
        time.sleep(random.uniform(0, 0.2))  # noqa: S311 - typing
        try:
            fields = {"remark": f"{self.number}-{self.edits}-{self.refused}"}
            rectification.act(self.store, self.actor, _SCHOOL, self.contested, "edit", fields, seen_seq=seen)
            self.edits += 1
        except Conflict:
            self.refused += 1


class Office:
    """All of them, on the store that is being served."""

    def __init__(self, store: Store) -> None:
        self.store, self._stop = store, threading.Event()
        ledger_rows.add_activity(store)
        ballot_files.add_activity(store)
        ballot_files.open_round(store, _clerk())
        self.contested = rectification.add(store, _clerk(), _SCHOOL, ledger_rows.item_fields(problem="大家都改的"))
        self.clerks = [Clerk(store, number, self.contested) for number in range(COUNT)]
        for clerk in self.clerks:
            clerk.begin()
        self._threads = [threading.Thread(target=clerk.work, args=(self._stop,), daemon=True) for clerk in self.clerks]
        for thread in self._threads:
            thread.start()

    def copied(self) -> str:
        """Where a copy made meanwhile is."""
        return str(backup.make(self.store, Reason.HAND).path)

    def ended(self) -> dict[str, Any]:
        """Let them finish; how many saves, how long each took (ms), how many came too late, and what is wrong."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return {
            "taken": [each for clerk in self.clerks for each in clerk.taken],
            "refused": sum(clerk.refused for clerk in self.clerks),
            "faults": [fault for clerk in self.clerks for fault in clerk.faults][:10] + list(self._wrong()),
        }

    def _wrong(self) -> list[str]:
        items = self.store.frame("rectification/items", activity_id=_SCHOOL, as_of=clock.today(), ids=None)
        items = items.set_index("item_id")
        heard = set(self.store.read("opinions/ids", activity_id=_SCHOOL)["opinion_id"])
        files = {row["sha256"] for row in self.store.rows("imports/by_activity", activity_id=ballot_files.ACTIVITY)}
        found = []
        for clerk in self.clerks:
            found += [f"lost: {each}" for each in clerk.items - set(items.index)]
            found += [f"lost: {each}" for each in (clerk.opinions - heard) | (clerk.files - files)]
            found += [f"lost: reports on {clerk.own}"] if items.loc[clerk.own, "seq"] != clerk.reports + 2 else []
            kept = entry_drafts.draft(self.store, clerk.actor, _SCHOOL).get("turn", 0)
            found += [f"lost: draft {clerk.draft}"] if kept != clerk.draft else []
        edits = sum(clerk.edits for clerk in self.clerks)
        found += [] if items.loc[self.contested, "seq"] == edits + 1 else ["lost update"]
        return found + (
            [] if audit_log.check(self.store).is_sound else audit_log.report_lines(audit_log.check(self.store))
        )


def _clerk() -> Actor:
    return Actor("A-clerk", "工作人员", frozenset({Role.CLERK}))
