"""On the collector's side: a file is held to its seal, its unit's key and the submission before it; then it is kept.

Everything is in one transaction: the row, the file, and what pages count by; several collectors agree by the lake first
(`board.submissions.following`). What is refused leaves only an entry in
the trail. The same file again, as after a broken line, writes nothing and gets the same receipt.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from board import clock
from board.access import Actor, require
from board.errors import BoardError, ServersFault
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions import keys
from board.submissions.document import Signed, canonical, fingerprint_of, opened
from board.submissions.following import lake_of, through
from board.submissions.keeping import Asked, Outcome, row_of, written
from board.submissions.shape import head_of
from board.units.tree import require_within

CLOCKS_DIFFER = timedelta(minutes=10)
_RECEIPT = b"chagai-receipt-1\n"


@dataclass(frozen=True)
class Last:
    """The last submission that a collector has of a unit; number 0 and '' for none."""

    number: int = 0
    sha256: str = ""


class NotTaken(BoardError):
    """A submission that isn't taken, in words. last: what the collector has of its unit, where it is out of turn."""

    last: Last | None = None


def take_file(store: Store, actor: Actor, content: bytes) -> Row:
    """Take a file that somebody brought, as `take`. Raises Refused, NotTaken."""
    require(actor, "submissions.take")
    if actor.unit_id:
        require_within(actor, store, [opened(content).document["unit_id"]], clock.today())
    return take(store, content, "file", actor)


def take(store: Store, content: bytes, way: str = "sent", by: Actor | None = None) -> Row:
    """Take a file and return its receipt: unit_id, number, sha256, received_at, submission_no, signature …

    way: sent, file. Raises NotTaken in words, with an entry in the trail and nothing else kept.
    """
    return in_words(store, by, lambda: _taken(store, content, way, by))


def in_words(store: Store, by: Actor | None, taken: Callable[[], Row]) -> Row:
    """Returns what `taken` does; whatever it refuses with is a NotTaken, with an entry in the trail."""
    try:
        return taken()
    except ServersFault:
        raise
    except BoardError as error:
        store.note(Deed("submissions.refuse", by, record=error.title))
        if isinstance(error, NotTaken):
            raise
        raise NotTaken(error.title, error.message, error.remedy) from error


def _taken(store: Store, content: bytes, way: str, by: Actor | None) -> Row:
    file = opened(content)
    known = store.rows("submissions/of_digest", sha256=file.sha256)
    if known:
        return receipt_of(store, known[0])
    deed = Deed("submissions.take", by, record=f"{file.document['unit_id']} {file.document['number']}")
    return receipt_of(store, kept(store, Asked(partial(_judged, file, way), deed)))


def kept(store: Store, asked: Asked) -> Row:
    """Keep a file, with others where they share a lake, and return its row. Raises Away, and why it isn't taken."""
    lake = lake_of(store)
    return through(store, lake, asked) if lake else store.write(asked.write, asked.deed)


def _judged(file: Signed, way: str, reader: Store | Transaction) -> Outcome:
    """The outcome for a file now. Raises NotTaken."""
    if again := reader.rows("submissions/of_digest", sha256=file.sha256):
        return Outcome(again[0])
    row = _checked(reader, file, way)
    return Outcome(row, written(file, row))


def _checked(reader: Store | Transaction, file: Signed, way: str) -> Row:
    """The row of a file that is to be kept. Raises NotTaken."""
    head = head_of(file.document)
    refuse_unknown(reader, head["unit_id"], file.fingerprint)
    activity_id = activity_of(reader, head, head["as_of"])
    of = {"activity_id": activity_id, "unit_id": head["unit_id"], "fingerprint": file.fingerprint}
    refuse_out_of_turn(head, last_of(reader, head, of))
    refuse_wrong_days(head)
    _refuse_locked(reader, activity_id, head)
    return row_of(file, activity_id, next_number(reader), way, clock.now())


def next_number(reader: Store | Transaction) -> int:
    """The number of the next submission in the order of arrival."""
    last = reader.rows("submissions/last")
    return last[0]["submission_no"] + 1 if last else 1


def refuse_unknown(reader: Store | Transaction, unit_id: str, fingerprint: str, *, must_report: bool = True) -> None:
    """Raise NotTaken unless it is a unit that is there, hands up (must_report), and the key is one of its own."""
    found = reader.rows("units/standing", unit_id=unit_id, as_of=clock.today())
    if not found or found[0]["action"] in {"merge", "close"}:
        raise NotTaken("没有这个单位", f"编号 {unit_id} 不在本级的单位里。", "请核对上级给的单位编号。")
    who = f"{found[0]['name']}（{unit_id}）"
    if must_report and not found[0]["is_reporting"]:
        raise NotTaken("这个单位不用上报", f"{who}不是要上报的单位。", "请问上级。")
    keys_then = reader.rows("units/keys_of", unit_id=unit_id)
    if not {row["fingerprint"]: row["is_valid"] for row in keys_then}.get(fingerprint, False):
        message = f"签名的密钥没有登记在{who}名下，指纹是 {fingerprint}。"
        raise NotTaken("签名的密钥不认识", message, "请单位把“上报”页上的指纹报给上级登记。")


def activity_of(reader: Store | Transaction, head: Row, on: date) -> str:
    """The collector's own activity of that name and stage; the last that had begun by a day. Raises NotTaken."""
    rows = reader.rows("activities/all")
    same = [row for row in rows if (row["name"], row["stage"]) == (head["campaign"], head["stage"])]
    if not same:
        message = f"本级没有“{head['campaign']}（{head['stage']}）”这项活动。"
        raise NotTaken("没有这项活动", message, "请核对活动的名称和阶段，要和上级的一字不差。")
    begun = [row for row in same if row["start_on"] <= on]
    return str((begun or same[::-1])[0]["activity_id"])


def last_of(reader: Store | Transaction, head: Row, of: Row) -> Row | None:
    """The last submission that was taken of a unit; its trail_number, where the trail is shorter now, that under the
    same key (fingerprint): another key is another machine's, as one of several collectors with a trail of its own."""
    rows = reader.rows("submissions/last_of_unit", activity_id=of["activity_id"], unit_id=of["unit_id"])
    if rows and head["trail_number"] < rows[0]["trail_number"]:
        rows[0] |= reader.rows("submissions/trail_of_key", **of)[0]
    return rows[0] if rows else None


def refuse_out_of_turn(head: Row, before: Row | None) -> None:
    """Raise NotTaken unless a submission follows the last that was taken of its unit."""
    last = Last(before["number"], before["sha256"]) if before else Last()
    number = head["number"]
    if number == last.number + 1 and (head["previous_sha256"] or "") == last.sha256:
        _refuse_wrong_correction(head, last)
        if before and head["trail_number"] < before["trail_number"]:
            raise _with(last, "操作记录倒退了", "单位的操作记录比上一号的还短，像是恢复过旧的备份，或者换了数据。")
        return
    if number <= last.number:
        raise _with(last, "这一号已经收过", f"第 {number} 号收过，内容不同；现在到第 {last.number} 号。")
    if number > last.number + 1:
        raise _with(last, "中间缺了", f"收到第 {number} 号，上一号收到的是第 {last.number} 号。请先送中间的。")
    raise _with(last, "接不上上一号", f"第 {number} 号前面的一号，和收到的第 {last.number} 号不是同一份。")


def _refuse_wrong_correction(head: Row, last: Last) -> None:
    corrects = head["corrects"]
    if corrects is not None and not (0 < corrects <= last.number and head["reason"]):
        raise _with(last, "更正写得不对", "更正要写明更正第几号，并写原因。")


def _with(last: Last, title: str, message: str) -> NotTaken:
    refusal = NotTaken(title, message, "没有收下。单位再冻结一次，会接着上级收到的那一号。")
    refusal.last = last
    return refusal


def refuse_wrong_days(head: Row) -> None:
    """Raise NotTaken for a submission of a day to come."""
    now = clock.now() + CLOCKS_DIFFER
    if head["made_at"] > now or head["as_of"] > head["made_at"].date():
        raise NotTaken("日子在以后", f"数据截至 {head['as_of']:%Y-%m-%d}，还没有到。", "请核对单位电脑的日期和时间。")


def _refuse_locked(reader: Store | Transaction, activity_id: str, head: Row) -> None:
    """Refuse a state that is for a deadline that is over and locked, but of a unit that is excused."""
    if not reader.rows("deadlines/locked", activity_id=activity_id):
        return
    today, as_of = clock.today(), head["as_of"]
    asked = {"activity_id": activity_id, "unit_id": head["unit_id"], "as_of": today}
    for row in reader.rows("deadlines/for_unit", **asked):
        if row["is_locked"] and not row["is_excused"] and row["for_on"] <= as_of <= row["due_on"] < today:
            message = f"“{row['name']}”到 {row['due_on']:%Y-%m-%d} 为止，已经锁定，{as_of:%Y-%m-%d} 的情况不再收。"
            raise NotTaken("已经锁定", message, "确实要报、要改的，请上级给本单位免报，再送一次；或者报今天的情况。")


def receipt_of(store: Store, row: Row) -> Row:
    """The receipt of a row of `submissions` or `forwards`, signed with the collector's own key; always the same."""
    names = ("unit_id", "number", "sha256", "submission_no")
    key = keys.key_of(store)
    receipt = {name: row[name] for name in names} | {"received_at": row["received_at"].isoformat()}
    receipt["collector"] = fingerprint_of(key.public_key())
    receipt["public_key"] = key.public_key().public_bytes_raw().hex()
    return {**receipt, "signature": key.sign(_RECEIPT + canonical(receipt)).hex()}


def is_receipt_of(found: Mapping[str, Any], unit_id: str, number: int, sha256: str) -> bool:
    """Whether something is a receipt of that submission, signed with the key that it names."""
    if (found.get("unit_id"), found.get("number"), found.get("sha256")) != (unit_id, number, sha256):
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(found["public_key"]))
        unsigned = {name: value for name, value in found.items() if name != "signature"}
        key.verify(bytes.fromhex(found["signature"]), _RECEIPT + canonical(unsigned))
        return bool(fingerprint_of(key) == found["collector"])
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False


def receipt_text(receipt: Mapping[str, Any]) -> str:
    """A receipt as a line of text, as it is sent back and kept."""
    return json.dumps(dict(receipt), ensure_ascii=False, sort_keys=True)
