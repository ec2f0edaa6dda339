"""Sends what was frozen to the superior's board, in turn, until each has an answer. The queue is the store itself: what
has no answer yet; so nothing is lost by a fall, and what was taken already is answered by the same receipt."""

import json
import ssl
from typing import Any

import httpx

from board import clock
from board.errors import BoardError
from board.store.store import Row, Store, Transaction
from board.store.trail.chain import Deed
from board.submissions.freezing import content_of, own, waiting
from board.submissions.taking import is_receipt_of, receipt_text

PATH = "/collect"
_PATIENCE = 30.0
_OK, _NOT_TAKEN = 200, 422
_NOT_NOW = (429, 503)
_MOST = 1_000_000
_AGAIN = Deed("submissions.send_again")


class NotReached(BoardError):
    """The superior's board gave no answer; the submission waits on."""


def send_waiting(store: Store) -> int:
    """Send what waits, the oldest first, and keep the answers; returns how many got one.

    Raises NotReached at the first that gets none; later ones of the same unit would be out of turn.
    """
    count, stopped = 0, set[str]()
    for row in waiting(store):
        if row["activity_id"] in stopped:
            continue
        receipt, refusal = answered(asked(row["address"] + PATH, content_of(store, row["sha256"])), row)
        lost = _lost_above(store, row, refusal.get("last"))
        if lost:
            stopped.add(row["activity_id"])
            let_wait(store, row["activity_id"], lost)
            continue
        keep_answer(store, row["activity_id"], row["sha256"], receipt, refusal)
        count += 1
        if refusal:
            stopped.add(row["activity_id"])
    return count


def keep_answer(store: Store, activity_id: str, sha256: str, receipt: Row, refusal: Row) -> None:
    """Keep the superior's answer to a submission: a receipt or a refusal, the other empty."""
    last = refusal.get("last") or {"number": receipt.get("number", 0), "sha256": receipt.get("sha256", "")}
    row = {"activity_id": activity_id, "sha256": sha256, "answered_at": clock.now()}
    row |= {"receipt": receipt_text(receipt) if receipt else "", "refusal": str(refusal.get("message", ""))[:500]}
    row |= {"last_number": int(last["number"]), "last_sha256": str(last["sha256"])[:64]}

    def work(transaction: Transaction) -> None:
        transaction.insert("submissions/insert_answer", [row])

    store.write(work, Deed("submissions.answer", record=sha256[:12]))


def let_wait(store: Store, activity_id: str, digests: list[str], deed: Deed = _AGAIN) -> None:
    """Let submissions that were answered wait to be sent again, in their turn."""
    blank = {"activity_id": activity_id, "receipt": "", "refusal": "", "last_number": 0, "last_sha256": ""}
    rows = [{**blank, "sha256": sha256, "answered_at": clock.now()} for sha256 in digests]
    store.write(lambda transaction: transaction.insert("submissions/insert_answer", rows), deed)


def _lost_above(store: Store, row: Row, last: Row | None) -> list[str]:
    """The digests of those before this one that the superior took and no longer has, as after it was put back to an old
    copy; [] where the way goes on otherwise."""
    if last is None:
        return []
    mine = [each for each in own(store, row["activity_id"]) if each["unit_id"] == row["unit_id"]]
    kept = {each["number"]: each for each in mine if each["receipt"]}
    lost = [kept.get(number) for number in range(last["number"] + 1, row["number"])]
    is_ours = last["number"] == 0 or kept.get(last["number"], {}).get("sha256") == last["sha256"]
    return [each["sha256"] for each in lost if each] if is_ours and all(lost) else []


def opened_line() -> httpx.Client:
    """A line by which one thing after another is posted."""
    return httpx.Client(timeout=_PATIENCE, verify=ssl.create_default_context())


def asked(address: str, content: bytes, line: httpx.Client | None = None) -> httpx.Response:
    """Posts something and returns the answer, by a line that is open already or its own. Raises NotReached."""
    try:
        if line:
            return line.post(address, content=content)
        with opened_line() as own_line:
            return own_line.post(address, content=content)
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        raise NotReached("没有连上上级", "网络不通，或者上级的看板没有开。", "会自己再送，不用管。") from error


def answered(answer: httpx.Response, row: Row) -> tuple[Row, Row]:
    """The receipt and the refusal (message, last) that came back, one of them empty. row: what was sent: unit_id,
    number, sha256. Raises NotReached."""
    found = words_of(answer)
    if answer.status_code == _OK and is_receipt_of(found, row["unit_id"], row["number"], row["sha256"]):
        return found, {}
    if answer.status_code == _NOT_TAKEN and isinstance(found.get("message"), str):
        return {}, {"message": found["message"], "last": _last(found.get("last"))}
    if answer.status_code in _NOT_NOW and isinstance(found.get("message"), str):
        raise NotReached("上级现在不收", found["message"][:200], "会自己再送，不用管。")
    raise NotReached("上级的回答看不懂", f"那个网址不像上级的看板（{answer.status_code}）。", "请管理员核对网址。")


def words_of(answer: httpx.Response) -> Row:
    """An answer's fields; none if it has no such."""
    try:
        found = json.loads(answer.content[:_MOST])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _last(given: Any) -> Row | None:
    is_known = isinstance(given, dict) and type(given.get("number")) is int and isinstance(given.get("sha256"), str)
    return given if is_known and 0 <= given["number"] < 2**31 else None
