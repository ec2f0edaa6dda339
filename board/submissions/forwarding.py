"""转报 on the side below: what this bureau took goes up to its own superior as it came, each under a signed cover.

A cover is made of what is kept and is the same each time, so nothing but the superior's answers is kept of it: what has
none yet is the queue, and after a fall it is sent again and answered by the same receipt. The units go first: all that
happened to them, where it isn't above already. A unit of which something isn't taken waits with all that follows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from board import clock
from board.access import Actor, require, require_whole
from board.store.store import Row, Store
from board.store.trail.chain import Deed
from board.submissions import keys
from board.submissions.cover import COVER
from board.submissions.document import Signed, canonical, digest, signed
from board.submissions.freezing import WHOLE, content_of, superior
from board.submissions.sending import answered, asked, opened_line
from board.submissions.shape import line
from board.submissions.taking import receipt_text
from board.units.actions import LONGEST_NAME

PATH = "/collect/forwarded"
_AT_ONCE = 5_000  # what happened to units, in one cover


@dataclass
class _Way:
    """The way up of an activity: where to and as whom, and the units whose turn is over for this time."""

    store: Store
    activity_id: str
    unit_id: str
    address: str
    stopped: set[str] = field(default_factory=set)

    @property
    def of(self) -> Row:
        return {"activity_id": self.activity_id, "unit_id": self.unit_id}


def _ways(store: Store) -> Iterator[_Way]:
    return (way for way in ways_of(store) if way.address)


def ways_of(store: Store) -> Iterator[_Way]:
    """Yields the way up of each activity that forwards whole files; address: '' where it goes by file only."""
    for each in store.rows("activities/all"):
        linked = superior(store, each["activity_id"])
        if linked and linked["forwards"] == WHOLE:
            yield _Way(store, each["activity_id"], linked["unit_id"], linked["address"])


def is_waiting(store: Store) -> bool:
    """Whether anything waits to be forwarded."""
    return any(_waits(way) for way in _ways(store))


def _waits(way: _Way) -> bool:
    trees = _waiting_trees(way)
    if trees is None or trees:
        return bool(trees)
    refused = {row["from_unit_id"] for row in way.store.rows("forwards/refused", **way.of)}
    return any(row["from_unit_id"] not in refused for row in way.store.rows("forwards/waiting", **way.of))


def forward_waiting(store: Store) -> int:
    """Forward what waits, in the order of arrival, and keep the answers; returns how many got a receipt.

    Raises NotReached at the first that gets no answer.
    """
    count = 0
    for way in _ways(store):
        if not _waits(way):
            continue
        with opened_line() as up:
            trees = _waiting_trees(way) or []
            sent = [_sent(way, up, document, b"", 0) for document in trees]
            if all(sent):
                count += len(sent) + _send_submissions(way, up, is_tree_new=bool(trees))
    return count


def _send_submissions(way: _Way, up: httpx.Client, *, is_tree_new: bool) -> int:
    count = 0
    way.stopped |= {row["from_unit_id"] for row in way.store.rows("forwards/refused", **way.of)}
    for row in way.store.rows("forwards/waiting", **way.of):
        if row["from_unit_id"] in way.stopped:
            continue
        document, enclosed = _enclosing(way, row)
        count += _sent(way, up, document, enclosed, row["submission_no"], row, is_tree_new=is_tree_new)
    return count


def _enclosing(way: _Way, row: Row) -> tuple[Row, bytes]:
    enclosed = content_of(way.store, row["enclosed_sha256"])
    if row["cover_sha256"]:
        enclosed = content_of(way.store, row["cover_sha256"]) + enclosed
    made_at = row["received_at"].isoformat(timespec="seconds")
    return _document(way, row["submission_no"], made_at, digest(enclosed), []), enclosed


def _document(way: _Way, number: int, made_at: str, enclosed_sha256: str | None, units: list[Row]) -> Row:
    about = {"format": COVER.format, "unit_id": way.unit_id, "number": number, "made_at": made_at}
    return {**about, "enclosed_sha256": enclosed_sha256, "units": units}


def _sent(
    way: _Way,
    up: httpx.Client,
    document: Row,
    enclosed: bytes,
    submission_no: int,
    row: Row | None = None,
    *,
    is_tree_new: bool = True,
) -> bool:
    """Sends one thing and keeps the answer; whether it was a receipt."""
    cover = signed(document, keys.key_of(way.store), COVER)
    about = about_of(way, document, cover)
    receipt, refusal = answered(asked(way.address + PATH, cover.content + enclosed, up), about)
    lost = _lost_above(way, row, refusal.get("last"), is_tree_new=is_tree_new) if row else None
    if refusal and row:
        way.stopped.add(row["from_unit_id"])
    if lost is not None:
        _let_wait(way, lost, Deed("submissions.send_again"))
        return False
    words = {"receipt": receipt_text(receipt) if receipt else "", "refusal": str(refusal.get("message", ""))[:500]}
    keep_answers(way, [{"submission_no": submission_no, "sha256": cover.sha256, **words}], Deed("submissions.answer"))
    return bool(receipt)


def about_of(way: _Way, document: Row, cover: Signed) -> Row:
    """Returns what a receipt of a cover has to be of: unit_id, number, sha256."""
    return {"unit_id": way.unit_id, "number": document["number"], "sha256": cover.sha256}


def waiting_files(way: _Way) -> Iterator[tuple[Row, Signed, bytes]]:
    """Yields what waits to go up, in its turn: the cover's document, it signed, and what it encloses. Nothing where the
    superior refused the units."""
    trees = _waiting_trees(way)
    if trees is None:
        return
    key = keys.key_of(way.store)
    for document in trees:
        yield document, signed(document, key, COVER), b""
    refused = {row["from_unit_id"] for row in way.store.rows("forwards/refused", **way.of)}
    for row in way.store.rows("forwards/waiting", **way.of):
        if row["from_unit_id"] not in refused:
            document, enclosed = _enclosing(way, row)
            yield document, signed(document, key, COVER), enclosed


def keep_answers(way: _Way, rows: list[Row], deed: Deed) -> None:
    """Keep the superior's answers: submission_no (0: of the units), sha256 of the cover, receipt, refusal."""
    made = [{**way.of, **row, "answered_at": clock.now()} for row in rows]
    way.store.write(lambda transaction: transaction.insert("forwards/insert_answers", made), deed)


def _lost_above(way: _Way, row: Row, last: Row | None, *, is_tree_new: bool) -> list[Row] | None:
    """Finds what the superior had of a unit before this one and no longer has, as after it was put back to an old copy;
    None where that isn't why it refuses."""
    if last is None:
        return None
    received = {
        each["unit_number"]: each
        for each in way.store.rows("forwards/received", **way.of, from_unit_id=row["from_unit_id"])
    }
    lost = [received.get(number) for number in range(last["number"] + 1, row["unit_number"])]
    is_without_units = row["unit_number"] == 1 and last["number"] == 0 and not is_tree_new
    return [each for each in lost if each] if (lost or is_without_units) and all(lost) else None


def _let_wait(way: _Way, rows: list[Row], deed: Deed) -> None:
    """Lets these be sent again, and the units before them."""
    blank = {"receipt": "", "refusal": ""}
    trees = way.store.rows("forwards/trees", **way.of)
    again = [{"submission_no": 0, "sha256": each["tree_sha256"], **blank} for each in trees]
    again += [{"submission_no": each["submission_no"], "sha256": "", **blank} for each in rows]
    keep_answers(way, again, deed)


def send_again(store: Store, actor: Actor, activity_id: str) -> None:
    """Let all that the superior refused wait to be forwarded again: what was in its way is mended. Raises Refused."""
    require(actor, "submissions.send")
    require_whole(actor)
    for way in ways_of(store):
        if way.activity_id == activity_id:
            rows = [row for row in store.rows("forwards/refused", **way.of) if row["submission_no"]]
            _let_wait(way, rows, Deed("submissions.send_again", actor))


@dataclass(frozen=True)
class Progress:
    """How many submissions the superior has and how many wait; what it refused and why, in words."""

    received_count: int
    waiting_count: int
    refused: tuple[str, ...]


def progress(store: Store, activity_id: str) -> Progress | None:
    """How far what this bureau took is on its way up; None where nothing is forwarded."""
    for way in ways_of(store):
        if way.activity_id == activity_id:
            rows = store.rows("forwards/refused", **way.of)
            return Progress(**store.rows("forwards/counts", **way.of)[0], refused=tuple(map(_refusal, rows)))
    return None


def _refusal(row: Row) -> str:
    what = f"{row['from_unit_id']} 第 {row['unit_number']} 号" if row["submission_no"] else "单位名单"
    return f"{what}：{row['refusal']}"


def _waiting_trees(way: _Way) -> list[Row] | None:
    """The covers of what happened to the units that the superior has no word of; None if it refused one: then nothing
    goes up until somebody lets it."""
    answers = {row["tree_sha256"]: row for row in way.store.rows("forwards/trees", **way.of)}
    made: dict[str, Row] = way.store.cached(("forwarding.trees", way.unit_id), lambda: _trees(way))
    if any(answers.get(sha256, {}).get("refusal") for sha256 in made):
        return None
    return [document for sha256, document in made.items() if not answers.get(sha256, {}).get("receipt")]


def _trees(way: _Way) -> dict[str, Row]:
    """All that happened to the units below, as covers by their digest. A unit that alone is at the top, and doesn't
    hand up, is this bureau itself: it is known above already."""
    rows = way.store.rows("forwards/steps")
    tops = {row["unit_id"] for row in rows if not row["parent_id"]}
    itself = tops if len(tops) == 1 and not any(row["is_reporting"] for row in rows if row["unit_id"] in tops) else ()
    units = [row for row in rows if row["unit_id"] not in itself]
    found = {}
    for start in range(0, len(units), _AT_ONCE):
        some = units[start : start + _AT_ONCE]
        made_at = max(row["happened_at"] for row in some).isoformat(timespec="seconds")
        document = _document(way, 0, made_at, None, [_step(row, itself) for row in some])
        found[digest(canonical(document))] = document
    return found


def _step(row: Row, itself: set[str] | tuple[()]) -> Row:
    kept = {name: row[name] for name in ("unit_id", "action", "kind", "merged_into", "is_reporting")}
    parent_id = "" if row["parent_id"] in itself else row["parent_id"]
    name = line(row["name"], {}, LONGEST_NAME) or row["unit_id"]
    return {**kept, "parent_id": parent_id, "name": name, "on_date": row["on_date"].isoformat()}
