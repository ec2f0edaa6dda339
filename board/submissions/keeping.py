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
    keep_all(transaction, [(file, row)])


def keep_all(transaction: Transaction, files: Iterable[tuple[Signed, Row]]) -> None:
    """Write several submissions, each statement once for all of them."""
    for name, rows in together(written(*each) for each in files).items():
        transaction.insert(name, rows)


@dataclass
class Outcome:
    """An outcome of asking to keep a file: its row, or why it isn't taken; is_new: it wasn't kept before."""

    row: Row | None = None
    error: BaseException | None = None
    is_new: bool = False

    def settled(self) -> Row:
        """The row. Raises why there is none."""
        if self.row is None:
            raise self.error.with_traceback(None) if self.error else AssertionError  # several raise the same
        return self.row


@dataclass(eq=False)
class Asked:
    """A file that somebody wants to be kept, and what became of it.

    check: returns the row that it is to be kept as, or raises why it isn't taken."""

    file: Signed
    check: Callable[[Store | Transaction], Row]
    deed: Deed
    outcome: Outcome | None = None

    def judged(self, reader: Store | Transaction) -> Outcome:
        """The outcome that it would have now."""
        if again := reader.rows("submissions/of_digest", sha256=self.file.sha256):
            return Outcome(again[0])
        try:
            return Outcome(self.check(reader), is_new=True)
        except BoardError as error:
            return Outcome(error=error)

    def write(self, transaction: Transaction) -> Row:
        """Keep it, but where it is kept already, and return its row. Raises why it isn't taken."""
        found = self.judged(transaction)
        row = found.settled()
        if found.is_new:
            keep(transaction, self.file, row)
        return row
