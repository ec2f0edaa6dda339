"""A submission that was held to everything, as it is kept: its row, its file, and what pages count by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from board.errors import BoardError
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.document import Signed
from board.submissions.shape import SECTIONS, head_of, rows_of

Written = dict[str, list[dict[str, Any]]]
TABLES = ("submissions", "submission_contents", *(f"submitted_{section}" for section in SECTIONS))
FORWARDED = "forwarded"  # the way of what came under a cover
# Who did, for a collector, what was done at another; and for the lake.
ELSEWHERE = {"actor_id": "lake", "actor_name": "另一台看板"}
NOWHERE = {"actor_id": "", "actor_name": ""}
_KEPT = ("unit_id", "number", "as_of", "made_at", "corrects", "reason", "trail_number", "trail_hash", "plan_sha256")


def row_of(file: Signed, activity_id: str, submission_no: int, way: str, received_at: datetime) -> Row:
    """The row of a file in `submissions`: all but these come from what was signed."""
    head = head_of(file.document)
    row = {name: head[name] for name in _KEPT} | {"previous_sha256": head["previous_sha256"] or ""}
    row |= {"activity_id": activity_id, "submission_no": submission_no, "way": way, "received_at": received_at}
    return row | {"sha256": file.sha256, "fingerprint": file.fingerprint}


def written(file: Signed, row: Row) -> Written:
    """The rows that a submission is kept as, by the statement that takes them."""
    number = {"submission_no": row["submission_no"]}
    parts = {f"submissions/insert_{each}": [number | one for one in rows_of(file.document, each)] for each in SECTIONS}
    contents = [{"sha256": file.sha256, "content": file.content}]
    return {"submissions/insert": [row], "submissions/insert_contents": contents, **parts}


def together(parts: Iterable[Written]) -> Written:
    """The rows of several submissions, by the statement that takes them."""
    rows = Written()
    for each in parts:
        for name, more in each.items():
            rows.setdefault(name, []).extend(more)
    return rows


def keep(transaction: Transaction, file: Signed, row: Row) -> None:
    """Write a submission."""
    keep_all(transaction, written(file, row))


def keep_all(transaction: Transaction, rows: Written) -> None:
    """Write rows, each statement once for all of them."""
    for name, each in rows.items():
        transaction.insert(name, each)


@dataclass
class Outcome:
    """An outcome of asking to keep a file: its row, or why it isn't taken; rows: all that it is to be kept as, None
    where it is kept already."""

    row: Row | None = None
    rows: Written | None = None
    error: BaseException | None = None

    def settled(self) -> Row:
        """The row. Raises why there is none."""
        if self.row is None:
            raise self.error.with_traceback(None) if self.error else AssertionError  # several raise the same
        return self.row


@dataclass(eq=False)
class Asked:
    """A file that somebody wants to be kept, and what became of it.

    judge: returns its outcome, or raises why it isn't taken. is_covered: more than submissions goes by it."""

    judge: Callable[[Store | Transaction], Outcome]
    deed: Deed
    is_covered: bool = False
    outcome: Outcome | None = None

    def judged(self, reader: Store | Transaction) -> Outcome:
        """The outcome that it would have now."""
        try:
            return self.judge(reader)
        except BoardError as error:
            return Outcome(error=error)

    def write(self, transaction: Transaction) -> Row:
        """Keep it, but where it is kept already, and return its row. Raises why it isn't taken."""
        found = self.judged(transaction)
        row = found.settled()
        keep_all(transaction, found.rows or {})
        return row
