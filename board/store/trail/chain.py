"""操作记录, pure: the contents of an entry, the chaining of entries, and the check of the chain.

Each entry holds the SHA-256 of its own canonical text, and that text holds the SHA-256 of the entry before it. So an
entry that was changed, removed, inserted or moved from outside no longer fits its neighbours. The head, kept beside the
store (`store.trail.head`), shows when entries were cut off at the end. Somebody who can write both files and knows this
rule can rebuild the chain: only a number and a hash written down elsewhere protect against that.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from board.access import Actor
from board.clock import BEIJING

NOTHING_BEFORE = "0" * 64
LAID_ANEW = "audit.laid_anew"


@dataclass(frozen=True)
class Deed:
    """One action for the trail: its kind `<subject>.<action>` (words in `trail.words`), who did it, and on what record.

    record: an id, or words of our own; never typed text. is_kept False: no entry may be written, as for a ballot that
    is cast, or none is needed, because another entry follows at once.
    """

    kind: str
    actor: Actor | None = None
    record: str = ""
    is_kept: bool = True


@dataclass(frozen=True)
class Origin:
    """The origin of a write: the address as the server sees it, and the kind of device in a word or two."""

    address: str = ""
    device: str = ""


@dataclass(frozen=True)
class Entry:
    """One row of `audit_entries`. happened_at in Beijing time; detail is JSON (see `store.trail.trace`)."""

    number: int
    happened_at: datetime
    actor_id: str
    actor_name: str
    address: str
    device: str
    kind: str
    activity_id: str
    record: str
    detail: str
    previous: str
    hash: str = ""


@dataclass(frozen=True)
class Head:
    """The newest entry as recorded outside the chain: its number (0: none yet) and its hash."""

    number: int = 0
    hash: str = NOTHING_BEFORE


@dataclass(frozen=True)
class Finding:
    """One fault of the chain: the number of the entry where it begins, and a message."""

    number: int
    message: str


@dataclass
class Checked:
    """The result of a check. count: number of entries; last: the newest one; findings: faults of the chain, the first
    place first; noted: entries that openings of the store wrote about faults; altered: records that differ from the
    entries; laid_anew: number and hash of the end of a chain that was replaced by another.
    """

    count: int = 0
    last: Head = field(default_factory=Head)
    findings: list[Finding] = field(default_factory=list)
    noted: list[Entry] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    laid_anew: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether the check found no change from outside, neither in the chain nor in a record."""
        return not self.findings and not self.altered


def canonical(entry: Entry) -> str:
    """Returns the text that is hashed for an entry: a JSON array of its fields, the time in UTC, the previous hash."""
    fields = [
        entry.number,
        entry.happened_at.replace(tzinfo=BEIJING).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        entry.actor_id,
        entry.actor_name,
        entry.address,
        entry.device,
        entry.kind,
        entry.activity_id,
        entry.record,
        entry.detail,
        entry.previous,
    ]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def hash_of(entry: Entry) -> str:
    """The SHA-256 of an entry's canonical text."""
    return hashlib.sha256(canonical(entry).encode("utf-8", "surrogatepass")).hexdigest()


def verify(entries: Iterable[Entry], head: Head | None, since: Head | None = None) -> Checked:
    """Check the chain in the order of the numbers and compare its end with the head.

    head: as kept beside the store; None where there is none. since: the head that the first entry must follow; by
    default none.
    """
    checked = Checked(last=since or Head())
    head_hash = checked.last.hash if head and head.number == checked.last.number else NOTHING_BEFORE
    for entry in entries:
        checked.findings += _faults(entry, checked.last)
        checked.count += 1
        checked.noted += [entry] if entry.kind.startswith("audit.") else []
        checked.findings += _found_before(entry)
        checked.last = Head(entry.number, entry.hash)
        if head and entry.number == head.number:
            head_hash = entry.hash
    checked.findings += _faults_of_the_end(checked.last, head, head_hash)
    # Faults found before the chain was laid anew may still show in it.
    checked.findings = sorted(dict.fromkeys(checked.findings), key=lambda finding: finding.number)
    return checked


def _found_before(entry: Entry) -> list[Finding]:
    """Returns the faults of the former chain, which was replaced by this one when names were taken out of it.

    The steps before the baseline did that once; a store that they migrated still holds the entry about it.
    """
    if entry.kind != LAID_ANEW:
        return []
    return [Finding(number, message) for number, message in json.loads(entry.detail)["laid_anew"]["found"]]


def _faults(entry: Entry, before: Head) -> Iterator[Finding]:
    expected = before.number + 1
    if entry.number > expected:
        gone = f"第 {expected} 条" if entry.number == expected + 1 else f"第 {expected} 至 {entry.number - 1} 条"
        yield Finding(expected, f"{gone}不见了")
    elif entry.number < expected:
        yield Finding(entry.number, f"第 {entry.number} 条不止一条")
    if entry.hash != hash_of(entry):
        yield Finding(entry.number, f"第 {entry.number} 条的内容和它的指纹不符，被改过")
    if entry.number == expected and entry.previous != before.hash:
        message = f"第 {entry.number} 条接不上第 {before.number} 条" if before.number else "第 1 条之前还有记录"
        yield Finding(entry.number, f"{message}，两条中有一条被换过")


def _faults_of_the_end(last: Head, head: Head | None, head_hash: str) -> Iterator[Finding]:
    if head is None:
        yield Finding(last.number + 1, "数据文件旁边的存根不见了，末尾少没少无从核对")
    elif head.number > last.number:
        gone = f"第 {last.number + 1} 条" if head.number == last.number + 1 else f"第 {last.number + 1} 条起"
        yield Finding(last.number + 1, f"{gone}不见了：存根记到第 {head.number} 条，记录只到第 {last.number} 条")
    elif head_hash != head.hash:
        yield Finding(head.number, f"第 {head.number} 条和存根不符，从这一条往前有记录被换过")
