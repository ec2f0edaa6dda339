"""The files that prove a publication, a photo of the notice board for one: kept in its own history."""

from board.errors import BoardError, Invalid
from board.publication.actions import PUBLICATION
from board.rectification.proofs import Holder, Put
from board.store.history import Event, record, refuse_stale, wrong_moment
from board.store.store import Transaction
from board.typed import plain


def _record_file(transaction: Transaction, put: Put) -> None:
    """Record a file's arrival or withdrawal in a publication's history. Raises BoardError, Conflict and Invalid."""
    key = {"activity_id": put.activity_id, "publication_id": put.record_id}
    there = transaction.rows("publication/current", **key)
    if not there or there[0]["is_removed"]:
        raise BoardError("没有这条公开记录", f"{put.record_id} 不在本活动里，或刚刚被移出。", "请刷新页面，核对编号。")
    refuse_stale(there[0], put.seen_seq)
    wrong = wrong_moment(put.at, transaction.rows("publication/last_event_at", **key))
    if put.action == "withdraw" and plain(put.reason) is None:
        wrong["reason"] = "请写明撤下的原因"
    if wrong:
        raise Invalid(wrong)
    reason = f"{put.file_name}：{put.reason}" if put.action == "withdraw" else put.reason
    after = {**there[0], "seq": there[0]["seq"] + 1}
    record(transaction, "publication", "publication_id", after, Event(put.action, put.actor, put.at, reason))


PUBLICATIONS = Holder("publication", PUBLICATION.permission, _record_file)
